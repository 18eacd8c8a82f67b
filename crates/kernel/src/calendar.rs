//! The working calendar: weekends, public holidays (Tết and others) and compensatory working days.
//! It is data: the yearly decision of the Prime Minister on days off is entered, not coded.
use std::collections::BTreeSet;

use crate::day::Day;

/// Which days are worked. Saturdays and Sundays are off unless named as worked.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WorkCalendar {
    /// Weekdays that are off: holidays and days swapped for them.
    pub off: BTreeSet<Day>,
    /// Weekend days that are worked instead (*ngày làm bù*).
    pub worked: BTreeSet<Day>,
}

impl WorkCalendar {
    /// Is this a working day?
    #[must_use]
    pub fn is_working(&self, day: Day) -> bool {
        if self.worked.contains(&day) {
            return true;
        }
        day.weekday() <= 5 && !self.off.contains(&day)
    }
    /// The day `count` working days after `from` (`from` itself not counted); negative goes back.
    #[must_use]
    pub fn plus_working_days(&self, from: Day, count: i32) -> Day {
        let step = i64::from(count.signum());
        let (mut day, mut left) = (from, count.abs());
        while left > 0 {
            day = day.plus_days(step);
            if self.is_working(day) {
                left -= 1;
            }
        }
        day
    }
    /// Working days after `from` up to and including `to`; negative when `to` is earlier.
    /// Looks at most five years ahead or back, which is beyond any deadline's use.
    #[must_use]
    pub fn working_days_between(&self, from: Day, to: Day) -> i32 {
        let (start, end, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let last = end.min(start.plus_days(5 * 366));
        let mut day = start;
        let mut count = 0;
        while day < last {
            day = day.plus_days(1);
            if self.is_working(day) {
                count += 1;
            }
        }
        sign * count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    #[test]
    fn tet_and_compensatory_days_count() {
        let calendar = WorkCalendar {
            off: (16..=20).map(|d| Day::new(2026, 2, d).unwrap()).collect(),
            worked: [day("2026-02-28")].into(),
        };
        assert_eq!(calendar.plus_working_days(day("2026-02-13"), 1), day("2026-02-23"));
        assert_eq!(calendar.plus_working_days(day("2026-02-27"), 1), day("2026-02-28"));
        assert_eq!(calendar.working_days_between(day("2026-02-13"), day("2026-02-23")), 1);
        assert_eq!(calendar.working_days_between(day("2026-02-23"), day("2026-02-13")), -1);
    }
    proptest::proptest! {
        #[test]
        fn adding_and_counting_agree(start in 20_000i32..21_000, n in 0i32..60) {
            let calendar = WorkCalendar::default();
            let from = Day::from_number(start);
            let to = calendar.plus_working_days(from, n);
            proptest::prop_assert_eq!(calendar.working_days_between(from, to), n);
        }
    }
}
