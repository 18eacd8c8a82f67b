//! Plans (*kế hoạch*): official documents become tasks and targets that are followed. A read file is
//! a draft, corrected by a person and accepted as an edition of a document; an edition makes versions
//! of tasks, and every lead unit has a line of progress. Nothing is overwritten.
//!
//! `line.to_day` is the last day on which a line counts; a line without it still counts.
pub mod board;
pub mod bulk;
pub mod check_in;
pub mod clarity;
pub mod comment;
pub mod day;
pub mod deadline;
pub mod diff;
pub mod document;
pub mod draft;
pub mod edition;
pub mod export;
pub mod extension;
pub mod feed;
pub mod handover;
pub mod history;
pub mod import;
pub mod link;
pub mod list;
pub mod meeting;
mod part;
pub mod progress;
pub mod report;
pub mod resolve;
pub mod saved;
pub mod state;
pub mod status;
pub mod step;
mod tell;

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] = &[
    store::Migration { room: "plan", no: 1, sql: include_str!("../migrations/0001.sql") },
    store::Migration { room: "plan", no: 2, sql: include_str!("../migrations/0002.sql") },
    store::Migration { room: "plan", no: 3, sql: include_str!("../migrations/0003.sql") },
    store::Migration { room: "plan", no: 4, sql: include_str!("../migrations/0004.sql") },
    store::Migration { room: "plan", no: 5, sql: include_str!("../migrations/0005.sql") },
];
