//! A list as a sheet, for XLSX and CSV: without senders, who are not for taking away.
use kernel::Say;
use plan::{
    export::{self, Cell, Sheet},
    report::{Translate, UnitName},
};

use crate::list::Row;

const COLUMNS: &[(&str, u16)] = &[
    ("voice-c-number", 12),
    ("voice-c-title", 60),
    ("voice-c-kind", 14),
    ("voice-c-field", 22),
    ("voice-c-channel", 22),
    ("voice-c-place", 24),
    ("voice-c-received", 14),
    ("voice-c-unit", 34),
    ("voice-c-due", 14),
    ("voice-c-state", 18),
    ("voice-c-timing", 16),
    ("voice-c-answered", 14),
    ("voice-c-rating", 10),
    ("voice-c-simulated", 12),
];

/// A line for each.
#[must_use]
pub fn sheet(rows: &[Row<'_>], say: Translate<'_>, unit: UnitName<'_>) -> Sheet {
    let mut sheet = export::sheet(say, "voice-sheet", COLUMNS);
    let t = |id: &'static str| Cell::from(say(&Say::new(id)));
    for row in rows {
        let standing = &row.standing;
        sheet.rows.push(vec![
            (&row.item.number).into(),
            (&row.item.title).into(),
            t(row.kind.message_id()),
            t(row.field.message_id()),
            t(row.item.channel.message_id()),
            (&row.item.place).into(),
            Some(row.item.received_on).into(),
            standing.unit.map(unit).unwrap_or_default().into(),
            standing.due.into(),
            t(standing.state.message_id()),
            t(standing.timing.message_id()),
            standing.answered.into(),
            standing.rating.map_or(Cell::Empty, Cell::from),
            t(if row.item.simulated { "voice-yes" } else { "voice-no" }),
        ]);
    }
    sheet
}
