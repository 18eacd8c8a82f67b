//! The arithmetic of following a year's money: what should have been disbursed by a day, and what the
//! present pace leads to. No I/O; every formula is said in words on the page.
use kernel::{Day, Dong};

use crate::Pace;

/// Up to this share of what was expected may be missing before disbursement counts as behind, in
/// per cent. One month of twelve is 8: whoever reports once a month is not late for that alone.
pub const TOLERANCE: i64 = 10;
/// An estimate is made only from figures that describe at least so many days of the year.
pub const ESTIMATE_FROM_DAYS: i64 = 30;

/// What should have been disbursed by the end of `day`: straight between the stated month ends where
/// there is a monthly plan (`(month, total by its end)`, in order of months), else straight from
/// nothing on 1 January to all of `available` on 31 December.
#[must_use]
pub fn expected(available: Dong, plan: &[(i8, Dong)], year: i16, day: Day) -> Dong {
    let Some((first, last)) = year_of(year) else { return Dong::ZERO };
    if day < first {
        return Dong::ZERO;
    }
    // Points: the eve of the year, the stated month ends, the year's last day.
    let mut from = (first.plus_days(-1), Dong::ZERO);
    let stated = plan.iter().filter_map(|(month, total)| Some((Day::month_end(year, *month)?, *total)));
    let end = if plan.iter().any(|(month, _)| *month == 12) { None } else { Some((last, available)) };
    for to in stated.chain(end) {
        if day <= to.0 {
            let (gone, span) = (from.0.days_until(day), from.0.days_until(to.0));
            return from.1 + (to.1 - from.1).portion(gone, span);
        }
        from = to;
    }
    from.1
}

/// What will have been disbursed by 31 December if it goes on as since 1 January: an estimate, never
/// more than what is available. `as_of` is the day that `disbursed` describes. `None` when that is too
/// early in the year to say.
#[must_use]
pub fn estimate(disbursed: Dong, available: Dong, year: i16, as_of: Day) -> Option<Dong> {
    let (first, last) = year_of(year)?;
    let (gone, span) = (first.days_until(as_of) + 1, first.days_until(last) + 1);
    if gone < ESTIMATE_FROM_DAYS {
        return None;
    }
    let whole = disbursed.portion(span, gone.min(span));
    Some(whole.min(available.max(disbursed)))
}

/// The pace in a word.
#[must_use]
pub fn pace(disbursed: Option<Dong>, expected: Dong) -> Pace {
    match disbursed {
        None => Pace::Unknown,
        _ if expected <= Dong::ZERO => Pace::Unknown,
        Some(done) if done >= expected => Pace::Ahead,
        Some(done) if done >= expected.portion(100 - TOLERANCE, 100) => Pace::Close,
        Some(_) => Pace::Behind,
    }
}

fn year_of(year: i16) -> Option<(Day, Day)> {
    Some((Day::new(year, 1, 1)?, Day::year_end(year)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    #[test]
    fn without_a_plan_the_year_is_a_straight_line() {
        let all = Dong::new(365_000);
        for (on, want) in [
            ("2025-12-31", 0),
            ("2026-01-01", 1000),
            ("2026-06-19", 170_000),
            ("2026-12-31", 365_000),
            ("2027-03-01", 365_000),
        ] {
            assert_eq!(expected(all, &[], 2026, day(on)).whole(), want, "{on}");
        }
    }
    #[test]
    fn a_stated_plan_is_followed_between_its_months() {
        let plan = [(3, Dong::new(90)), (6, Dong::new(181))];
        let on = |text: &str| expected(Dong::new(1000), &plan, 2026, day(text)).whole();
        assert_eq!(on("2026-01-31"), 31, "90 in 90 days");
        assert_eq!(on("2026-03-31"), 90);
        assert_eq!(on("2026-04-30"), 120, "91 more in 91 days");
        assert_eq!(on("2026-06-30"), 181);
        assert_eq!(on("2026-12-31"), 1000, "the rest by the year's end");
        let whole = [(12, Dong::new(500))];
        assert_eq!(expected(Dong::new(1000), &whole, 2026, day("2026-12-31")).whole(), 500, "as stated");
    }
    #[test]
    fn the_estimate_goes_on_as_since_january_and_stops_at_what_is_there() {
        let all = Dong::new(1000);
        assert_eq!(estimate(Dong::new(170), all, 2026, day("2026-06-19")), Some(Dong::new(365)));
        assert_eq!(estimate(Dong::new(900), all, 2026, day("2026-06-19")), Some(all));
        assert_eq!(estimate(Dong::new(10), all, 2026, day("2026-01-20")), None, "too early");
        assert_eq!(estimate(Dong::new(700), all, 2026, day("2027-02-01")), Some(Dong::new(700)), "the year is over");
        assert_eq!(
            estimate(Dong::new(1200), all, 2026, day("2026-12-31")),
            Some(Dong::new(1200)),
            "more than there was"
        );
    }
    #[test]
    fn the_pace_allows_for_a_tenth() {
        let want = Dong::new(100);
        let of = |n| pace(Some(Dong::new(n)), want);
        assert_eq!((of(100), of(90), of(89)), (Pace::Ahead, Pace::Close, Pace::Behind));
        assert_eq!((pace(None, want), pace(Some(want), Dong::ZERO)), (Pace::Unknown, Pace::Unknown));
    }
}
