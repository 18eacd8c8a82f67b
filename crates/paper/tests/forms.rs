//! Plans in the shape of those of other provinces and years, written by hand, each with what a person
//! reads in it; made into every kind of file they name, read back and compared cell by cell.
//! `BAZAN_PAPER_FORM` runs one of them.
mod support;

use std::{fs, path::Path};

use paper::read::{Limits, read_plan, to_json};
use serde_json::Value;
use support::form::{Form, Wanted, field, parse};

/// Fields that are empty unless the form says what they hold.
const SILENT: [&str; 9] = [
    "section_no",
    "section_title",
    "no",
    "lead_text",
    "coordinating_text",
    "product",
    "source_documents_text",
    "responsible_text",
    "carried",
];

#[derive(Default)]
struct Tally {
    rows: usize,
    rows_right: usize,
    cells: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn cell(&mut self, at: &str, want: &str, got: &str) -> bool {
        self.cells += 1;
        if want != got {
            self.wrong.push(format!("{at}: want {want:?}, got {got:?}"));
        }
        want == got
    }

    fn rows(&mut self, at: &str, what: &str, wanted: &Wanted, got: &Value) {
        let got = got.as_array().unwrap();
        self.rows += wanted.rows.len();
        if got.len() != wanted.rows.len() {
            self.wrong.push(format!("{at}: {} {what} wanted, {} read", wanted.rows.len(), got.len()));
        }
        for (i, want) in wanted.rows.iter().enumerate() {
            let Some(row) = got.get(i) else { break };
            assert_eq!(want.len(), wanted.fields.len(), "{at}: {want:?}");
            let mut right = true;
            for (name, want) in wanted.fields.iter().zip(want) {
                let want = want.replace("\\n", " ").replace("\\s", " ").replace("\\p", "|");
                let mut got = field(row, name);
                if !want.contains(" = ") && got.contains(" = ") {
                    got.truncate(got.find(" = ").unwrap_or(0));
                }
                let want = want.trim_end_matches('=').trim().to_owned();
                right &= self.cell(&format!("{at} {what} {} {name}", i + 1), &want, got.trim_end_matches('=').trim());
            }
            for name in SILENT.iter().filter(|n| !wanted.fields.iter().any(|f| f == **n)) {
                right &= self.cell(&format!("{at} {what} {} {name}", i + 1), "", &field(row, name));
            }
            self.rows_right += usize::from(right);
        }
    }

    fn form(&mut self, at: &str, form: &Form, json: &Value) {
        self.rows(at, "tasks", &form.tasks, &json["tasks"]);
        self.rows(at, "targets", &form.targets, &json["targets"]);
        let unread: Vec<String> =
            json["unread"].as_array().unwrap().iter().map(|u| field(u, "text").replace(" | ", " ")).collect();
        self.cell(&format!("{at} unread"), &form.unread.join(" // "), &unread.join(" // "));
        for (name, want) in &form.document {
            self.cell(&format!("{at} document {name}"), want, &field(&json["document"], name));
        }
    }
}

#[test]
fn plans_of_other_provinces_are_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
    let only = std::env::var("BAZAN_PAPER_FORM").ok();
    let mut tally = Tally::default();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let mut made = 0;
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|o| !name.contains(o.as_str())) {
            continue;
        }
        let form = parse(&fs::read_to_string(&path).unwrap());
        for kind in &form.kinds {
            made += 1;
            let ending = if matches!(kind.as_str(), "trimmed" | "spaced") { "txt" } else { kind };
            let at = format!("{name} {kind}");
            match read_plan(&format!("{name}.{ending}"), &form.file(kind), &Limits::default()) {
                Ok(plan) => {
                    let json = to_json(&plan);
                    if only.is_some() {
                        println!("{json:#}");
                    }
                    tally.form(&at, &form, &json);
                }
                Err(fault) => {
                    tally.rows += form.tasks.rows.len() + form.targets.rows.len();
                    tally.wrong.push(format!("{at}: {fault}"));
                }
            }
        }
    }
    for wrong in &tally.wrong {
        println!("{wrong}");
    }
    println!(
        "{made} files: rows {}/{}, cells {}/{}",
        tally.rows_right,
        tally.rows,
        tally.cells - tally.wrong.len().min(tally.cells),
        tally.cells
    );
    assert!(made > 0 && tally.wrong.is_empty());
}
