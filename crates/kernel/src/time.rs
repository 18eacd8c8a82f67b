//! Instants and the injected clock. UTC milliseconds inside; the province's zone only here.
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::day::Day;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// Vietnam's offset from UTC; the country keeps no summer time.
const ZONE: Offset = Offset::constant(7);

impl Millis {
    /// The civil date and time in Vietnam.
    #[must_use]
    pub fn civil(self) -> DateTime {
        ZONE.to_datetime(Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }
    /// The day in Vietnam.
    #[must_use]
    pub fn day(self) -> Day {
        Day::from(self.civil().date())
    }
    /// The first millisecond of that day in Vietnam.
    #[must_use]
    pub fn start_of(day: Day) -> Self {
        Self(i64::from(day.number()) * 86_400_000 - 7 * 3_600_000)
    }
    /// `19/6/2026 14:05`, Vietnamese time.
    #[must_use]
    pub fn vietnamese(self) -> String {
        let at = self.civil();
        format!("{} {:02}:{:02}", self.day().vietnamese(), at.hour(), at.minute())
    }
    /// RFC 3339 in UTC.
    #[must_use]
    pub fn rfc3339(self) -> String {
        Timestamp::from_millisecond(self.0).map(|t| t.to_string()).unwrap_or_default()
    }
    /// Moved by milliseconds.
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

/// Where the time comes from. Rooms never ask the machine.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Millis;
    /// Today in Vietnam.
    fn today(&self) -> Day {
        self.now().day()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Millis {
        Millis(Timestamp::now().as_millisecond())
    }
}

/// A clock that stands still until it is moved; for tests and for the sample province.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<AtomicI64>);
impl FixedClock {
    /// Stands at that instant.
    #[must_use]
    pub fn at(now: Millis) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }
    /// Stands at nine in the morning of that day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self::at(Millis::start_of(day).plus(9 * 3_600_000))
    }
    /// Moves it, forward or back.
    pub fn set(&self, now: Millis) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}
impl Clock for FixedClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        let day: Day = "2026-06-19".parse().unwrap();
        assert_eq!(Millis::start_of(day).rfc3339(), "2026-06-18T17:00:00Z");
        assert_eq!(Millis::start_of(day).day(), day);
        assert_eq!(Millis::start_of(day).plus(-1).day(), day.plus_days(-1));
        assert_eq!(FixedClock::on(day).now().vietnamese(), "19/6/2026 09:00");
    }
}
