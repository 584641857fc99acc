use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};
use std::thread;

use super::*;

const ROUNDS: usize = 5_000;

/// One object of one class, in one round.
struct Round {
    bias: Bias,
    usage: Usage,
    object: Box<ffi::PyObject>,
    /// Set by whoever is inside.
    inside: AtomicBool,
    both_inside: AtomicBool,
    /// The owner has been inside so often.
    entered: AtomicU32,
}

// SAFETY: the object is only used as `Bias` does, by its lock and its owner's number.
unsafe impl Sync for Round {}
// SAFETY: as above; the number is that of the thread that made it, wherever it is.
unsafe impl Send for Round {}

impl Round {
    /// For an object that this thread owns.
    fn new() -> Round {
        let bias = Bias::new();
        bias.begin();
        // SAFETY: all fields are numbers and pointers.
        let mut object: Box<ffi::PyObject> = Box::new(unsafe { std::mem::zeroed() });
        object.ob_tid = thread_pointer::thread_id();
        Round {
            bias,
            usage: Usage::default(),
            object,
            inside: AtomicBool::new(false),
            both_inside: AtomicBool::new(false),
            entered: AtomicU32::new(0),
        }
    }

    fn object(&self) -> *mut ffi::PyObject {
        (&raw const *self.object).cast_mut()
    }

    fn body(&self, dwell: impl FnOnce()) {
        if self.inside.swap(true, Ordering::Relaxed) {
            self.both_inside.store(true, Ordering::Relaxed);
        }
        dwell();
        self.inside.store(false, Ordering::Relaxed);
    }

    /// Until the owner notices that it has to take the lock.
    fn use_as_owner(&self) {
        // SAFETY: the object lives as long as the round; nothing in between stops the thread.
        while unsafe { self.bias.enter(self.object(), &self.usage) } {
            self.body(spin_loop);
            leave(&self.usage);
            self.entered.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Guarantee: when the other thread is inside, the owner is not. Without the fence, where there are two
/// processors, this fails; without the owner's second look at the bias, with the feature `chaos`.
#[test]
fn an_owner_and_another_thread_are_never_inside_together() {
    if !(thread_pointer::IS_KNOWN && membarrier::register()) {
        return;
    }
    let (made, turn) = (std::sync::OnceLock::new(), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let rounds: Vec<Round> = (0..ROUNDS).map(|_| Round::new()).collect();
            for (number, round) in made.get_or_init(|| rounds).iter().enumerate() {
                turn.store(number + 1, Ordering::Release);
                round.use_as_owner();
            }
        });
        for (number, round) in made.wait().iter().enumerate() {
            let moment = (number % 7) as u32;
            let waits = || {
                turn.load(Ordering::Acquire) <= number
                    || round.entered.load(Ordering::Relaxed) < moment
            };
            while waits() {
                // Both threads may have to do with one processor.
                (0..10_000)
                    .take_while(|_| waits())
                    .for_each(|_| spin_loop());
                thread::yield_now();
            }
            assert!(round.bias.end_everywhere());
            while is_inside(&round.usage) {
                thread::yield_now();
            }
            // So long that an owner who is late would come in.
            round.body(|| thread::sleep(Duration::from_micros(20)));
        }
    });
    let rounds = made.get().expect("the owner has made them");
    let broken = |round: &&Round| round.both_inside.load(Ordering::Relaxed);
    assert_eq!(
        (rounds.len(), rounds.iter().filter(broken).count()),
        (ROUNDS, 0)
    );
}

/// Guarantee: an owner respects a lock that was taken without this runtime, and goes on without one after that.
#[test]
fn a_lock_keeps_the_owner_out_for_as_long_as_it_is_held() {
    if !(thread_pointer::IS_KNOWN && membarrier::register()) {
        return;
    }
    let round = Round::new();
    // SAFETY: as in `use_as_owner`.
    unsafe {
        lock_byte(round.object()).store(1, Ordering::Release);
        assert!(!round.bias.enter(round.object(), &round.usage));
        assert!(!round.usage.owner_inside.load(Ordering::Relaxed));
        lock_byte(round.object()).store(UNLOCKED, Ordering::Release);
        assert!(round.bias.enter(round.object(), &round.usage));
    }
    leave(&round.usage);
}
