//! My day: what one person has to do or know today, gathered from the board in one pass. A unit's
//! people cost a look at the unit's own lines; who looks after the province, one scan of kept states.
mod look;
mod month;

use kernel::{Day, PersonId, UnitId};

pub use self::{
    look::{Look, keep_look, last_look},
    month::{DayOf, month},
};
use crate::{
    board::{Asked, Board, Sight, Subset, Task, Version, View, Visible},
    check_in,
    list::Row,
    state::{self, MarkKind, State},
};

/// Whose day it is.
#[derive(Clone, Debug)]
pub struct Who {
    /// The person; `None` for the program.
    pub person: Option<PersonId>,
    /// What they may see.
    pub sight: Sight,
    /// The unit whose lines are theirs to report on; `None` for who only follows.
    pub own: Option<UnitId>,
    /// The units beneath theirs, for a head; the whole province is meant where `sight` is all.
    pub beneath: Vec<UnitId>,
    /// They confirm what units report.
    pub confirms: bool,
}

/// Some rows of many.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// How many there are.
    pub count: u32,
    /// The first of them.
    pub rows: Vec<Row>,
}

/// A day.
#[derive(Clone, Debug, Default)]
pub struct MyDay {
    /// Their own overdue lines; for who follows the province, all overdue tasks.
    pub overdue: Lane,
    /// Returned to them and not sent again.
    pub returned: Lane,
    /// Due within seven days.
    pub week: Lane,
    /// Recurring lines that owe a check-in for a period that is over.
    pub check_ins: Lane,
    /// Reported by units and waiting for their confirmation.
    pub confirm: Lane,
    /// Given to them and not begun.
    pub new: Lane,
    /// Overdue in the units beneath theirs.
    pub chain: Lane,
    /// Changed since they last looked: tasks, newest change first, each with the event of the change.
    pub changed: Vec<(Row, i64)>,
    /// How many changed.
    pub changed_count: u32,
}

/// Rows of a lane, and of what changed.
const LANE: usize = 6;
const CHANGED: usize = 12;

/// A lane while it is gathered: all keys, few rows.
#[derive(Default)]
struct Gathering<'a> {
    found: Vec<(i64, Visible<'a>)>,
}
impl<'a> Gathering<'a> {
    fn add(&mut self, key: i64, hit: Visible<'a>) {
        self.found.push((key, hit));
    }
    /// The first rows by key, then by document and place.
    fn lane(mut self, board: &Board, view: View) -> Lane {
        let count = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        let rank = |(key, hit): &(i64, Visible<'_>)| (*key, board.document_of(hit.task).rank(), hit.task.ordinal);
        if self.found.len() > LANE {
            self.found.select_nth_unstable_by_key(LANE, rank);
            self.found.truncate(LANE);
        }
        self.found.sort_unstable_by_key(rank);
        Lane { count, rows: self.found.iter().map(|(_, hit)| board.row(hit, view)).collect() }
    }
}

impl Board {
    /// A person's day, with what changed after event `seen`.
    #[must_use]
    pub fn my_day(&self, asked: Asked, who: &Who, seen: i64) -> MyDay {
        let view = View::from(asked);
        match (&who.sight, who.own.and_then(|unit| self.units().number(unit))) {
            (Sight::All, _) => self.province_day(view, who, seen),
            (Sight::Units(_), Some(own)) => self.unit_day(view, own, who, seen),
            (Sight::Units(_), None) => MyDay::default(),
        }
    }

    /// The lines of one unit that count today.
    fn own_lines(&self, unit: u16, view: View) -> impl Iterator<Item = Visible<'_>> {
        self.shares().of(unit).iter().filter_map(move |number| {
            let task = self.task_at(*number);
            let version = task.version(view).filter(|v| v.is_led_by(unit))?;
            let line = task.line_of(unit)?;
            let state = task.line_state(line, version, view);
            let awaiting = u32::from(line.standing(view).awaits());
            Some(Visible { task, version, subset: Subset::One(unit), state, awaiting })
        })
    }

