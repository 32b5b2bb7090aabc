//! Hostile files: those at hand, and lines that make naive readers slow or deep.

use std::time::{Duration, Instant};

use super::corpus::files;
use super::{file, read};

#[test]
#[ignore = "needs ../shared"]
fn hostile_files_behave_as_expected() {
    let harmless = ["lap-desc-injection.lap", "lap-long-line.lap"];
    for (name, text) in files("attacks") {
        let start = Instant::now();
        let (_, _, diagnostics) = read(&text);
        assert!(start.elapsed() < Duration::from_secs(2), "{name}");
        let expected = !harmless.contains(&name.as_str());
        assert_eq!(diagnostics.has_errors(), expected, "{name}");
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.span.is_some()), "{name}");
    }
}

/// Each of these makes a reader slow that looks at a text again for every candidate.
#[test]
fn long_lines_take_linear_time() {
    let many = |part: &str| part.repeat(200_000 / part.len());
    let lines = [
        format!("@optional {{a: str # {}}}", many(", b: str")) + " x",
        format!("@optional {{a: str # {} x}}", many(", b: str")),
        format!("@optional {{a: str{}}}", many(", b: str")),
        format!("@optional {{a: str # {}}}", many(", b: str(")),
        format!("@optional {{a: str # {})(}}", many(", b: str(")),
        format!("@optional {{a: int=1 {}}}", many(", b: int=1")),
        format!("@optional {{a: str # {}}}", many(", b: map{c: str")),
        format!("@optional {{a: str # {}}}", many("a, ")),
        format!("@optional {{a: str # {}}}", many("aaaaaaaaaa")),
        format!("@optional {{a: str # {}}}", many("a: ")),
        format!("@optional {{{}}}", many("a: ")),
        format!("@optional {{{}}}", many("a: [str, ")),
        format!("@required {{a: str({})}}", many("a)")),
        format!("@returns(200) {{{}}}", many("a: str(x")),
        format!("@returns(200) {{a: str{}}}", many(", b: str(date-time)")),
        format!("@returns(200) {{a: str{} x", many(", b: str?")),
        format!("@errors {{404: {}}}", many(", 40")),
        format!("@errors {{404{}}}", many(", 404")),
        format!("@desc {}", many("a: str, ")),
    ];
    for line in lines {
        let start = Instant::now();
        let path: String = "GET /x".to_owned();
        let _ = read(&file(&format!("{path}\n{line}")));
        let shown: String = line.chars().take(60).collect();
        assert!(start.elapsed() < Duration::from_secs(2), "{shown}: {:?}", start.elapsed());
        eprintln!("{:?} {shown}", start.elapsed());
    }
}

#[test]
fn deep_types_are_refused() {
    for (open, close) in [("[", "]"), ("map{a: ", "}"), ("map<str,", ">")] {
        let ty = format!("{}str{}", open.repeat(65), close.repeat(65));
        for line in [format!("@required {{a: {ty}}}"), format!("@returns(200) {{a: {ty}}}")] {
            let (_, _, diagnostics) = read(&file(&format!("GET /x\n{line}")));
            let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
            assert_eq!(codes, ["lap/too-deep"], "{line}");
        }
    }
}
