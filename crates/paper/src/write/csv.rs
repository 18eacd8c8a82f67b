//! CSV as spreadsheet programs here open it: UTF-8 with a mark, commas, CRLF.
use super::sheet::{Cell, Sheet};

/// A sheet as CSV. Words that a spreadsheet program would take for a formula get an apostrophe
/// before them (OWASP, CSV injection).
#[must_use]
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    let titles: Vec<Cell> = sheet.columns.iter().map(|c| Cell::Text(c.title.clone())).collect();
    for row in std::iter::once(&titles).chain(&sheet.rows) {
        for (i, cell) in row.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            quote(&mut out, cell);
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn quote(out: &mut String, cell: &Cell) {
    let text = match cell {
        Cell::Text(text) if is_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.normalize().to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Empty => return,
    };
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) || text.starts_with('\'') {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&text);
    }
}

/// Would a program compute it? Blanks before do not hinder all of them; full-width signs are
/// taken for the plain ones.
fn is_formula(text: &str) -> bool {
    let start = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    text.starts_with(['\t', '\r', '\n']) || start.is_some_and(|c| "=+-@|\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::sheet::Column;
    #[test]
    fn words_are_never_formulas() {
        let sheet = Sheet {
            name: "a".into(),
            columns: vec![Column { title: "=x".into(), width: 5 }],
            rows: ["=1+1", "+84", "-2", "@SUM(A1)", " =1", "\t=1", "＝1", "Báo cáo, \"x\"", "an toàn"]
                .map(|t| vec![Cell::Text(t.into())])
                .into(),
        };
        let text = String::from_utf8(csv(&sheet)).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
        let want = [
            "\"'=x\"",
            "\"'=1+1\"",
            "\"'+84\"",
            "\"'-2\"",
            "\"'@SUM(A1)\"",
            "\"' =1\"",
            "\"'\t=1\"",
            "\"'＝1\"",
            "\"Báo cáo, \"\"x\"\"\"",
            "an toàn",
            "",
        ];
        assert_eq!(lines, want);
    }
    #[test]
    fn numbers_and_days_stay_what_they_are() {
        let row = vec![Cell::Number("-2.50".parse().unwrap()), Cell::Day("2026-06-19".parse().unwrap()), Cell::Empty];
        let sheet = Sheet { rows: vec![row], ..Sheet::default() };
        assert!(String::from_utf8(csv(&sheet)).unwrap().ends_with("-2.5,2026-06-19,\r\n"));
    }
}
