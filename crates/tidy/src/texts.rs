//! Texts live in Fluent files: no words of the interface in code or templates, and every message
//! named in code is there in both languages.
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::Finding;

/// Files whose Vietnamese words are vocabulary of documents, facts or data, not interface text.
const VOCABULARY: &[&str] = &[
    "crates/paper/",
    "crates/press/",
    "crates/sample/",
    // Names of what it makes to measure with.
    "crates/bench/",
    "crates/org/src/resolve",
    "crates/org/src/normal",
    "crates/org/src/words",
    "crates/kernel/src/text.rs",
    "crates/kernel/src/money.rs",
    "crates/plan/src/resolve",
    "crates/access/src/common",
    "crates/indicator/src/quality",
    "crates/web/src/names",
    "crates/plan/src/amend",
    "crates/plan/src/meeting",
];

pub fn check(root: &Path, sources: &[(PathBuf, String)]) -> Vec<Finding> {
    let known = message_ids(root);
    let mut findings = Vec::new();
    for (path, text) in sources {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        let mut find = |line: usize, what: String| findings.push(Finding { path: path.clone(), line, what });
        if name.ends_with(".rs") && name.contains("/src/") && !name.starts_with("crates/tidy") {
            let code = without_tests(text);
            for (i, line) in code.lines().enumerate() {
                let bare = line.trim_start();
                if bare.starts_with("//") {
                    continue;
                }
                for id in named_ids(line) {
                    if !known.contains(id) {
                        find(i + 1, format!("message `{id}` is in no Fluent file"));
                    }
                }
                if !VOCABULARY.iter().any(|v| name.starts_with(v)) && literals(line).any(is_vietnamese) {
                    find(i + 1, "words in code: put them into locales/*/…ftl".into());
                }
            }
        }
        if name.contains("/templates/") && name.ends_with(".html") {
            for (line, words) in words_in_template(text) {
                find(line, format!("words in a template: `{words}`; put them into locales/*/web.ftl"));
            }
            for (i, line) in text.lines().enumerate() {
                for id in template_ids(line) {
                    if !known.contains(id) {
                        find(i + 1, format!("message `{id}` is in no Fluent file"));
                    }
                }
            }
        }
    }
    findings
}

fn message_ids(root: &Path) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(root.join("locales/vi")).into_iter().flatten().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        ids.extend(text.lines().filter_map(|l| l.split_once('=')).map(|(id, _)| id.trim_end().to_owned()));
    }
    ids
}

/// Code up to the unit tests, which may say anything.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]").map_or(text, |at| &text[..at])
}

/// Ids in calls that take one as their first argument.
fn named_ids(line: &str) -> Vec<&str> {
    const CALLS: &[&str] = &[
        "Fault::invalid(",
        "Fault::unauthenticated(",
        "Fault::forbidden(",
        "Fault::not_found(",
        "Fault::conflict(",
        "Fault::too_large(",
        "Fault::unsupported(",
        "Fault::slow_down(",
        "Fault::unavailable(",
        "Say::new(",
        ".t(",
        ".tn(",
        ".t1(",
        ".t2(",
    ];
    after_calls(line, CALLS)
}
fn template_ids(line: &str) -> Vec<&str> {
    after_calls(line, &["l.t(", "l.tn(", "l.t1(", "l.t2("])
}
fn after_calls<'a>(line: &'a str, calls: &[&str]) -> Vec<&'a str> {
    let mut ids = Vec::new();
    for call in calls {
        for (at, _) in line.match_indices(call) {
            let rest = &line[at + call.len()..];
            if let Some(id) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) {
                ids.push(id);
            }
        }
    }
    ids
}

/// The string literals of a line, roughly: what stands between quotes.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}
fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'À'..='ỹ') && c.is_alphabetic())
}

/// Words between tags that are neither an expression nor a comment.
fn words_in_template(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let bare = blank(&blank(&blank(text, "{#", "#}"), "{%", "%}"), "{{", "}}");
    let bare = blank(&blank(&bare, "<!--", "-->"), "<svg", "</svg>");
    // Keys and codes are called the same in every language.
    let bare = blank(&blank(&bare, "<kbd", "</kbd>"), "<code", "</code>");
    let bare = blank(&bare, "<", ">");
    for (i, line) in bare.lines().enumerate() {
        let words = line.trim();
        if words.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !words.starts_with('&') {
            found.push((i + 1, words.to_owned()));
        }
    }
    found
}
/// Replaces everything from `open` to `close` by blanks, keeping line breaks.
fn blank(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let end = rest[at..].find(close).map_or(rest.len(), |e| at + e + close.len());
        out.push_str(&rest[..at]);
        out.extend(rest[at..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn words_in_templates_are_found_and_expressions_are_not() {
        let page = "{# note #}\n<h1 title=\"x\">{{ l.t(\"a\") }}</h1>\n<p>Hello there</p>\n";
        assert_eq!(words_in_template(page), vec![(3, "Hello there".to_owned())]);
    }
    #[test]
    fn ids_and_vietnamese_literals_are_found() {
        assert_eq!(named_ids("Err(Fault::invalid(\"fault-day\").arg(\"text\", t))"), vec!["fault-day"]);
        assert!(literals("let a = \"Nhiệm vụ\";").any(is_vietnamese));
        assert!(!literals("let a = \"task\"; // Nhiệm vụ").any(is_vietnamese));
    }
}
