//! A list of projects as a sheet, for XLSX and CSV.
use kernel::{Decimal, Dong, Say};
use plan::{
    export::{self, Cell, Sheet},
    report::{Translate, UnitName},
};

use crate::list::Row;

const COLUMNS: &[(&str, u16)] = &[
    ("budget-c-code", 18),
    ("budget-c-name", 60),
    ("budget-c-owner", 30),
    ("budget-c-level", 12),
    ("budget-c-nature", 14),
    ("budget-c-fund", 22),
    ("budget-c-assigned", 20),
    ("budget-c-adjusted", 20),
    ("budget-c-carried", 20),
    ("budget-c-available", 20),
    ("budget-c-disbursed", 20),
    ("budget-c-rate", 10),
    ("budget-c-expected", 20),
    ("budget-c-delay", 20),
    ("budget-c-estimate", 20),
    ("budget-c-pace", 16),
    ("budget-c-newest", 14),
    ("budget-c-counts", 12),
    ("budget-c-simulated", 12),
];

/// A line for each fund of each project, amounts in whole đồng. The last columns say whether a line
/// counts in the list's sums, and whether it is simulated.
#[must_use]
pub fn sheet(rows: &[Row<'_>], say: Translate<'_>, unit: UnitName<'_>) -> Sheet {
    let mut sheet = export::sheet(say, "budget-sheet", COLUMNS);
    let t = |id: &'static str| Cell::from(say(&Say::new(id)));
    let money = |amount: Dong| Cell::Number(Decimal::from(amount.whole()));
    let yes = |on: bool| if on { t("budget-yes") } else { t("budget-no") };
    for row in rows {
        for (fund, sums) in &row.funds {
            sheet.rows.push(vec![
                (&row.project.code).into(),
                (&row.says.name).into(),
                unit(row.says.owner).into(),
                t(row.says.level.message_id()),
                t(row.says.nature.message_id()),
                t(fund.message_id()),
                money(sums.assigned),
                money(sums.adjusted),
                money(sums.carried),
                money(sums.available()),
                if sums.stated { money(sums.disbursed) } else { Cell::Empty },
                sums.rate().map_or(Cell::Empty, Cell::Number),
                money(sums.expected),
                money(sums.delay()),
                sums.estimate.map_or(Cell::Empty, money),
                t(sums.pace().message_id()),
                row.newest.into(),
                yes(row.counts),
                yes(row.simulated),
            ]);
        }
    }
    sheet
}
