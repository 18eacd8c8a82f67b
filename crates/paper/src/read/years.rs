//! Which years a plan's dates and values are of where none is printed beside them.
use super::{columns, plain::fold};

/// The years that a plan's dates and values are of where none is printed beside them.
#[derive(Clone, Copy, Default)]
pub(crate) struct Years {
    /// For a day or month without a year.
    pub(crate) due: Option<i16>,
    /// For a target value without a year.
    pub(crate) value: Option<i16>,
    /// The first year planned: what is of earlier years is no target.
    pub(crate) first: Option<i16>,
}

impl Years {
    /// From the years of the title and the year of issue. A span of years gives no single one, and
    /// "đến năm 2030" says only where it ends.
    pub(crate) fn of(title: &str, issued: Option<i16>) -> Self {
        let all = columns::years(title);
        let folded = fold(title);
        let ends = |y: i16| folded.contains(&format!("den nam {y}")) || folded.contains(&format!("den {y}"));
        let begun: Vec<i16> = all.iter().copied().filter(|y| !ends(*y)).collect();
        let single = if let [year] = begun[..] { Some(year) } else { None };
        Self { due: single.or(issued), value: all.last().copied().or(issued), first: begun.first().copied().or(issued) }
    }
    /// As a table's heading narrows them.
    pub(crate) fn within(self, headed: &[i16]) -> Self {
        let single = if let [year] = headed { Some(*year) } else { None };
        Self { due: single.or(self.due), value: headed.last().copied().or(self.value), first: self.first }
    }
}
