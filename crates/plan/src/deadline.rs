//! Which day counts as a line's last one when several were said: the printed deadline, a day set
//! once a body outside the province had acted, an extension granted to one unit.
//!
//! The rule (docs/adr/0009): the statement that holds latest wins, by the day from which it holds and,
//! on one day, by the order in which it was recorded. So before its decision an extension is nothing,
//! and an amending document that changes the deadline later ends it; one that repeats the printed
//! deadline while it changes something else does not.
use kernel::{Day, LineId, Result, TaskId};
use store::{Sql, args};

use crate::state::{DayNo, Due, Rhythm};

/// From when a statement holds: its day, and the event that recorded it.
pub(crate) type Since = (DayNo, i64);

/// A later word on a deadline: of one line (an extension), or of all lines of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift<K> {
    /// The line, in whatever way the caller names lines; `None` for all.
    pub(crate) line: Option<K>,
    /// From when it holds.
    pub(crate) since: Since,
    /// The last day it sets.
    pub(crate) on: DayNo,
}
impl<K> Shift<K> {
    pub(crate) fn due(&self) -> Due {
        Due { on: Some(self.on), rhythm: Rhythm::Once }
    }
}

/// A version of a task as far as its deadline goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printed {
    pub(crate) since: Since,
    pub(crate) due: Due,
    pub(crate) withdrawn: bool,
}

/// Since when the last of these versions' deadline has been printed so: later versions that repeat
/// it say nothing new. Oldest first.
pub(crate) fn printed_since(versions: impl DoubleEndedIterator<Item = Printed>) -> Since {
    let mut newest_first = versions.rev();
    let Some(last) = newest_first.next() else { return (DayNo::MIN, 0) };
    newest_first.take_while(|v| v.due == last.due && !v.withdrawn).last().unwrap_or(last).since
}

/// The shift that counts for a line (`None`: for the task as a whole) among those the caller sees;
/// `None` when the printed deadline does.
pub(crate) fn winner<'a, K: PartialEq + 'a>(
    shifts: impl Iterator<Item = &'a Shift<K>>,
    line: Option<&K>,
    printed: Since,
) -> Option<&'a Shift<K>> {
    shifts
        .filter(|s| s.since > printed && (s.line.is_none() || (line.is_some() && s.line.as_ref() == line)))
        .max_by_key(|s| s.since)
}

/// The day on which something recorded at that instant holds.
pub(crate) use crate::board::day_number;

/// A line's last day as it stands now; `None` when it has none. For operations, inside their transaction.
///
/// # Errors
/// When the store can't be read.
pub(crate) async fn of_line(sql: &mut dyn Sql, task: TaskId, line: LineId, today: Day) -> Result<Option<Day>> {
    let today = today.number();
    let mut versions = Vec::new();
    let text =
        "SELECT from_day, seq, due_on, deadline_kind, withdrawn FROM task_version WHERE task_id = $1 ORDER BY version";
    for row in sql.rows(text, args![task]).await? {
        let due = Due { on: row.opt_day(2)?.map(Day::number), rhythm: Rhythm::of_kind(&row.text(3)?) };
        let version = Printed { since: (row.day(0)?.number(), row.int(1)?), due, withdrawn: row.flag(4)? };
        versions.extend((version.since.0 <= today).then_some(version));
    }
    let mut shifts = Vec::new();
    let text =
        "SELECT granted_day, answered_at, answered_seq FROM extension WHERE line_id = $1 AND outcome = 'granted'";
    for row in sql.rows(text, args![line]).await? {
        let since = (day_number(row.millis(1)?), row.int(2)?);
        shifts.push(Shift { line: Some(()), since, on: row.day(0)?.number() });
    }
    let text = "SELECT due_on, at, seq FROM completion WHERE task_id = $1 AND field = 'deadline'";
    for row in sql.rows(text, args![task]).await? {
        shifts.push(Shift { line: None, since: (day_number(row.millis(1)?), row.int(2)?), on: row.day(0)?.number() });
    }
    let printed = versions.last().and_then(|v| v.due.on);
    let since = printed_since(versions.into_iter());
    let on = winner(shifts.iter(), Some(&()), since).map(|s| s.on).or(printed);
    Ok(on.map(Day::from_number))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn printed(since: Since, on: DayNo) -> Printed {
        Printed { since, due: Due { on: Some(on), rhythm: Rhythm::Once }, withdrawn: false }
    }
    #[test]
    fn a_version_that_repeats_the_deadline_says_nothing_new() {
        let all = [printed((1, 1), 50), printed((10, 9), 50), printed((20, 15), 60), printed((30, 20), 60)];
        assert_eq!(printed_since(all.into_iter()), (20, 15));
        assert_eq!(printed_since(all[..2].iter().copied()), (1, 1));
    }
    #[test]
    fn the_latest_statement_counts_and_others_lines_do_not() {
        let shift = |line, since, on| Shift { line, since, on };
        let all = [shift(Some('a'), (5, 3), 70), shift(Some('b'), (6, 4), 80), shift(None, (7, 5), 90)];
        let on = |line: Option<&char>, printed| winner(all.iter(), line, printed).map(|s| s.on);
        assert_eq!(on(Some(&'a'), (1, 1)), Some(90), "a day set for all comes after the extension");
        assert_eq!(winner(all[..2].iter(), Some(&'a'), (1, 1)).map(|s| s.on), Some(70));
        assert_eq!(winner(all[..2].iter(), None, (1, 1)), None);
        assert_eq!(on(Some(&'b'), (7, 6)), None, "printed anew afterwards");
    }
}
