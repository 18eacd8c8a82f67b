//! What the program is built on: licences that go with ours, libraries we do without, libraries that
//! are there once. The lists stand in `deny.toml`; what is built, `cargo tree` tells from the lock
//! file and the fetched sources, without a network.
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use crate::Finding;

/// The lists of `deny.toml`.
#[derive(Debug, Default, PartialEq)]
struct Lists {
    allow: BTreeSet<String>,
    deny: BTreeSet<String>,
    single: BTreeSet<String>,
}

/// A library as built.
#[derive(Debug, PartialEq)]
struct Library {
    name: String,
    version: String,
    licence: String,
}

pub fn check(root: &Path) -> Vec<Finding> {
    let path = root.join("deny.toml");
    let find = |what: String| Finding { path: path.clone(), line: 1, what };
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let Some(lists) = lists(&text) else { return vec![find("the lists can't be read".into())] };
    let Some(tree) = tree(root) else {
        return vec![find("`cargo tree --locked` failed: is Cargo.lock up to date?".into())];
    };
    faults(&lists, &libraries(&tree)).into_iter().map(find).collect()
}

/// Every library that is part of a build, a line each; features that nobody chose are left out.
fn tree(root: &Path) -> Option<String> {
    let args = ["tree", "--locked", "--workspace", "--edges=normal,build", "--prefix=none", "--format={p}|{l}"];
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo).current_dir(root).args(args).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

fn lists(text: &str) -> Option<Lists> {
    let table: toml::Table = text.parse().ok()?;
    let allow = table.get("licenses")?.get("allow")?.as_array()?;
    let mut lists =
        Lists { allow: allow.iter().filter_map(|l| l.as_str().map(str::to_owned)).collect(), ..Lists::default() };
    for entry in table.get("bans")?.get("deny")?.as_array()? {
        let name = entry.get("name")?.as_str()?.to_owned();
        let once = entry.get("deny-multiple-versions").and_then(toml::Value::as_bool) == Some(true);
        if once {
            lists.single.insert(name)
        } else {
            lists.deny.insert(name)
        };
    }
    Some(lists)
}

fn libraries(tree: &str) -> Vec<Library> {
    let mut seen = BTreeSet::new();
    let lines = tree.lines().filter_map(|line| line.split_once('|'));
    let lines = lines.filter(|(package, _)| seen.insert((*package).to_owned()));
    let library = |(package, licence): (&str, &str)| {
        let (name, rest) = package.split_once(" v")?;
        let version = rest.split(' ').next()?.to_owned();
        Some(Library { name: name.to_owned(), version, licence: licence.trim_end_matches(" (*)").trim().to_owned() })
    };
    lines.filter_map(library).collect()
}

fn faults(lists: &Lists, libraries: &[Library]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Library { name, version, licence } in libraries {
        versions.entry(name).or_default().insert(version);
        if lists.deny.contains(name) {
            faults.push(format!("`{name}` is built: turn off the feature that chooses it (`cargo tree -i {name}`)"));
        }
        if !allowed(licence, &lists.allow) {
            faults.push(format!("`{name}` {version} has the licence `{licence}`: choose another library or allow it"));
        }
    }
    for (name, versions) in versions {
        if versions.len() > 1 && lists.single.contains(name) {
            faults.push(format!("`{name}` is built in versions {versions:?}: one of each"));
        }
    }
    faults
}

/// Does an SPDX expression leave a way that is allowed? Old manifests write `/` for `OR`.
fn allowed(licence: &str, list: &BTreeSet<String>) -> bool {
    let spaced = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let good = either(&words, &mut at, list);
    good && at == words.len()
}
fn either(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let mut good = both(words, at, list);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        good |= both(words, at, list);
    }
    good
}
fn both(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let mut good = one(words, at, list);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        good &= one(words, at, list);
    }
    good
}
fn one(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let good = either(words, at, list);
        let closed = words.get(*at) == Some(&")");
        *at += usize::from(closed);
        return good && closed;
    }
    if words.get(*at) != Some(&"WITH") {
        return list.contains(*word);
    }
    let exception = words.get(*at + 1).copied().unwrap_or_default();
    *at += 2;
    list.contains(&format!("{word} WITH {exception}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> BTreeSet<String> {
        ["MIT", "Apache-2.0", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into()
    }
    #[test]
    fn an_expression_is_allowed_when_it_leaves_a_way() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "Apache-2.0 / MIT",
            "ISC AND (Apache-2.0 OR GPL-2.0) AND MIT",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        ] {
            assert!(allowed(good, &list()), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "MIT AND (GPL-3.0 OR LGPL-2.1)", "MIT WITH x", "(MIT", "MIT MIT"]
        {
            assert!(!allowed(bad, &list()), "{bad}");
        }
    }
    #[test]
    fn what_we_do_without_and_what_is_there_twice_is_named() {
        let tree = "a v1.0.0|MIT\nring v0.17.0|ISC\na v2.0.0|MIT\na v2.0.0|MIT\nown v0.1.0 (path)|Apache-2.0 (*)\nb v1.0.0|X\n";
        let lists = lists(
            "[licenses]\nallow=['MIT','ISC','Apache-2.0']\n[bans]\ndeny=[{name='ring'},{name='a',deny-multiple-versions=true}]",
        );
        let said = faults(&lists.unwrap(), &libraries(tree));
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(
            said[0].contains("`ring`") && said[1].contains("`b` 1.0.0") && said[2].contains("\"1.0.0\", \"2.0.0\"")
        );
    }
}
