//! Counts: tasks by state, document, unit and block, targets by state, and the measures by which
//! the map colours communes. All computed from the board for any day.
use indicator::state::TargetState;
use kernel::{Block, Day, DocumentId, UnitId};
use serde_json::{Map, Value as Json, json};

use crate::{
    board::{Asked, Board, Document, Sight, View},
    list::Filter,
    state::State,
};

/// How many in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([u32; 9]);
impl Tally {
    /// One more in that state.
    pub fn add(&mut self, state: State) {
        self.0[state as usize] += 1;
    }
    /// Adds up.
    pub fn add_all(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }
    /// How many in that state.
    #[must_use]
    pub fn of(&self, state: State) -> u32 {
        self.0[state as usize]
    }
    /// How many in all.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }
    /// How many are confirmed as done.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.of(State::DoneOnTime) + self.of(State::DoneLate)
    }
    /// Of those that can be done, how many per thousand are; recurring ones, those waiting for
    /// others and those not applicable are left out. `None` when there is none.
    #[must_use]
    pub fn done_permille(&self) -> Option<u32> {
        let out = self.of(State::Recurring) + self.of(State::Waiting) + self.of(State::NotApplicable);
        permille(self.done(), self.total() - out)
    }
    /// Of those whose last day has passed or that are done, how many per thousand were in time.
    #[must_use]
    pub fn on_time_permille(&self) -> Option<u32> {
        permille(self.of(State::DoneOnTime), self.done() + self.of(State::Overdue))
    }
    fn json(&self) -> Json {
        let by_state = State::ALL.map(|s| (s.code().to_owned(), json!(self.of(s))));
        Json::Object(Map::from_iter(by_state))
    }
}
fn permille(part: u32, whole: u32) -> Option<u32> {
    (whole > 0).then(|| part * 1000 / whole)
}

/// How many targets stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TargetTally {
    /// In all.
    pub total: u32,
    /// Met, exceeded ones among them.
    pub met: u32,
    /// Exceeded.
    pub exceeded: u32,
    /// Not met, and their year is over.
    pub not_met: u32,
    /// Not over yet.
    pub running: u32,
}
impl TargetTally {
    /// One more in that state.
    pub fn add(&mut self, state: TargetState) {
        self.total += 1;
        self.met += u32::from(state.is_met());
        self.exceeded += u32::from(state == TargetState::Exceeded);
        self.not_met += u32::from(state == TargetState::NotMet);
        self.running += u32::from(state == TargetState::Running);
    }
}

/// A document's tasks by state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentTally {
    /// The document.
    pub document: Document,
    /// Its tasks.
    pub tally: Tally,
}

/// A unit's lines by state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitTally {
    /// The unit.
    pub unit: UnitId,
    /// Its lines.
    pub tally: Tally,
}

/// Where everything stands as of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The day.
    pub as_of: Day,
    /// The newest event that was known.
    pub known_seq: i64,
    /// Tasks by state.
    pub tasks: Tally,
    /// Tasks by assigning document, in order of issue.
    pub by_document: Vec<DocumentTally>,
    /// Lines that wait for confirmation.
    pub awaiting: u32,
    /// Targets.
    pub targets: TargetTally,
}

/// The JSON contract of `bazan plan status --json`.
#[must_use]
pub fn to_json(status: &Status) -> Json {
    let by_document = status.by_document.iter().map(|d| {
        json!({
            "id": d.document.id, "kind": d.document.kind, "number": d.document.number,
            "issued_on": d.document.issued_on, "title": d.document.title,
            "total": d.tally.total(), "by_state": d.tally.json(),
        })
    });
    json!({
        "as_of": status.as_of,
        "tasks": {
            "total": status.tasks.total(),
            "by_state": status.tasks.json(),
            "by_document": by_document.collect::<Vec<_>>(),
        },
        "targets": {
            "total": status.targets.total, "met": status.targets.met, "exceeded": status.targets.exceeded,
            "not_met": status.targets.not_met, "running": status.targets.running,
        },
    })
}

/// By which number the map colours units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many lines are overdue.
    Overdue,
    /// Share of lines done, per thousand.
    DoneShare,
    /// Share done in time among those done or overdue, per thousand.
    OnTimeShare,
    /// How many lines are still to be done.
    Open,
}
impl Measure {
    /// Every measure.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::DoneShare, Self::OnTimeShare, Self::Open];
    /// As in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DoneShare => "done_share",
            Self::OnTimeShare => "on_time_share",
            Self::Open => "open",
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Overdue => "plan-measure-overdue",
            Self::DoneShare => "plan-measure-done-share",
            Self::OnTimeShare => "plan-measure-on-time-share",
            Self::Open => "plan-measure-open",
        }
    }
    /// The number for a tally; `None` where there is nothing to measure.
    #[must_use]
    pub fn of(self, tally: &Tally) -> Option<u32> {
        match self {
            Self::Overdue => (tally.total() > 0).then(|| tally.of(State::Overdue)),
            Self::DoneShare => tally.done_permille(),
            Self::OnTimeShare => tally.on_time_permille(),
            Self::Open => {
                let closed = tally.done() + tally.of(State::NotApplicable);
                (tally.total() > 0).then(|| tally.total() - closed)
            }
        }
    }
    /// Is a higher number worse?
    #[must_use]
    pub fn higher_is_worse(self) -> bool {
        matches!(self, Self::Overdue | Self::Open)
    }
}

