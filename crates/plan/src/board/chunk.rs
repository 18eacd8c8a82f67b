//! A chunk of neighbouring tasks: what a refresh copies when one of them changes, and where the
//! sums of a day are kept. A report touches one task, so all other chunks keep their sums, and the
//! leader's screen adds up chunks instead of counting lines.
use std::sync::{Arc, Mutex, PoisonError};

use super::{Task, View};
use crate::{
    state::{DayNo, Gather, State, line_state},
    status::Tally,
};

/// Tasks in a chunk: small enough to be counted anew in microseconds.
pub(crate) const SIZE: usize = 64;
/// Days whose sums are kept.
const DAYS: usize = 3;

/// The sums of a chunk as of a day.
#[derive(Debug)]
pub(crate) struct Sums {
    day: DayNo,
    /// States of its tasks; `None` where the task is not in force.
    pub(crate) states: Vec<Option<State>>,
    pub(crate) tally: Tally,
    pub(crate) by_document: Vec<(u32, Tally)>,
    /// States of lines; a unit's number is its place.
    pub(crate) by_unit: Vec<Tally>,
    /// Lines that wait for confirmation.
    pub(crate) awaiting: u32,
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
            states: Vec::with_capacity(self.tasks.len()),
            tally: Tally::default(),
            by_document: Vec::new(),
            by_unit: Vec::new(),
            awaiting: 0,
        };
        for task in &self.tasks {
            let Some(version) = task.version(view) else {
                sums.states.push(None);
                continue;
            };
            let mut gather = Gather::default();
            for line in task.lines_of(version) {
                let standing = line.standing(view);
                let begun = line.has_begun(view);
                let state = line_state(standing, begun, task.due(version, Some(line.unit), view), view.day);
                let unit = usize::from(line.unit);
                if sums.by_unit.len() <= unit {
                    sums.by_unit.resize(unit + 1, Tally::default());
                }
                sums.by_unit[unit].add(state);
                sums.awaiting += u32::from(standing.awaits());
                gather.add(state, begun);
            }
            let state = gather.state(task.due(version, None, view), view.day);
            sums.states.push(Some(state));
            sums.tally.add(state);
            entry(&mut sums.by_document, task.document).add(state);
        }
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
