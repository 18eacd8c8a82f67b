//! The rows of one table: sections, items, continuations, blanks, remarks; each item's cells in
//! their columns.
use std::collections::HashMap;

use super::plain::fold;

use super::{
    align, carry,
    columns::{Layout, Role},
    draft::{Draft, draft, join, placed},
    going_on::{evidence, unfinished},
    model::{Flag, RowRole, Unread, Why},
    number::{self, Number},
    rows::{Line, Logical, Section, printed},
    sections::Sections,
    view::{View, view},
};

/// What a row is.
enum Part {
    Blank,
    Header,
    Section(Section),
    Item,
    /// An item that may be the rest of the one above.
    Doubtful,
    /// The rest of the item above.
    Continuation,
    /// The same, its cells put into their columns.
    Moved(Vec<String>),
    Unread(Why),
}

/// Reads a table's rows; roles and unread rows are recorded.
pub(crate) fn drafts(
    logical: &Logical,
    sections: &mut Sections,
    roles: &mut HashMap<u32, RowRole>,
    unread: &mut Vec<Unread>,
) -> Vec<Draft> {
    let layout = &logical.layout;
    let views: Vec<View> = logical.lines.iter().map(|l| view(l, layout)).collect();
    // Empty cells at the ends of rows are printed: then the count of cells speaks.
    let counted = logical.lines.iter().any(|l| {
        l.torn && l.slots.len() == layout.columns.len() && l.slots.last().is_some_and(|s| s.text.trim().is_empty())
    });
    let mut out: Vec<Draft> = Vec::new();
    for (i, line) in logical.lines.iter().enumerate() {
        if let Some(heading) = &line.heading {
            sections.open(heading.clone());
            continue;
        }
        let reader = Reader { layout, lines: &logical.lines, views: &views };
        let role = match reader.part(i, out.last()) {
            Part::Blank => RowRole::Blank,
            Part::Header => RowRole::Header,
            Part::Section(found) => {
                sections.open(found);
                RowRole::Section
            }
            part @ (Part::Item | Part::Doubtful) => {
                let mut draft = draft(line, &views[i], layout, counted);
                if draft.is_lost(layout) {
                    unread.push(Unread { line: line.line, text: printed(&line.slots), why: Why::CellsUnclear });
                    roles.insert(line.line, RowRole::Unread);
                    continue;
                }
                if matches!(part, Part::Doubtful) {
                    draft.flags.push(Flag::JoinUnclear);
                }
                let no = layout.column(Role::No).map_or("", |c| draft.cells[c].as_str());
                (draft.section, draft.title) = sections.item(number::parse(no));
                out.push(draft);
                RowRole::Item
            }
            Part::Continuation => {
                if let Some(last) = out.last_mut() {
                    join(last, &views[i], None, layout, line.torn);
                }
                RowRole::Continuation
            }
            Part::Moved(cells) => {
                if let Some(last) = out.last_mut() {
                    join(last, &views[i], Some(&cells), layout, line.torn);
                }
                RowRole::Continuation
            }
            Part::Unread(why) => {
                unread.push(Unread { line: line.line, text: printed(&line.slots), why });
                RowRole::Unread
            }
        };
        roles.insert(line.line, role);
    }
    carry::ditto(&mut out, layout);
    carry::flat(&mut out, layout);
    out
}

struct Reader<'a> {
    layout: &'a Layout,
    lines: &'a [Line],
    views: &'a [View],
}

