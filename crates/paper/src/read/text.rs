//! Text with tab-separated tables, as PDF extraction leaves it; CSV; tables drawn with `|`.
use kernel::{Fault, FaultKind, Result};

use super::{
    encoding,
    model::{Block, Cell, Row, Table},
    number,
    package::Source,
};

/// Reads a text file. Line numbers are those of the file.
pub(crate) fn read(source: &Source<'_>, bytes: &[u8]) -> Result<(Vec<Block>, bool)> {
    let not_text = || Fault::new(FaultKind::Unsupported, "paper-unsupported").arg("file", source.file);
    let (text, mut converted) = encoding::decode(bytes).ok_or_else(not_text)?;
    // Saved as Unicode without being converted: the table's lines are told by their words.
    let legacy = encoding::detect(&text);
    converted |= legacy.is_some();
    let text = match legacy {
        Some(encoding::Legacy::Tcvn3) => encoding::from_tcvn3(&text, false),
        Some(encoding::Legacy::Vni) => encoding::from_vni(&text),
        None => text,
    };
    if text
        .chars()
        .take(4000)
        .filter(|c| *c == '\u{fffd}' || (c.is_control() && !"\t\n\r\u{c}\u{b}".contains(*c)))
        .count()
        > 40
    {
        return Err(not_text());
    }
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}', '\u{85}'], "\n").replace('\u{c}', "\n\n");
    let (lines, numbers) = close_up(&text.split('\n').collect::<Vec<_>>());
    let csv = source.file.to_lowercase().ends_with(".csv");
    let mut reader = Lines {
        source,
        out: Vec::new(),
        tables: 0,
        width: 0,
        known: std::collections::HashMap::new(),
        header: 0,
        numbers,
    };
    if csv && !text.contains('\t') {
        reader.csv(&text)?;
    } else {
        reader.lines(&lines)?;
    }
    Ok((reader.out, converted))
}

struct Lines<'s> {
    source: &'s Source<'s>,
    out: Vec<Block>,
    tables: u32,
    /// Columns of the last table, for tables torn apart by blank lines.
    width: usize,
    /// Columns by first line: a header printed again heads the same columns.
    known: std::collections::HashMap<Vec<String>, usize>,
    /// Cells of the last header line.
    header: usize,
    /// Where each line stands in the file.
    numbers: Vec<u32>,
}

/// A line of a table: its number and its cells.
struct Printed {
    line: u32,
    cells: Vec<String>,
}

/// The lines to read and where they stand in the file: where an empty line was printed after each
/// line of a table, those empty lines are none.
fn close_up<'t>(lines: &[&'t str]) -> (Vec<&'t str>, Vec<u32>) {
    let row = |i: usize| lines.get(i).is_some_and(|l| l.contains('\t'));
    let empty = |i: usize| lines.get(i).is_some_and(|l| l.trim().is_empty());
    let close = (0..lines.len()).filter(|i| row(*i) && row(i + 1)).count();
    let apart = (0..lines.len()).filter(|i| row(*i) && empty(i + 1) && row(i + 2)).count();
    let spaced = apart >= 3 && apart * 2 > close * 3;
    let title = |i: usize| lines.get(i).is_some_and(|l| number::split_title(l).is_some());
    let gap = |i: usize| {
        let inside = (row(i - 1) || row(i + 1)) && (row(i - 1) || title(i - 1)) && (row(i + 1) || title(i + 1));
        empty(i) && inside
    };
    let kept = (0..lines.len()).filter(|i| !(spaced && *i > 0 && gap(*i)));
    kept.map(|i| (lines[i], line_number(i))).unzip()
}

fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

