//! Money: whole đồng, never fractions of one, and its forms as officers print them.
use std::{
    fmt,
    iter::Sum,
    ops::{Add, Neg, Sub},
};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{number, text::fold};

/// An amount in whole đồng; may be negative (an adjustment downwards). Sums stop at the ends of the
/// range (nine billion billion đồng) instead of wrapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Dong(i64);

impl Dong {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// That many đồng.
    #[must_use]
    pub const fn new(whole: i64) -> Self {
        Self(whole)
    }
    /// How many đồng.
    #[must_use]
    pub const fn whole(self) -> i64 {
        self.0
    }
    /// Is it nothing?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
    /// Reads what people type: `398.497.000.000`, `35,725 tỷ`, `267 triệu đồng`. `None` when it is no
    /// amount, says two things at once, or is no whole number of đồng.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let end = typed.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
        let (figure, unit) = typed.split_at(end);
        let factor = match fold(unit).as_str() {
            "" | "d" | "dong" | "vnd" => 1,
            "nghin" | "nghin dong" | "ngan dong" => 1_000,
            "trieu" | "trieu dong" | "tr" => 1_000_000,
            "ty" | "ty dong" | "ti" => 1_000_000_000,
            _ => return None,
        };
        let value = number::parse_vietnamese(figure)?.checked_mul(Decimal::from(factor))?;
        if value.fract().is_zero() { value.to_i64().map(Self) } else { None }
    }
    /// `1.459.910`.
    #[must_use]
    pub fn vietnamese(self) -> String {
        number::vietnamese(Decimal::from(self.0))
    }
    /// Its share of a whole in per cent, to two decimals; `None` of nothing or less.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> Option<Decimal> {
        if whole.0 <= 0 {
            return None;
        }
        let share = Decimal::from(self.0).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(whole.0))?;
        Some(share.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
    }
    /// `part` out of `whole` of it, rounded to whole đồng towards zero; nothing of no whole.
    #[must_use]
    pub fn portion(self, part: i64, whole: i64) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let value = i128::from(self.0) * i128::from(part) / i128::from(whole);
        Self(i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX }))
    }
}
impl Add for Dong {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl Sub for Dong {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
impl Neg for Dong {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}
impl Sum for Dong {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}
impl fmt::Display for Dong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn reads_what_officers_type() {
        for (typed, want) in [
            ("398.497.000.000", 398_497_000_000),
            ("398,497 tỷ", 398_497_000_000),
            ("31,227805 tỷ đồng", 31_227_805_000),
            ("267 triệu", 267_000_000),
            ("0,75 tỷ", 750_000_000),
            ("-1.000", -1000),
            ("1000đ", 1000),
        ] {
            assert_eq!(Dong::parse(typed), Some(Dong::new(want)), "{typed}");
        }
        for bad in ["", "tỷ", "1,5", "1,2345 nghìn", "12 bao", "1.23.4", "99999999999999999999"] {
            assert_eq!(Dong::parse(bad), None, "{bad}");
        }
    }
    #[test]
    fn shares_are_those_of_the_report() {
        let share = |part: i64, whole: i64| Dong::new(part).percent_of(Dong::new(whole)).map(|d| d.to_string());
        assert_eq!(share(35_725_000_000, 220_177_000_000).as_deref(), Some("16.23"));
        assert_eq!(share(267_000_000, 178_320_000_000).as_deref(), Some("0.15"));
        assert_eq!(share(1, 0), None);
        assert_eq!(Dong::new(365).portion(10, 365), Dong::new(10));
        assert_eq!(Dong::new(i64::MAX).portion(2, 1), Dong::new(i64::MAX));
    }
}
