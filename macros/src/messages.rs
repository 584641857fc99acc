//! The text of every diagnostic: what is wrong, in the user's terms, and what to write instead.
//!
//! One convention: the first line says what is wrong; `= help: …` below it gives the replacement with the user's own
//! names. The identifiers before each text are those of the catalogue of diagnostics.

/// One diagnostic.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Message {
    what: String,
    help: String,
}

impl Message {
    /// The text as rustc shows it.
    pub fn text(&self) -> String {
        format!("{}\n= help: {}", self.what, self.help)
    }
}

/// `name(parameters) = what, help;` makes a function from the user's names to a [`Message`].
macro_rules! messages {
    ($($(#[$meta:meta])* $name:ident($($arg:ident),*) = $what:literal, $help:literal;)*) => {$(
        $(#[$meta])*
        pub fn $name($($arg: impl std::fmt::Display),*) -> Message {
            Message { what: format!($what), help: format!($help) }
        }
    )*};
}

/// Options and attributes in general.
pub mod option {
    use super::Message;
    messages! {
        unknown(word, attribute, known) = "unknown option `{word}` of `#[{attribute}]`", "the options are {known}";
        /// MO04, PC08
        near(word, attribute, meant) = "unknown option `{word}` of `#[{attribute}]`", "did you mean `{meant}`?";
        /// MO06, PC14
        twice(word) = "`{word}` is given twice", "remove the second `{word}`";
        takes_nothing(word) = "`{word}` takes no value", "write `{word}`";
        takes_text(word, example) = "`{word}` takes a string", "write `{word} = \"{example}\"`";
        takes_type(word, example) = "`{word}` takes the name of a type", "write `{word} = {example}`";
        takes_path(word, example) = "`{word}` takes a path", "write `{word} = {example}`";
        takes_signature(word) = "`{word}` takes a parameter list", "write `{word} = (a, b = 1, /, *, c = None)`";
        not_an_option(attribute, known) = "this is not an option of `#[{attribute}]`", "the options are {known}";
        no_options(attribute) = "`#[{attribute}]` takes no arguments", "write `#[{attribute}]`";
        not_yet(word) = "`{word}` is not available yet", "remove `{word}`";
        not_identifier(name, proposal) = "`{name}` is not a Python identifier", "write `\"{proposal}\"`";
        keyword(name) = "`{name}` is a keyword of Python", "write `\"{name}_\"`";
        keyword_name(name) = "`{name}` is a keyword of Python, so nobody could write it there", "give it another name in Python: `name = \"{name}_\"`";
        nul_in_docs(item) = "the documentation of `{item}` contains a NUL character, which ends a C string", "remove it";
    }
}

/// Attributes that stand where they mean nothing.
pub mod place {
    use super::Message;
    messages! {
        not_here(attribute, item, home) = "`#[{attribute}]` means nothing on {item}", "{home}";
        method_marker(attribute) = "`#[{attribute}]` marks a method of a `#[pymethods]` block",
            "put `#[pymethods]` on the `impl` block, or remove `#[{attribute}]`";
        module_marker(attribute) = "`#[{attribute}]` marks an item of a `#[pymodule]`",
            "put `#[pymodule]` on the inline module around it, or remove `#[{attribute}]`";
        options_marker() = "`#[freehold(…)]` gives options to a method of `#[pymethods]` or a field of `#[pyclass]`",
            "put `#[pymethods]` on the `impl` block or `#[pyclass]` on the struct, or remove it";
        section_on_block(item) = "`#[critical_section]` locks for one call, and this is {item}",
            "put it on the functions and methods that need the lock; above an `impl` block it needs `#[pymethods]`";
        detach_on_block(item) = "`#[allow_threads]` detaches for one call, and this is {item}",
            "put it on the functions and methods that need no interpreter";
    }
}

/// `#[critical_section]`.
pub mod section {
    use super::Message;
    messages! {
        /// CS01
        no_object(target) = "`#[critical_section]` names no object to lock", "write `#[critical_section({target})]`";
        no_object_to_name() = "`#[critical_section]` names no object to lock",
            "take an object and name the parameter: `#[critical_section(c)]` with `c: &mut Counter` or `c: &Bound<'_, Counter>`";
        /// CS02
        too_many(third) = "at most two objects can be locked at once, and `{third}` is one more",
            "remove `{third}` and guard what it holds with a `PyMutex`, or split the function in two";
        /// CS03
        twice(name) = "`{name}` is listed twice", "remove the second `{name}`";
        /// CS04
        near(name, meant) = "there is no parameter `{name}`", "did you mean `{meant}`?";
        no_parameter(name, known) = "there is no parameter `{name}`", "what can be named is {known}";
        no_parameters(name, function) = "there is no parameter `{name}`", "`{function}` takes no parameters: remove the attribute";
        /// CS05
        not_an_object(expression, owner) = "`{expression}` has no lock: objects have locks, their fields do not",
            "write `#[critical_section({owner})]`";
        not_a_name(expression, owner) = "`{expression}` is not the name of a parameter", "write `#[critical_section({owner})]`";
        not_a_parameter(expression) = "`{expression}` is not a parameter", "name the receiver `self`, or a parameter";
        /// CS06
        self_unlocked(merged) = "`self` is not locked: `#[critical_section]` names only other objects", "write `#[critical_section({merged})]`";
        self_unlocked_full() = "`self` is not locked, and two other objects are", "split the function in two: at most two objects can be locked at once";
        /// CS07
        no_lock(ty, name) = "`{ty}` is not a Python object and has no lock", "remove `{name}` from `#[critical_section]`";
        by_value(name, ty) = "`{name}` is taken by value, and a lock gives a reference", "write `{name}: &{ty}` or `{name}: &mut {ty}`";
        /// CS08
        stacked(merged) = "stacked sections do not hold both locks: the inner one may release the outer",
            "merge them into `#[critical_section({merged})]`";
        stacked_same() = "`#[critical_section]` is given twice", "remove the second one";
        /// CS09
        token_while_locked(locked, param) = "there is no Python token while `{locked}` is exclusively locked",
            "take `{param}: NoSuspend<'_>` for what cannot release the lock, or use `{param}` before or after the section";
        token_under_block(param) = "there is no Python token while `self` is exclusively locked, as `#[critical_section(self)]` of the block says",
            "take `slf: &Bound<'_, Self>` instead of `self`, or `{param}: NoSuspend<'_>` for what cannot release the lock";
        /// CS13
        mixed(payload, handle, class, as_handle) = "`{payload}` is locked as a reference and `{handle}` as a handle, but one section is either exclusive or suspendable",
            "take `{handle}: &{class}` or `{handle}: &mut {class}` too, or both as handles: `{as_handle}`";
        mixed_built_in(payload, handle, as_handle) = "`{payload}` is locked as a reference and `{handle}` as a handle, but one section is either exclusive or suspendable",
            "remove `{handle}` from `#[critical_section]`, or take both as handles: `{as_handle}`";
        mixed_receiver(payload, handle, as_handle) = "`{payload}` is locked as a reference and `{handle}` as a handle, but one section is either exclusive or suspendable",
            "take `&self` or `&mut self` too, or both as handles: `{as_handle}`";
        unbound(name, ty, proposal) = "a section locks handles that are bound to the call, and `{name}` is `{ty}`", "take `{name}: {proposal}`";
        optional(name, held) = "`{name}` may be `None`, and a section needs an object",
            "take `{name}: {held}`, or lock in the body with `sync::with_critical_section`";
        self_beside_handle(locked) = "`self` is not locked: `#[critical_section]` names only `{locked}`, which is a handle",
            "take `slf: &Bound<'_, Self>` and write `#[critical_section(slf, {locked})]`, or use `slf.with_mut(|this| …)` in the body";
        exclusive_beside_handle(name, ty, class) = "`{name}` is `{ty}`, but the object is not locked, and this section can be suspended",
            "take `{name}: &Bound<'_, {class}>`, and use `{name}.with_mut(|{name}| …)` in the body";
        /// The options of suspendable sections.
        same_of_handles(first, second) = "handles of one object are locked once, so `same` has nothing to decide",
            "remove `same`; in the body `{first}.is({second})` tells";
        on_suspend_is_text(given) = "`on_suspend` takes `\"error\"` or `\"retry\"`, and not `{given}`", "write `on_suspend = \"error\"` or `on_suspend = \"retry\"`";
        on_suspend_word(word) = "`{word}` is not an option, but a value of one", "write `on_suspend = \"{word}\"`";
        on_suspend_near(word, meant) = "`\"{word}\"` is nothing that `on_suspend` can do", "did you mean `\"{meant}\"`?";
        on_suspend_unknown(word) = "`\"{word}\"` is nothing that `on_suspend` can do",
            "write `\"error\"` to raise an exception when another thread got in between, or `\"retry\"` to run the body again";
        on_suspend_ignore(word) = "`\"{word}\"` is what happens without `on_suspend`", "remove `on_suspend`";
        nothing_suspends(option) = "nothing can suspend a section over references, so `{option}` never happens", "remove `{option}`";
        /// On a whole block.
        block_names(written) = "`{written}` belongs to one method, and this attribute to all methods of the block",
            "write `#[critical_section(self)]` here, and `#[critical_section(self, …)]` on the methods that lock more";
        block_option(option) = "`{option}` belongs to one method, and this attribute to all methods of the block",
            "write it in a `#[critical_section(…)]` on the methods that need it";
        /// CS14
        asynchronous(function) = "a lock cannot be held across `.await`", "remove `async` from `{function}`, and lock in a synchronous function that the task calls";
        /// CS15
        with_detach() = "detaching releases every critical section, so `#[allow_threads]` would undo `#[critical_section]`",
            "keep one of them: copy what is needed under the lock, and compute detached in another function";
        /// CS16
        borrowed_result(ty, locked, owned) = "`{ty}` borrows from `{locked}`, and the borrow ends with the lock", "return an owned value, such as `{owned}`";
        /// CS17
        no_receiver(function) = "there is no `self` in `{function}`", "name one of its parameters";
        /// CS18
        constructor(function) = "the object that `{function}` makes is not shared yet", "remove `#[critical_section]`";
        /// CS23
        timeout(word) = "`{word}` is not an option: a section cannot time out", "guard the data with a `PyMutex` and use `PyMutex::try_lock`";
        option(word) = "unknown option `{word}` of `#[critical_section]`", "name the parameters to lock; the options are `same` and `on_suspend`";
        /// CS24
        constant(function) = "a lock is taken at run time, and a `const fn` also runs at compile time", "remove `const` from `{function}`";
        same_needs_two() = "`same` says what to do when both parameters are one object, and only one is locked",
            "remove `same`, or name a second parameter";
        default_value(name) = "`{name}` is locked, so it cannot have a default", "remove the default of `{name}` from `signature`";
        /// DU03
        other_unlocked(name, ty, merged) = "`{name}: {ty}` would be read without its lock", "write `#[critical_section({merged})]`";
    }
}

/// `#[allow_threads]`.
pub mod detach {
    use super::Message;
    messages! {
        /// AT01
        token(param) = "there is no interpreter while detached, so there is no token `{param}`",
            "remove `{param}`, or keep it and detach only the inner work with `{param}.detach(|| …)`";
        no_suspend(param) = "no section is open while detached, so there is no proof `{param}`", "remove `{param}`";
        /// AT04
        exclusive_self(function) = "no lock survives detaching, so `{function}` cannot have `&mut self`",
            "split it: a method with `#[critical_section(self)]` that copies what is needed, and a detached function that computes";
        exclusive_param(name, ty) = "no lock survives detaching, so `{name}` cannot be `{ty}`",
            "copy what is needed under the lock, and take the copy here";
        /// AT07
        exclusive_bytes(ty) = "`{ty}` cannot come from Python: `bytes` never changes, and another thread may resize a `bytearray`", "take `Vec<u8>`, and return it";
        exclusive_text(ty) = "`{ty}` cannot come from Python: `str` never changes", "take `String`, and return it";
        /// AT09
        traverse() = "the collector runs `__traverse__`, and forbids detaching in it", "remove `#[allow_threads]`";
        /// AT12
        asynchronous(function) = "detaching spans no `.await`", "remove `async` from `{function}`, and detach a synchronous function that the task calls";
        /// AT13
        arguments() = "`#[allow_threads]` takes no arguments", "write `#[allow_threads]`";
        twice() = "`#[allow_threads]` is given twice", "remove the second one";
    }
}

/// The raw tier: both attributes on functions that Freehold does not export.
pub mod raw {
    use super::Message;
    messages! {
        /// CS01
        no_object_to_name() = "`#[critical_section]` names no object to lock",
            "take a handle and name the parameter: `#[critical_section(list)]` with `list: &Bound<'_, PyList>`";
        receiver(function) = "`self` is a reference to a value, and `{function}` is no method that Python calls: nothing says in which object the value is",
            "put `#[pymethods]` on the `impl` block, which locks the object, or take it as a handle, `slf: &Bound<'_, Self>`, and name that";
        payload(name, ty, function, class) = "`{name}: {ty}` is a reference to a value, and `{function}` is a plain function: nothing says in which object the value is",
            "add `#[pyfunction]` to `{function}` (in a class, `#[pymethods]` to the block), which locks the object, or take `{name}: &Bound<'_, {class}>`";
        exclusive_handle(name, ty, handle) = "`{name}: {ty}` may become another object while the first one is locked", "write `{name}: &{handle}`";
        borrow_flag(ty, name) = "`{ty}` is a reference to a value, with PyO3's borrow flag taken already", "take `{name}: &Bound<'_, Self>`, and borrow in the body, under the lock";
        owned_handle(ty, function) = "`{ty}` does not prove that the thread is attached", "add `py: Python<'_>` to `{function}`, or take a `Bound<'_, T>`";
        pointer(ty, function, name) = "`{ty}` does not prove that its object is alive, nor that the thread is attached",
            "write `unsafe fn {function}`, whose callers promise both, or take `{name}: &Bound<'_, PyAny>`";
        same() = "`same` is an option of exclusive sections", "remove it: here two parameters may be one object, which is locked once";
        on_suspend(function) = "`on_suspend` is an option of functions that Python calls", "add `#[pyfunction]` to `{function}`, or ask in the block `freehold::critical_section!(a => |section| …)`";
        option(word) = "unknown option `{word}` of `#[critical_section]`", "name the parameters to lock; on a plain function there are no options";
        /// AT01
        token_is_used_up(token) = "`#[allow_threads]` has used `{token}` up: there is no interpreter while detached",
            "wrap what needs one: `freehold::reattach(|{token}| …)`";
        constant(function) = "a thread is detached at run time, and a `const fn` also runs at compile time", "remove `const` from `{function}`";
        /// AT14
        without_proof(function) = "nothing proves that the thread is attached when the plain function `{function}` is called",
            "add `py: Python<'_>` to `{function}`, or use `#[allow_threads]` on a `#[pyfunction]` or a method of `#[pymethods]`";
    }
}

/// `#[pymodule]`.
pub mod module {
    use super::Message;
    messages! {
        /// MO01
        not_inline(name) = "`#[pymodule]` needs to see what is in `{name}`", "write `mod {name} {{ … }}` with its items inside the braces";
        /// MO02
        gil_twice(first, second) = "`{second}` contradicts `{first}`", "keep one of them";
        /// MO03
        pyo3_gil(value, meant) = "`gil_used = {value}` is PyO3's spelling", "write `{meant}`";
        foreign_gil(word, project, meant) = "`{word}` is {project}'s spelling", "write `{meant}`";
        /// MO05
        policy() = "`multiple_interpreters` expects a policy",
            "write `multiple_interpreters = \"not_supported\"`, `\"shared_gil\"` or `\"per_interpreter_gil\"`";
        c_policy(value, meant) = "`{value}` is C's spelling", "write `multiple_interpreters = \"{meant}\"`";
        near_policy(value, meant) = "`{value}` is not a policy for several interpreters", "did you mean `\"{meant}\"`?";
        /// MO07
        not_a_module(item) = "`#[pymodule]` expects an inline module, and this is {item}", "wrap it: `#[pymodule] mod name {{ … }}`";
        not_a_function_module(name) = "`#[pymodule]` expects an inline module, and `{name}` is a function",
            "write `#[pymodule] mod {name} {{ #[pymodule_init] fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {{ … }} }}`";
        /// MO08
        not_importable(name, proposal) = "no module can be imported as `{name}`", "write `name = \"{proposal}\"`";
        /// MO09
        two_inits(name) = "a module has one `#[pymodule_init]`, and `{name}` is one of several", "merge them into one function";
        /// MO10
        exported_twice(name) = "`{name}` is exported twice", "give one of them another name with `name = \"…\"`, or with `as` in the `use`";
        /// MO11
        glob() = "`#[pymodule_export]` cannot see what `*` holds", "list the items: `use path::{{first, second}};`";
        underscore(name) = "`{name} as _` has no name to export", "write `{name}`";
        self_export() = "`self` in a `use` names a module, and submodules are not available yet", "list functions and classes";
        /// MO12
        gil_of_submodule(option, parent) = "`{option}` is decided by the top level module", "move it to `#[pymodule]` of `{parent}`";
        submodule(name) = "submodules, such as `{name}`, are not available yet", "remove `#[pymodule]` from `{name}` and export its items with `#[pymodule_export] use`";
        exported_already(name) = "`{name}` is exported already: items with `#[pyfunction]` and `#[pyclass]` need no `#[pymodule_export]`",
            "remove `#[pymodule_export]`";
        cannot_export(item) = "`#[pymodule_export]` exports `use` and `const` items, and this is {item}",
            "add `#[pyfunction]` to functions and `#[pyclass]` to types, which exports them";
        init_is_function(item) = "`#[pymodule_init]` marks a function, and this is {item}", "write `fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {{ … }}`";
        init_shape(name) = "`{name}` takes the module, and nothing else", "write `fn {name}(m: &Bound<'_, PyModule>) -> PyResult<()> {{ … }}`";
        /// MO14
        single_phase_interpreters(policy) = "`{policy}` contradicts `single_phase`: modules that are made in one step belong to the main interpreter", "remove `single_phase`, or `multiple_interpreters`";
        /// MS01
        static_mut(name) = "all threads change `{name}` at once, and nothing keeps them apart", "put it into a `struct State`, in an atomic or a lock, write `#[pymodule(state = State)]`, and take `state: &State`";
        /// MS02
        static_handle(name, handle) = "`{name}` is shared by all interpreters, and the object in its `{handle}` belongs to one",
            "put it into a `struct State`, write `#[pymodule(state = State)]`, and take `state: &State`; or wrap it: `PerInterpreter<…>`";
        /// MS03
        static_type(name) = "`{name}` is shared by all interpreters, and a type belongs to one", "declare a `struct` with `#[pyclass]`, which makes a type in each";
        /// MS06
        two_states(state) = "a module has one state, and `{state}` is one more", "merge them into one `struct`";
        foreign_state(ty) = "`{ty}` belongs to another crate, and a state to one module", "put it into a struct of your own: `struct State {{ … }}`";
    }
}

/// `#[pyfunction]`, and what functions and methods have in common.
pub mod function {
    use super::Message;
    messages! {
        not_a_function(item) = "`#[pyfunction]` expects a function, and this is {item}", "put it on a `fn`";
        /// FN01
        generic(function, parameter) = "Python functions cannot be generic, and `{function}` has the parameter `{parameter}`",
            "replace `{parameter}` by a concrete type";
        /// FN02
        impl_trait(name, ty) = "Python functions cannot be generic, and `{ty}` stands for any type", "give `{name}` a concrete type";
        static_borrow(name, ty, borrowed) = "`{name}: {ty}` would outlive the call, and Python keeps the object only for the call", "write `{name}: {borrowed}`, or take an owned type";
        /// FN03
        unnamed(proposal) = "an argument of a Python function needs a name", "write `{proposal}`";
        /// FN04
        pattern(pattern, ty) = "an argument of a Python function needs a name, and `{pattern}` is a pattern",
            "write `value: {ty}`, and `let {pattern} = value;` in the body";
        /// FN05
        exclusive_class(name, ty, merged) = "`{name}` is `{ty}`, but the object is not locked", "write `#[critical_section({merged})]`";
        exclusive_class_full(name, ty, class) = "`{name}` is `{ty}`, but the object is not locked, and at most two can be",
            "take `{name}` by value or as `Py<{class}>`, or split the function in two";
        /// FN10
        entry_near(name, meant) = "there is no parameter `{name}`", "did you mean `{meant}`?";
        entry_unknown(name, known) = "there is no parameter `{name}`", "the parameters are {known}";
        entry_only(name, known) = "there is no parameter `{name}`", "the only parameter is {known}";
        entry_none(name) = "there is no parameter `{name}`", "remove it, or add it to the function";
        entry_twice(name) = "`{name}` is listed twice in `signature`", "remove the second `{name}`";
        entry_missing(name) = "`{name}` is missing from `signature`", "add it: `signature = (…, {name})`";
        entry_token(name) = "`{name}` does not come from Python", "remove `{name}` from `signature`";
        /// FN11
        required_after_default(name) = "`{name}` has no default, but a parameter before it has one",
            "move `{name}` to the front, give it a default, or make it keyword-only: put `*` before it";
        /// FN12
        star_args(entry) = "`{entry}` is not available yet", "list the parameters one by one";
        slash_twice() = "`/` is given twice", "remove the second `/`";
        slash_first() = "`/` stands after the parameters that are positional only, and there are none", "remove `/`, or move it behind a parameter";
        slash_after_star() = "`/` must come before `*`", "write `(a, /, *, c)`";
        star_twice() = "`*` is given twice", "remove the second `*`";
        star_last() = "`*` stands before the parameters that are keyword-only, and there are none", "remove `*`, or add a parameter behind it";
        entry_form() = "this is not an entry of a signature", "write a parameter `a`, one with a default `b = 1`, `/` or `*`";
        too_many(function) = "`{function}` has more than 64 parameters", "group some of them in a class";
        /// FN13
        two_tokens(second) = "the Python token is given once, and `{second}` is one more", "remove `{second}`";
        two_proofs(second) = "the proof that the section does not suspend is given once, and `{second}` is one more", "remove `{second}`";
        suspendable_section(name) = "`{name}: NoSuspend<'_>` is the proof of an exclusive section, and handles are locked by one that can be suspended",
            "take `{name}: Python<'_>`, or lock `&self`, `&mut self` or another reference instead";
        section_by_value(name, ty) = "the section lives as long as the body, so `{name}` cannot be `{ty}`", "write `{name}: &Section<'_>`";
        two_sections(second) = "a function has one section, and `{second}` asks for it once more", "remove `{second}`";
        no_suspendable_section(name) = "`{name}: &Section<'_>` is a section that can be suspended, and there is none",
            "name the locked handles with `#[critical_section(…)]`, or remove `{name}`";
        section_of_references(name, locked) = "nothing can suspend the section on `{locked}`, so there is nothing to ask `{name}`",
            "remove `{name}`, or lock a handle: `&Bound<'_, T>`";
        no_section(name) = "`{name}: NoSuspend<'_>` is the proof of an exclusive section, and there is none",
            "take `{name}: Python<'_>`, or name the locked parameters with `#[critical_section(…)]`";
        /// TH03
        guard_param(name, ty) = "`{ty}` stays where the lock was taken, so `{name}` cannot come from Python", "take the object that the `PyMutex` is in, and lock it in the body";
        guard_result(ty) = "`{ty}` stays where the lock was taken, so it cannot be returned to Python", "return a copy of what is needed";
        /// MS04
        exclusive_state(name, class) = "`{name}` is the state of the module, which all threads share", "take `{name}: &{class}`, with a `PyMutex` or an atomic around what changes; an object of a class goes under `#[critical_section({name})]`";
        two_states(name) = "the state of the module is the same in both, and `{name}` is the second one", "remove `{name}`";
        /// FN17
        asynchronous(function) = "`async` functions are not supported", "remove `async` from `{function}`; `#[allow_threads]` lets other threads run meanwhile";
        /// FN19
        unsafe_function(function) = "Python cannot uphold the contract of an `unsafe fn`", "remove `unsafe` from `{function}`, and check what it needs in its body";
        foreign(function) = "the function that C calls is generated, so `{function}` is an ordinary Rust function", "remove `extern` from `{function}`";
        variadic(function) = "`{function}` cannot take C's variable arguments", "remove `...`";
        /// FN18
        receiver(function) = "`{function}` is not a method, so it has no `self`", "move it into a `#[pymethods]` block, or take the object as a parameter";
        default_of_reference(name, ty, class) = "`{name}: {ty}` is a reference to an object, so it cannot have a default", "take `{name}: Option<Py<{class}>>`";
        two_sources(word) = "`{word}` is given by two attributes", "keep one of them";
        foreign_attribute(written, project, meant) = "`#[{written}]` is {project}'s spelling", "write `#[{meant}]`";
        unknown_attribute(written, meant) = "unknown attribute `#[{written}]`", "did you mean `#[{meant}]`?";
        nogil_option() = "`nogil` is Cython's spelling", "write `#[allow_threads]` below `#[pyfunction]`";
        pyo3_options(options) = "`#[pyo3({options})]` is PyO3's spelling", "write `#[freehold({options})]`";
    }
}

/// `#[pyclass]`.
pub mod class {
    use super::Message;
    messages! {
        /// PC01
        generic(class, parameter) = "a Python class cannot be generic, and `{class}` has the parameter `{parameter}`",
            "write one class for each type: `struct {class} {{ inner: Inner<i64> }}`";
        /// PC02
        lifetime(class, lifetime) = "Python may keep `{class}` longer than any borrow, so it cannot have the lifetime `{lifetime}`",
            "own what it borrows, or share it with `Arc`";
        /// PC03
        frozen_setter(field, class) = "`{field}` cannot be set: `{class}` is frozen, and frozen fields are read-only", "remove `set` from `{field}`, or `frozen` from `{class}`";
        frozen_and_lock(second, first) = "`{second}` contradicts `{first}`: objects that never change need no lock", "remove `{second}`, or `{first}`";
        lock_is_text() = "`lock` takes a string", "write `lock = \"rw\"`";
        lock_word(word) = "`{word}` is not an option, but a kind of lock", "write `lock = \"rw\"`";
        lock_near(word, meant) = "`\"{word}\"` is not a lock that a class can have", "did you mean `\"{meant}\"`?";
        lock_unknown(word) = "`\"{word}\"` is not a lock that a class can have", "write `lock = \"rw\"` to let methods with `&self` run side by side, or remove `lock`";
        lock_is_default(word) = "`\"{word}\"` is not a lock that a class can have", "did you mean `\"rw\"`? Without `lock`, every method has the object to itself";
        lock_is_frozen(word) = "`\"{word}\"` is not a lock that a class can have", "write `frozen` for objects that never change";
        guard_field(ty) = "`{ty}` ends where the lock was taken, so it cannot be kept in an object", "keep what it locks, such as a `PyMutex<T>`, and lock it in the methods";
        /// PC07
        unsendable() = "`unsendable` is not an option: objects cannot be confined to one thread", "remove it, and put a lock around what is not thread-safe";
        /// PC09
        extends_text(value) = "`extends` expects a type, not a string", "write `extends = {value}`";
        extends() = "`extends` is not available yet", "remove `extends`, and keep the base object in a field";
        /// PC13
        not_a_class(item) = "`#[pyclass]` expects a struct or an enum, and this is {item}", "put it on a `struct` or an `enum`";
        unnamed_field() = "a field without a name cannot be an attribute of a Python object", "name the field, or write a `#[getter]`";
        variant_option() = "options of variants and of their fields are not available yet", "write a `#[getter]` in `#[pymethods]`";
        pyo3_field(options) = "`#[pyo3({options})]` is PyO3's spelling", "write `#[freehold({options})]`";
        pyo3_class(options) = "`#[pyo3({options})]` is PyO3's spelling", "write `#[pyclass({options})]`";
        no_meaning(word) = "`{word}` is not an option: there is nothing that it would change", "remove `{word}`";
    }
}

/// `#[pymethods]` and receivers.
pub mod method {
    use super::Message;
    messages! {
        not_an_impl(item) = "`#[pymethods]` expects an `impl` block, and this is {item}", "write `#[pymethods] impl Class {{ … }}`";
        not_a_path(ty) = "`#[pymethods]` expects the name of a class, and `{ty}` is another type", "write `impl Class {{ … }}`";
        generic_impl(parameter) = "a Python class cannot be generic, and this block has the parameter `{parameter}`", "write the methods for one type";
        unsafe_impl() = "an `impl` block of methods is not `unsafe`", "remove `unsafe`";
        /// PM01
        by_value(function, proposal) = "`{function}` takes `self` by value, but objects are shared and nothing can move out of them", "write `{proposal}`";
        smart_self(ty) = "`self: {ty}` cannot come from Python", "write `&self`, `&mut self`, or `slf: Py<Self>`";
        /// PM03
        exclusive_self(target) = "`&mut self` needs exclusive access, and nothing locks the object", "write `#[critical_section({target})]`; if the class is frozen, take `&self`";
        /// DU01
        exclusive_next(target) = "`&mut self` needs exclusive access: iterators are shared between threads too", "write `#[critical_section({target})]`";
        /// PM05
        borrow_flag(ty, reference, target) = "`{ty}` is PyO3's, and there are no borrow flags here", "write `{reference}` under `#[critical_section({target})]`";
        /// PM06
        no_receiver(function) = "`{function}` has no receiver, and is not marked as a static method", "add `#[staticmethod]`, or take `&self`";
        receiver_not_expected(marker, function) = "`{function}` has a receiver, but a `#[{marker}]` is called without an object", "remove the receiver, or remove `#[{marker}]`";
        receiver_expected(marker, function) = "`#[{marker}]` belongs to an object, and `{function}` has no receiver", "take `&self` first";
        /// PM07
        setter_value(function, receiver) = "the setter `{function}` needs one value", "add one parameter: `{function}({receiver}, value: T)`";
        setter_values(function, extra) = "the setter `{function}` takes one value, and `{extra}` is one more", "remove `{extra}`";
        getter_values(function, extra) = "the getter `{function}` takes nothing but its receiver, and `{extra}` is one more", "remove `{extra}`, or remove `#[getter]`";
        /// PM08
        twice(name) = "`{name}` is defined already", "rename one of them";
        /// PM09
        function_inside(function) = "`{function}` needs no `#[pyfunction]`: the methods of a `#[pymethods]` block are exported already", "remove `#[pyfunction]`";
        class_inside() = "a method is not a class", "remove `#[pyclass]`";
        /// PM10
        trait_impl(path, class) = "Python sees the methods of a class, not those of the trait `{path}`", "write `impl {class} {{ … }}`";
        /// PM11
        macro_item(name) = "`#[pymethods]` cannot see the methods that `{name}!` makes", "write them out, or move `{name}!` to a plain `impl` block";
        /// PM12
        two_constructors(function) = "a class has one constructor, and `{function}` is one more", "make `{function}` a `#[staticmethod]` that returns `Self`";
        two_markers(first, second) = "`#[{second}]` contradicts `#[{first}]`", "remove one of them";
        marker_twice(marker) = "`#[{marker}]` is given twice", "remove the second one";
        /// PM13
        unknown_marker(written, meant) = "unknown attribute `#[{written}]`", "did you mean `#[{meant}]`?";
        marker_not_yet(marker, proposal) = "`#[{marker}]` is not available yet", "{proposal}";
        marker_argument(marker) = "`#[{marker}]` takes no arguments", "write `#[{marker}]`";
        property_name(marker) = "`#[{marker}(…)]` takes the name of the attribute", "write `#[{marker}(name)]`";
        option_on(option, what) = "`{option}` means nothing for {what}", "remove `{option}`";
    }
}

/// Special methods.
pub mod special {
    use super::Message;
    messages! {
        receiver(name) = "`{name}` belongs to an object, and has no receiver", "take `&self` first";
        /// DU02
        returns_reference(ty) = "`{ty}` would outlive the lock: `__iter__` returns the object itself", "write `fn __iter__(slf: Py<Self>) -> Py<Self> {{ slf }}`";
        /// DU07
        init() = "`__init__` may run twice, and in two threads at once", "use `#[new]`, which makes the object";
        /// DU08
        near(name, meant) = "unknown special method `{name}`", "did you mean `{meant}`?";
        unknown(name) = "unknown special method `{name}`", "give the method a name without the underscores";
        not_yet(name) = "`{name}` is not supported yet", "give the method a name without the underscores";
        /// DU09
        operands(name, expected, proposal) = "`{name}` takes {expected}", "write `{proposal}`";
        /// DU10
        enter_section() = "the section ends when `__enter__` returns, and not with the `with` block",
            "guard the block with a lock of its own, such as a `Mutex` in a field that `__enter__` and `__exit__` use";
        /// DU12
        buffer() = "`__getbuffer__` is not supported yet: what it exports outlives every lock", "return a copy, such as `Vec<u8>`, from a method of another name";
        marker(name, marker) = "`{name}` is called by Python itself, so `#[{marker}]` means nothing on it", "remove `#[{marker}]`";
        new(name) = "`{name}` is not a method here", "mark the constructor with `#[new]`, whatever its name";
        compare() = "`__richcmp__` is PyO3's: each comparison has a method of its own here", "write `__eq__`";
        /// DU11
        beside(name, meant) = "`{name}` and `{meant}` fill the same slot", "remove `{name}`";
        inverse(name, meant) = "`{name}` is derived from `{meant}`", "write `{meant}`";
    }
}

/// `__traverse__` and `__clear__`.
pub mod collected {
    use super::Message;
    messages! {
        /// GC01
        clear_alone() = "`__clear__` without `__traverse__`: the collector only clears what it has looked through",
            "remove it: fields that own objects are visited and cleared by themselves; or write `__traverse__` too";
        /// GC02
        exclusive() = "the collector looks at an object several times, so `__traverse__` must not change it", "write `&self`";
        /// GC03
        section() = "the world is stopped while `__traverse__` runs, so it cannot lock", "remove `#[critical_section]`";
        /// GC04
        token(param) = "no Python code may run in `__traverse__`, so there is no token `{param}`", "remove `{param}`: all that can be done is `visit.call(&self.field)?`";
        handle(ty) = "no Python code may run in `__traverse__`, so there is no handle `{ty}`", "write `&self`";
        counts(expression) = "reference counts must not change in `__traverse__`, and `{expression}` raises one", "write `visit.call(&self.field)?`, which borrows";
        attach(path) = "no Python code may run in `__traverse__`, so `{path}` fails", "remove it: all that can be done is `visit.call(&self.field)?`";
        more(param) = "`__traverse__` is given the collector's visitor, and nothing else, so there is no `{param}`", "remove `{param}`";
        no_visitor() = "`__traverse__` takes the collector's visitor", "write `unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError>`";
        visitor_by_reference(name) = "the visitor is taken by value", "write `{name}: PyVisit<'_>`";
        result() = "`__traverse__` has to tell the collector whether it has seen enough", "write `-> Result<(), PyTraverseError>`, and pass on what `visit.call(…)?` returns";
        safe() = "what `__traverse__` visits twice, or does not own alone, is taken for garbage while it is used, so it is `unsafe` to write one",
            "remove it: fields that own objects are visited by themselves; or write `unsafe fn __traverse__`";
    }
}

/// What can only be seen in a body: warnings.
pub mod lint {
    use super::Message;
    messages! {
        /// CS11
        attach_under_lock() = "running Python here would release the lock, so `Python::attach` fails in an exclusive section",
            "do it after the section, in the caller";
        /// CS22
        blocking_std_lock(call, extension) = "`{call}` may wait while attached and locked, and every thread that needs the interpreter waits with it",
            "move the data under this lock, or take the other lock outside of the section, with `{extension}`";
        std_lock_in_section(call, extension) = "`{call}` may wait while attached and in a section, and every thread that needs the interpreter waits with it",
            "use `{extension}`, which detaches while it waits (and so suspends the section)";
        waiting_in_section(call) = "`{call}` waits while attached and in a section, and stops every other thread's collector meanwhile",
            "do it before or after the section, or wrap it: `py.detach(|| …)`, which suspends the section";
        /// CS20
        container(name, between, instead) = "other threads can get in between {between}: `{name}` locks itself in each, and CPython 3.13 suspends this section for that",
            "use {instead}, or take `section: &Section<'_>` and ask `section.suspensions()`";
        /// MS08
        once_around_python(call) = "`{call}` runs Python while other threads wait for the result attached, which can deadlock", "use `PyOnce`, whose waiters detach";
        lazy_around_python(ty) = "a `{ty}` runs Python while other threads wait for the result attached, which can deadlock", "use `PyLazy` or `PyOnce`, whose waiters detach";
        blocking_lock(call) = "`{call}` may wait while attached and locked, and every thread that needs the interpreter waits with it",
            "move the data under this lock, or take the other lock outside of the section";
        /// CS12
        call_under_lock(call) = "`{call}` needs the Python token, and there is none under this lock",
            "clone the handle with `NoSuspend` (`clone_ref(proof)`), return it, and call it after the section";
        /// AT06
        call_detached(call) = "`{call}` needs the interpreter, and the thread is detached here", "wrap it: `freehold::reattach(|py| …)`";
        /// AT08
        ffi_detached(path) = "`{path}` needs the interpreter, and the thread is detached here", "wrap it: `freehold::reattach(|py| …)`";
        /// AT10
        blocking_attached(call) = "`{call}` waits while attached, and stops every other thread's collector meanwhile",
            "write `#[allow_threads]`, or wrap it: `py.detach(|| …)`";
        /// AT11
        parallel_attach() = "its workers wait for the interpreter that this thread holds", "detach the caller: `py.detach(|| …)`";
        /// MS07
        module_by_definition(path) = "`{path}` finds one module of an interpreter, and there may be more instances", "take `state: &State` of `#[pymodule(state = State)]`, which is the function's own";
        main_interpreter(path) = "`{path}` attaches to the main interpreter, whichever the objects belong to", "keep `Interpreter::current(py)`, and call its `attach`";
        /// FN14
        borrowed_reference(path, strong) = "`{path}` returns a borrowed reference, and another thread may drop the item", "use `{strong}`, which returns a strong one";
        /// FN15
        dict_next() = "`PyDict_Next` does not lock the dict, and another thread may change it", "write `dict.iter_locked(|items| …)`, which locks it, or `dict.iter()`, which copies it";
        /// FN16
        index_loop(list) = "the length of `{list}` may change while the loop runs", "iterate: `for item in {list}.iter()`, over `{list}.iter_locked(…)`, or over the snapshot `{list}.to_tuple()`";
        /// PC12
        lost_update(atomic) = "`{atomic}` is loaded and stored apart, so updates of other threads in between are lost", "write `{atomic}.fetch_add(…)`, or `{atomic}.fetch_update(…)`";
        /// PC11
        unsafe_marker(class, marker) = "without the GIL, only the fields of `{class}` can keep its threads apart, and this vouches for them unseen",
            "change the fields: with an atomic, a `Mutex` or `Arc` in them, `{class}` is `{marker}` by itself";
        keyword_parameter(name) = "`{name}` is a keyword of Python, so it can only be passed as `**{{\"{name}\": …}}`",
            "rename it to `{name}_`, or make it positional-only: `signature = (…, {name}, /)`";
        /// DU05
        mutable_hash(class) = "the hash of a `{class}` may change while it is in a dict, because `{class}` is not frozen",
            "write `#[pyclass(frozen)]`, or remove `__hash__`";
        /// MO15
        foreign_block() = "with `gil_not_used` nothing serialises the calls of this library any more", "wrap its state in a lock";
    }
}
