//! The ladder: who is told how many working days before or after a line's last day. Rungs are data;
//! what they mean is here, in pure functions.
//!
//! - An open line with a last day climbs the rungs that count from that day ([`Of::Due`]).
//! - A line that is reported done or said not to apply has its unit's part done: only the rungs that
//!   count from the day of that report ([`Of::Waiting`]) are left, and they go to who has to answer.
//! - A closed line, a recurring one, one whose day is set elsewhere and one without a day climb none.
//! - A new last day (an extension, an amendment) is a new ladder.
use std::collections::HashSet;

use kernel::{Day, Fault, Post, Result, WorkCalendar};
use notify::Kind;
use plan::{board::OpenLine, state::Standing};
use serde::{Deserialize, Serialize};

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The officers of the line's unit.
    Officer,
    /// Its head.
    Head,
    /// The focal department.
    Focal,
    /// The leaders.
    Leader,
}
impl Role {
    /// From the unit upward.
    pub const ALL: [Self; 4] = [Self::Officer, Self::Head, Self::Focal, Self::Leader];
    /// As stored and in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.post().word()
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }
    /// The post whose holders are meant.
    #[must_use]
    pub fn post(self) -> Post {
        match self {
            Self::Officer => Post::Officer,
            Self::Head => Post::Head,
            Self::Focal => Post::Focal,
            Self::Leader => Post::Leader,
        }
    }
    /// People of the line's own unit, not of the whole province.
    #[must_use]
    pub fn is_of_unit(self) -> bool {
        matches!(self, Self::Officer | Self::Head)
    }
    /// Who is told where nobody is in this role.
    #[must_use]
    pub fn above(self) -> Option<Self> {
        match self {
            Self::Officer => Some(Self::Head),
            Self::Head => Some(Self::Focal),
            Self::Focal => Some(Self::Leader),
            Self::Leader => None,
        }
    }
}

/// From which day a rung counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// From the line's last day, while it is open.
    Due,
    /// From the day of a report that waits for confirmation.
    Waiting,
}
impl Of {
    /// As in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Waiting => "waiting",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Due, Self::Waiting].into_iter().find(|o| o.word() == word)
    }
}

/// One rung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Its name for ever: what was said under it stays said, however the rung is changed.
    pub key: String,
    /// From which day it counts.
    pub of: Of,
    /// Working days after that day; negative: before it. 0: on it, or on the last working day before.
    pub days: i32,
    /// Who is told.
    pub to: Role,
}
impl Rung {
    /// What kind of notice it is. Only one to officers after the last day is told at once.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (self.of, self.days, self.to) {
            (Of::Waiting, ..) => Kind::Unconfirmed,
            (Of::Due, ..=0, _) => Kind::DueSoon,
            (Of::Due, _, Role::Officer) => Kind::Overdue,
            (Of::Due, ..) => Kind::Escalated,
        }
    }
    /// The first day on which it is reached.
    #[must_use]
    pub fn day(&self, anchor: Day, calendar: &WorkCalendar) -> Day {
        if self.days == 0 && !calendar.is_working(anchor) {
            return calendar.plus_working_days(anchor, -1);
        }
        calendar.plus_working_days(anchor, self.days)
    }
}

/// The rungs, in order of origin and days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ladder(pub Vec<Rung>);

/// Rungs a ladder may have, and working days they may be away.
const MOST_RUNGS: usize = 20;
const MOST_DAYS: i32 = 250;

impl Default for Ladder {
    fn default() -> Self {
        let rung = |key: &str, of, days, to| Rung { key: key.into(), of, days, to };
        Self(vec![
            rung("soon", Of::Due, -3, Role::Officer),
            rung("late", Of::Due, 1, Role::Officer),
            rung("head", Of::Due, 3, Role::Head),
            rung("focal", Of::Due, 5, Role::Focal),
            rung("leader", Of::Due, 10, Role::Leader),
            rung("unconfirmed", Of::Waiting, 3, Role::Focal),
        ])
    }
}

