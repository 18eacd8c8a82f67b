//! Plans: official documents, the tasks they give, and following them.
pub mod progress;
pub mod state;

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] = &[
    store::Migration { room: "plan", no: 1, sql: include_str!("../migrations/0001.sql") },
    store::Migration { room: "plan", no: 2, sql: include_str!("../migrations/0002.sql") },
];
