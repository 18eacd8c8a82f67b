//! Public holidays and swapped days of 2025 to 2027, as data for the working calendar.
use kernel::{Day, WorkCalendar};
use serde::Deserialize;

use crate::embedded;

/// One holiday with its days off.
#[derive(Clone, Debug, Deserialize)]
pub struct Holiday {
    /// Its name.
    pub name: String,
    /// Weekdays off.
    pub days: Vec<Day>,
    /// Weekend days worked instead.
    #[serde(default)]
    pub worked: Vec<Day>,
    /// No decision is known to us; worked out from the labour code and the lunar calendar.
    #[serde(default)]
    pub assumed: bool,
    /// Why these days.
    #[serde(default)]
    pub note: String,
}
#[derive(Deserialize)]
struct File {
    year: Vec<Year>,
}
#[derive(Deserialize)]
struct Year {
    year: i16,
    off: Vec<Holiday>,
}

/// The holidays of each year.
#[must_use]
pub fn holidays() -> Vec<(i16, Vec<Holiday>)> {
    let file: File = embedded::toml("calendar.toml", include_str!("../data/calendar.toml"));
    file.year.into_iter().map(|y| (y.year, y.off)).collect()
}

/// The working calendar made of them.
#[must_use]
pub fn calendar() -> WorkCalendar {
    let mut calendar = WorkCalendar::default();
    for holiday in holidays().into_iter().flat_map(|(_, list)| list) {
        calendar.off.extend(holiday.days);
        calendar.worked.extend(holiday.worked);
    }
    calendar
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn days_off_are_weekdays_of_their_year_and_worked_days_weekend() {
        for (year, list) in holidays() {
            for holiday in list {
                for day in holiday.days {
                    assert!(day.weekday() <= 5 && day.year() == year, "{} {day}", holiday.name);
                }
                assert!(holiday.worked.iter().all(|d| d.weekday() > 5), "{}", holiday.name);
                assert!(!holiday.assumed || year >= 2026, "{}", holiday.name);
            }
        }
    }
    #[test]
    fn tet_2026_is_off() {
        let calendar = calendar();
        assert!(!calendar.is_working("2026-02-17".parse().unwrap()));
        assert!(calendar.is_working("2026-08-22".parse().unwrap()));
    }
}
