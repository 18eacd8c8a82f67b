//! Random plans in many layouts, read back field by field. `BAZAN_PAPER_CASES` sets how many of
//! each kind; a failing seed can be run alone with `BAZAN_PAPER_SEED`.
mod support;

use paper::read::{Limits, read_plan, to_json};
use serde_json::Value;
use support::{
    Dice, docx,
    truth::{self, Col, Sheet},
    txt, xlsx,
};

const KIND: &str = "KẾ HOẠCH";
const TITLE: &str = "Triển khai nhiệm vụ chuyển đổi số năm 2026 của tỉnh";

fn cases() -> u64 {
    std::env::var("BAZAN_PAPER_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

fn seeds() -> Vec<u64> {
    match std::env::var("BAZAN_PAPER_SEED").ok().and_then(|n| n.parse().ok()) {
        Some(seed) => vec![seed],
        None => (0..cases()).collect(),
    }
}

#[derive(Default)]
struct Tally {
    rows: usize,
    rows_right: usize,
    cells: usize,
    cells_right: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn check(&mut self, place: &str, want: &str, got: &str) {
        let squeeze = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        self.cells += 1;
        if squeeze(want) == squeeze(got) {
            self.cells_right += 1;
        } else if self.wrong.len() < 30 || place.contains(" row 1 ") && self.wrong.len() < 400 {
            self.wrong.push(format!("{place}: want {want:?}, got {got:?}"));
        }
    }
    fn verdict(&self, name: &str) {
        for wrong in &self.wrong {
            println!("{name}: {wrong}");
        }
        println!("{name}: rows {}/{}, cells {}/{}", self.rows_right, self.rows, self.cells_right, self.cells);
        assert_eq!(self.rows_right, self.rows, "{name}: rows");
        assert!(self.cells_right * 1000 >= self.cells * 997, "{name}: cells {}/{}", self.cells_right, self.cells);
    }
}

fn text(v: &Value) -> String {
    match v {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}

/// Compares what was read with the truth.
fn compare(tally: &mut Tally, at: &str, sheets: &[Sheet], json: &Value, decimal_only: bool) {
    for targets in [true, false] {
        let mut want = Vec::new();
        for sheet in sheets.iter().filter(|s| s.targets == targets) {
            for section in &sheet.sections {
                want.extend(section.items.iter().map(|item| (sheet, section, item)));
            }
        }
        let got = json[if targets { "targets" } else { "tasks" }].as_array().unwrap();
        tally.rows += want.len();
        if got.len() == want.len() {
            tally.rows_right += want.len();
        } else {
            tally.wrong.push(format!(
                "{at}: {} rows wanted, {} read; unread {}",
                want.len(),
                got.len(),
                json["unread"]
            ));
            continue;
        }
        for ((sheet, section, item), row) in want.into_iter().zip(got) {
            let place = |what: &str| format!("{at} {} row {} {what}", section.no, item.no);
            tally.check(&place("section"), &section.no, &text(&row["section_no"]));
            tally.check(&place("title"), &section.title, &text(&row["section_title"]));
            let mut values = row["targets"].as_array().cloned().unwrap_or_default().into_iter();
            let unit = sheet.columns.iter().position(|c| *c == Col::Unit).map_or("", |i| item.cells[i].text.as_str());
            let carried = row["carried"].as_array().unwrap();
            for (column, cell) in sheet.columns.iter().zip(&item.cells) {
                let field = match column {
                    Col::No => "no",
                    Col::Name => "name",
                    Col::Lead => "lead_text",
                    Col::Coordinating => "coordinating_text",
                    Col::Product => "product",
                    Col::Source => "source_documents_text",
                    Col::Responsible => "responsible_text",
                    Col::Unit => "unit",
                    Col::Deadline => {
                        let d = &row["deadline"];
                        tally.check(&place("deadline"), &cell.text, &text(&d["text"]));
                        let (_, kind, due) = truth::DEADLINES.iter().find(|(t, ..)| *t == cell.text).unwrap();
                        tally.check(&place("kind"), kind, &text(&d["kind"]));
                        tally.check(&place("due"), due, &text(&d["due_on"]));
                        let named = carried.iter().any(|c| c == "deadline");
                        tally.check(&place("carried deadline"), &cell.merged.to_string(), &named.to_string());
                        continue;
                    }
                    Col::Value(year) => {
                        let value = values.next().unwrap_or(Value::Null);
                        let (_, op, number, own) = truth::VALUES.iter().find(|(t, ..)| *t == cell.text).unwrap();
                        if !decimal_only {
                            tally.check(&place("value text"), &cell.text, &text(&value["text"]));
                        }
                        tally.check(&place("year"), &year.to_string(), &text(&value["year"]));
                        tally.check(&place("op"), op, &text(&value["op"]));
                        tally.check(&place("value"), number, &value["value"].to_string());
                        let numeric = number.starts_with(|c: char| c.is_ascii_digit());
                        let unit = if unit == "-" { "" } else { unit };
                        let want = if !own.is_empty() {
                            own
                        } else if numeric {
                            unit
                        } else {
                            ""
                        };
                        tally.check(&place("value unit"), want, &text(&value["unit"]));
                        continue;
                    }
                    Col::Base(_) | Col::Note => continue,
                };
                tally.check(&place(field), &cell.text, &text(&row[field]));
                if *column == Col::Lead {
                    let named = carried.iter().any(|c| c == "lead_text");
                    tally.check(&place("carried lead"), &cell.merged.to_string(), &named.to_string());
                    let parts: Vec<&str> = cell.text.split("; ").collect();
                    tally.check(
                        &place("lead"),
                        &parts.join("|"),
                        &row["lead"].as_array().unwrap().iter().map(text).collect::<Vec<_>>().join("|"),
                    );
                }
            }
            assert!(values.next().is_none(), "{at}: a value too many");
        }
    }
}

fn read(name: &str, bytes: &[u8], at: &str) -> Value {
    match read_plan(name, bytes, &Limits::default()) {
        Ok(plan) => {
            if std::env::var("BAZAN_PAPER_SEED").is_ok() {
                let row = |r: &Value| format!("READ {} | {} | {}", r["no"], r["name"], r["flags"]);
                let json = to_json(&plan);
                let rows = json["targets"].as_array().into_iter().chain(json["tasks"].as_array()).flatten();
                rows.for_each(|r| println!("{}", row(r)));
            }
            to_json(&plan)
        }
        Err(fault) => panic!("{at}: {fault:?}"),
    }
}

fn sheets(dice: &mut Dice) -> Vec<Sheet> {
    match dice.below(4) {
        0 => vec![truth::sheet(dice, true, true), truth::sheet(dice, false, true)],
        1 => vec![truth::sheet(dice, true, false)],
        2 => vec![truth::sheet(dice, false, true), truth::sheet(dice, false, true)],
        _ => vec![truth::sheet(dice, false, true)],
    }
}

fn appendix(n: usize, sheet: &Sheet) -> String {
    let what = if sheet.targets { "CHỈ TIÊU" } else { "NHIỆM VỤ" };
    format!("Phụ lục {}: DANH MỤC {what}", n + 1)
}

#[test]
fn docx_plans_come_back() {
    let mut tally = Tally::default();
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let sheets = sheets(&mut dice);
        let look = docx::Look::random(&mut dice);
        let mut body = docx::paragraph(KIND, &look) + &docx::paragraph(TITLE, &look);
        let mut list = 0;
        for (n, sheet) in sheets.iter().enumerate() {
            body += &docx::paragraph(&appendix(n, sheet), &look);
            body += &docx::table(sheet, &look, &mut list);
        }
        let json = read("plan.docx", &docx::document(&body), &format!("seed {seed} {look:?}"));
        compare(&mut tally, &format!("docx {seed} {look:?}"), &sheets, &json, false);
    }
    tally.verdict("docx");
}

#[test]
fn text_plans_come_back() {
    let mut tally = Tally::default();
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let sheets = sheets(&mut dice);
        let mut look = txt::Look::random(&mut dice);
        let mut body = format!("{KIND}\n\n{TITLE}\n\n");
        for (n, sheet) in sheets.iter().enumerate() {
            body += &format!("\n{}\n\n", appendix(n, sheet));
            body += &txt::table(sheet, &look, &mut dice);
        }
        // The old encodings have no sign for "at least".
        if body.contains(['≥', '≤']) && matches!(look.encoding, 3 | 4) {
            look.encoding = 0;
        }
        if std::env::var("BAZAN_PAPER_SEED").is_ok() {
            println!("{}", body.replace('\t', "⇥"));
        }
        let json = read("plan.txt", &txt::encode(&body, &look), &format!("seed {seed} {look:?}"));
        compare(&mut tally, &format!("txt {seed} {look:?}"), &sheets, &json, false);
    }
    tally.verdict("txt");
}

#[test]
fn damaged_text_plans_come_back() {
    let mut tally = Tally::default();
    for seed in seeds() {
        let mut dice = Dice::new(seed ^ 0xDA_4A6E);
        let sheets = sheets(&mut dice);
        let mut look = txt::Look::damaged(&mut dice);
        let mut body = format!("{KIND}\n\n{TITLE}\n\n");
        for (n, sheet) in sheets.iter().enumerate() {
            body += &format!("\n{}\n\n", appendix(n, sheet));
            body += &txt::table(sheet, &look, &mut dice);
        }
        if body.contains(['≥', '≤']) && matches!(look.encoding, 3 | 4) {
            look.encoding = 0;
        }
        if std::env::var("BAZAN_PAPER_SEED").is_ok() {
            println!("{}", body.replace('\t', "⇥"));
        }
        let json = read("plan.txt", &txt::encode(&body, &look), &format!("seed {seed} {look:?}"));
        compare(&mut tally, &format!("damaged {seed} {:?}", look.damage), &sheets, &json, false);
    }
    tally.verdict("damaged");
}

#[test]
fn workbooks_come_back() {
    let mut tally = Tally::default();
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let sheets = sheets(&mut dice);
        let look = xlsx::Look::random(&mut dice);
        if std::env::var("BAZAN_PAPER_SEED").is_ok() {
            println!("{:?}", sheets.iter().map(|s| (&s.titles, &s.spans)).collect::<Vec<_>>());
        }
        let head = vec![KIND.to_owned(), TITLE.to_owned()];
        let bytes = xlsx::workbook(&sheets, &head, &look);
        let json = read("plan.xlsx", &bytes, &format!("seed {seed} {look:?}"));
        compare(&mut tally, &format!("xlsx {seed} {look:?}"), &sheets, &json, look.numbers);
    }
    tally.verdict("xlsx");
}