impl Lines<'_> {
    fn lines(&mut self, lines: &[&str]) -> Result<()> {
        let mut i = 0;
        while i < lines.len() {
            let line = lines[i];
            if line.trim().is_empty() {
                i += 1;
            } else if cells(line).is_some() {
                i = self.run(lines, i)?;
            } else {
                self.out.push(Block::Paragraph { line: self.numbers[i], text: line.trim().to_owned() });
                i += 1;
            }
        }
        Ok(())
    }

    /// One table: lines with cells, and the lines between them that continue a cell.
    fn run(&mut self, lines: &[&str], start: usize) -> Result<usize> {
        let mut printed: Vec<Printed> = Vec::new();
        let mut i = start;
        while i < lines.len() {
            let line = lines[i];
            if line.trim().is_empty() && !line.contains('\t') {
                // A line of tabs alone is an empty row of the table; an empty line ends it.
                break;
            }
            if is_rule(line) {
                i += 1;
                continue;
            }
            match cells(line) {
                Some(found) => {
                    let (found, next) = quoted(lines, i, found);
                    printed.push(Printed { line: self.numbers[i], cells: found });
                    i = next;
                }
                None => {
                    let ahead = lines.get(i + 1).is_some_and(|l| cells(l).is_some());
                    let width = self.mode(&printed);
                    let open = printed.last().is_some_and(|p| p.cells.len() < width);
                    let lower = line.trim_start().starts_with(|c: char| c.is_lowercase() || c == '-' || c == '+');
                    if !(ahead || open || lower) {
                        break;
                    }
                    printed.push(Printed { line: self.numbers[i], cells: vec![line.trim().to_owned()] });
                    i += 1;
                }
            }
            if printed.len() > self.source.limits.max_rows {
                return Err(self.source.too_many_rows(self.tables + 1));
            }
        }
        let width = self.mode(&printed);
        self.width = width;
        if let Some(first) = printed.first().filter(|p| is_header_line(&p.cells)) {
            let known = self.known.entry(first.cells.clone()).or_default();
            *known = width.max(*known);
            self.header = first.cells.len();
        }
        let rows = joined(printed, width);
        self.push(rows)?;
        Ok(i.max(start + 1))
    }

    /// The number of columns most rows have.
    fn mode(&self, printed: &[Printed]) -> usize {
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for row in printed.iter().filter(|p| p.cells.len() >= 3) {
            *counts.entry(row.cells.len()).or_default() += 1;
        }
        // Lines torn by breaks inside cells are shorter, so the widest common width counts.
        let total: usize = counts.values().sum();
        let best = counts.iter().rev().find(|(_, n)| **n * 6 >= total && (**n > 1 || total < 3)).map_or(0, |(w, _)| *w);
        // A header has all columns, or all but those of a second level.
        let first = printed.first().map_or(&[][..], |p| &p.cells);
        if is_header_line(first) {
            // Misread on another page it still has as many cells.
            let last = if self.header == first.len() { self.width } else { 0 };
            let levels = first.len() + printed.get(1).map_or(0, |p| under_titles(first, &p.cells));
            return best.max(levels).max(self.known.get(first).copied().unwrap_or(last));
        }
        // A torn piece of a table is measured by the table it was torn from.
        let torn = printed.first().is_some_and(|p| p.cells.first().is_some_and(|c| number::parse(c).is_some()));
        if torn || printed.len() < 3 { best.max(self.width) } else { best }
    }

    /// A row torn by the end of a page is made whole: its first part stands in the table before.
    fn mend(&mut self, printed: &mut Vec<Printed>) {
        let page = |block: &Block| block.text().is_some_and(|t| t.chars().all(|c| !c.is_alphabetic()));
        let Some(Block::Table(before)) = self.out.iter_mut().rev().find(|b| !page(b)) else { return };
        let Some(last) = before.rows.last_mut() else { return };
        let at = usize::from(printed.first().is_some_and(|p| is_header_line(&p.cells)));
        let Some(rest) = printed.get(at) else { return };
        let (known, more) = (last.cells.len(), rest.cells.len());
        let numbered = last.cells.first().is_some_and(|c| number::parse(&c.text).is_some());
        let lower = rest.cells.first().is_some_and(|c| c.starts_with(|c: char| c.is_lowercase() || ",;)".contains(c)));
        if !(numbered && lower && known > 1 && known + more - 1 == self.width && !starts_row(&rest.cells, self.width)) {
            return;
        }
        let rest = printed.remove(at);
        let mut cells = rest.cells.into_iter();
        if let (Some(cell), Some(first)) = (last.cells.last_mut(), cells.next()) {
            cell.text.push('\n');
            cell.text.push_str(&first);
        }
        last.cells.extend(cells.map(|text| Cell { text, columns: 1, ..Cell::default() }));
    }

    fn push(&mut self, mut printed: Vec<Printed>) -> Result<()> {
        self.mend(&mut printed);
        if printed.is_empty() {
            return Ok(());
        }
        self.tables += 1;
        let mut rows = Vec::with_capacity(printed.len());
        for row in printed {
            if row.cells.len() > self.source.limits.max_columns {
                return Err(self.source.too_many_columns(self.tables, row.line));
            }
            let cells = row.cells.into_iter().map(|text| Cell { text, columns: 1, ..Cell::default() }).collect();
            rows.push(Row { line: row.line, cells, ..Row::default() });
        }
        self.out.push(Block::Table(Table { number: self.tables, rows, ..Table::default() }));
        Ok(())
    }

    fn csv(&mut self, text: &str) -> Result<()> {
        let mark = [';', ',', '|'].into_iter().max_by_key(|m| text.matches(*m).count()).unwrap_or(',');
        let mut printed: Vec<Printed> = Vec::new();
        let mut row: Vec<String> = vec![String::new()];
        let (mut line, mut first, mut inside) = (1u32, 1u32, false);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let cell = row.len() - 1;
            match c {
                '"' if inside && chars.peek() == Some(&'"') => {
                    chars.next();
                    row[cell].push('"');
                }
                '"' if inside => inside = false,
                '"' if row[cell].trim().is_empty() => inside = true,
                '\n' => {
                    line += 1;
                    if inside {
                        row[cell].push('\n');
                    } else {
                        printed.push(Printed { line: first, cells: std::mem::replace(&mut row, vec![String::new()]) });
                        first = line;
                    }
                }
                _ if c == mark && !inside => row.push(String::new()),
                _ => row[cell].push(c),
            }
            if printed.len() > self.source.limits.max_rows {
                return Err(self.source.too_many_rows(self.tables + 1));
            }
        }
        printed.push(Printed { line: first, cells: row });
        // Titles above the table are running text.
        let filled = |p: &Printed| p.cells.iter().filter(|c| !c.trim().is_empty()).count();
        let start = printed.iter().position(|p| filled(p) >= 3).unwrap_or(0);
        let table = printed.split_off(start);
        for row in printed {
            let text = row.cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                self.out.push(Block::Paragraph { line: row.line, text });
            }
        }
        self.push(table)
    }
}