/// Where a line stands for the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// On no rung whatever the day.
    Nowhere,
    /// Open, with that last day.
    Due(Day),
    /// Waits for confirmation since that day.
    Waiting(Day),
}
impl Stand {
    /// Of a line of the board.
    #[must_use]
    pub fn of(line: &OpenLine<'_>) -> Self {
        match (line.standing, line.due, line.since) {
            (Standing::Open, Some(due), _) => Self::Due(due),
            (Standing::Reported(_) | Standing::NaClaimed, _, Some(since)) => Self::Waiting(since),
            _ => Self::Nowhere,
        }
    }
    /// The day its rungs count from.
    #[must_use]
    pub fn anchor(self) -> Option<(Of, Day)> {
        match self {
            Self::Nowhere => None,
            Self::Due(day) => Some((Of::Due, day)),
            Self::Waiting(day) => Some((Of::Waiting, day)),
        }
    }
}

/// A rung that is dealt with this night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// Which.
    pub rung: &'a Rung,
    /// Somebody is told; else it is passed over: the line is further up already.
    pub told: bool,
}

impl Ladder {
    /// Checks rungs that somebody entered, and puts them in order.
    ///
    /// # Errors
    /// `Invalid` for no or too many rungs, days out of bounds, or the same rung twice.
    pub fn checked(mut self) -> Result<Self> {
        if self.0.is_empty() || self.0.len() > MOST_RUNGS {
            return Err(Fault::invalid("chase-rung-count").arg("limit", MOST_RUNGS).field("days"));
        }
        let (mut keys, mut places) = (HashSet::new(), HashSet::new());
        for rung in &self.0 {
            if rung.days.abs() > MOST_DAYS || (rung.of == Of::Waiting && rung.days < 0) {
                return Err(Fault::invalid("chase-rung-days").arg("limit", MOST_DAYS).field("days"));
            }
            if !places.insert((rung.of, rung.days, rung.to)) || !keys.insert(rung.key.clone()) {
                return Err(Fault::invalid("chase-rung-twice").arg("days", rung.days).field("days"));
            }
        }
        self.0.sort_by_key(|a| (a.of, a.days, a.to));
        Ok(self)
    }
    /// The rungs that a line standing so has reached on a day.
    #[must_use]
    pub fn reached(&self, stand: Stand, day: Day, calendar: &WorkCalendar) -> Vec<&Rung> {
        let Some((of, anchor)) = stand.anchor() else { return vec![] };
        self.0.iter().filter(|r| r.of == of && r.day(anchor, calendar) <= day).collect()
    }
    /// What to do about rungs that were reached, given which of them were said. Of several reached at
    /// once each role is told the last only; what lies below a rung said before is passed over, and so
    /// is "due soon" once the last day has passed.
    #[must_use]
    pub fn steps<'a>(reached: &[&'a Rung], anchor: Day, day: Day, said: impl Fn(&Rung) -> bool) -> Vec<Step<'a>> {
        let (before, new): (Vec<&Rung>, Vec<&Rung>) = reached.iter().partition(|r| said(r));
        let highest = before.iter().map(|r| r.days).max();
        let last_of = |rung: &Rung| new.iter().filter(|r| r.to == rung.to).all(|r| r.days <= rung.days);
        let told = |rung: &Rung| {
            last_of(rung)
                && highest.is_none_or(|days| days <= rung.days)
                && (rung.kind() != Kind::DueSoon || day <= anchor)
        };
        new.iter().map(|rung| Step { rung, told: told(rung) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    fn keys(stand: Stand, on: &str, calendar: &WorkCalendar) -> Vec<String> {
        Ladder::default().reached(stand, day(on), calendar).iter().map(|r| r.key.clone()).collect()
    }
    fn told(stand: Stand, on: &str, said: &[&str]) -> Vec<(String, bool)> {
        let (ladder, calendar) = (Ladder::default(), WorkCalendar::default());
        let reached = ladder.reached(stand, day(on), &calendar);
        let anchor = stand.anchor().unwrap().1;
        let steps = Ladder::steps(&reached, anchor, day(on), |r| said.contains(&r.key.as_str()));
        steps.iter().map(|s| (s.rung.key.clone(), s.told)).collect()
    }
    #[test]
    fn rungs_count_working_days_across_a_weekend() {
        // Monday 22 June 2026 is the last day.
        let stand = Stand::Due(day("2026-06-22"));
        let on = |d| keys(stand, d, &WorkCalendar::default());
        assert_eq!(on("2026-06-16"), [""; 0]);
        assert_eq!(on("2026-06-17"), ["soon"], "Wednesday: three working days before");
        assert_eq!(on("2026-06-22"), ["soon"]);
        assert_eq!(on("2026-06-23"), ["soon", "late"]);
        assert_eq!(on("2026-06-25"), ["soon", "late", "head"]);
        assert_eq!(on("2026-06-29"), ["soon", "late", "head", "focal"]);
        assert_eq!(on("2026-07-06"), ["soon", "late", "head", "focal", "leader"]);
    }
    #[test]
    fn tet_and_the_saturday_worked_instead_move_the_rungs() {
        let calendar = WorkCalendar {
            off: (16..=20).map(|d| Day::new(2026, 2, d).unwrap()).collect(),
            worked: [day("2026-02-28")].into(),
        };
        let stand = Stand::Due(day("2026-02-13"));
        assert_eq!(keys(stand, "2026-02-22", &calendar), ["soon"], "nobody is late during Tết");
        assert_eq!(keys(stand, "2026-02-23", &calendar), ["soon", "late"]);
        assert_eq!(keys(stand, "2026-02-27", &calendar), ["soon", "late", "head", "focal"]);
        let stand = Stand::Due(day("2026-02-27"));
        assert_eq!(keys(stand, "2026-02-28", &calendar), ["soon", "late"], "the Saturday is a working day");
    }
    #[test]
    fn a_report_that_waits_concerns_the_focal_department_only() {
        let stand = Stand::Waiting(day("2026-06-17"));
        assert_eq!(keys(stand, "2026-06-19", &WorkCalendar::default()), [""; 0]);
        assert_eq!(keys(stand, "2026-06-22", &WorkCalendar::default()), ["unconfirmed"]);
        assert_eq!(keys(Stand::Nowhere, "2030-01-01", &WorkCalendar::default()), [""; 0]);
    }
    #[test]
    fn after_missed_nights_every_role_is_told_once_and_nobody_that_it_is_due_soon() {
        let stand = Stand::Due(day("2026-06-22"));
        let all = |list: &[(&str, bool)]| list.iter().map(|(k, t)| ((*k).to_owned(), *t)).collect::<Vec<_>>();
        assert_eq!(
            told(stand, "2026-06-29", &[]),
            all(&[("soon", false), ("late", true), ("head", true), ("focal", true)])
        );
        assert_eq!(told(stand, "2026-06-29", &["soon", "late", "head"]), all(&[("focal", true)]));
        assert_eq!(told(stand, "2026-06-29", &["head"]), all(&[("soon", false), ("late", false), ("focal", true)]));
        assert_eq!(told(stand, "2026-06-29", &["soon", "late", "head", "focal"]), all(&[]));
    }
    #[test]
    fn a_rung_on_the_last_day_itself_is_on_the_working_day_before_where_that_is_off() {
        let rung = Rung { key: "x".into(), of: Of::Due, days: 0, to: Role::Officer };
        let calendar = WorkCalendar::default();
        assert_eq!(rung.day(day("2026-06-22"), &calendar), day("2026-06-22"));
        assert_eq!(rung.day(day("2026-06-21"), &calendar), day("2026-06-19"));
        assert_eq!(rung.kind(), Kind::DueSoon);
    }
    #[test]
    fn what_makes_no_ladder_is_refused() {
        let fault = |change: fn(&mut Vec<Rung>)| {
            let mut ladder = Ladder::default();
            change(&mut ladder.0);
            ladder.checked().unwrap_err().say.id
        };
        assert_eq!(fault(Vec::clear), "chase-rung-count");
        assert_eq!(fault(|r| r[0].days = 400), "chase-rung-days");
        assert_eq!(fault(|r| r[5].days = -1), "chase-rung-days");
        assert_eq!(fault(|r| r[1] = Rung { key: "y".into(), ..r[0].clone() }), "chase-rung-twice");
        assert_eq!(Ladder::default().checked().unwrap(), Ladder::default());
    }
}
