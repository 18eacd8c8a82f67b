//! On which day each member of a group finishes, so that the whole task ends as planned.
use kernel::{Day, WorkCalendar};

use crate::random::Lcg;

/// What is known about a group task.
pub struct Frame {
    /// The first day on which a member may finish.
    pub from: Day,
    /// The deadline's last day.
    pub due: Option<Day>,
    /// The day on which the last member finishes; none when some never do.
    pub last: Option<Day>,
    /// How many are done by a day, where that is known.
    pub known: Option<(Day, usize)>,
    /// How many never finish, where that is known.
    pub undone: Option<usize>,
}

/// The day on which each of `count` members finishes.
pub fn days(calendar: &WorkCalendar, rng: &mut Lcg, count: usize, frame: &Frame) -> Vec<Option<Day>> {
    let mut order: Vec<usize> = (0..count).collect();
    for i in (1..count).rev() {
        order.swap(i, rng.below(i + 1));
    }
    let undone = match frame.last {
        Some(_) => 0,
        None => frame.undone.unwrap_or_else(|| 3 + rng.below(6)).clamp(1, count),
    };
    let end = frame.last.or(frame.due).unwrap_or(frame.from);
    let mut out = vec![None; count];
    for (rank, &member) in order.iter().enumerate().take(count - undone) {
        out[member] = Some(day_of(calendar, rng, rank, frame, end));
    }
    if let (Some(last), Some(&member)) = (frame.last, order.last()) {
        out[member] = Some(last);
    }
    out
}

fn day_of(calendar: &WorkCalendar, rng: &mut Lcg, rank: usize, frame: &Frame, end: Day) -> Day {
    let (from, to) = match frame.known {
        Some((by, count)) if rank < count => (frame.from, by),
        Some((by, _)) => (by.plus_days(1), end),
        // Of a late task few members are late: the rest keep the deadline.
        None => match frame.due {
            Some(due) if due < end && rng.chance(92) => (frame.from, due),
            _ => (frame.from, end),
        },
    };
    let span = usize::try_from(from.days_until(to)).unwrap_or(0);
    // The later of two throws: most finish towards the end, as people do.
    let ahead = rng.below(span + 1).max(rng.below(span + 1));
    let day = from.plus_days(i64::try_from(ahead).unwrap_or(0));
    let day = if calendar.is_working(day) { day } else { calendar.plus_working_days(day, -1) };
    day.max(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    #[test]
    fn the_last_member_ends_it_and_known_counts_hold() {
        let calendar = WorkCalendar::default();
        let mut frame = Frame {
            from: day("2026-02-16"),
            due: Some(day("2026-06-30")),
            last: Some(day("2026-08-28")),
            known: Some((day("2026-06-19"), 82)),
            undone: None,
        };
        let all = days(&calendar, &mut Lcg::seeded(&["x"]), 124, &frame);
        assert_eq!(all.iter().flatten().max(), Some(&day("2026-08-28")));
        assert_eq!(all.iter().flatten().filter(|d| **d <= day("2026-06-19")).count(), 82);
        frame = Frame { last: None, known: None, undone: Some(9), ..frame };
        let some = days(&calendar, &mut Lcg::seeded(&["y"]), 124, &frame);
        assert_eq!(some.iter().flatten().count(), 115);
        assert!(some.iter().flatten().all(|d| *d <= day("2026-06-30")));
    }
}
