//! Whether a target is met: pure functions over what a document set and what was confirmed.
use kernel::{Day, Decimal, text::fold_words};
use serde::Serialize;

use crate::{quality, target::YearValue};

/// Where a target stands as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// A confirmed value reaches it.
    Met,
    /// A confirmed value is strictly better.
    Exceeded,
    /// Its year is over and no confirmed value reaches it.
    NotMet,
    /// Its year is not over yet.
    Running,
}
impl TargetState {
    /// Every state, in the order of lists.
    pub const ALL: [Self; 4] = [Self::Met, Self::Exceeded, Self::NotMet, Self::Running];
    /// As in JSON and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Exceeded => "exceeded",
            Self::NotMet => "not_met",
            Self::Running => "running",
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Met => "indicator-state-met",
            Self::Exceeded => "indicator-state-exceeded",
            Self::NotMet => "indicator-state-not-met",
            Self::Running => "indicator-state-running",
        }
    }
    /// Met, exceeded or not.
    #[must_use]
    pub fn is_met(self) -> bool {
        matches!(self, Self::Met | Self::Exceeded)
    }
}

/// How an actual value is compared with the target's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `≥`
    AtLeast,
    /// `>`
    MoreThan,
    /// `≤`
    AtMost,
    /// `<`
    LessThan,
    /// `=`
    Exactly,
}
impl Op {
    /// The printed comparison, or where none is printed the one that the direction implies.
    #[must_use]
    pub fn of(code: &str, direction: &str) -> Self {
        match code {
            ">=" => Self::AtLeast,
            ">" => Self::MoreThan,
            "<=" => Self::AtMost,
            "<" => Self::LessThan,
            "=" => Self::Exactly,
            _ if direction == "down" => Self::AtMost,
            _ => Self::AtLeast,
        }
    }
    /// As people print it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "\u{2265}",
            Self::MoreThan => ">",
            Self::AtMost => "\u{2264}",
            Self::LessThan => "<",
            Self::Exactly => "=",
        }
    }
    fn holds(self, actual: Decimal, target: Decimal) -> bool {
        match self {
            Self::AtLeast => actual >= target,
            Self::MoreThan => actual > target,
            Self::AtMost => actual <= target,
            Self::LessThan => actual < target,
            Self::Exactly => actual == target,
        }
    }
    fn is_better(self, actual: Decimal, target: Decimal) -> bool {
        match self {
            Self::AtLeast | Self::MoreThan => actual > target,
            Self::AtMost | Self::LessThan => actual < target,
            Self::Exactly => false,
        }
    }
}

/// What comparing one value with one target says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Does not reach it.
    Short,
    /// Reaches it.
    Met,
    /// Is strictly better.
    Exceeded,
}

/// What a value says, as compared.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The number, if it is one.
    pub value: Option<Decimal>,
    /// The words, if it is none.
    pub quality: &'a str,
}

/// Does it set anything that can be met? A printed dash does not.
#[must_use]
pub fn is_set(value: &YearValue) -> bool {
    !value.value.is_empty() || !value.quality.is_empty()
}

/// Compares. A target of 100 % can't be exceeded: a value above it is a mistake of counting.
#[must_use]
pub fn judge(target: &YearValue, row_unit: &str, direction: &str, said: Said<'_>) -> Verdict {
    match (target.value.parse::<Decimal>().ok(), said.value) {
        (Some(want), Some(have)) => {
            let op = Op::of(&target.op, direction);
            let whole = want == Decimal::ONE_HUNDRED && is_percent(unit_of(target, row_unit));
            if !op.holds(have, want) {
                Verdict::Short
            } else if op.is_better(have, want) && !whole {
                Verdict::Exceeded
            } else {
                Verdict::Met
            }
        }
        // A word on a numeric target, or a number on one that is set in words: the words decide.
        _ if !said.quality.is_empty() && quality::affirms(&target.quality, said.quality) => Verdict::Met,
        (None, Some(have)) if fold_words(&target.quality) == fold_words(&have.to_string()) => Verdict::Met,
        _ => Verdict::Short,
    }
}

/// The unit that holds for a value: its own, or the row's.
#[must_use]
pub fn unit_of<'a>(target: &'a YearValue, row_unit: &'a str) -> &'a str {
    if target.unit.is_empty() { row_unit } else { &target.unit }
}

fn is_percent(unit: &str) -> bool {
    unit.trim_start().starts_with('%')
}

