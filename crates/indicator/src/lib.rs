//! Targets of indicators and their values: the part that plans need.
pub mod target;

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "indicator", no: 1, sql: include_str!("../migrations/0001.sql") }];
