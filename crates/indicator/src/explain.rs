//! How a target's state was computed, as sentences that name the number, the comparison, the day
//! and the source.
use kernel::{Day, Say, number};

use crate::{
    book::{Actual, Asked, Cell, Standing},
    state::{Op, Verdict},
    target::YearValue,
};

/// Why the target stands as it does.
#[must_use]
pub fn explain(standing: &Standing<'_>) -> Say {
    let Some(value) = standing.value else { return Say::new("indicator-explain-nothing-set") };
    let Some(actual) = standing.actual else {
        return Say::new("indicator-explain-no-value")
            .arg("year", standing.year.to_string())
            .arg("target", printed(value));
    };
    let say = match (value.value.parse::<kernel::Decimal>().ok(), actual.value, standing.verdict) {
        (Some(want), Some(_), verdict) => {
            let id = match verdict {
                Some(Verdict::Exceeded) => "indicator-explain-exceeded",
                Some(Verdict::Met) => "indicator-explain-met",
                _ => "indicator-explain-short",
            };
            let op = Op::of(&value.op, &standing.says.direction);
            Say::new(id).arg("op", op.sign()).arg("want", number::vietnamese(want))
        }
        (_, _, Some(Verdict::Met | Verdict::Exceeded)) => {
            Say::new("indicator-explain-word-met").arg("want", printed(value))
        }
        _ => Say::new("indicator-explain-word-short").arg("want", printed(value)),
    };
    say.arg("year", standing.year.to_string())
        .arg("have", stated(actual))
        .arg("unit", actual.unit.as_str())
        .arg("day", actual.as_of)
        .arg("source", actual.source.as_str())
}

/// A stated value as people write it, without its unit.
#[must_use]
pub fn stated(actual: &Actual) -> String {
    actual.value.map_or_else(|| actual.quality.clone(), number::vietnamese)
}

/// A target's value as printed.
#[must_use]
pub fn printed(value: &YearValue) -> String {
    if value.printed.is_empty() { format!("{}{}", value.value, value.quality) } else { value.printed.clone() }
}

/// Explains a target as of a day; `None` when it does not hold on that day.
#[must_use]
pub fn explain_on(cell: &Cell, day: Day) -> Option<Say> {
    cell.standing(Asked::on(day)).map(|s| explain(&s))
}