    fn unit_day(&self, view: View, unit: u16, who: &Who, seen: i64) -> MyDay {
        let mut lanes = [(); 5].map(|()| Gathering::default());
        let [overdue, returned, week, new, check_ins] = &mut lanes;
        let mut changed: Vec<(i64, Visible<'_>)> = Vec::new();
        let mut changed_count = 0;
        for hit in self.own_lines(unit, view) {
            let Some(line) = hit.task.line_of(unit) else { continue };
            let due = || hit.due(view).on.map_or(i64::from(i32::MAX), i64::from);
            let is_back = line.last_fact().is_some_and(|f| f.kind == MarkKind::Returned && view.sees(f.day, f.seq));
            match hit.state {
                State::Overdue => overdue.add(due(), hit),
                State::DueSoon if !is_back => week.add(due(), hit),
                State::NotStarted if !is_back => new.add(-hit.version.seq, hit),
                State::Recurring if owes(hit.task, hit.version, line.checked, view) => check_ins.add(due(), hit),
                _ => {}
            }
            if is_back {
                returned.add(due(), hit);
            }
            let last = hit.task.last_change(unit).max(line.last_mark);
            if last > seen {
                changed_count += 1;
                changed.push((last, hit));
            }
        }
        let [overdue, returned, week, new, check_ins] = lanes.map(|lane| lane.lane(self, view));
        MyDay {
            overdue,
            returned,
            week,
            check_ins,
            new,
            confirm: Lane::default(),
            chain: self.chain(view, &who.beneath),
            changed: self.newest(changed, view),
            changed_count,
        }
    }

    /// Overdue lines of several units.
    fn chain(&self, view: View, units: &[UnitId]) -> Lane {
        let mut found = Gathering::default();
        for unit in units.iter().filter_map(|id| self.units().number(*id)) {
            for hit in self.own_lines(unit, view).filter(|h| h.state == State::Overdue) {
                found.add(hit.due(view).on.map_or(0, i64::from), hit);
            }
        }
        found.lane(self, view)
    }

    fn province_day(&self, view: View, who: &Who, seen: i64) -> MyDay {
        let mut lanes = [(); 4].map(|()| Gathering::default());
        let [overdue, week, confirm, new] = &mut lanes;
        let (mut changed, mut changed_count) = (Vec::new(), 0);
        for chunk in self.chunks() {
            let sums = chunk.sums(view, self.seq());
            for (task, now) in chunk.tasks().iter().zip(&sums.tasks) {
                let Some(now) = now else { continue };
                let state = now.state;
                let wanted = matches!(state, State::Overdue | State::DueSoon | State::NotStarted);
                let moved = task.changed > seen;
                let waits = who.confirms && now.awaiting > 0;
                if !wanted && !moved && !waits {
                    continue;
                }
                let version = &task.versions[now.version as usize];
                let hit = Visible { task, version, subset: Subset::All, state, awaiting: now.awaiting };
                let due = || hit.due(view).on.map_or(i64::from(i32::MAX), i64::from);
                match state {
                    State::Overdue => overdue.add(due(), hit),
                    State::DueSoon => week.add(due(), hit),
                    State::NotStarted => new.add(-version.seq, hit),
                    _ => {}
                }
                if waits {
                    confirm.add(-task.changed, hit);
                }
                if moved {
                    changed_count += 1;
                    changed.push((task.changed, hit));
                }
            }
        }
        let [overdue, week, confirm, new] = lanes.map(|lane| lane.lane(self, view));
        let changed = self.newest(changed, view);
        MyDay { overdue, week, confirm, new, changed, changed_count, ..MyDay::default() }
    }

    fn newest(&self, mut changed: Vec<(i64, Visible<'_>)>, view: View) -> Vec<(Row, i64)> {
        changed.sort_unstable_by_key(|(seq, _)| -seq);
        changed.truncate(CHANGED);
        changed.iter().map(|(seq, hit)| (self.row(hit, view), *seq)).collect()
    }
}

impl Task {
    fn line_of(&self, unit: u16) -> Option<&crate::board::Line> {
        self.lines.binary_search_by_key(&unit, |l| l.unit).ok().map(|at| &self.lines[at])
    }
    /// The newest event about the task itself or this unit's deadline on it.
    fn last_change(&self, unit: u16) -> i64 {
        let shifts = self.shifts.iter().filter(|s| s.line.is_none_or(|u| u == unit)).map(|s| s.since.1);
        let completed = self.completed.iter().map(|c| c.since.1);
        self.versions.iter().map(|v| v.seq).chain(shifts).chain(completed).max().unwrap_or(0)
    }
}

/// A period is over, was owed, and has no check-in.
fn owes(task: &Task, version: &Version, checked: state::DayNo, view: View) -> bool {
    let rhythms = task.rhythms(version, view);
    let today = Day::from_number(view.day);
    let Some((_, rhythm)) = rhythms.last() else { return false };
    let over = rhythm.period(today).first().plus_days(-1);
    let given = task.versions.first().map_or(view.day, |v| v.from_day);
    let first = check_in::first_owed(&rhythms, Day::from_number(given));
    over >= first.last() && checked < over.number()
}
