//! What every source file keeps: a first line that says what belongs in it, no work left open, no
//! path of somebody's machine.
use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::Finding;

/// Source files of ours, with their text.
pub fn tracked(root: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for dir in ["crates", "ui", "e2e", "locales", "docs", "packaging", ".ci"] {
        walk(&root.join(dir), &mut found);
    }
    for file in ["Makefile", "README.md", "README.vi.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md"] {
        if let Ok(text) = fs::read_to_string(root.join(file)) {
            found.push((root.join(file), text));
        }
    }
    found
}

fn walk(dir: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "node_modules" | "dist" | "target" | "shots") {
                walk(&path, found);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path, text));
        }
    }
}

fn is(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|e| e == ending)
}

pub fn check(sources: &[(PathBuf, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Put together here so that this file does not find itself.
    let open_ends = [["todo", "!("], ["unimplemented", "!("], ["#[ig", "nore"], ["FIX", "ME"]].map(|p| p.concat());
    let machine = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]].map(|p| p.concat());
    let verbs = ["SELECT", "INSERT INTO", "UPDATE", "DELETE FROM"].map(|v| format!("\"{v} "));
    for (path, text) in sources {
        let mut find = |line: usize, what: String| findings.push(Finding { path: path.clone(), line, what });
        if is(path, "rs") && !text.starts_with("//!") {
            find(1, "begin with `//!`: what belongs in this file?".into());
        }
        // Faces and loaders call operations: SQL belongs to the room that owns the table.
        let face = ["crates/web/src", "crates/bazan/src", "crates/sample/src"]
            .iter()
            .any(|f| path.to_string_lossy().contains(f));
        for (i, _) in
            text.lines().enumerate().filter(|(_, line)| face && verbs.iter().any(|v| line.contains(v.as_str())))
        {
            find(i + 1, "SQL in a face: call an operation of the room that owns the table".into());
        }
        if is(path, "ts") && !text.starts_with("//") {
            find(1, "begin with a `//` line: what belongs in this file?".into());
        }
        for (i, line) in text.lines().enumerate() {
            if is(path, "rs") || is(path, "ts") {
                for mark in &open_ends {
                    if line.contains(mark.as_str()) {
                        find(i + 1, format!("`{mark}` leaves work open: finish it or open an issue"));
                    }
                }
            }
            for mark in &machine {
                if line.contains(mark.as_str()) {
                    find(i + 1, format!("a path of one machine (`{mark}…`): make it relative or a setting"));
                }
            }
        }
    }
    findings
}
