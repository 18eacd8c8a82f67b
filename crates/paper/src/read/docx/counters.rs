//! The numbers that Word counts by itself.
use std::collections::HashMap;

use super::parts::{Level, Numbering, Styles};
use crate::read::number::to_roman;

/// Where each list stands.
#[derive(Clone, Default)]
pub(super) struct Counters(HashMap<String, [i64; 9]>);

impl Counters {
    /// The automatic number of the next paragraph of a list, as Word would print it.
    pub(super) fn next(&mut self, numbering: &Numbering, styles: &Styles, id: &str, level: usize) -> Option<String> {
        let (of, starts) = numbering.lists.get(id)?;
        let of = linked(numbering, styles, of);
        let levels = numbering.levels.get(of)?;
        let shape = levels.get(level)?;
        if shape.format == "none" {
            return None;
        }
        if shape.format == "bullet" {
            return Some("-".to_owned());
        }
        let key = if starts.is_empty() { of.to_owned() } else { format!("{of}#{id}") };
        let start = |l: usize| starts.get(&l).copied().unwrap_or_else(|| levels.get(l).map_or(1, |s| s.start));
        let counters = self.0.entry(key).or_insert_with(|| std::array::from_fn(|l| start(l) - 1));
        for (l, counter) in counters.iter_mut().enumerate() {
            match l.cmp(&level) {
                std::cmp::Ordering::Less if *counter < start(l) => *counter = start(l),
                std::cmp::Ordering::Equal => *counter += 1,
                std::cmp::Ordering::Greater => *counter = start(l) - 1,
                std::cmp::Ordering::Less => {}
            }
        }
        let out = text(shape, levels, counters);
        (!out.trim().is_empty()).then_some(out)
    }
}

/// A list without levels of its own is that of a style.
fn linked<'a>(numbering: &'a Numbering, styles: &'a Styles, of: &'a str) -> &'a str {
    if numbering.levels.get(of).is_some_and(|l| !l.is_empty()) {
        return of;
    }
    let style = numbering.links.get(of).and_then(|style| styles.by_id.get(style));
    let list = style.and_then(|s| s.number.as_ref()).and_then(|(id, _)| numbering.lists.get(id));
    list.map_or(of, |(of, _)| of.as_str())
}

fn text(shape: &Level, levels: &[Level], counters: &[i64; 9]) -> String {
    let mut out = shape.text.clone();
    for (l, counter) in counters.iter().enumerate() {
        let format = levels.get(l).map_or("decimal", |s| s.format.as_str());
        let format = if shape.legal { "decimal" } else { format };
        out = out.replace(&format!("%{}", l + 1), &formatted(*counter, format));
    }
    out
}

fn formatted(n: i64, format: &str) -> String {
    let small = u32::try_from(n).unwrap_or(0);
    let letter = |base: u8| {
        let n = u8::try_from(small.saturating_sub(1) % 26).unwrap_or(0);
        char::from(base + n).to_string()
    };
    match format {
        "upperRoman" => to_roman(small).to_uppercase(),
        "lowerRoman" => to_roman(small),
        "upperLetter" => letter(b'A'),
        "lowerLetter" => letter(b'a'),
        "decimalZero" => format!("{n:02}"),
        _ => n.to_string(),
    }
}
