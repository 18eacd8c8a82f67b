//! Targets (*chỉ tiêu*) that official documents set for a year, the actual values that units state
//! for them, their confirmation, and whether a target is met as of a day. Definitions of indicators
//! and their roll-up will live here too; `plan` writes targets through [`target::put_target_in`].
pub mod actual;
pub mod book;
mod db;
pub mod explain;
pub mod quality;
pub mod state;
pub mod target;

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] = &[
    store::Migration { room: "indicator", no: 1, sql: include_str!("../migrations/0001.sql") },
    store::Migration { room: "indicator", no: 2, sql: include_str!("../migrations/0002.sql") },
];