impl Reader<'_> {
    fn text(&self, i: usize, role: Role) -> &str {
        self.layout.column(role).map_or("", |c| self.views[i].own[c].trim())
    }

    fn is_head(&self, column: usize) -> bool {
        matches!(self.layout.columns[column].role, Role::No | Role::Name | Role::Group)
    }

    /// Filled own cells outside number and name.
    fn others(&self, i: usize) -> usize {
        let view = &self.views[i];
        let inside = view.own.iter().enumerate().filter(|(c, t)| !self.is_head(*c) && !t.trim().is_empty()).count();
        let outside =
            view.raw.as_ref().map_or(0, |r| r.iter().skip(view.own.len()).filter(|t| !t.trim().is_empty()).count());
        inside + outside
    }

    fn merged_others(&self, i: usize) -> usize {
        self.views[i]
            .above
            .iter()
            .enumerate()
            .filter(|(c, t)| !self.is_head(*c) && t.as_ref().is_some_and(|t| !t.is_empty()))
            .count()
    }

    /// The next row that has something in it.
    fn next(&self, i: usize) -> Option<usize> {
        (i + 1..self.lines.len()).find(|j| {
            self.lines[*j].heading.is_none()
                && !self.views[*j].texts.is_empty()
                && !super::header::is_numbering(&self.lines[*j].slots)
        })
    }

    fn number(&self, i: usize) -> Option<Number> {
        let printed = self.text(i, Role::No);
        if !printed.is_empty() {
            return number::parse(printed)
                .or_else(|| number::split_title(printed).and_then(|(n, _)| number::parse(&n)));
        }
        let first = self.views[i].texts.first()?;
        number::split_title(first).and_then(|(n, _)| number::parse(&n))
    }

    fn part(&self, i: usize, last: Option<&Draft>) -> Part {
        let view = &self.views[i];
        if view.texts.is_empty() {
            return Part::Blank;
        }
        if super::header::is_numbering(&self.lines[i].slots) {
            return Part::Header;
        }
        let same =
            view.texts.len() > 1 && view.texts.windows(2).all(|w| w[0] == w[1]) && view.texts.len() == view.own.len();
        if same && view.texts[0].chars().any(char::is_alphabetic) {
            return Part::Section(section_of(&view.texts[0]));
        }
        if remark(&view.texts) {
            return Part::Unread(Why::Remark);
        }
        let (others, merged) = (self.others(i), self.merged_others(i));
        if others == 0 && merged == 0 {
            return self.title_only(i, last);
        }
        let no = self.text(i, Role::No);
        let name = self.text(i, Role::Name);
        if !no.is_empty() || self.layout.column(Role::No).is_none() && !name.is_empty() {
            // "I | Phát triển hạ tầng | | | Ghi chú": a side remark or sums don't make a section an item.
            let number = number::parse(no);
            let roman = matches!(number, Some(Number::Roman(_) | Number::Upper(_)));
            let side = merged == 0 && self.only_side(i, others == 1);
            let above = || number.as_ref().zip(self.next(i).and_then(|j| self.number(j)));
            if side && !name.is_empty() && (roman || above().is_some_and(|(n, child)| n.is_parent_of(&child))) {
                return Part::Section(Section { no: number::printed(no), title: title(name) });
            }
            return self.closed_up(i, no, last).map_or(Part::Item, Part::Moved);
        }
        self.unnumbered(i, last)
    }

    /// All cells beside number and name stand in columns of no account; several are sums.
    fn only_side(&self, i: usize, single: bool) -> bool {
        let sum = |t: &str| t.chars().all(|c| c.is_ascii_digit() || ".,- ".contains(c));
        self.views[i].own.iter().enumerate().all(|(c, t)| {
            let side = matches!(self.layout.columns[c].role, Role::Other) && (single || sum(t));
            self.is_head(c) || t.trim().is_empty() || side
        })
    }

    /// Nothing beside number and name: a section, mostly.
    fn title_only(&self, i: usize, last: Option<&Draft>) -> Part {
        let view = &self.views[i];
        let no = self.text(i, Role::No).to_owned();
        let name = self.text(i, Role::Name).to_owned();
        if let Some(number) = number::parse(&no).filter(|_| !name.is_empty() && view.texts.len() >= 2) {
            let section = Section { no: number::printed(&no), title: title(&name) };
            return if self.opens(i, &number) { Part::Section(section) } else { Part::Item };
        }
        if let Some(last) = last.filter(|_| self.lines[i].torn && no.is_empty() && !name.is_empty())
            && evidence(last, &view.own, self.layout) > 0
        {
            return Part::Continuation;
        }
        let whole = view.texts.join(" ");
        if let Some((no, rest)) = number::split_title(&whole).or_else(|| run_together(&no))
            && let Some(number) = number::parse(&no)
        {
            if self.opens(i, &number) {
                return Part::Section(Section { no: Some(no), title: title(&rest) });
            }
            // A numbered text alone in its row: an item that lost its cells.
            return Part::Item;
        }
        if !whole.chars().any(char::is_alphabetic) {
            return Part::Unread(Why::NoName);
        }
        let lower = whole.starts_with(char::is_lowercase) || whole.starts_with(['-', '+', '•', ',', ')', '(']);
        let next_item = self.next(i).is_some_and(|j| self.others(j) > 0 || self.number(j).is_some());
        let capitals = whole.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase());
        if next_item && !lower && (view.bold || view.wide || capitals || says_section(&whole)) {
            return Part::Section(section_of(&whole));
        }
        let goes_on = last.is_some_and(|d| d.cells.iter().any(|c| !c.is_empty()));
        if goes_on && (lower || self.lines[i].torn || self.lines[i].top) {
            return Part::Continuation;
        }
        if next_item && !lower {
            return Part::Section(section_of(&whole));
        }
        if goes_on && next_item {
            return Part::Continuation;
        }
        Part::Unread(Why::Remark)
    }

    /// Whether a row with this number and nothing else opens a section.
    fn opens(&self, i: usize, number: &Number) -> bool {
        let Some(next) = self.next(i) else { return false };
        let child = self.number(next);
        match number {
            Number::Roman(_) | Number::Upper(_) => true,
            Number::Plain(_) | Number::Mixed(..) | Number::Lower(_) => match child {
                Some(child) => {
                    number.is_parent_of(&child)
                        || matches!(child, Number::Lower('a')) && !matches!(number, Number::Lower(_))
                        || child == Number::Plain(vec![1]) && *number != Number::Plain(vec![0])
                        || self.views[i].wide && (self.others(next) > 0) && self.views[i].bold
                }
                // Items without numbers under a numbered title.
                None => {
                    self.others(next) > 0
                        && self.text(next, Role::No).is_empty()
                        && !self.text(next, Role::Name).is_empty()
                }
            },
        }
    }

    /// No number of its own, but cells beside the name.
    fn unnumbered(&self, i: usize, last: Option<&Draft>) -> Part {
        let view = &self.views[i];
        let line = &self.lines[i];
        let name = self.text(i, Role::Name).to_owned();
        let column = |role: Role| self.layout.column(role);
        let merged = |role: Role| column(role).is_some_and(|c| view.above[c].is_some());
        let fits =
            |role: Role| column(role).is_some_and(|c| !view.own[c].is_empty() && align::fit(role, &view.own[c]) >= 2);
        let Some(last) = last else {
            return if name.is_empty() && view.texts.len() < 2 { Part::Unread(Why::NoName) } else { Part::Item };
        };
        if merged(Role::Name) || merged(Role::No) {
            return Part::Item;
        }
        let lead = fits(Role::Lead) || fits(Role::Both);
        let dated = fits(Role::Deadline);
        let valued = self
            .layout
            .columns
            .iter()
            .enumerate()
            .any(|(c, column)| matches!(column.role, Role::Value(_)) && !view.own[c].is_empty());
        if name.is_empty() {
            // The cells' remaining lines; a row that stands by itself is the same task's next line.
            let whole = lead && dated && !line.top;
            return if whole { Part::Item } else { Part::Continuation };
        }
        let lower = name.starts_with(char::is_lowercase) || name.starts_with([',', ')', ';', '.']);
        let open = last.cells.get(column(Role::Name).unwrap_or(0)).is_some_and(|n| unfinished(n));
        let complete = lead || dated || valued;
        if line.top && (lower || open && !complete || !complete && !starts_bullet(&name)) {
            return Part::Continuation;
        }
        let numbered = column(Role::No).is_some_and(|c| !last.cells[c].is_empty());
        if !numbered {
            return if line.torn && lower && !complete { Part::Continuation } else { Part::Item };
        }
        match evidence(last, &view.own, self.layout) {
            found if found > 0 && line.torn || found > 4 && line.top => Part::Continuation,
            found if found >= -1 && (line.torn || line.top) => Part::Doubtful,
            _ => Part::Item,
        }
    }

    /// The rest of a row, printed without the blanks that keep its cells in place: the columns it
    /// goes on in, when its own words say that it does.
    fn closed_up(&self, i: usize, no: &str, last: Option<&Draft>) -> Option<Vec<String>> {
        let raw = self.views[i].raw.as_ref().filter(|_| self.lines[i].torn)?;
        if no.is_empty() || number::parse(no).is_some() || run_together(no).is_some() {
            return None;
        }
        let cells = placed(raw, self.layout)?;
        let column = self.layout.column(Role::No)?;
        let goes_on = cells[column].is_empty() && evidence(last?, &cells, self.layout) >= 2;
        goes_on.then_some(cells)
    }
}

