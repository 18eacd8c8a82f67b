//! Dates inside a text: days, months, quarters, halves, years and spans of them.
use kernel::Day;

use super::DeadlineKind;
use crate::read::number::roman;

/// A date found in a text.
pub(super) struct Found {
    pub(super) kind: DeadlineKind,
    pub(super) due: Option<Day>,
    /// Its year is printed.
    pub(super) complete: bool,
    pub(super) at: usize,
}

/// A piece of a printed date.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(i64, usize),
    Word(String),
    Mark(char),
}

pub(super) fn tokens(folded: &str) -> Vec<(usize, Token)> {
    let chars: Vec<(usize, char)> = folded.char_indices().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = chars[i];
        let mut j = i + 1;
        if is_digit(&chars, i) {
            while j < chars.len() && is_digit(&chars, j) {
                j += 1;
            }
            let digits: String = chars[i..j].iter().map(|(_, c)| if *c == 'o' { '0' } else { *c }).collect();
            out.push((at, Token::Number(digits.parse().unwrap_or(i64::MAX), digits.len())));
        } else if c.is_alphabetic() || c == '|' {
            while j < chars.len() && (chars[j].1.is_alphabetic() || chars[j].1 == '|') {
                j += 1;
            }
            out.push((at, Token::Word(chars[i..j].iter().map(|(_, c)| c).collect())));
        } else if !c.is_whitespace() {
            let c = if matches!(c, '–' | '—' | '−' | '‐' | '‑') { '-' } else { c };
            out.push((at, Token::Mark(c)));
        }
        i = j;
    }
    out
}

/// A digit, or the letter `o` beside one (a recognition error for zero).
fn is_digit(chars: &[(usize, char)], i: usize) -> bool {
    let c = chars[i].1;
    if c.is_ascii_digit() {
        return true;
    }
    let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|(_, c)| c.is_ascii_digit());
    c == 'o' && digit(Some(i + 1)) && (i == 0 || !chars[i - 1].1.is_alphabetic())
}

struct Scan<'a> {
    tokens: &'a [(usize, Token)],
    year: Option<i16>,
}

impl Scan<'_> {
    fn number(&self, i: usize) -> Option<(i64, usize)> {
        match self.tokens.get(i) {
            Some((_, Token::Number(n, len))) => Some((*n, *len)),
            _ => None,
        }
    }
    fn small(&self, i: usize) -> Option<i64> {
        self.number(i).filter(|(_, len)| *len <= 2).map(|(n, _)| n)
    }
    fn full_year(&self, i: usize) -> Option<i16> {
        self.number(i).filter(|(n, len)| *len == 4 && (1990..2100).contains(n)).and_then(|(n, _)| i16::try_from(n).ok())
    }
    fn word(&self, i: usize, word: &str) -> bool {
        matches!(self.tokens.get(i), Some((_, Token::Word(w))) if w == word)
    }
    fn mark(&self, i: usize, marks: &str) -> bool {
        matches!(self.tokens.get(i), Some((_, Token::Mark(m))) if marks.contains(*m))
    }
    /// A year after `/`, `.`, `-`, `,` and/or `năm`; the index behind it.
    fn year_after(&self, mut i: usize) -> Option<(i16, usize)> {
        if self.mark(i, "/.-,(") {
            i += 1;
        }
        if self.word(i, "nam") {
            i += 1;
        }
        self.full_year(i).map(|y| (y, i + 1))
    }
    fn quarter(&self, i: usize) -> Option<i8> {
        match self.tokens.get(i) {
            Some((_, Token::Number(n, 1 | 2))) if (1..=4).contains(n) => i8::try_from(*n).ok(),
            Some((_, Token::Word(w))) => roman(&w.replace(['l', '|'], "i")).and_then(|n| i8::try_from(n).ok()),
            _ => None,
        }
    }
}

/// Every date of a folded text; `year` is the plan's, for those printed without one.
pub(super) fn dates(folded: &str, year: Option<i16>) -> Vec<Found> {
    let tokens = tokens(folded);
    let scan = Scan { tokens: &tokens, year };
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let found = half(&scan, i)
            .or_else(|| quarter(&scan, i))
            .or_else(|| iso(&scan, i))
            .or_else(|| day(&scan, i))
            .or_else(|| month(&scan, i))
            .or_else(|| years(&scan, i));
        match found {
            Some((kind, due, complete, next)) => {
                out.push(Found { kind, due, complete, at: tokens[i].0 });
                i = next.max(i + 1);
            }
            None => i += 1,
        }
    }
    out
}

type Hit = (DeadlineKind, Option<Day>, bool, usize);

fn civil(year: i16, month: i64, day: i64) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}
fn month_end(year: i16, month: i64) -> Option<Day> {
    Day::month_end(year, i8::try_from(month).ok()?)
}

/// `6 tháng đầu năm 2026`, `6 tháng cuối năm`, `9 tháng đầu năm 2026`.
fn half(s: &Scan<'_>, i: usize) -> Option<Hit> {
    let months = s.small(i)?;
    if !s.word(i + 1, "thang") || !matches!(months, 3 | 6 | 9) {
        return None;
    }
    let month = if s.word(i + 2, "dau") {
        months
    } else if s.word(i + 2, "cuoi") {
        12
    } else {
        return None;
    };
    let (year, complete, next) = with_year(s, i + 3)?;
    Some((DeadlineKind::Month, month_end(year, month), complete, next))
}

