//! Finding a table's header: on one or several levels, flat or with real merged cells, with a row
//! of column numbers, repeated or misread.
use super::{
    columns::{Layout, Role, layout, title_role, year},
    guess,
    number::{self, Number},
    plain::fold,
    table::{self, Slot},
};

/// A header found in a table.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// Rows it takes, the row of column numbers included.
    pub(crate) rows: usize,
    pub(crate) layout: Layout,
}

/// The header beginning at a row, if one does; `hint` is the heading above the table.
pub(crate) fn header_at(rows: &[Vec<Slot>], at: usize, hint: &str) -> Option<Header> {
    if !is_header_row(&rows[at]) {
        return None;
    }
    let mut levels = 1;
    while levels < 4 && rows.get(at + levels).is_some_and(|row| is_sub_header(&rows[at], row)) {
        levels += 1;
    }
    let mut taken = levels;
    if rows.get(at + taken).is_some_and(|row| is_numbering(row)) {
        taken += 1;
    }
    let sample: Vec<&Vec<Slot>> =
        rows[at + taken..].iter().filter(|r| filled(r) >= 3 && !is_header_row(r)).take(60).collect();
    let mut titles = titles(&rows[at..at + levels], &sample);
    lost_title(&mut titles, &sample);
    let layout = layout(titles, &rows[at..at + levels], &sample, hint);
    Some(Header { rows: taken, layout })
}

/// Rows with one column more than the header, all numbered in the first: its title was lost.
fn lost_title(titles: &mut Vec<(usize, Vec<String>)>, sample: &[&Vec<Slot>]) {
    let told = titles.first().and_then(|(_, t)| title_role(&t.join(" ")));
    if matches!(told, Some((Role::No, _))) {
        return;
    }
    // In a sheet the titles stand where they were typed: one column too far to the left.
    let blank = |(_, t): &(usize, Vec<String>)| t.iter().all(|t| t.trim().is_empty());
    if titles.last().is_some_and(blank) && titles.iter().filter(|t| blank(t)).count() == 1 {
        let at = titles.len() - 1;
        let like = |r: &&&Vec<Slot>| {
            r.len() == at + 1 && guess::number(r[0].effective()) && !r[at].effective().trim().is_empty()
        };
        if sample.iter().filter(like).count() * 3 >= sample.len().max(2) * 2 {
            for i in (1..=at).rev() {
                titles[i].1 = std::mem::take(&mut titles[i - 1].1);
            }
        }
        return;
    }
    let wider = sample.iter().filter(|r| r.iter().filter(|s| !s.below || !s.above.is_empty()).count() > titles.len());
    let numbered = wider.filter(|r| r.first().is_some_and(|s| guess::number(s.effective()))).count();
    if sample.len() >= 2 && numbered * 3 >= sample.len() * 2 {
        for (start, _) in titles.iter_mut() {
            *start += 1;
        }
        titles.insert(0, (0, vec![String::new()]));
    }
}

pub(crate) fn filled(row: &[Slot]) -> usize {
    row.iter().filter(|s| !s.below && !s.text.trim().is_empty()).count()
}

fn is_header_row(row: &[Slot]) -> bool {
    let own: Vec<&Slot> = row.iter().filter(|s| !s.below && !s.text.trim().is_empty()).collect();
    if own.len() < 2 || own.iter().any(|s| s.text.chars().count() > 120) || is_numbering(row) {
        return false;
    }
    let first = own[0].text.trim();
    if number::parse(first).is_some_and(|n| !matches!(n, Number::Upper(_) | Number::Lower(_))) {
        return false;
    }
    let roles: Vec<(Role, usize)> = own.iter().filter_map(|s| title_role(&s.text)).filter(|(_, c)| *c >= 38).collect();
    let mut distinct: Vec<Role> = Vec::new();
    for (role, _) in &roles {
        if !distinct.contains(role) {
            distinct.push(*role);
        }
    }
    let numbered = matches!(title_role(first), Some((Role::No, c)) if c >= 60);
    if numbered && own.len() >= 3 && !distinct.is_empty() {
        return true;
    }
    // The middle of a sentence heads nothing.
    let torn = own.iter().filter(|s| s.text.trim_start().starts_with(char::is_lowercase)).count();
    if torn * 2 >= own.len() {
        return false;
    }
    let anchored = distinct.iter().any(|r| matches!(r, Role::No | Role::Name));
    roles.len() * 2 >= own.len() && ((anchored && distinct.len() >= 2) || distinct.len() >= 3)
}

