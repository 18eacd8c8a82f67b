//! The ladder of reminders and what was said by it, as JSON.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

schemas!(ChaseLadder, ChaseNight, ChaseSaid);

/// A rung of the ladder.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ChaseRung {
    /// Its name for ever; empty for a new one.
    #[serde(default)]
    pub(crate) key: String,
    /// What it counts from: `due` (the last day) or `waiting` (the day of a report that waits).
    pub(crate) of: String,
    /// Working days after that day; negative: before.
    pub(crate) days: i32,
    /// Who is told: `officer`, `head`, `focal`, `leader`.
    pub(crate) to: String,
}
/// The ladder of reminders.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ChaseLadder {
    pub(crate) rungs: Vec<ChaseRung>,
}
/// One notice of a run.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChaseNotice {
    /// `due_soon`, `overdue`, `escalated`, `unconfirmed`.
    pub(crate) kind: String,
    /// Sign-in names.
    pub(crate) people: Vec<String>,
    /// Ids of lines.
    pub(crate) lines: Vec<String>,
}
/// What a run would say.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChaseNight {
    pub(crate) day: String,
    /// Rungs of lines that are told.
    pub(crate) reminders: usize,
    /// People who are told.
    pub(crate) people: usize,
    /// Rungs that nobody is there to hear.
    pub(crate) unheard: usize,
    pub(crate) notices: Vec<ChaseNotice>,
}
/// A reminder that was sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChaseSaidItem {
    pub(crate) line: String,
    pub(crate) day: String,
    pub(crate) rung: String,
    /// `officer`, `head`, `focal`, `leader`.
    pub(crate) to: String,
    /// `due_soon`, `overdue`, `escalated`, `unconfirmed`.
    pub(crate) kind: String,
    /// The last day, or the day of the report that waited.
    pub(crate) counted_from: String,
    /// Names.
    pub(crate) people: Vec<String>,
    /// The event.
    pub(crate) seq: i64,
}
/// Reminders about a task, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChaseSaid {
    pub(crate) said: Vec<ChaseSaidItem>,
}
