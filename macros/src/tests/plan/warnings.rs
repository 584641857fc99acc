use super::super::module;
use super::{plan_function, plan_methods};
use crate::check;
use crate::ctxt::Ctxt;
use crate::plan;

#[test]
fn names_that_are_keywords_are_warned_of() {
    let warnings = plan_function("", "fn f(from: u8, r#in: u8, a: u8) {}").warnings;
    let names: Vec<_> = warnings.iter().map(|warning| warning.name).collect();
    assert_eq!(names, ["keyword_as_a_name", "keyword_as_a_name"]);
    let positional = plan_function("signature = (from, /)", "fn f(from: u8) {}");
    assert_eq!(positional.warnings, []);
    let operator = plan_methods("impl C { fn __getitem__(&self, r#in: u8) -> u8 { 1 } }");
    assert_eq!(operator.warnings, []);
}

#[test]
fn promises_for_classes_are_warned_of() {
    let ctxt = Ctxt::new();
    let source =
        "mod m { unsafe impl Sync for C {} unsafe impl Send for Other {} #[pyclass] struct C; }";
    let input = module(&ctxt, "", source);
    let model = check::module(&ctxt, &input);
    ctxt.check().expect("a valid module");
    let warnings = plan::module(&model).warnings;
    let names: Vec<_> = warnings.iter().map(|warning| warning.name).collect();
    assert_eq!(names, ["unsafe_marker_of_a_class"]);
}

#[test]
fn containers_in_sections_are_warned_of() {
    let warned = |attribute: &str, body: &str| {
        let item = format!("{attribute} fn f(l: &Bound<'_, PyList>) {{ {body} }}");
        let warnings = plan_function("", &item).warnings;
        let names = warnings.iter().map(|warning| warning.name);
        names.collect::<Vec<_>>()
    };
    let (section, lint) = ("#[critical_section(l)]", ["container_in_a_section"]);
    assert_eq!(warned(section, "l.append(1); l.append(2);"), lint);
    assert_eq!(warned(section, "while more() { l.append(1); }"), lint);
    assert_eq!(warned(section, "for item in l { use_it(item); }"), lint);
    let none: [&str; 0] = [];
    assert_eq!(
        warned(section, "for item in words { l.append(item); }"),
        lint
    );
    // A dict gives copies of its items.
    let dict =
        "#[critical_section(d)] fn f(d: &Bound<'_, PyDict>) { for item in d { use_it(item); } }";
    assert_eq!(plan_function("", dict).warnings, []);
    assert_eq!(
        warned(section, "l.append(1); other.append(2); l.len();"),
        none
    );
    assert_eq!(
        warned(section, "l.iter_locked(|items| items.count());"),
        none
    );
    assert_eq!(warned("", "l.append(1); l.append(2);"), none);
    // Who asks what has happened meanwhile knows.
    let asked = "#[critical_section(l, on_suspend = \"retry\")]";
    assert_eq!(warned(asked, "l.append(1); l.append(2);"), none);
}

#[test]
fn statics_that_run_python_are_warned_of() {
    let ctxt = Ctxt::new();
    let source = "mod m {
        static A: LazyLock<usize> = LazyLock::new(|| Python::attach(|py| make(py)));
        #[allow(deprecated)] static B: Lazy<u8> = Lazy::new(|| Python::attach(|py| 1));
        static C: LazyLock<u8> = LazyLock::new(|| 1);
    }";
    let input = module(&ctxt, "", source);
    let model = check::module(&ctxt, &input);
    ctxt.check().expect("a valid module");
    let warnings = plan::module(&model).warnings;
    let found = warnings
        .iter()
        .map(|warning| (warning.name, warning.allows.len()));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [("once_around_python", 0), ("once_around_python", 1)]
    );
}
