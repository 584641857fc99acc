//! What a sub-interpreter may do.

use crate::exceptions::{PyNotImplementedError, PyValueError};
use crate::{PyErr, PyResult};

/// What a new sub-interpreter shares with the others, and what may be done in it
/// (`PyInterpreterConfig`).
///
/// ```
/// use freehold::{Gil, SubInterpreterConfig};
///
/// // With a GIL of its own, and with threads that nobody waits for.
/// const WORKER: SubInterpreterConfig = SubInterpreterConfig::ISOLATED.allow_daemon_threads(true);
/// // In turns with the main interpreter, and with modules that know nothing of interpreters.
/// const PLUGIN: SubInterpreterConfig = SubInterpreterConfig::LEGACY.allow_fork(false);
/// // Isolated, but in turns.
/// const SHARED: SubInterpreterConfig = SubInterpreterConfig::ISOLATED.gil(Gil::Shared);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubInterpreterConfig {
    pub(super) use_main_obmalloc: bool,
    pub(super) allow_fork: bool,
    pub(super) allow_exec: bool,
    pub(super) allow_threads: bool,
    pub(super) allow_daemon_threads: bool,
    pub(super) check_multi_interp_extensions: bool,
    pub(super) gil: Gil,
}

/// Which GIL a sub-interpreter has. On free-threaded builds, where nothing takes turns, each is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Gil {
    /// What CPython thinks best: up to 3.15, `Shared` (`PyInterpreterConfig_DEFAULT_GIL`).
    #[default]
    Default,
    /// That of the main interpreter (`PyInterpreterConfig_SHARED_GIL`).
    Shared,
    /// One of its own: it runs side by side with all others (`PyInterpreterConfig_OWN_GIL`).
    Own,
}

impl SubInterpreterConfig {
    /// A GIL and memory of its own; no `fork`, no `exec`, no daemon threads; only extension modules that
    /// say that they can (`_PyInterpreterConfig_INIT`). Needs 3.12.
    pub const ISOLATED: SubInterpreterConfig = SubInterpreterConfig {
        use_main_obmalloc: false,
        allow_fork: false,
        allow_exec: false,
        allow_threads: true,
        allow_daemon_threads: false,
        check_multi_interp_extensions: true,
        gil: Gil::Own,
    };

    /// The GIL and the memory of the main interpreter, and no limits, as before 3.12
    /// (`_PyInterpreterConfig_LEGACY_INIT`). On free-threaded builds, extension modules are checked all the
    /// same.
    pub const LEGACY: SubInterpreterConfig = SubInterpreterConfig {
        use_main_obmalloc: true,
        allow_fork: true,
        allow_exec: true,
        allow_threads: true,
        allow_daemon_threads: true,
        check_multi_interp_extensions: cfg!(Py_GIL_DISABLED),
        gil: Gil::Shared,
    };

    /// Whether objects come from the main interpreter's memory. Not together with [`Gil::Own`], and needed
    /// without [`check_multi_interp_extensions`](Self::check_multi_interp_extensions).
    pub const fn use_main_obmalloc(mut self, share: bool) -> SubInterpreterConfig {
        self.use_main_obmalloc = share;
        self
    }

    /// Whether `os.fork` works in it. (`subprocess` does in any case.)
    pub const fn allow_fork(mut self, allow: bool) -> SubInterpreterConfig {
        self.allow_fork = allow;
        self
    }

    /// Whether `os.execv` and its like work in it. (`subprocess` does in any case.)
    pub const fn allow_exec(mut self, allow: bool) -> SubInterpreterConfig {
        self.allow_exec = allow;
        self
    }

    /// Whether `threading` can start threads in it. Others may attach in any case.
    pub const fn allow_threads(mut self, allow: bool) -> SubInterpreterConfig {
        self.allow_threads = allow;
        self
    }

    /// Whether `threading` can start daemon threads in it. While one of them lives the interpreter cannot
    /// end.
    pub const fn allow_daemon_threads(mut self, allow: bool) -> SubInterpreterConfig {
        self.allow_daemon_threads = allow;
        self
    }

    /// Whether extension modules that do not say that they can be used in several interpreters are
    /// refused: by an `ImportError`.
    pub const fn check_multi_interp_extensions(mut self, check: bool) -> SubInterpreterConfig {
        self.check_multi_interp_extensions = check;
        self
    }

    /// Which GIL it has.
    pub const fn gil(mut self, gil: Gil) -> SubInterpreterConfig {
        self.gil = gil;
        self
    }

    /// Finds what CPython does not support, where it would leave a half-made interpreter behind, or not
    /// see it.
    pub(super) fn check(&self) -> PyResult<()> {
        if cfg!(not(Py_3_12)) {
            let legacy = SubInterpreterConfig {
                gil: self.gil,
                ..SubInterpreterConfig::LEGACY
            };
            return if *self == legacy && self.gil != Gil::Own {
                Ok(())
            } else {
                Err(PyNotImplementedError::new_err(
                    "before Python 3.12, sub-interpreters can only be made with \
                     SubInterpreterConfig::LEGACY",
                ))
            };
        }
        let refused = |problem: &'static str| -> Result<(), PyErr> {
            Err(PyValueError::new_err(format!(
                "SubInterpreterConfig: {problem}"
            )))
        };
        if self.gil == Gil::Own && self.use_main_obmalloc {
            return refused(
                "with Gil::Own there can be no use_main_obmalloc: that memory is guarded by the main \
                 interpreter's GIL",
            );
        }
        if !self.check_multi_interp_extensions {
            if cfg!(Py_GIL_DISABLED) {
                return refused("on free-threaded builds, check_multi_interp_extensions is needed");
            }
            if !self.use_main_obmalloc {
                return refused(
                    "without check_multi_interp_extensions, use_main_obmalloc is needed: modules that \
                     know nothing of interpreters share objects between them",
                );
            }
        }
        Ok(())
    }
}

impl Default for SubInterpreterConfig {
    /// [`ISOLATED`](Self::ISOLATED).
    fn default() -> SubInterpreterConfig {
        SubInterpreterConfig::ISOLATED
    }
}
