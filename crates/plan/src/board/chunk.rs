//! A chunk of neighbouring tasks: what a refresh copies when one of them changes, and where the
//! sums of a day are kept. A report touches one task, so all other chunks keep their sums, and the
//! leader's screen adds up chunks instead of counting lines.
use std::sync::{Arc, Mutex, PoisonError};

use super::{Subset, Task, View};
use crate::{
    state::{DayNo, Due, Gather, State, line_state},
    status::Tally,
};

/// Tasks in a chunk: small enough to be counted anew in microseconds.
pub(crate) const SIZE: usize = 64;
/// Days whose sums are kept.
const DAYS: usize = 3;

/// What a task is on a day: close together in memory, so that a scan touches nothing else of what
/// it does not want.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TaskNow {
    pub(crate) state: State,
    /// When the task as a whole is due.
    pub(crate) due: Due,
    /// Some of its lines may be due on another day.
    pub(crate) shifted: bool,
    /// Lines that wait for confirmation.
    pub(crate) awaiting: u32,
    /// Which of its versions is in force.
    pub(crate) version: u32,
    /// Its first line in [`Sums::lines`], and how many there are.
    lines: (u32, u32),
}
/// What a line is on a day.
#[derive(Clone, Copy, Debug)]
struct LineNow {
    unit: u16,
    state: State,
    begun: bool,
    awaits: bool,
}

/// The sums of a chunk as of a day.
#[derive(Debug)]
pub(crate) struct Sums {
    day: DayNo,
    /// Its tasks; `None` where one is not in force.
    pub(crate) tasks: Vec<Option<TaskNow>>,
    lines: Vec<LineNow>,
    pub(crate) tally: Tally,
    pub(crate) by_document: Vec<(u32, Tally)>,
    /// States of lines; a unit's number is its place.
    pub(crate) by_unit: Vec<Tally>,
    /// Lines that wait for confirmation.
    pub(crate) awaiting: u32,
}

impl Sums {
    /// Units whose line on a task is in that state.
    pub(crate) fn units_in(&self, now: &TaskNow, state: State) -> impl Iterator<Item = u16> {
        let (from, count) = (now.lines.0 as usize, now.lines.1 as usize);
        self.lines[from..from + count].iter().filter(move |l| l.state == state).map(|l| l.unit)
    }
    /// A task's state gathered from a part of its lines, and how many of those wait for confirmation.
    pub(crate) fn narrowed(&self, now: &TaskNow, subset: Subset<'_>) -> (State, u32) {
        let (from, count) = (now.lines.0 as usize, now.lines.1 as usize);
        let (mut gather, mut awaiting) = (Gather::default(), 0);
        for line in self.lines[from..from + count].iter().filter(|l| subset.holds(l.unit)) {
            gather.add(line.state, line.begun);
            awaiting += u32::from(line.awaits);
        }
        (gather.state(now.due, self.day), awaiting)
    }
}

/// Neighbouring tasks.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    tasks: Vec<Arc<Task>>,
    sums: Mutex<Vec<Arc<Sums>>>,
}
impl Clone for Chunk {
    fn clone(&self) -> Self {
        Self { tasks: self.tasks.clone(), sums: Mutex::default() }
    }
}
impl Chunk {
    pub(crate) fn tasks(&self) -> &[Arc<Task>] {
        &self.tasks
    }
    pub(crate) fn push(&mut self, task: Task) {
        self.tasks.push(Arc::new(task));
        self.forget();
    }
    pub(crate) fn task_mut(&mut self, at: usize) -> &mut Task {
        self.forget();
        Arc::make_mut(&mut self.tasks[at])
    }
    fn forget(&mut self) {
        self.sums.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }
    /// The sums as of a view; kept where the view knows everything, that is up to `newest`.
    pub(crate) fn sums(&self, view: View, newest: i64) -> Arc<Sums> {
        if view.known < newest {
            return Arc::new(self.count(view));
        }
        let mut kept = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sums) = kept.iter().find(|s| s.day == view.day) {
            return Arc::clone(sums);
        }
        let sums = Arc::new(self.count(view));
        if kept.len() == DAYS {
            kept.remove(0);
        }
        kept.push(Arc::clone(&sums));
        sums
    }
    fn count(&self, view: View) -> Sums {
        let mut sums = Sums {
            day: view.day,
            tasks: Vec::with_capacity(self.tasks.len()),
            lines: Vec::new(),
            tally: Tally::default(),
            by_document: Vec::new(),
            by_unit: Vec::new(),
            awaiting: 0,
        };
        for task in &self.tasks {
            let Some((index, version)) = task.version_at(view) else {
                sums.tasks.push(None);
                continue;
            };
            let (mut gather, mut awaiting, from) = (Gather::default(), 0, sums.lines.len());
            for line in task.lines_of(version) {
                let standing = line.standing(view);
                let begun = line.has_begun(view);
                let state = line_state(standing, begun, task.due(version, Some(line.unit), view), view.day);
                let unit = usize::from(line.unit);
                if sums.by_unit.len() <= unit {
                    sums.by_unit.resize(unit + 1, Tally::default());
                }
                sums.by_unit[unit].add(state);
                awaiting += u32::from(standing.awaits());
                gather.add(state, begun);
                sums.lines.push(LineNow { unit: line.unit, state, begun, awaits: standing.awaits() });
            }
            let due = task.due(version, None, view);
            let state = gather.state(due, view.day);
            let count = sums.lines.len() - from;
            sums.awaiting += awaiting;
            sums.tally.add(state);
            entry(&mut sums.by_document, task.document).add(state);
            sums.tasks.push(Some(TaskNow {
                state,
                due,
                shifted: !task.shifts.is_empty(),
                awaiting,
                version: small(index),
                lines: (small(from), small(count)),
            }));
        }
        sums.lines.shrink_to_fit();
        sums
    }
}

/// The tally under a key in a list sorted by key.
fn entry<K: Ord + Copy>(list: &mut Vec<(K, Tally)>, key: K) -> &mut Tally {
    let at = list.binary_search_by_key(&key, |e| e.0).unwrap_or_else(|at| {
        list.insert(at, (key, Tally::default()));
        at
    });
    &mut list[at].1
}

/// A place within a chunk: far fewer than four thousand million.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
