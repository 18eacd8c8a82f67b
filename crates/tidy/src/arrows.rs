//! Dependency direction: a room may use only rooms above it, and heavy libraries stay in the one
//! room that is there for them.
use std::{fs, path::Path};

use crate::Finding;

/// The rooms from the ground up; each may depend on those before it.
const ROOMS: &[&str] = &[
    "kernel",
    "words",
    "store",
    "org",
    "access",
    "paper",
    "press",
    "indicator",
    "notify",
    "plan",
    "chase",
    "budget",
    "voice",
    "sample",
    "web",
    "bazan",
];
/// Rooms that no domain room may use: only the binary and its tools see them.
const FACES: &[&str] = &["words", "press", "web", "sample"];
/// Rooms that may use a face.
const SEES_FACES: &[(&str, &[&str])] = &[("web", &["words"]), ("sample", &[]), ("bazan", FACES), ("words", &[])];
/// A library and the only rooms that may name it (tests aside).
const ONLY: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("typst", &["press"]),
    ("typst-pdf", &["press"]),
    ("datafusion", &["warehouse"]),
    ("deltalake", &["warehouse"]),
    ("cedar-policy", &["access"]),
    ("axum", &["web", "bazan"]),
    ("askama", &["web"]),
    ("fluent-bundle", &["words"]),
];

pub fn check(root: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Ok(rooms) = fs::read_dir(root.join("crates")) else { return findings };
    for room in rooms.flatten() {
        let name = room.file_name().to_string_lossy().into_owned();
        let path = room.path().join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (line, dependency) in dependencies(&text) {
            if let Some(what) = forbidden(&name, &dependency) {
                findings.push(Finding { path: path.clone(), line, what });
            }
        }
    }
    findings
}

/// Names under `[dependencies]` with their line numbers; test dependencies are free.
fn dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut here = false;
    let mut found = Vec::new();
    for (i, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            here = line == "[dependencies]";
        } else if here
            && let Some(name) = line.split(['.', '=', ' ']).next().filter(|n| !n.is_empty() && !n.starts_with('#'))
        {
            found.push((i + 1, name.to_owned()));
        }
    }
    found
}

fn forbidden(room: &str, dependency: &str) -> Option<String> {
    let place = |name: &str| ROOMS.iter().position(|r| *r == name);
    if let Some(needed) = place(dependency) {
        if let Some(own) = place(room)
            && needed >= own
        {
            return Some(format!(
                "`{room}` may not depend on `{dependency}`: arrows point down; move what you need down instead"
            ));
        }
        let sees = SEES_FACES.iter().find(|(r, _)| *r == room).map_or(&[] as &[&str], |(_, faces)| faces);
        if FACES.contains(&dependency) && !sees.contains(&dependency) {
            return Some(format!("`{room}` may not know `{dependency}`: hand it in from the binary"));
        }
    }
    let (_, homes) = ONLY.iter().find(|(library, _)| *library == dependency)?;
    (!homes.contains(&room)).then(|| format!("only {homes:?} may use `{dependency}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn arrows_point_one_way() {
        assert!(forbidden("plan", "web").is_some());
        assert!(forbidden("kernel", "store").is_some());
        assert!(forbidden("plan", "words").is_some());
        assert!(forbidden("org", "sqlx").is_some());
        assert!(forbidden("plan", "indicator").is_none());
        assert!(forbidden("bazan", "press").is_none());
    }
    #[test]
    fn test_dependencies_are_not_arrows() {
        let manifest = "[dependencies]\nkernel.workspace = true\n\n[dev-dependencies]\naxum = \"1\"\n";
        assert_eq!(dependencies(manifest), vec![(2, "kernel".to_owned())]);
    }
}