/// `1 Phát triển dữ liệu` in the column of numbers.
fn run_together(text: &str) -> Option<(String, String)> {
    let (head, rest) = text.trim().split_once(char::is_whitespace)?;
    let plain = matches!(number::parse(head), Some(Number::Plain(_)));
    (plain && rest.trim().starts_with(char::is_uppercase)).then(|| (head.to_owned(), rest.trim().to_owned()))
}

fn starts_bullet(name: &str) -> bool {
    name.starts_with(['-', '+', '•', '–', '*'])
}

fn says_section(text: &str) -> bool {
    let folded = fold(text);
    ["phan ", "nhom ", "muc ", "linh vuc", "khoi ", "tru cot", "noi dung "].iter().any(|w| folded.starts_with(w))
}

fn remark(texts: &[String]) -> bool {
    let folded = fold(&texts[0]);
    let folded = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let sum = ["tong cong", "tong so", "cong:", "tong:"].iter().any(|w| folded.starts_with(w))
        || folded == "cong"
        || folded == "tong";
    sum || ["ghi chu:", "luu y:", "nguon:", "ghi chu :", "noi nhan"].iter().any(|w| folded.starts_with(w))
}

fn title(text: &str) -> String {
    kernel::text::squeeze(text).trim_end_matches([':', ' ']).to_owned()
}

fn section_of(text: &str) -> Section {
    match number::split_title(text) {
        Some((no, rest)) => Section { no: Some(no), title: title(&rest) },
        None => Section { no: None, title: title(text) },
    }
}