fn with_year(s: &Scan<'_>, i: usize) -> Option<(i16, bool, usize)> {
    match s.year_after(i) {
        Some((year, next)) => Some((year, true, next)),
        None => s.year.map(|y| (y, false, i)),
    }
}

/// `Quý III/2026`, `Quý 3 năm 2026`, `Quý III - IV/2026`, `Q3/2026`.
fn quarter(s: &Scan<'_>, i: usize) -> Option<Hit> {
    if !(s.word(i, "quy") || s.word(i, "q")) {
        return None;
    }
    let mut last = s.quarter(i + 1)?;
    let mut j = i + 2;
    while s.mark(j, "-,;&+") || s.word(j, "va") || s.word(j, "den") {
        let k = if s.word(j + 1, "quy") { j + 2 } else { j + 1 };
        let Some(q) = s.quarter(k) else { break };
        // "Quý IV - 2026" names a year, not a further quarter.
        last = q;
        j = k + 1;
    }
    let (year, complete, next) = with_year(s, j)?;
    Some((DeadlineKind::Quarter, Day::quarter_end(year, last), complete, next))
}

/// `2026-04-25`.
fn iso(s: &Scan<'_>, i: usize) -> Option<Hit> {
    let year = s.full_year(i)?;
    if !(s.mark(i + 1, "-/") && s.mark(i + 3, "-/")) {
        return None;
    }
    let (month, day) = (s.small(i + 2)?, s.small(i + 4)?);
    Some((DeadlineKind::Day, civil(year, month, day), true, i + 5))
}

/// `25/4/2026`, `ngày 25 tháng 4 năm 2026`, `trước 25/4`.
fn day(s: &Scan<'_>, i: usize) -> Option<Hit> {
    let named = s.word(i, "ngay");
    let at = if named { i + 1 } else { i };
    let day = s.small(at)?;
    if s.word(at + 1, "thang") {
        let month = s.small(at + 2)?;
        let (year, complete, next) = with_year(s, at + 3)?;
        // "6 tháng 12 …" without "ngày" is no date of its own unless a year follows.
        return (named || complete).then(|| (DeadlineKind::Day, civil(year, month, day), complete, next));
    }
    if !s.mark(at + 1, "/.-") {
        return None;
    }
    let month = s.small(at + 2)?;
    if s.mark(at + 3, "/.-") {
        if let Some(year) = s.full_year(at + 4) {
            return Some((DeadlineKind::Day, civil(year, month, day), true, at + 5));
        }
        if let Some((short, 2)) = s.number(at + 4) {
            let year = i16::try_from(2000 + short).ok()?;
            return Some((DeadlineKind::Day, civil(year, month, day), true, at + 5));
        }
    }
    if let Some((year, next)) = s.word(at + 3, "nam").then(|| s.year_after(at + 3)).flatten() {
        return Some((DeadlineKind::Day, civil(year, month, day), true, next));
    }
    // Day and month alone: only a slash makes it a date; "6-9" is a span of something.
    if !s.mark(at + 1, "/") {
        return None;
    }
    if (24..=60).contains(&month) && day <= 12 && !named {
        let year = i16::try_from(2000 + month).ok()?;
        return Some((DeadlineKind::Month, month_end(year, day), true, at + 3));
    }
    let year = s.year?;
    Some((DeadlineKind::Day, civil(year, month, day), false, at + 3))
}

/// `6/2026`, `Tháng 5/2026`, `tháng 3, 4 và 5 năm 2026`, `T6/2026`.
fn month(s: &Scan<'_>, i: usize) -> Option<Hit> {
    let named = s.word(i, "thang") || s.word(i, "t");
    if named {
        let mut last = s.small(i + 1)?;
        let mut j = i + 2;
        while s.mark(j, "-,;&") || s.word(j, "va") || s.word(j, "den") {
            let k = if s.word(j + 1, "thang") || s.word(j + 1, "t") { j + 2 } else { j + 1 };
            let Some(month) = s.small(k) else { break };
            last = month;
            j = k + 1;
        }
        let (year, complete, next) = with_year(s, j)?;
        return Some((DeadlineKind::Month, month_end(year, last), complete, next));
    }
    let month = s.small(i)?;
    if !s.mark(i + 1, "/.-") {
        return None;
    }
    let year = s.full_year(i + 2)?;
    Some((DeadlineKind::Month, month_end(year, month), true, i + 3))
}

/// `Năm 2026`, `2026`, `2026 - 2030`.
fn years(s: &Scan<'_>, i: usize) -> Option<Hit> {
    let year = s.full_year(i)?;
    let mut last = year;
    let mut j = i + 1;
    while s.mark(j, "-,;&/") || s.word(j, "va") || s.word(j, "den") {
        let mut k = j + 1;
        while s.word(k, "nam") || s.word(k, "den") || s.word(k, "het") {
            k += 1;
        }
        let Some(next) = s.full_year(k) else { break };
        // "2026 - 6/2027": the month after is a date of its own.
        last = last.max(next);
        j = k + 1;
    }
    let kind = if last == year && j == i + 1 { DeadlineKind::Year } else { DeadlineKind::Years };
    Some((kind, Day::year_end(last), true, j))
}
