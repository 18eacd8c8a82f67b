//! From blocks to a plan: tables that go on over pages become one, each row gets its part
//! (section, item, continuation …), items become tasks and targets. No row is dropped.
use std::collections::HashMap;

use kernel::{Fault, FaultKind, Result};

use super::plain::fold;

use super::{
    columns::{self, Layout, Role},
    fields, head, header, items,
    layout_tables::mark_layout,
    model::{Block, Plan, RowRole, Table, TableKind, Unread, Why},
    number,
    prose::{self, Prose},
    sections::Sections,
    table::{self, Slot},
    years::Years,
};

/// A section as it stands in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) no: Option<String>,
    pub(crate) title: String,
}

/// One table of the document, over as many pages as it takes.
pub(crate) struct Logical {
    pub(crate) layout: Layout,
    pub(crate) lines: Vec<Line>,
    /// It goes on in the section where the table before it stopped: its header was only misread.
    pub(crate) inherits: bool,
    /// The years its heading speaks of.
    pub(crate) years: Vec<i16>,
}

/// A row below a header, or a heading between two pieces of the table.
pub(crate) struct Line {
    pub(crate) line: u32,
    pub(crate) slots: Vec<Slot>,
    /// Set for a heading paragraph.
    pub(crate) heading: Option<Section>,
    /// First row after the table was interrupted.
    pub(crate) top: bool,
    pub(crate) hidden: bool,
    pub(crate) nested: bool,
    /// The file's cells are a grid that can say "merged"; text cannot.
    pub(crate) torn: bool,
}

/// Reads the blocks of a document as a plan.
pub(crate) fn plan(file: &str, mut blocks: Vec<Block>, text: bool) -> Result<Plan> {
    mark_layout(&mut blocks);
    if head::is_secret(&blocks) {
        return Err(Fault::new(FaultKind::Unsupported, "paper-secret").arg("file", file));
    }
    let mut gather = Gather { text, ..Gather::default() };
    gather.blocks(&blocks);
    let tables = blocks.iter().filter(|b| matches!(b, Block::Table(_))).count();
    let written = std::mem::take(&mut gather.prose).finish();
    if gather.logicals.is_empty() && written.is_empty() {
        return Err(match gather.first_other {
            Some((table, row)) => Fault::invalid("paper-no-task-table")
                .arg("file", file)
                .arg("table", table)
                .arg("row", row)
                .arg("tables", tables),
            None => Fault::invalid("paper-no-table").arg("file", file),
        });
    }
    for (number, kind) in &gather.kinds {
        for block in &mut blocks {
            if let Block::Table(table) = block
                && table.number == *number
            {
                table.kind = *kind;
            }
        }
    }
    let document = head::read(&blocks);
    let years = Years::of(document.title.as_deref().unwrap_or(""), document.issued_on.map(kernel::Day::year));
    let mut plan = Plan { document, ..Plan::default() };
    let mut roles = gather.roles;
    plan.unread = gather.unread;
    let mut sections = Sections::default();
    for logical in gather.logicals {
        if !logical.inherits {
            sections = Sections::default();
        }
        let drafts = items::drafts(&logical, &mut sections, &mut roles, &mut plan.unread);
        fields::fill(&mut plan, &logical, drafts, years);
    }
    for found in &written {
        roles.insert(found.line, RowRole::Item);
    }
    if !written.is_empty() {
        plan.tasks.extend(written.iter().map(|found| fields::written(found, years.due)));
        plan.tasks.sort_by_key(|t| t.line);
    }
    plan.unread.sort_by_key(|u| u.line);
    for block in &mut blocks {
        if let Block::Table(table) = block {
            for row in &mut table.rows {
                row.role = roles.get(&row.line).copied().unwrap_or(if table.kind == TableKind::Layout {
                    RowRole::Layout
                } else {
                    RowRole::Blank
                });
            }
        }
    }
    plan.outline = blocks;
    Ok(plan)
}

#[derive(Default)]
struct Gather {
    text: bool,
    logicals: Vec<Logical>,
    /// The table at hand is one of tasks or targets.
    open: bool,
    /// An appendix began since the last table.
    fresh: bool,
    /// Paragraphs since the last table, or since the appendix began.
    recent: Vec<String>,
    roles: HashMap<u32, RowRole>,
    kinds: Vec<(u32, TableKind)>,
    unread: Vec<Unread>,
    first_other: Option<(u32, u32)>,
    /// Tasks written as paragraphs.
    prose: Prose,
    /// The last header read, as printed: repeated on the next page it is the same header.
    header: Option<(Vec<Vec<String>>, header::Header)>,
}