/// A second or third level: sub-titles under a title that spans them.
fn is_sub_header(top: &[Slot], row: &[Slot]) -> bool {
    let own: Vec<&Slot> = row.iter().filter(|s| !s.below && !s.text.trim().is_empty()).collect();
    if own.is_empty() || is_numbering(row) || own.len() > top.len().max(table::width(top)) {
        return false;
    }
    let below = row.iter().any(|s| s.below);
    let leading = row.first().is_some_and(|s| !s.below && s.text.trim().is_empty());
    let short = row.len() < top.len();
    if !(below || leading || short) || (own.len() < 2 && !below) {
        return false;
    }
    // A title merged downwards reaches only over further levels of the header.
    if row.iter().any(|s| s.below && !s.above.trim().is_empty()) && own.iter().all(|s| s.text.chars().count() <= 80) {
        return true;
    }
    let fits = own
        .iter()
        .filter(|s| {
            s.text.chars().count() <= 60
                && !guess::unit(&s.text)
                && (title_role(&s.text).is_some_and(|(_, c)| c >= 38) || is_period(&s.text) || is_under_title(&s.text))
        })
        .count();
    fits * 5 >= own.len() * 4
}

/// What stands under a title that spans several columns and means nothing without it.
fn is_under_title(text: &str) -> bool {
    const WORDS: [&str; 26] = [
        "ke hoach",
        "ke hoach giao",
        "thuc hien",
        "uoc thuc hien",
        "uoc th",
        "th",
        "kh",
        "giao",
        "tinh giao",
        "trung uong giao",
        "so luong",
        "ty le",
        "gia tri",
        "muc tieu",
        "tong so",
        "trong do",
        "nstw",
        "nsdp",
        "ngan sach trung uong",
        "ngan sach dia phuong",
        "ngan sach tinh",
        "nguon khac",
        "xa hoi hoa",
        "ca nam",
        "toan tinh",
        "dat",
    ];
    WORDS.contains(&super::plain::fold_words(text).as_str())
}

fn is_period(text: &str) -> bool {
    let folded = fold(text);
    folded.chars().count() <= 20 && (folded.starts_with("quy ") || folded.starts_with("thang ") || year(text).is_some())
}

/// `(1) (2) (3)`, `A B 1 2`, `1 2 3=1+2`.
pub(crate) fn is_numbering(row: &[Slot]) -> bool {
    let own: Vec<String> =
        row.iter().filter(|s| !s.below).map(|s| fold(&s.text)).filter(|t| !t.trim().is_empty()).collect();
    if own.len() < 3 {
        return false;
    }
    let plain = |t: &String| t.trim_matches(|c: char| "()[] .".contains(c)).to_owned();
    let short = own.iter().all(|t| {
        let t = plain(t);
        t.split('=').next().is_some_and(|t| t.len() <= 2)
            && t.chars().all(|c| c.is_ascii_alphanumeric() || "=+-/*x ".contains(c))
    });
    let first = plain(&own[0]);
    let second = plain(&own[1]);
    let steps = [("1", "2"), ("a", "b"), ("a", "1"), ("i", "ii")];
    short && steps.iter().any(|(a, b)| first == *a && second == *b)
}

/// The titles of each column: top to bottom, with its grid column.
fn titles(levels: &[Vec<Slot>], sample: &[&Vec<Slot>]) -> Vec<(usize, Vec<String>)> {
    if let Some(spread) = spread(levels, sample).or_else(|| closed_up(levels)) {
        return spread;
    }
    let mut starts: Vec<usize> = levels.iter().flatten().map(|s| s.start).collect();
    let grid = levels.iter().map(|l| table::width(l)).max().unwrap_or(0);
    // A title over two columns that the rows below keep apart.
    let modal = modal_row(sample, grid);
    if let Some(row) = modal {
        let mut known = starts.clone();
        known.sort_unstable();
        known.dedup();
        if row.len() > known.len() {
            starts.extend(row.iter().map(|s| s.start));
        }
    }
    starts.sort_unstable();
    starts.dedup();
    let mut out: Vec<(usize, Vec<String>)> = Vec::new();
    for start in starts {
        let mut texts = Vec::new();
        for (i, level) in levels.iter().enumerate() {
            let slot = level.iter().find(|s| s.start <= start && start < s.start + s.span);
            let mut text = slot.map_or("", |s| if s.below { "" } else { s.text.as_str() }).to_owned();
            let under = levels[i + 1..].iter().any(|l| own_text(l, start).is_some());
            if text.is_empty() && slot.is_none_or(|s| !s.below) && under {
                text = parent(level, &levels[i + 1..], start).unwrap_or_default();
            }
            texts.push(text);
        }
        out.push((start, texts));
    }
    out
}

