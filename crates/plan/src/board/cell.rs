//! A task with all its versions and lines, and what it is on a day.
use std::sync::Arc;

use kernel::{LineId, TaskId};

use crate::{
    clarity::Field,
    deadline::{Printed, Shift, printed_since, winner},
    state::{DayNo, Due, Fact, Gather, Standing, State, line_state},
};

/// A day and a state of knowledge, in the board's own numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) day: DayNo,
    pub(crate) known: i64,
}
impl From<super::Asked> for View {
    fn from(asked: super::Asked) -> Self {
        Self { day: asked.day.number(), known: asked.known_seq }
    }
}
impl View {
    pub(crate) fn sees(self, day: DayNo, seq: i64) -> bool {
        day <= self.day && seq <= self.known
    }
}

/// What a version prints. Texts that many tasks share are shared.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) section_no: Arc<str>,
    pub(crate) section_title: Arc<str>,
    pub(crate) no: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) product: Arc<str>,
    pub(crate) deadline_text: Arc<str>,
    pub(crate) deadline_kind: Arc<str>,
    pub(crate) lead_text: Arc<str>,
    pub(crate) lead_folded: Arc<str>,
    pub(crate) coordinating_text: Arc<str>,
    pub(crate) responsible_text: Arc<str>,
    pub(crate) authority_text: Arc<str>,
    pub(crate) source_documents_text: Arc<str>,
    /// Number, name, product and lead, folded.
    pub(crate) search: Box<str>,
}

impl Text {
    /// What it prints for a field that can be completed.
    pub(crate) fn of(&self, field: Field) -> &str {
        match field {
            Field::Person => &self.responsible_text,
            Field::Authority => &self.authority_text,
            Field::Product => &self.product,
            // A day and a rhythm are no printed text: what completes them is looked up beside it.
            Field::Deadline | Field::Rhythm => "",
        }
    }
}

/// A task as an edition of its document states it.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) version: i64,
    pub(crate) from_day: DayNo,
    pub(crate) seq: i64,
    pub(crate) withdrawn: bool,
    pub(crate) due: Due,
    /// Sorted.
    pub(crate) leads: Arc<[u16]>,
    /// Sorted.
    pub(crate) coordinating: Arc<[u16]>,
    pub(crate) text: Arc<Text>,
}
impl Version {
    pub(crate) fn is_led_by(&self, unit: u16) -> bool {
        self.leads.binary_search(&unit).is_ok()
    }
    pub(crate) fn is_coordinated_by(&self, unit: u16) -> bool {
        self.coordinating.binary_search(&unit).is_ok()
    }
}

/// One unit's line on a task.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) id: LineId,
    pub(crate) unit: u16,
    pub(crate) last_mark: i64,
    /// The line of a unit that is no more, whose work this one goes on with.
    pub(crate) continues: Option<LineId>,
    /// The last day of the newest period it has checked in for, as known now.
    pub(crate) checked: DayNo,
    /// Day and event of the first report.
    pub(crate) begun: Option<(DayNo, i64)>,
    /// Where it stands after all its marks; saves most readers from looking at them.
    latest: Standing,
    /// Decisive marks, oldest first.
    facts: Vec<Fact>,
}
impl Line {
    pub(crate) fn new(id: LineId, unit: u16) -> Self {
        Self {
            id,
            unit,
            last_mark: 0,
            continues: None,
            checked: DayNo::MIN,
            begun: None,
            latest: Standing::Open,
            facts: Vec::new(),
        }
    }
    pub(crate) fn add(&mut self, fact: Fact) {
        if self.facts.last().is_some_and(|f| f.seq >= fact.seq) {
            return;
        }
        if fact.kind.begins() && self.begun.is_none() {
            self.begun = Some((fact.day, fact.seq));
        }
        self.latest = self.latest.after(fact.kind, fact.day, fact.done_on);
        self.facts.reserve_exact(1);
        self.facts.push(fact);
    }
    /// What its predecessor's marks said is where this one begins.
    pub(crate) fn take_over(&mut self, from: &Self) {
        let own = std::mem::take(&mut self.facts);
        let is_new = |f: &&Fact| !own.iter().any(|o| o.seq == f.seq);
        self.facts = from.facts.iter().filter(is_new).copied().collect();
        self.facts.extend(own);
        self.latest = Standing::of(&self.facts);
        self.begun = from.begun.or(self.begun);
        self.checked = self.checked.max(from.checked);
    }
    pub(crate) fn standing(&self, view: View) -> Standing {
        match self.facts.last() {
            Some(last) if !view.sees(last.day, last.seq) => {
                Standing::of(self.facts.iter().filter(|f| view.sees(f.day, f.seq)))
            }
            _ => self.latest,
        }
    }
    /// The newest decisive mark, as known now.
    pub(crate) fn last_fact(&self) -> Option<&Fact> {
        self.facts.last()
    }
    /// Where it stands, and the day of the mark by which it came to stand so.
    pub(crate) fn standing_since(&self, view: View) -> (Standing, Option<DayNo>) {
        let last = self.facts.iter().rfind(|f| view.sees(f.day, f.seq));
        (self.standing(view), last.map(|f| f.day))
    }
    pub(crate) fn has_begun(&self, view: View) -> bool {
        self.begun.is_some_and(|(day, seq)| view.sees(day, seq))
    }
}

