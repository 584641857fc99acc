//! The `chaos` feature: threads that dawdle where it hurts most.
//!
//! At each lock, unlock, attach, detach and end of an object, a thread goes on, yields or sleeps, by a
//! random choice of its own. Two cores show few interleavings by themselves; this makes the rare ones
//! common. Without the feature, [`point`] is empty.

pub(crate) const IS_ON: bool = cfg!(feature = "chaos");

/// A place where another thread may get in between.
#[inline(always)]
pub(crate) fn point() {
    #[cfg(feature = "chaos")]
    enabled::dawdle();
}

#[cfg(feature = "chaos")]
mod enabled {
    use std::cell::Cell;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    /// How many threads have asked for a choice: each one's choices are its own.
    static THREADS: AtomicU64 = AtomicU64::new(1);

    thread_local! {
        static STATE: Cell<u64> = const { Cell::new(0) };
    }

    /// Of 64 visits, about 48 go on, 15 yield, one sleeps for up to 64 microseconds.
    pub(super) fn dawdle() {
        let choice = next();
        match choice % 64 {
            0..48 => {}
            48..63 => std::thread::yield_now(),
            _ => std::thread::sleep(Duration::from_micros(choice >> 58)),
        }
    }

    /// The next number of this thread's xorshift generator.
    fn next() -> u64 {
        STATE.with(|state| {
            let mut x = match state.get() {
                0 => seed(),
                x => x,
            };
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            state.set(x);
            x
        })
    }

    /// `FREEHOLD_CHAOS_SEED`, by default 1, and the number of the thread. Never 0.
    fn seed() -> u64 {
        static SEED: OnceLock<u64> = OnceLock::new();
        let seed = SEED.get_or_init(|| {
            let given = std::env::var("FREEHOLD_CHAOS_SEED");
            given.ok().and_then(|text| text.parse().ok()).unwrap_or(1)
        });
        let thread = THREADS.fetch_add(1, Ordering::Relaxed);
        (seed ^ thread.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1
    }
}