fn own_text(level: &[Slot], start: usize) -> Option<&str> {
    let slot = level.iter().find(|s| s.start == start && !s.below)?;
    (!slot.text.trim().is_empty()).then_some(slot.text.as_str())
}

/// In a flat table a title stands once, over the first of the columns it spans.
fn parent(level: &[Slot], below: &[Vec<Slot>], start: usize) -> Option<String> {
    let left = level.iter().rev().find(|s| s.start < start && !s.text.trim().is_empty())?;
    let itself = below.iter().any(|l| own_text(l, left.start).is_some());
    itself.then(|| left.text.clone())
}

/// A flat second level printed without leading blanks: `2026⇥2027⇥2030` under seven columns.
fn spread(levels: &[Vec<Slot>], sample: &[&Vec<Slot>]) -> Option<Vec<(usize, Vec<String>)>> {
    let [top, sub] = levels else { return None };
    let flat = |row: &[Slot]| row.iter().all(|s| s.span == 1 && !s.below);
    if !flat(top) || !flat(sub) || sub.first().is_none_or(|s| s.text.trim().is_empty()) || sub.len() >= top.len() {
        return None;
    }
    let sub: Vec<&Slot> = sub.iter().filter(|s| !s.text.trim().is_empty()).collect();
    let top: Vec<&Slot> = top.iter().collect();
    let modal = modal_width(sample)?;
    let widest = sample.iter().map(|r| r.len()).max()?;
    let filled: Vec<&&Slot> = top.iter().filter(|s| !s.text.trim().is_empty()).collect();
    // Empty cells at the ends of lines may be gone, so the widest row speaks too; rows as short as
    // the first level have lost theirs, for the second level needs its room.
    let width = filled.len() - 1 + sub.len();
    let trimmed = widest < width && widest >= filled.len();
    if modal != width && widest != width && !trimmed {
        return None;
    }
    let years = sub.iter().all(|s| year(&s.text).is_some());
    let parent = filled.iter().position(|s| match title_role(&s.text) {
        // A title with a year of its own spans nothing.
        Some((Role::Value(_) | Role::Base(_), _)) => years && year(&s.text).is_none(),
        Some((Role::Lead | Role::Both, _)) => !years,
        Some((Role::Deadline, _)) => sub.iter().any(|s| fold(&s.text).contains("ket thuc")),
        _ => false,
    })?;
    let mut out = Vec::new();
    for (i, slot) in filled.iter().enumerate() {
        if i == parent {
            for s in &sub {
                out.push((out.len(), vec![slot.text.clone(), s.text.clone()]));
            }
        } else {
            out.push((out.len(), vec![slot.text.clone()]));
        }
    }
    Some(out)
}

/// A flat second level that keeps its place while the first level has closed up:
/// `TT⇥Chỉ tiêu⇥Mục tiêu⇥Chủ trì` over `⇥⇥2026⇥2027⇥`.
fn closed_up(levels: &[Vec<Slot>]) -> Option<Vec<(usize, Vec<String>)>> {
    let [top, sub] = levels else { return None };
    let blank = |s: &Slot| s.text.trim().is_empty();
    let flat = top.iter().chain(sub).all(|s| s.span == 1 && !s.below);
    if !flat || sub.len() <= top.len() || top.iter().any(blank) {
        return None;
    }
    let first = sub.iter().position(|s| !blank(s))?;
    let last = sub.iter().rposition(|s| !blank(s))?;
    let after = sub.len() - 1 - last;
    let subs = &sub[first..=last];
    let parents = top.len().checked_sub(first + after).filter(|p| *p > 0 && subs.len() % p == 0)?;
    let each = subs.len() / parents;
    let mut out = Vec::new();
    for (i, slot) in top.iter().enumerate() {
        if i < first || i >= first + parents {
            out.push((out.len(), vec![slot.text.clone()]));
        } else {
            for s in &subs[(i - first) * each..(i - first + 1) * each] {
                out.push((out.len(), vec![slot.text.clone(), s.text.clone()]));
            }
        }
    }
    Some(out)
}

pub(crate) fn modal_width(sample: &[&Vec<Slot>]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in sample {
        *counts.entry(row.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(width, _)| width)
}

fn modal_row<'a>(sample: &[&'a Vec<Slot>], grid: usize) -> Option<&'a Vec<Slot>> {
    let width = modal_width(sample)?;
    sample.iter().copied().find(|r| r.len() == width && table::width(r) == grid)
}