/// What was completed where a document prints nothing: kept beside it, never over it.
#[derive(Clone, Debug)]
pub(crate) struct Completed {
    pub(crate) field: Field,
    pub(crate) since: (DayNo, i64),
    pub(crate) value: Arc<str>,
}

/// A task with all its history.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) id: TaskId,
    /// Index of its document.
    pub(crate) document: u32,
    pub(crate) ordinal: u32,
    /// The event that last changed it.
    pub(crate) changed: i64,
    /// Oldest first.
    pub(crate) versions: Vec<Version>,
    /// Extensions and days set later; few tasks have any.
    pub(crate) shifts: Vec<Shift<u16>>,
    /// Fields completed later.
    pub(crate) completed: Vec<Completed>,
    /// By unit.
    pub(crate) lines: Vec<Line>,
}
impl Task {
    /// The version in force; `None` before the first and after a withdrawal.
    pub(crate) fn version(&self, view: View) -> Option<&Version> {
        self.version_at(view).map(|(_, version)| version)
    }
    /// The same with its place among the versions.
    pub(crate) fn version_at(&self, view: View) -> Option<(usize, &Version)> {
        let mut known = self.versions.iter().enumerate();
        known.rfind(|(_, v)| view.sees(v.from_day, v.seq)).filter(|(_, v)| !v.withdrawn)
    }
    /// The lines of the units that lead this version. Lines of units that led another version stay
    /// in the history and count for the days of that version only.
    pub(crate) fn lines_of<'a>(&'a self, version: &'a Version) -> impl Iterator<Item = &'a Line> {
        let mut leads = version.leads.iter().peekable();
        self.lines.iter().filter(move |line| {
            while leads.next_if(|unit| **unit < line.unit).is_some() {}
            leads.peek() == Some(&&line.unit)
        })
    }
    /// The later word on the deadline that counts for a unit's line, if one does.
    pub(crate) fn shift(&self, version: &Version, unit: Option<u16>, view: View) -> Option<&Shift<u16>> {
        if self.shifts.is_empty() {
            return None;
        }
        let upto = self.versions.iter().filter(|v| v.version <= version.version);
        let printed = |v: &Version| Printed { since: (v.from_day, v.seq), due: v.due, withdrawn: v.withdrawn };
        let since = printed_since(upto.map(printed));
        winner(self.shifts.iter().filter(|s| view.sees(s.since.0, s.since.1)), unit.as_ref(), since)
    }
    /// When a unit's line is due; without a unit, the task as a whole.
    pub(crate) fn due(&self, version: &Version, unit: Option<u16>, view: View) -> Due {
        self.shift(version, unit, view).map_or(version.due, Shift::due)
    }
    /// The state of one of its lines.
    pub(crate) fn line_state(&self, line: &Line, version: &Version, view: View) -> State {
        line_state(line.standing(view), line.has_begun(view), self.due(version, Some(line.unit), view), view.day)
    }
    /// A field as printed, else as completed by then.
    pub(crate) fn text<'a>(&'a self, field: Field, version: &'a Version, view: View) -> &'a str {
        let printed = version.text.of(field);
        if !printed.is_empty() || self.completed.is_empty() {
            return printed;
        }
        self.said(field, view).map_or("", |c| &*c.value)
    }
    /// What was completed last for a field.
    pub(crate) fn said(&self, field: Field, view: View) -> Option<&Completed> {
        self.completed.iter().filter(|c| c.field == field && view.sees(c.since.0, c.since.1)).max_by_key(|c| c.since)
    }
    /// Its state, gathered from those of its lines that `counts` lets pass.
    pub(crate) fn gather(&self, version: &Version, view: View, counts: impl Fn(u16) -> bool) -> Gather {
        let mut gather = Gather::default();
        for line in self.lines_of(version).filter(|l| counts(l.unit)) {
            gather.add(self.line_state(line, version, view), line.has_begun(view));
        }
        gather
    }
}