fn is_header_line(cells: &[String]) -> bool {
    let first = cells.first().map_or(String::new(), |c| super::plain::fold_words(c));
    cells.len() >= 3 && matches!(first.as_str(), "stt" | "tt" | "so tt" | "so thu tu")
}

/// How many columns a second header line without leading blanks adds to the first: its titles stand
/// under one of the first line's.
fn under_titles(first: &[String], second: &[String]) -> usize {
    let title = |t: &String| super::columns::title_role(t).is_some_and(|(_, c)| c >= 38);
    let all = second.len() >= 2 && second.len() < first.len() && second.iter().all(title);
    let full = first.iter().all(|c| !c.is_empty());
    if all && full { second.len() - 1 } else { 0 }
}

/// A line's cells, when it is a line of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    if line.contains('\t') {
        // Indented text is no table.
        let inner = line.trim_end_matches('\t');
        if !inner.trim_start_matches('\t').contains('\t') && inner.starts_with('\t') && !line.ends_with('\t') {
            let lead = inner.len() - inner.trim_start_matches('\t').len();
            if lead < 2 {
                return None;
            }
        }
        return Some(line.split('\t').map(|c| c.trim().to_owned()).collect());
    }
    let bare = line.trim();
    (bare.starts_with('|') && bare.matches('|').count() >= 3).then(|| {
        let inner = bare.strip_prefix('|').unwrap_or(bare);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner.split('|').map(|c| c.trim().to_owned()).collect()
    })
}

