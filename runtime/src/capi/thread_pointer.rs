//! The number by which CPython tells threads apart: the thread pointer, where that can be read as CPython reads it.

/// Whether this target's thread pointer is known here.
pub(crate) const IS_KNOWN: bool = cfg!(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
));

/// What CPython compares with `ob_tid`: the thread pointer, where it is known.
#[inline]
pub(crate) fn thread_id() -> usize {
    #[allow(unused_mut, unused_assignments, reason = "elsewhere it stays zero")]
    let mut id: usize = 0;
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    // SAFETY: on x86-64 Linux, `fs:0` holds the thread pointer itself; the read has no effects.
    unsafe {
        std::arch::asm!("mov {}, fs:0", out(reg) id, options(nostack, preserves_flags, readonly));
    }
    #[cfg(all(target_os = "linux", target_arch = "aarch64"))]
    // SAFETY: reading the thread pointer register has no effects.
    unsafe {
        std::arch::asm!("mrs {}, tpidr_el0", out(reg) id, options(nostack, preserves_flags, nomem));
    }
    id
}
