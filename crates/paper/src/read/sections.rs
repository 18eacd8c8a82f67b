//! Which section a row stands in, as sections open below and beside each other.
use super::{
    number::{self, Number},
    rows::Section,
};

/// The sections a row stands in, outermost first.
#[derive(Default)]
pub(crate) struct Sections {
    stack: Vec<(Option<Number>, Section, usize)>,
    count: usize,
    last: Option<Number>,
}

impl Sections {
    /// A section begins.
    pub(crate) fn open(&mut self, section: Section) {
        let number = section.no.as_deref().and_then(number::parse);
        self.count += 1;
        self.last = None;
        match &number {
            Some(n) => self.stack.retain(|(m, ..)| m.as_ref().is_some_and(|m| level(m) < level(n))),
            None => self.stack.clear(),
        }
        self.stack.push((number, section, self.count));
    }

    /// The section of an item. `2` after the parts a) and b) of `1` is no part of `1`.
    pub(crate) fn item(&mut self, number: Option<Number>) -> (usize, Option<Section>) {
        if let (Some(Number::Plain(n)), Some((Some(Number::Plain(m)), ..))) = (&number, self.stack.last()) {
            let sibling = n.len() == m.len() && n[..n.len() - 1] == m[..m.len() - 1] && n.last() > m.last();
            let goes_on = matches!(&self.last, Some(Number::Plain(last)) if last.len() == n.len());
            if sibling && !goes_on && self.last.is_some() {
                self.stack.pop();
            }
        }
        if number.is_some() {
            self.last = number;
        }
        match self.stack.last() {
            Some((_, section, count)) => (*count, Some(section.clone())),
            None => (0, None),
        }
    }
}

/// How deep a section of this number stands.
pub(crate) fn level(number: &Number) -> usize {
    match number {
        Number::Upper(_) => 0,
        Number::Roman(_) => 1,
        Number::Plain(parts) => 1 + parts.len(),
        Number::Mixed(_, parts) => 1 + parts.len(),
        Number::Lower(_) => 9,
    }
}
