//! What a list is narrowed to, and the search that ignores accents and case.
use kernel::{Day, DocumentId, UnitId, text};
use memchr::memmem::Finder;

use crate::{
    board::{Among, Board, Eyes, Sift, Subset, Task, TaskNow, Version, View, Visible},
    clarity::Clarity,
    state::{DayNo, Due, State},
};

/// What part a unit has in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It leads (*chủ trì*).
    Lead,
    /// It helps (*phối hợp*).
    Coordinating,
}
impl Role {
    /// As stored and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Coordinating => "coordinating",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Lead, Self::Coordinating].into_iter().find(|r| r.word() == word)
    }
}

/// What a list is narrowed to; all conditions must hold, and an empty one always does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any of these states.
    pub states: Vec<State>,
    /// This unit has a part in it; where it leads, the state is that of its own line.
    pub unit: Option<UnitId>,
    /// The part it has.
    pub role: Option<Role>,
    /// Given by this document.
    pub document: Option<DocumentId>,
    /// In this section (its number as printed).
    pub section: Option<String>,
    /// Last day on or after this one.
    pub due_from: Option<Day>,
    /// Last day on or before this one.
    pub due_to: Option<Day>,
    /// Deadlines of any of these kinds (`month`, `recurring`…).
    pub kinds: Vec<String>,
    /// Every one of these words is in its number, name, product or lead units.
    pub text: String,
    /// A line waits for confirmation.
    pub awaiting: bool,
    /// Any of these is not clear.
    pub unclear: Vec<Clarity>,
}
impl Filter {
    /// The lines that a unit itself has to answer for: "my work".
    #[must_use]
    pub fn mine(unit: UnitId) -> Self {
        Self { unit: Some(unit), role: Some(Role::Lead), ..Self::default() }
    }
}

/// The words searched for, longest first: it lets the fewest pass.
struct Words(Vec<Word>);
struct Word {
    printed: Finder<'static>,
    /// Without punctuation, where that is something else: `dinh-ky` is found as `dinh ky`.
    bare: Option<Finder<'static>>,
}
impl Words {
    fn of(text: &str) -> Self {
        let folded = text::fold(text);
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        let word = |w: &str| {
            let bare = text::fold_words(w);
            let bare = (bare != w && !bare.is_empty()).then(|| Finder::new(bare.as_bytes()).into_owned());
            Word { printed: Finder::new(w.as_bytes()).into_owned(), bare }
        };
        Self(words.into_iter().map(word).collect())
    }
    fn are_in(&self, text: &str) -> bool {
        let text = text.as_bytes();
        self.0.iter().all(|w| w.printed.find(text).is_some() || w.bare.as_ref().is_some_and(|b| b.find(text).is_some()))
    }
}

/// The last days asked for, both ends included; open where nothing is asked.
#[derive(Clone, Copy)]
struct Days {
    from: Option<DayNo>,
    to: Option<DayNo>,
}
impl Days {
    fn hold(self, due: impl FnOnce() -> Due) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let due = due().on;
        self.from.is_none_or(|from| due.is_some_and(|d| d >= from))
            && self.to.is_none_or(|to| due.is_some_and(|d| d <= to))
    }
}

/// A filter in the board's own numbers.
struct Sieve<'f> {
    filter: &'f Filter,
    /// Outer `None`: any unit; inner `None`: a unit that the board has never met.
    unit: Option<Option<u16>>,
    document: Option<Option<u32>>,
    days: Days,
    words: Words,
}

impl Sieve<'_> {
    fn lets_pass(&self, document: u32, version: &Version) -> bool {
        let text = &version.text;
        self.document.is_none_or(|d| d == Some(document))
            && self.filter.section.as_deref().is_none_or(|s| s == &*text.section_no)
            && (self.filter.kinds.is_empty() || self.filter.kinds.iter().any(|k| **k == *text.deadline_kind))
            && (self.words.0.is_empty() || self.words.are_in(&text.search))
    }
}
impl Sift for Sieve<'_> {
    fn early(&self, now: &TaskNow) -> bool {
        now.shifted || self.days.hold(|| now.due)
    }
    fn pick<'a>(&self, task: &Task, version: &Version, seen: Subset<'a>) -> Option<Subset<'a>> {
        if !self.lets_pass(task.document, version) {
            return None;
        }
        let Some(unit) = self.unit else {
            // A role without a unit asks nothing.
            return Some(seen);
        };
        let unit = unit?;
        let leads = self.filter.role != Some(Role::Coordinating) && version.is_led_by(unit) && seen.holds(unit);
        if leads {
            return Some(Subset::One(unit));
        }
        let helps = self.filter.role != Some(Role::Lead) && version.is_coordinated_by(unit);
        helps.then_some(seen)
    }
}

impl Board {
    /// Every task that the eyes see and the filter lets pass, in the board's order.
    pub(crate) fn hits<'a>(
        &'a self,
        eyes: &'a Eyes,
        filter: &'a Filter,
        view: View,
    ) -> impl Iterator<Item = Visible<'a>> {
        let days = Days { from: filter.due_from.map(Day::number), to: filter.due_to.map(Day::number) };
        let unit = filter.unit.map(|u| self.units().number(u));
        let document = filter.document.map(|d| self.document_index(d));
        let sieve = Sieve { filter, unit, document, days, words: Words::of(&filter.text) };
        let among = match (unit.flatten(), filter.role) {
            (None, _) => Among::All,
            (Some(unit), Some(Role::Lead)) => Among::LedBy(unit),
            (Some(unit), _) => Among::Of(unit),
        };
        self.visible(eyes, among, sieve, view).filter(move |hit| {
            let unclear = || filter.unclear.iter().any(|c| !hit.task.is_clear(*c, hit.version, view));
            (filter.states.is_empty() || filter.states.contains(&hit.state))
                && (!filter.awaiting || hit.awaiting > 0)
                && days.hold(|| hit.due(view))
                && (filter.unclear.is_empty() || unclear())
        })
    }
}
