//! The lines that are still open, with what chasing needs of them and nothing more.
use kernel::{Day, LineId, TaskId, UnitId};

use super::{Asked, Board, Line, Task, View};
use crate::state::Standing;

/// A line that is neither done nor set aside, of a task in force.
#[derive(Clone, Debug)]
pub struct OpenLine<'a> {
    /// Its id.
    pub line: LineId,
    /// Its task.
    pub task: TaskId,
    /// The task's name.
    pub name: &'a str,
    /// Its unit, which may have ended since; `org` knows what carries it on.
    pub unit: UnitId,
    /// Its last day as it counts, if it has one.
    pub due: Option<Day>,
    /// Where it stands.
    pub standing: Standing,
    /// The day of the mark by which it came to stand so; `None` where nothing was ever claimed.
    pub since: Option<Day>,
    /// The lines of units that are no more, whose work it goes on with, newest first.
    pub continues: Vec<LineId>,
}

fn continued(task: &Task, line: &Line) -> Vec<LineId> {
    let (mut found, mut at) = (Vec::new(), line.continues);
    while let Some(id) = at.filter(|id| !found.contains(id)) {
        found.push(id);
        at = task.lines.iter().find(|l| l.id == id).and_then(|l| l.continues);
    }
    found
}

impl Board {
    /// Every open line of every task in force, in no particular order.
    #[must_use]
    pub fn open_lines(&self, asked: Asked) -> Vec<OpenLine<'_>> {
        let view = View::from(asked);
        let mut open = Vec::new();
        for task in self.chunks().iter().flat_map(|chunk| chunk.tasks()) {
            let Some(version) = task.version(view) else { continue };
            for line in task.lines_of(version) {
                let (standing, since) = line.standing_since(view);
                if matches!(standing, Standing::Done(_) | Standing::NotApplicable) {
                    continue;
                }
                open.push(OpenLine {
                    line: line.id,
                    task: task.id,
                    name: &version.text.name,
                    unit: self.units().id(line.unit),
                    due: task.due(version, Some(line.unit), view).on.map(Day::from_number),
                    standing,
                    since: since.map(Day::from_number),
                    continues: continued(task, line),
                });
            }
        }
        open
    }
}
