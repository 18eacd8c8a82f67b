//! Rules of the house that a machine can check. Run by `make test`; each rule prints the file, the
//! line and the remedy. A rule without a check is a wish: add it here or delete it.
mod arrows;
mod files;
mod libraries;
mod texts;

use std::{fmt, path::PathBuf, process::ExitCode};

/// One broken rule.
pub struct Finding {
    path: PathBuf,
    line: usize,
    what: String,
}
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.what)
    }
}

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().unwrap_or(root);
    let sources = files::tracked(&root);
    let mut findings = arrows::check(&root);
    findings.extend(libraries::check(&root));
    findings.extend(files::check(&sources));
    findings.extend(texts::check(&root, &sources));
    for finding in &findings {
        eprintln!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: {} files keep the rules of the house", sources.len());
        ExitCode::SUCCESS
    } else {
        eprintln!("tidy: {} findings", findings.len());
        ExitCode::FAILURE
    }
}
