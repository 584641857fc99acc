//! Type-checks the runtime and every extension module for each supported Python, without that Python: a description
//! of it is all that `pyo3-ffi` needs.

use crate::progress;
use crate::run;
use crate::workspace::{self, Workspace};
use anyhow::{Context, Result};

#[derive(Clone, Copy)]
struct Target {
    version: &'static str,
    free_threaded: bool,
}

const fn gil(version: &'static str) -> Target {
    Target {
        version,
        free_threaded: false,
    }
}

const fn free_threaded(version: &'static str) -> Target {
    Target {
        version,
        free_threaded: true,
    }
}

const TARGETS: [Target; 8] = [
    gil("3.11"),
    gil("3.12"),
    gil("3.13"),
    gil("3.14"),
    gil("3.15"),
    free_threaded("3.13"),
    free_threaded("3.14"),
    free_threaded("3.15"),
];

pub fn run(workspace: &Workspace) -> Result<()> {
    for target in TARGETS {
        let name = target.name();
        progress::heading(&format!("type-checking for {name}"));
        target
            .check(workspace)
            .with_context(|| format!("type-checking for {name}"))?;
    }
    Ok(())
}

impl Target {
    fn name(self) -> String {
        format!(
            "{}{}",
            self.version,
            if self.free_threaded { "t" } else { "" }
        )
    }

    fn check(self, workspace: &Workspace) -> Result<()> {
        let target_dir = workspace::check_target_dir();
        std::fs::create_dir_all(&target_dir)?;
        let config = target_dir.join(format!("python{}.txt", self.name()));
        std::fs::write(&config, self.description())?;

        for (nth, call) in workspace::calls(&workspace.extensions)
            .into_iter()
            .enumerate()
        {
            let mut check = workspace::cargo();
            check.arg("check").arg("--target-dir").arg(&target_dir);
            if nth == 0 {
                check.args(["--package", "freehold"]);
            }
            for extension in call {
                check.args(["--package", &extension.package]);
            }
            check
                .env_remove("PYO3_PYTHON")
                .env_remove("UNSAFE_PYO3_SKIP_VERSION_CHECK");
            check.env("PYO3_CONFIG_FILE", &config);
            if self.free_threaded && self.version == "3.13" {
                check.env("UNSAFE_PYO3_SKIP_VERSION_CHECK", "1");
            }
            if std::env::var_os("CI").is_some() {
                // Clippy only sees the two installed versions.
                check.env("RUSTFLAGS", "-D warnings");
            }
            run::visible(&mut check)?;
        }
        Ok(())
    }

    /// Nothing is linked, so nothing is said about libraries.
    fn description(self) -> String {
        let flags = if self.free_threaded {
            "build_flags=Py_GIL_DISABLED\n"
        } else {
            ""
        };
        format!(
            "implementation=CPython\nversion={}\nshared=true\nsuppress_build_script_link_lines=true\n{flags}",
            self.version
        )
    }
}
