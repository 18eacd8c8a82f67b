//! The headline figures printed in the 18-month report of June 2026: real values.
use kernel::{Day, Decimal};
use serde::Deserialize;

use crate::embedded;

/// All figures of one report.
#[derive(Clone, Debug, Deserialize)]
pub struct Figures {
    /// The report.
    pub source: String,
    /// Its figures.
    #[serde(rename = "figure")]
    pub list: Vec<Figure>,
}
/// One printed figure.
#[derive(Clone, Debug, Deserialize)]
pub struct Figure {
    /// A short key.
    pub key: String,
    /// What it counts.
    pub name: String,
    /// Its value.
    pub value: Decimal,
    /// Its unit.
    pub unit: String,
    /// The day it speaks of.
    pub as_of: Day,
    /// Where in the report.
    pub section: String,
}

/// The figures of June 2026.
#[must_use]
pub fn figures() -> Figures {
    embedded::toml("figures_2026_06.toml", include_str!("../data/figures_2026_06.toml"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    #[test]
    fn keys_differ_and_parts_add_up() {
        let list = super::figures().list;
        assert!(list.len() >= 40);
        assert_eq!(list.iter().map(|f| &f.key).collect::<BTreeSet<_>>().len(), list.len());
        let value = |key: &str| list.iter().find(|f| f.key == key).unwrap().value;
        let parts = ["nhiem_vu_dung_han", "nhiem_vu_qua_han_xong", "nhiem_vu_dang_lam", "nhiem_vu_qua_han"];
        assert_eq!(parts.iter().map(|k| value(k)).sum::<kernel::Decimal>(), value("tong_nhiem_vu"));
    }
}