impl Board {
    /// Where everything that the reader may see and the filter lets pass stands. Targets are those
    /// of the filter's document or unit; other conditions do not concern them.
    #[must_use]
    pub fn status(&self, asked: Asked, sight: &Sight, filter: &Filter) -> Status {
        let view = View::from(asked);
        let mut counts = Counts::new(self);
        if *sight == Sight::All && *filter == Filter::default() {
            for chunk in self.chunks() {
                let sums = chunk.sums(view, self.seq());
                counts.tasks.add_all(&sums.tally);
                counts.awaiting += sums.awaiting;
                for (document, tally) in &sums.by_document {
                    counts.documents[*document as usize].add_all(tally);
                }
            }
        } else {
            let eyes = self.eyes(sight);
            for hit in self.hits(&eyes, filter, view) {
                counts.tasks.add(hit.state);
                counts.documents[hit.task.document as usize].add(hit.state);
                counts.awaiting += hit.awaiting;
            }
        }
        Status {
            as_of: asked.day,
            known_seq: asked.known_seq.min(self.seq()),
            tasks: counts.tasks,
            by_document: counts.by_document(self),
            awaiting: counts.awaiting,
            targets: self.target_tally(asked, sight, filter.document, filter.unit),
        }
    }
    /// Targets by state.
    #[must_use]
    pub fn target_tally(
        &self,
        asked: Asked,
        sight: &Sight,
        document: Option<DocumentId>,
        unit: Option<UnitId>,
    ) -> TargetTally {
        if *sight == Sight::All && document.is_none() && unit.is_none() {
            return self.target_sums(asked, || self.count_targets(asked, sight, None, None));
        }
        self.count_targets(asked, sight, document, unit)
    }
    fn count_targets(
        &self,
        asked: Asked,
        sight: &Sight,
        document: Option<DocumentId>,
        unit: Option<UnitId>,
    ) -> TargetTally {
        let mut tally = TargetTally::default();
        for cell in self.targets().cells() {
            let led = |ids: &[UnitId]| cell.leads(asked).any(|l| ids.contains(&l));
            let seen = match sight {
                Sight::All => true,
                Sight::Units(own) => led(own),
            };
            let wanted = document.is_none_or(|d| d == cell.document) && unit.is_none_or(|u| led(&[u]));
            if seen
                && wanted
                && let Some(standing) = cell.standing(asked)
            {
                tally.add(standing.state);
            }
        }
        tally
    }
    /// Lines by state for every unit that leads anything and that the reader may see.
    #[must_use]
    pub fn by_unit(&self, asked: Asked, sight: &Sight) -> Vec<UnitTally> {
        let view = View::from(asked);
        let eyes = self.eyes(sight);
        let mut all = vec![Tally::default(); self.units().len()];
        for chunk in self.chunks() {
            for (sum, more) in all.iter_mut().zip(&chunk.sums(view, self.seq()).by_unit) {
                sum.add_all(more);
            }
        }
        let numbered = (0..=u16::MAX).zip(all);
        numbered
            .filter(|(unit, tally)| tally.total() > 0 && eyes.owns(*unit))
            .map(|(unit, tally)| UnitTally { unit: self.units().id(unit), tally })
            .collect()
    }
    /// Lines by state for each block; `block_of` asks the directory of units.
    #[must_use]
    pub fn by_block(
        &self,
        asked: Asked,
        sight: &Sight,
        block_of: &dyn Fn(UnitId) -> Option<Block>,
    ) -> Vec<(Block, Tally)> {
        let blocks = [Block::Party, Block::Council, Block::Government, Block::Front];
        let mut all = blocks.map(|b| (b, Tally::default()));
        for unit in self.by_unit(asked, sight) {
            if let Some(entry) = all.iter_mut().find(|(b, _)| Some(*b) == block_of(unit.unit)) {
                entry.1.add_all(&unit.tally);
            }
        }
        all.into_iter().filter(|(_, t)| t.total() > 0).collect()
    }
    /// Units with most overdue lines, then with the smallest share done in time; at most `limit`.
    #[must_use]
    pub fn worst_units(&self, asked: Asked, sight: &Sight, limit: usize) -> Vec<UnitTally> {
        let mut all = self.by_unit(asked, sight);
        all.retain(|u| u.tally.of(State::Overdue) + u.tally.of(State::DoneLate) > 0);
        all.sort_by_key(|u| {
            (std::cmp::Reverse(u.tally.of(State::Overdue)), u.tally.on_time_permille().unwrap_or(1000), u.unit)
        });
        all.truncate(limit);
        all
    }
    /// The measure for every unit that leads anything; the map looks up its communes.
    #[must_use]
    pub fn measure(&self, asked: Asked, sight: &Sight, measure: Measure) -> Vec<(UnitId, u32)> {
        let all = self.by_unit(asked, sight);
        all.iter().filter_map(|u| Some((u.unit, measure.of(&u.tally)?))).collect()
    }
}

struct Counts {
    tasks: Tally,
    documents: Vec<Tally>,
    awaiting: u32,
}
impl Counts {
    fn new(board: &Board) -> Self {
        Self { tasks: Tally::default(), documents: vec![Tally::default(); board.document_count()], awaiting: 0 }
    }
    fn by_document(&self, board: &Board) -> Vec<DocumentTally> {
        let numbered = (0u32..).zip(&self.documents).filter(|(_, tally)| tally.total() > 0);
        let mut all: Vec<DocumentTally> = numbered
            .map(|(i, tally)| DocumentTally { document: board.document_at(i).clone(), tally: *tally })
            .collect();
        all.sort_by_key(|d| d.document.rank());
        all
    }
}
