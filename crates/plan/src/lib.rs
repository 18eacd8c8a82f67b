//! (plan: being built)

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "plan", no: 1, sql: include_str!("../migrations/0001.sql") }];
