//! Plans written out by hand, with what a person reads in them: one file of `tests/forms` each.
//!
//! `@as docx xlsx txt trimmed spaced` says which files are made of it (text also without the empty
//! cells at the ends of lines, and with an empty line after each); then come lines of running text and tables
//! (`@table`, cells apart by `⇥`, ended by an empty line or the next `@`). In a cell `{3}` at the end
//! covers three columns, `^` alone goes on with the cell above, `\n` breaks the line, `{auto:1}` at
//! the beginning lets Word number it. `@tasks` and `@targets` name fields and give their rows,
//! `@unread` the rows that are none, `@document` what the head says.
use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;

use super::docx;

/// A cell of a form.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub text: String,
    pub span: usize,
    pub below: bool,
    pub auto: Option<(usize, usize)>,
}

#[derive(Clone, Debug)]
pub enum Piece {
    Line(String, Option<(usize, usize)>),
    Table(Vec<Vec<Cell>>),
}

/// Rows wanted: the fields named, then each row's values.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub fields: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Default)]
pub struct Form {
    pub kinds: Vec<String>,
    pub pieces: Vec<Piece>,
    pub tasks: Wanted,
    pub targets: Wanted,
    pub unread: Vec<String>,
    pub document: Vec<(String, String)>,
}

pub fn parse(text: &str) -> Form {
    let mut form = Form::default();
    let mut at = "";
    for line in text.lines() {
        if line.starts_with('#') {
            continue;
        }
        if let Some(rest) = line.strip_prefix('@') {
            let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let fields = || rest.split('|').map(|f| f.trim().to_owned()).collect();
            at = match word {
                "as" => {
                    form.kinds = rest.split_whitespace().map(str::to_owned).collect();
                    "text"
                }
                "table" => {
                    form.pieces.push(Piece::Table(Vec::new()));
                    "table"
                }
                "text" => "text",
                "tasks" => {
                    form.tasks.fields = fields();
                    "tasks"
                }
                "targets" => {
                    form.targets.fields = fields();
                    "targets"
                }
                "unread" => "unread",
                "document" => "document",
                other => panic!("@{other} is no part of a form"),
            };
            continue;
        }
        let values = || line.split('|').map(|v| v.trim().to_owned()).collect::<Vec<_>>();
        match at {
            "table" if line.trim().is_empty() => at = "text",
            "table" => {
                if let Some(Piece::Table(rows)) = form.pieces.last_mut() {
                    rows.push(line.split('⇥').map(cell).collect());
                }
            }
            "tasks" if !line.trim().is_empty() => form.tasks.rows.push(values()),
            "targets" if !line.trim().is_empty() => form.targets.rows.push(values()),
            "unread" if !line.trim().is_empty() => form.unread.push(line.trim().to_owned()),
            "document" if !line.trim().is_empty() => {
                let (name, value) = line.split_once('=').unwrap();
                form.document.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "text" => {
                let cell = cell(line);
                form.pieces.push(Piece::Line(cell.text, cell.auto));
            }
            _ => {}
        }
    }
    form
}

fn cell(text: &str) -> Cell {
    let mut out = Cell { span: 1, ..Cell::default() };
    let mut text = text.trim();
    if text == "^" {
        out.below = true;
        return out;
    }
    if let Some(rest) = text.strip_prefix("{auto:") {
        let (list, rest) = rest.split_once('}').unwrap();
        let (list, level) = list.split_once('.').unwrap_or((list, "0"));
        out.auto = Some((list.parse().unwrap(), level.parse().unwrap()));
        text = rest.trim();
    }
    if let Some((rest, span)) = text.rsplit_once('{').filter(|(_, s)| s.ends_with('}')) {
        out.span = span.trim_end_matches('}').parse().unwrap();
        text = rest.trim();
        if text == "^" {
            out.below = true;
            text = "";
        }
    }
    out.text = text.replace("\\n", "\n").replace("\\s", "\u{a0}").replace("\\-", "\u{ad}");
    out
}

impl Form {
    pub fn file(&self, kind: &str) -> Vec<u8> {
        match kind {
            "docx" => self.docx(),
            "xlsx" => self.xlsx(),
            _ => self.txt(kind == "trimmed", kind == "spaced").into_bytes(),
        }
    }

    fn txt(&self, trimmed: bool, spaced: bool) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Line(text, _) => writeln!(out, "{text}\n").unwrap(),
                Piece::Table(rows) => {
                    for row in rows {
                        let cells: Vec<String> =
                            row.iter().map(|c| c.text.clone() + &"\t".repeat(c.span - 1)).collect();
                        let line = cells.join("\t");
                        out.push_str(if trimmed { line.trim_end_matches('\t') } else { &line });
                        out.push_str(if spaced { "\n\n" } else { "\n" });
                    }
                    out.push('\n');
                }
            }
        }
        out
    }

    fn docx(&self) -> Vec<u8> {
        let mut body = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Line(text, auto) => body += &paragraphs(text, *auto),
                Piece::Table(rows) => {
                    body += "<w:tbl><w:tblPr/>";
                    for (r, row) in rows.iter().enumerate() {
                        body += "<w:tr>";
                        let mut start = 0;
                        for cell in row {
                            let begins = rows.get(r + 1).is_some_and(|next| below_at(next, start));
                            let merge = match (cell.below, begins) {
                                (true, _) => "<w:vMerge/>",
                                (false, true) => r#"<w:vMerge w:val="restart"/>"#,
                                _ => "",
                            };
                            let span = match cell.span {
                                1 => String::new(),
                                n => format!(r#"<w:gridSpan w:val="{n}"/>"#),
                            };
                            let text = paragraphs(&cell.text, cell.auto);
                            write!(body, "<w:tc><w:tcPr>{span}{merge}</w:tcPr>{text}</w:tc>").unwrap();
                            start += cell.span;
                        }
                        body += "</w:tr>";
                    }
                    body += "</w:tbl>";
                }
            }
        }
        docx::document(&body)
    }

    fn xlsx(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        let plain = Format::new();
        let mut at = 0u32;
        for piece in &self.pieces {
            let Piece::Table(rows) = piece else {
                let Piece::Line(text, _) = piece else { continue };
                if !text.trim().is_empty() {
                    page.write_string(at, 0, text).unwrap();
                }
                at += 1;
                continue;
            };
            for (r, row) in rows.iter().enumerate() {
                let mut start = 0;
                for cell in row {
                    let run = rows[r + 1..].iter().take_while(|next| below_at(next, start)).count();
                    let (c, last) = (u16::try_from(start).unwrap(), u16::try_from(start + cell.span - 1).unwrap());
                    let bottom = at + u32::try_from(run).unwrap();
                    if !cell.below && (run > 0 || cell.span > 1) {
                        page.merge_range(at, c, bottom, last, &cell.text, &plain).unwrap();
                    } else if !cell.below && !cell.text.is_empty() {
                        page.write_string(at, c, &cell.text).unwrap();
                    }
                    start += cell.span;
                }
                at += 1;
            }
        }
        book.save_to_buffer().unwrap()
    }
}