/// `|---|---|` and the like.
fn is_rule(line: &str) -> bool {
    let bare = line.trim();
    bare.len() > 2 && bare.contains('-') && bare.contains('|') && bare.chars().all(|c| "|-:+= \t".contains(c))
}

/// A cell that opens a quotation mark and closes it lines below holds line breaks.
fn quoted(lines: &[&str], at: usize, mut found: Vec<String>) -> (Vec<String>, usize) {
    let mut i = at;
    loop {
        // A mark alone says "as above".
        let open = found.last().is_some_and(|c| c.starts_with('"') && c.len() > 1 && c.matches('"').count() % 2 == 1);
        if !open {
            return (found, at + 1 + (i - at));
        }
        let end = (i + 1..lines.len().min(i + 30)).find(|j| {
            let line = lines[*j];
            line.contains("\"\t") || line.trim_end().ends_with('"')
        });
        let Some(end) = end else { return (found, i + 1) };
        if (i + 1..=end).any(|j| lines[j].trim().is_empty()) {
            return (found, i + 1);
        }
        for line in &lines[i + 1..=end] {
            let mut parts = line.split('\t');
            if let (Some(last), Some(first)) = (found.last_mut(), parts.next()) {
                last.push('\n');
                last.push_str(first.trim());
            }
            found.extend(parts.map(|p| p.trim().to_owned()));
        }
        for cell in &mut found {
            if cell.contains('\n') && cell.starts_with('"') && cell.ends_with('"') && cell.len() > 1 {
                *cell = cell[1..cell.len() - 1].replace("\"\"", "\"");
            }
        }
        i = end;
    }
}

/// Rows torn by line breaks inside cells are put together again where the count of cells shows it.
fn joined(printed: Vec<Printed>, width: usize) -> Vec<Printed> {
    let mut out: Vec<Printed> = Vec::new();
    for row in printed {
        let fresh = starts_row(&row.cells, width);
        if let Some(last) = out.last_mut() {
            let sum = last.cells.len() + row.cells.len() - 1;
            let numbered = last.cells.first().is_some_and(|c| number::parse(c).is_some());
            let whole = last.cells.len() >= width;
            // One line without tabs after a whole row goes on with its last cell.
            let tail = whole && row.cells.len() == 1 && !fresh;
            if width >= 3 && !fresh && numbered && ((sum <= width && !whole) || tail) {
                let mut cells = row.cells.into_iter();
                if let (Some(cell), Some(first)) = (last.cells.last_mut(), cells.next()) {
                    if !cell.is_empty() && !first.is_empty() {
                        cell.push('\n');
                    }
                    cell.push_str(&first);
                }
                last.cells.extend(cells);
                continue;
            }
        }
        out.push(row);
    }
    out
}

fn starts_row(cells: &[String], width: usize) -> bool {
    let first = cells.first().map_or("", String::as_str);
    if cells.len() >= width || number::parse(first).is_some() {
        return true;
    }
    let title = number::split_title(first).is_some();
    let rest_empty = cells[1..].iter().all(|c| c.is_empty());
    let roman = first.split_whitespace().next().and_then(number::parse);
    let section = matches!(roman, Some(number::Number::Roman(_) | number::Number::Upper(_)));
    rest_empty && title && (section || cells.len() == 1)
}
