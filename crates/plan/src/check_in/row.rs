//! The row of periods of a recurring line, derived for a day: which are owed, done, missing.
use kernel::{Day, Millis, WorkCalendar};

use super::{CheckIn, Outcome, Period, Rhythm};

/// A period that ended sooner after the task was given is not owed.
const GIVEN_DAYS: i64 = 14;

/// Where a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodState {
    /// Still running, or over and its check-in not yet due.
    Open,
    /// Checked in, waits for confirmation.
    Reported,
    /// Confirmed.
    Confirmed,
    /// Nothing was said by the last day for it.
    Missing,
}
impl PeriodState {
    /// As in JSON; the key of its name in the Fluent files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Confirmed => "confirmed",
            Self::Missing => "missing",
        }
    }
}

/// A period of a line.
#[derive(Clone, Debug)]
pub struct PeriodRow {
    /// The period.
    pub period: Period,
    /// The last day for its check-in.
    pub due: Day,
    /// Where it stands.
    pub state: PeriodState,
    /// Its check-in came after that day.
    pub late: bool,
    /// The newest check-in for it, returned ones too.
    pub check_in: Option<CheckIn>,
}

/// Which rhythm holds on a day.
pub(super) fn rhythm_on(rhythms: &[(Day, Rhythm)], day: Day) -> Rhythm {
    let holds = rhythms.iter().rfind(|(since, _)| *since <= day).or(rhythms.first());
    holds.map_or(Rhythm::Quarterly, |(_, rhythm)| *rhythm)
}

/// The first period that a line owes, given on that day.
#[must_use]
pub fn first_owed(rhythms: &[(Day, Rhythm)], given: Day) -> Period {
    let first = rhythm_on(rhythms, given).period(given);
    if given.days_until(first.last()) < GIVEN_DAYS { after(rhythms, first) } else { first }
}

/// The period after one: of whatever rhythm holds on its first day.
fn after(rhythms: &[(Day, Rhythm)], period: Period) -> Period {
    let next = period.last().plus_days(1);
    // A rhythm that became longer goes on with the period that holds that day.
    rhythm_on(rhythms, next).period(next)
}

/// The periods of a line that was given on a day, up to the one that holds `as_of`, oldest first.
/// What was said or answered after `as_of` is not known yet.
#[must_use]
pub fn rows(
    rhythms: &[(Day, Rhythm)],
    given: Day,
    as_of: Day,
    calendar: &WorkCalendar,
    check_ins: &[CheckIn],
) -> Vec<PeriodRow> {
    let mut all = Vec::new();
    let mut period = first_owed(rhythms, given);
    while period.first() <= as_of {
        let by_then = |at: Millis| at.day() <= as_of;
        let newest = check_ins.iter().filter(|c| c.period == period && by_then(c.at)).max_by_key(|c| c.check_in);
        all.push(row(period, as_of, calendar, newest.cloned()));
        period = after(rhythms, period);
    }
    all
}

fn row(period: Period, as_of: Day, calendar: &WorkCalendar, check_in: Option<CheckIn>) -> PeriodRow {
    let due = period.due(calendar);
    let outcome = check_in.as_ref().map(|c| match c.answered_at {
        Some(at) if at.day() <= as_of => c.outcome,
        _ => Outcome::Open,
    });
    let state = match outcome {
        Some(Outcome::Open) => PeriodState::Reported,
        Some(Outcome::Confirmed) => PeriodState::Confirmed,
        Some(Outcome::Returned) | None if due < as_of => PeriodState::Missing,
        Some(Outcome::Returned) | None => PeriodState::Open,
    };
    let late = check_in.as_ref().is_some_and(|c| c.at.day() > due);
    PeriodRow { period, due, state, late, check_in }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    fn codes(rhythms: &[(Day, Rhythm)], given: &str, as_of: &str) -> Vec<(String, PeriodState)> {
        let all = rows(rhythms, day(given), day(as_of), &WorkCalendar::default(), &[]);
        all.iter().map(|r| (r.period.code(), r.state)).collect()
    }
    #[test]
    fn what_is_not_said_in_time_is_missing_and_a_short_first_period_is_not_owed() {
        let quarterly = [(Day::from_number(0), Rhythm::Quarterly)];
        let got = codes(&quarterly, "2026-03-20", "2026-10-05");
        let want = [("2026-Q2", PeriodState::Missing), ("2026-Q3", PeriodState::Open), ("2026-Q4", PeriodState::Open)];
        assert_eq!(got, want.map(|(c, s)| (c.to_owned(), s)), "Q3 ends on 30 September, due within 5 working days");
    }
    #[test]
    fn a_changed_rhythm_holds_from_the_next_period() {
        let changed = [(Day::from_number(0), Rhythm::Quarterly), (day("2026-05-10"), Rhythm::Monthly)];
        let got: Vec<String> = codes(&changed, "2026-01-05", "2026-08-15").into_iter().map(|c| c.0).collect();
        assert_eq!(got, ["2026-Q1", "2026-Q2", "2026-07", "2026-08"]);
    }
}