impl Gather {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { text, line } | Block::Paragraph { text, line } => {
                    for text in text.lines() {
                        self.prose.line(*line, text);
                    }
                    let folded = fold(text);
                    if folded.starts_with("phu luc") || folded.starts_with("bieu so") || folded.starts_with("bieu mau")
                    {
                        self.fresh = true;
                        self.recent.clear();
                    }
                    self.recent.push(text.clone());
                }
                Block::Table(table) if table.kind == TableKind::Layout => {}
                Block::Table(table) => {
                    self.table(table);
                    self.prose.pause();
                    self.recent.clear();
                    self.fresh = false;
                }
            }
        }
    }

    fn hint(&self) -> String {
        let from = self.recent.len().saturating_sub(5);
        self.recent[from..].join(" ")
    }

    fn table(&mut self, table: &Table) {
        let rows = table::slots(table);
        // Each sheet of a workbook is an appendix of its own.
        self.fresh |= table.sheet.is_some();
        let hint = self.hint();
        let mut kind = TableKind::Other;
        let mut at = 0;
        let first_header = (0..rows.len()).take(25).find(|i| self.header_at(&rows, *i, &hint).is_some());
        // Rows above the first header are titles, unless they go on with the table before.
        let goes_on = self.goes_on(&rows[..first_header.unwrap_or(rows.len())], first_header.is_some());
        if let (Some(first), false) = (first_header, goes_on) {
            for (row, slots) in table.rows.iter().zip(&rows).take(first) {
                let text = printed(slots);
                if !text.is_empty() {
                    self.recent.push(text.replace(" | ", " "));
                    self.roles.insert(row.line, RowRole::Layout);
                }
            }
            at = first;
        } else if first_header.is_none() && !goes_on {
            if let Some(records) = prose::records(&rows) {
                self.records(table, records);
                return;
            }
            if let Some(layout) = columns::without_header(&rows, &hint) {
                kind = layout.kind;
                self.begin(layout);
            } else {
                self.open = false;
            }
        }
        if goes_on {
            kind = self.logicals.last().map_or(TableKind::Other, |l| l.layout.kind);
            self.interrupted();
        }
        let mut top = true;
        while at < rows.len() {
            let hint = self.hint();
            if let Some(header) = self.header_at(&rows, at, &hint) {
                for row in &table.rows[at..at + header.rows] {
                    self.roles.insert(row.line, RowRole::Header);
                }
                at += header.rows;
                top = true;
                if header.layout.kind == TableKind::Other {
                    self.open = false;
                    self.first_other.get_or_insert((table.number, table.rows[at - header.rows].line));
                } else {
                    kind = header.layout.kind;
                    self.begin(header.layout);
                }
                self.fresh = false;
                continue;
            }
            self.row(table, at, &rows[at], top);
            top &= header::filled(&rows[at]) == 0;
            at += 1;
        }
        self.kinds.push((table.number, kind));
    }

    /// A table of labels and what they say: fields of tasks, as in running text.
    fn records(&mut self, table: &Table, records: Vec<Option<(Role, String)>>) {
        for (row, field) in table.rows.iter().zip(records) {
            if let Some((role, text)) = field {
                self.prose.field(row.line, role, text);
                self.roles.insert(row.line, RowRole::Continuation);
            }
        }
        self.prose.pause();
        self.open = false;
        self.kinds.push((table.number, TableKind::Tasks));
    }

    /// The header at a row; one that is printed like the last one is the last one.
    fn header_at(&mut self, rows: &[Vec<Slot>], at: usize, hint: &str) -> Option<header::Header> {
        let texts = |taken: usize| -> Vec<Vec<String>> {
            rows[at..].iter().take(taken).map(|r| r.iter().map(|s| s.text.clone()).collect()).collect()
        };
        if let Some((printed, header)) = &self.header
            && texts(header.rows) == *printed
        {
            return Some(header.clone());
        }
        let header = header::header_at(rows, at, hint)?;
        self.header = Some((texts(header.rows), header.clone()));
        Some(header)
    }

    /// Whether rows without a header go on with the table before them.
    fn goes_on(&self, rows: &[Vec<Slot>], header_follows: bool) -> bool {
        let Some(last) = self.logicals.last().filter(|_| self.open && !self.fresh) else { return false };
        let width = last.layout.columns.len();
        // "IV⇥Phát triển dữ liệu": a section, its empty cells not printed.
        let title = |r: &[Slot]| {
            let numbered = r.first().is_some_and(|s| {
                matches!(number::parse(&s.text), Some(number::Number::Roman(_) | number::Number::Upper(_)))
            });
            numbered && header::filled(r) == 2
        };
        let full: Vec<&Vec<Slot>> = rows.iter().filter(|r| header::filled(r) >= 3).collect();
        if full.is_empty() {
            return !header_follows
                && rows.iter().any(|r| {
                    header::filled(r) > 0 && (r.len() == width || table::width(r) == last.layout.grid || title(r))
                });
        }
        let like = full
            .iter()
            .filter(|r| {
                let numbered = r.first().is_some_and(|s| number::parse(&s.text).is_some());
                let short = numbered && r.len() < width && r.len() * 3 >= width * 2;
                r.len() == width || table::width(r) == last.layout.grid || short || r.len() == width + 1
            })
            .count();
        like * 2 >= full.len()
    }

    /// A header was read: the same table goes on, or a new one begins.
    fn begin(&mut self, layout: Layout) {
        let goes_on = self.open && !self.fresh && self.logicals.last().is_some_and(|l| l.layout.same(&layout));
        if goes_on {
            self.interrupted();
            return;
        }
        // The date of the document that the appendix goes with is not the appendix's year.
        let from = self.recent.len().saturating_sub(5);
        let said: Vec<&str> =
            self.recent[from..].iter().map(String::as_str).filter(|t| !fold(t).contains("kem theo")).collect();
        let years = columns::years(&said.join(" "));
        let last = self.logicals.last().map(|l| (l.layout.kind, l.layout.columns.len()));
        let inherits = self.open && !self.fresh && last == Some((layout.kind, layout.columns.len()));
        self.logicals.push(Logical { layout, lines: Vec::new(), inherits, years });
        self.open = true;
        self.interrupted();
    }

    /// Headings between the pieces of a table are its sections.
    fn interrupted(&mut self) {
        // A sentence may be numbered too; a title has no full stop.
        let near = || self.recent.iter().rev().take(3);
        let stops = |text: &&String| text.trim_end().ends_with('.');
        let heading = near().filter(|t| !stops(t)).chain(near().filter(stops)).find_map(|text| {
            if text.chars().count() > 400 || text.trim_end().ends_with(';') {
                return None;
            }
            let (no, title) = number::split_title(text)?;
            Some(Section { no: Some(no), title })
        });
        self.recent.clear();
        if let (Some(section), Some(last)) = (heading, self.logicals.last_mut()) {
            last.lines.push(Line {
                line: 0,
                slots: Vec::new(),
                heading: Some(section),
                top: false,
                hidden: false,
                nested: false,
                torn: false,
            });
        }
    }

    fn row(&mut self, table: &Table, at: usize, slots: &[Slot], top: bool) {
        let row = &table.rows[at];
        // "Phụ lục II: …" in a row of its own begins the next table of a sheet.
        let mut filled = slots.iter().filter(|s| !s.below && !s.text.trim().is_empty());
        if let (Some(only), None) = (filled.next(), filled.next())
            && is_appendix(&only.text)
        {
            self.fresh = true;
            self.recent = vec![only.text.clone()];
            self.roles.insert(row.line, RowRole::Layout);
            return;
        }
        if self.open
            && let Some(last) = self.logicals.last_mut()
        {
            last.lines.push(Line {
                line: row.line,
                slots: slots.to_vec(),
                heading: None,
                top,
                hidden: row.hidden || table.hidden,
                nested: table.nested,
                torn: self.text,
            });
            return;
        }
        let text = printed(slots);
        if text.is_empty() {
            self.roles.insert(row.line, RowRole::Blank);
            return;
        }
        self.first_other.get_or_insert((table.number, row.line));
        self.roles.insert(row.line, RowRole::Unread);
        self.unread.push(Unread { line: row.line, text, why: Why::NotATaskTable });
    }
}

fn is_appendix(text: &str) -> bool {
    let folded = fold(text);
    folded.starts_with("phu luc") || folded.starts_with("bieu so") || folded.starts_with("bieu mau")
}

/// A row's text, cells apart.
pub(crate) fn printed(slots: &[Slot]) -> String {
    let cells: Vec<String> =
        slots.iter().filter(|s| !s.below).map(|s| s.text.replace('\n', " ")).filter(|t| !t.trim().is_empty()).collect();
    cells.join(" | ")
}
