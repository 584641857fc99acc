//! Child processes, in the five ways this program needs them.

use crate::progress::Progress;
use anyhow::{Context, Result, anyhow, bail};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(50);
/// From the signal that makes Python dump its stacks to the one that cannot be ignored.
const LAST_WORDS: Duration = Duration::from_secs(60);

/// Runs `command` with the user's terminal; an error if it fails.
pub fn visible(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// What `command` printed, if it succeeds within `limit`. Only for commands that print little: the output stays in the
/// pipe until they end.
pub fn output(command: &mut Command, limit: Duration) -> Result<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    let ended = wait(&mut child, limit, || {})?;
    let Some(status) = ended else {
        child.kill()?;
        child.wait()?;
        bail!(
            "{} did not end within {} s",
            shown(command),
            limit.as_secs()
        );
    };
    let output = child.wait_with_output()?;
    if !status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{} failed ({status}): {}",
            shown(command),
            stderr.trim().lines().next_back().unwrap_or("no message")
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs `command` with everything it prints going to the end of `log`, while `progress` moves.
pub fn logged(
    command: &mut Command,
    log: &Path,
    limit: Duration,
    progress: &mut Progress,
) -> Result<()> {
    let mut file = File::options().create(true).append(true).open(log)?;
    std::io::Write::write_all(&mut file, format!("\n$ {}\n", shown(command)).as_bytes())?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    match wait(&mut child, limit, || progress.tick())? {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(anyhow!(
            "{} failed ({status}); the log is {}",
            program(command),
            log.display()
        )),
        None => {
            child.kill()?;
            child.wait()?;
            Err(anyhow!(
                "{} did not end within {} s; the log is {}",
                program(command),
                limit.as_secs(),
                log.display()
            ))
        }
    }
}

/// Runs a Python `command` with the user's terminal. After `limit` it gets SIGABRT, on which faulthandler dumps the
/// stacks, and then SIGKILL.
pub fn visible_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    match wait(&mut child, limit, || {})? {
        Some(status) if status.success() => Ok(()),
        Some(status) => bail!("{} failed ({status})", shown(command)),
        None => {
            eprintln!(
                "\nno end after {} s: aborting it, for the stacks of its threads",
                limit.as_secs()
            );
            abort(&mut child)?;
            bail!(
                "{} did not end within {} s",
                shown(command),
                limit.as_secs()
            );
        }
    }
}

/// How a process ended that was watched.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    Itself(ExitStatus),
    /// It was aborted after its limit.
    Aborted,
}

/// Runs a Python `command` with everything it prints going to `log`, which is emptied first, while `progress` moves.
/// After `limit` it gets SIGABRT, on which faulthandler dumps the stacks into the log, and then SIGKILL.
pub fn watched(
    command: &mut Command,
    log: &Path,
    limit: Duration,
    progress: &mut Progress,
) -> Result<Ended> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("cannot run {}", shown(command)))?;
    match wait(&mut child, limit, || progress.tick())? {
        Some(status) => Ok(Ended::Itself(status)),
        None => {
            abort(&mut child)?;
            Ok(Ended::Aborted)
        }
    }
}

/// SIGABRT, and SIGKILL for a process that survives it.
fn abort(child: &mut Child) -> Result<ExitStatus> {
    // The standard library sends no other signal than SIGKILL.
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -ABRT {}", child.id())])
        .status();
    match wait(child, LAST_WORDS, || {})? {
        Some(status) => Ok(status),
        None => {
            child.kill()?;
            Ok(child.wait()?)
        }
    }
}

fn wait(
    child: &mut Child,
    limit: Duration,
    mut meanwhile: impl FnMut(),
) -> Result<Option<ExitStatus>> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if began.elapsed() > limit {
            return Ok(None);
        }
        meanwhile();
        std::thread::sleep(POLL);
    }
}

/// The command as one would type it. The environment is left out.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| {
        let word = word.to_string_lossy();
        if word.is_empty() || word.contains([' ', '\n', '(', ';', '"']) {
            format!("'{}'", word.split('\n').next().unwrap_or_default())
        } else {
            word.into_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn program(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let first = command.get_args().next().unwrap_or_default();
    format!("`{} {}`", name.to_string_lossy(), first.to_string_lossy())
}

/// What the last command of a log printed.
pub fn last_in(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.rsplit("\n$ ").next().unwrap_or_default().to_owned()
}

/// The end of that, for an error message.
pub fn tail(log: &Path, lines: usize) -> String {
    let last = last_in(log);
    let all: Vec<&str> = last
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    const SIGABRT: i32 = 6;

    #[test]
    fn a_command_that_hangs_is_ended() {
        let error =
            output(Command::new("sleep").arg("60"), Duration::from_millis(100)).unwrap_err();
        assert!(error.to_string().contains("did not end within"), "{error}");
    }

    #[test]
    fn a_stuck_python_is_aborted() {
        let error = visible_within(Command::new("sleep").arg("60"), Duration::from_millis(100))
            .unwrap_err();
        assert!(error.to_string().contains("did not end within"), "{error}");
        let mut stuck = Command::new("sleep").arg("60").spawn().unwrap();
        assert_eq!(abort(&mut stuck).unwrap().signal(), Some(SIGABRT));
    }

    #[test]
    fn what_is_watched_says_how_it_ended() {
        let log = std::env::temp_dir().join(format!("xtask-watched-{}", std::process::id()));
        let watch = |program: &mut Command, limit| {
            let ended = watched(program, &log, limit, &mut Progress::start("watching")).unwrap();
            (ended, std::fs::read_to_string(&log).unwrap())
        };
        let (ended, printed) = watch(
            Command::new("sh").args(["-c", "echo out; exit 3"]),
            Duration::from_secs(600),
        );
        assert!(matches!(ended, Ended::Itself(status) if status.code() == Some(3)));
        assert_eq!(printed, "out\n");
        let (ended, _) = watch(Command::new("sleep").arg("60"), Duration::from_millis(100));
        assert_eq!(ended, Ended::Aborted);
        std::fs::remove_file(&log).unwrap();
    }

    #[test]
    fn a_command_that_fails_says_why() {
        let error = output(
            Command::new("ls").arg("/no/such/folder"),
            Duration::from_secs(600),
        )
        .unwrap_err();
        assert!(error.to_string().contains("/no/such/folder"), "{error}");
    }

    #[test]
    fn the_tail_of_a_log_is_of_its_last_command() {
        let log = std::env::temp_dir().join(format!("xtask-log-{}", std::process::id()));
        std::fs::write(&log, "\n$ make\nError 404\n\n$ tar -x\none\n\ntwo\nthree\n").unwrap();
        assert_eq!(tail(&log, 2), "two\nthree");
        assert_eq!(tail(&log, 20), "tar -x\none\ntwo\nthree");
        std::fs::remove_file(&log).unwrap();
    }

    #[test]
    fn commands_are_shown_as_typed() {
        let mut command = Command::new("python3");
        command.args(["-c", "import sys\nprint(sys)", "x"]);
        assert_eq!(shown(&command), "python3 -c 'import sys' x");
    }
}