fn below_at(row: &[Cell], at: usize) -> bool {
    let mut start = 0;
    for cell in row {
        if start == at {
            return cell.below;
        }
        start += cell.span;
    }
    false
}

fn paragraphs(text: &str, auto: Option<(usize, usize)>) -> String {
    let numbered = auto.map_or(String::new(), |(list, level)| {
        format!(r#"<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>"#)
    });
    let lines = text.split('\n').map(|line| {
        format!(r#"<w:p>{numbered}<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, docx::escape(line))
    });
    lines.collect()
}

/// A field of a row as text; lists joined, a year's value as `text = op value unit`.
pub fn field(row: &Value, name: &str) -> String {
    let text = |v: &Value| match v {
        Value::Null => String::new(),
        Value::String(s) => s.split_whitespace().collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    if let Some(years) = row["targets"].as_array().filter(|_| name.starts_with("20") || name == "?") {
        let of = years.iter().find(|v| text(&v["year"]) == name.replace('?', ""));
        return of.map_or_else(
            || "none".into(),
            |v| {
                let parts: Vec<String> =
                    ["op", "value", "unit"].iter().map(|f| text(&v[*f])).filter(|t| !t.is_empty()).collect();
                format!("{} = {}", text(&v["text"]), parts.join(" ")).trim().to_owned()
            },
        );
    }
    let value = name.split('.').fold(row, |v, part| &v[part]);
    match value {
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(" + "),
        other => text(other),
    }
}
