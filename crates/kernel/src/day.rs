//! `Day`: a calendar date, and the ends of months, quarters and years that deadlines need.
use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};

use crate::fault::{Fault, Result};

/// A civil date in the province (UTC+7; Vietnam keeps no summer time). Text form: ISO 8601.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The date, or `None` where there is no such day (31 February).
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }
    /// The last day of a month.
    #[must_use]
    pub fn month_end(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(|d| Self(d.last_of_month()))
    }
    /// The last day of a quarter, 1 to 4.
    #[must_use]
    pub fn quarter_end(year: i16, quarter: i8) -> Option<Self> {
        if (1..=4).contains(&quarter) { Self::month_end(year, quarter * 3) } else { None }
    }
    /// 31 December.
    #[must_use]
    pub fn year_end(year: i16) -> Option<Self> {
        Self::new(year, 12, 31)
    }
    /// Year, e.g. 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }
    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }
    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }
    /// ISO weekday: Monday is 1, Sunday 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
    /// This day moved by `days` (negative: back), clamped at the calendar's ends.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.days()))
    }
    /// Calendar days from `self` to `other`; negative when `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        i64::from(other.number()) - i64::from(self.number())
    }
    /// Days since 1 January 1970: a compact form for storage and comparison.
    #[must_use]
    pub fn number(self) -> i32 {
        let epoch = Date::constant(1970, 1, 1);
        self.0.since((jiff::Unit::Day, epoch)).map_or(0, |s| s.get_days())
    }
    /// The day with that [`number`](Self::number).
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        Self(Date::constant(1970, 1, 1)).plus_days(i64::from(number))
    }
    /// The underlying civil date.
    #[must_use]
    pub fn date(self) -> Date {
        self.0
    }
    /// As Vietnamese officers write it on screens: `19/6/2026`, no leading zeros.
    #[must_use]
    pub fn vietnamese(self) -> String {
        format!("{}/{}/{}", self.day(), self.month(), self.year())
    }
}
impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}
impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Day {
    type Err = Fault;
    /// Reads `2026-06-19`, and a day as people type it: `19/6/2026`, `19-06-2026`, `19.6.2026`,
    /// `19 6 2026`, `19062026`. The year always has four digits, so that no form means two days.
    fn from_str(text: &str) -> Result<Self> {
        let bad = || Fault::invalid("fault-day").arg("text", text);
        let typed = text.trim();
        let parts: Vec<&str> = match typed.len() {
            8 if typed.bytes().all(|b| b.is_ascii_digit()) => vec![&typed[..2], &typed[2..4], &typed[4..]],
            _ => typed.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect(),
        };
        let (year, month, day) = match parts[..] {
            [year, month, day] if year.len() == 4 => (year, month, day),
            [day, month, year] if year.len() == 4 => (year, month, day),
            _ => return Err(bad()),
        };
        Self::new(year.parse().map_err(|_| bad())?, month.parse().map_err(|_| bad())?, day.parse().map_err(|_| bad())?)
            .ok_or_else(bad)
    }
}
impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a date (YYYY-MM-DD)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn numbers_and_dates_agree() {
        for n in [-1, 0, 1, 20_623, 30_000] {
            assert_eq!(Day::from_number(n).number(), n);
        }
        assert_eq!(Day::new(2026, 6, 19).unwrap().number(), 20_623);
    }
    #[test]
    fn reads_what_people_type_and_refuses_impossible_days() {
        let day: Day = "2026-06-05".parse().unwrap();
        for typed in ["5/6/2026", "05-06-2026", " 05/06/2026 ", "5.6.2026", "5 6 2026", "05062026", "2026/6/5"] {
            assert_eq!(typed.parse::<Day>().unwrap(), day, "{typed}");
        }
        for no_day in ["31/2/2026", "26", "5/6/26", "5/2026", "2026", "6/2026/5", "31022026", "2026-06-19T00:00", ""] {
            assert!(no_day.parse::<Day>().is_err(), "{no_day}");
        }
    }
    #[test]
    fn ends() {
        assert_eq!(Day::month_end(2028, 2).unwrap().to_string(), "2028-02-29");
        assert_eq!(Day::quarter_end(2026, 3).unwrap().to_string(), "2026-09-30");
        assert_eq!(Day::quarter_end(2026, 5), None);
    }
}
