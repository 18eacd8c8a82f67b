//! Chasing (*đôn đốc*): when a line comes near its last day, passes it, or waits for confirmation,
//! people are told rung by rung: officer, head, focal department, leaders. Every rung is said once;
//! what a person is told of one night is one notice a kind, however many lines it is about.
mod address;
mod db;
mod ladder;
mod ladder_set;
mod night;
mod run;

use kernel::Action;

pub use db::{Spoken, spoken_on};
pub use ladder::{Ladder, Of, Role, Rung, Stand, Step};
pub use ladder_set::{ladder, set_ladder};
pub use night::{Address, Item, Night, Saying, Touched};
pub use run::{RUN_JOB, ask_for_run, preview, run};

/// Changing the ladder, and looking at what the next run would say.
pub const CHASE_CHANGE: Action = Action("chase.change");
/// Running it: the program itself, by job or command.
pub const CHASE_RUN: Action = Action("chase.run");

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "chase", no: 1, sql: include_str!("../migrations/0001.sql") }];
