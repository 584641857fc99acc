//! What a body takes that may run more than once.

/// A parameter of a function with `on_suspend = "retry"`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given to a body that may run again",
    label = "not `Clone`: with `on_suspend = \"retry\"`, each run takes a clone",
    note = "implement `Clone` for `{Self}`, or write `on_suspend = \"error\"`, which leaves it to the caller to try again"
)]
pub trait Retried {
    /// A clone.
    fn again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Retried for T {
    #[inline(always)]
    fn again(&self) -> T {
        self.clone()
    }
}

/// The argument for one more run.
#[inline(always)]
pub fn retried<T: Retried>(argument: &T) -> T {
    argument.again()
}
