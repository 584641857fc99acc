//! `membarrier(2)`: a fence in all threads of the process, at the cost of the one that asks for it.
//!
//! Two threads that each write one thing and then read the other's need a fence in between, or neither may
//! see what the other has written. If one of them does so all the time and the other hardly ever, the
//! second can pay for both: the first has only to keep the compiler from changing the order
//! (`std::sync::atomic::compiler_fence`).

/// The kernel has been told that this process will ask for fences. If not, it cannot.
#[must_use]
pub(crate) fn register() -> bool {
    call(Command::RegisterPrivateExpedited)
}

/// Returns `true` when every other thread of the process has executed a fence, or was not running, since this was
/// called; `false` if the kernel refuses: it may have been told to since it has answered [`register`], by a
/// process that restricts itself.
///
/// Takes microseconds: processors that run the process's threads are interrupted.
#[must_use]
pub(crate) fn fence_everywhere() -> bool {
    // The child of a fork may have to register anew.
    call(Command::PrivateExpedited)
        || (register() && call(Command::PrivateExpedited))
        || call(Command::Global)
}

/// The numbers are those of `linux/membarrier.h`.
#[repr(i32)]
enum Command {
    Global = 1 << 0,
    PrivateExpedited = 1 << 3,
    RegisterPrivateExpedited = 1 << 4,
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn call(command: Command) -> bool {
    use std::ffi::{c_int, c_long};

    const SYS_MEMBARRIER: c_long = if cfg!(target_arch = "x86_64") {
        324
    } else {
        283
    };

    unsafe extern "C" {
        fn syscall(number: c_long, ...) -> c_long;
    }

    let (no_flags, any_processor): (c_int, c_int) = (0, 0);
    // SAFETY: `membarrier` takes three integers and touches no memory of the process.
    unsafe { syscall(SYS_MEMBARRIER, command as c_int, no_flags, any_processor) == 0 }
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
fn call(_: Command) -> bool {
    false
}