/// The value that counts on a day: that of the day's year; else the next year that is set; else,
/// when all are over, the last one. A value without a year holds for any year.
#[must_use]
pub fn value_for(values: &[YearValue], day: Day) -> Option<&YearValue> {
    let set = || values.iter().filter(|v| is_set(v));
    let year = day.year();
    set()
        .find(|v| v.year == year)
        .or_else(|| set().find(|v| v.year == 0))
        .or_else(|| set().filter(|v| v.year > year).min_by_key(|v| v.year))
        .or_else(|| set().max_by_key(|v| v.year))
}

/// Where a target stands: `verdict` is that of the confirmed value that counts, if there is one.
#[must_use]
pub fn state_of(verdict: Option<Verdict>, year: i16, day: Day) -> TargetState {
    match verdict {
        Some(Verdict::Exceeded) => TargetState::Exceeded,
        Some(Verdict::Met) => TargetState::Met,
        _ if year != 0 && day.year() > year => TargetState::NotMet,
        _ => TargetState::Running,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(year: i16, op: &str, value: &str, quality: &str, unit: &str) -> YearValue {
        YearValue {
            year,
            printed: String::new(),
            op: op.into(),
            value: value.into(),
            quality: quality.into(),
            unit: unit.into(),
        }
    }
    fn number(text: &str) -> Said<'_> {
        Said { value: text.parse().ok(), quality: "" }
    }
    fn word(text: &str) -> Said<'_> {
        Said { value: None, quality: text }
    }

    #[test]
    fn numbers_are_compared_as_printed_or_as_the_direction_says() {
        use Verdict::{Exceeded, Met, Short};
        for (op, want, unit, direction, have, verdict) in [
            (">=", "70", "%", "up", "69.99", Short),
            (">=", "70", "%", "up", "70.0", Met),
            (">=", "70", "%", "up", "70.1", Exceeded),
            ("", "0.65", "", "up", "0.64", Short),
            ("", "0.65", "", "", "0.65", Met),
            ("", "5", "", "down", "6", Short),
            ("", "5", "", "down", "4", Exceeded),
            ("<=", "5", "", "up", "5", Met),
            ("<", "5", "", "up", "5", Short),
            ("", "100", "%", "up", "100", Met),
            ("", "100", "%", "up", "102", Met),
            ("", "100", "xã", "up", "102", Exceeded),
            ("=", "3", "", "up", "4", Short),
        ] {
            let target = value(2026, op, want, "", unit);
            assert_eq!(judge(&target, "", direction, number(have)), verdict, "{have} against {op} {want} {unit}");
        }
        // The row's unit holds where the value has none.
        assert_eq!(judge(&value(2026, "", "100", "", ""), "%", "up", number("101")), Met);
    }
    #[test]
    fn words_are_compared_as_words() {
        let yes = value(2026, "", "", "Có", "");
        assert_eq!(judge(&yes, "", "up", word("Đã đạt")), Verdict::Met);
        assert_eq!(judge(&yes, "", "up", word("Chưa")), Verdict::Short);
        assert_eq!(judge(&yes, "", "up", number("1")), Verdict::Short);
        assert_eq!(judge(&value(2026, "", "70", "", "%"), "", "up", word("Đạt")), Verdict::Met);
        assert_eq!(judge(&value(2026, "", "", "3", ""), "", "up", number("3")), Verdict::Met);
    }
    #[test]
    fn the_year_of_the_day_counts_then_the_next_then_the_last() {
        let values = [
            value(2025, "", "1", "", ""),
            value(2026, "", "-", "", ""),
            value(2027, "", "", "", ""),
            value(2030, "", "9", "", ""),
        ];
        let on = |text: &str| value_for(&values, text.parse().unwrap()).map(|v| v.year);
        assert_eq!(on("2025-06-01"), Some(2025));
        assert_eq!(on("2027-06-01"), Some(2030), "a dash sets nothing");
        assert_eq!(on("2031-06-01"), Some(2030));
        assert_eq!(value_for(&[], "2026-01-01".parse().unwrap()), None);
    }
    #[test]
    fn a_target_is_missed_only_after_its_year() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(state_of(None, 2026, day("2026-12-31")), TargetState::Running);
        assert_eq!(state_of(Some(Verdict::Short), 2026, day("2027-01-01")), TargetState::NotMet);
        assert_eq!(state_of(Some(Verdict::Met), 2026, day("2027-01-01")), TargetState::Met);
    }
}
