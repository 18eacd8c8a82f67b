//! What the JSON API takes and gives of the daily work: extensions, check-ins, steps, comments.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::UnitRef;

schemas!(
    ExtendIn,
    DecideIn,
    WithdrawIn,
    Requested,
    Extensions,
    CheckInIn,
    AnswerIn,
    CheckedIn,
    CompleteIn,
    Completed,
    StepIn,
    StepChangeIn,
    StepItem,
    CommentIn,
    Commented,
    WatchIn,
    Watching,
    Beside
);

/// Asks for a later last day.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ExtendIn {
    /// The day asked for.
    pub(crate) until: String,
    /// Why.
    pub(crate) reason: String,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// Grants (`grant` names the day) or refuses.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DecideIn {
    /// The new last day; absent to refuse.
    pub(crate) grant: Option<String>,
    /// Needed to refuse, and to grant another day than was asked.
    #[serde(default)]
    pub(crate) reason: String,
}
/// Takes a request back.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct WithdrawIn {
    #[serde(default)]
    pub(crate) reason: String,
}
/// What was done to a request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Requested {
    pub(crate) request: i64,
    pub(crate) line: String,
    pub(crate) task: String,
}
/// A request for an extension with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExtensionItem {
    pub(crate) request: i64,
    pub(crate) task: String,
    pub(crate) task_name: String,
    pub(crate) line: String,
    pub(crate) unit: UnitRef,
    /// Milliseconds since 1970 UTC.
    pub(crate) at: i64,
    /// The last day when it was asked.
    pub(crate) due_on: String,
    pub(crate) until: String,
    pub(crate) reason: String,
    pub(crate) by_name: String,
    /// `open`, `granted`, `refused`, `withdrawn`.
    pub(crate) outcome: &'static str,
    pub(crate) granted: Option<String>,
    pub(crate) answer: String,
    pub(crate) answered_by: String,
}
/// Requests that wait for a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Extensions {
    pub(crate) extensions: Vec<ExtensionItem>,
}
/// Checks in for a period.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CheckInIn {
    /// `2026-05`, `2026-Q2` or `2026`.
    pub(crate) period: String,
    pub(crate) note: String,
}
/// Confirms a check-in or returns it.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AnswerIn {
    #[serde(default)]
    pub(crate) confirm: bool,
    #[serde(default)]
    pub(crate) reason: String,
}
/// What was done to a check-in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckedIn {
    pub(crate) check_in: i64,
    pub(crate) line: String,
    pub(crate) task: String,
}
/// Completes a field of a task.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CompleteIn {
    /// `person`, `authority`, `product`, `deadline`, `rhythm`.
    pub(crate) field: String,
    #[serde(default)]
    pub(crate) value: String,
    /// For a deadline.
    pub(crate) due_on: Option<String>,
    /// Which document says so.
    #[serde(default)]
    pub(crate) source: String,
}
/// How many tasks changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Completed {
    pub(crate) changed: usize,
}
/// A step of one's own line.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct StepIn {
    pub(crate) name: String,
    /// A person of the unit.
    pub(crate) person: Option<String>,
    pub(crate) due_on: Option<String>,
}
/// What becomes of a step: other words, done or not, removed.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct StepChangeIn {
    pub(crate) says: Option<StepIn>,
    pub(crate) done: Option<bool>,
    #[serde(default)]
    pub(crate) remove: bool,
}
/// A step.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepItem {
    pub(crate) step: i64,
    pub(crate) line: String,
    pub(crate) name: String,
    pub(crate) person: Option<String>,
    pub(crate) due_on: Option<String>,
    pub(crate) done_on: Option<String>,
}
/// Says something about a task.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CommentIn {
    pub(crate) text: String,
    /// Only for one's own unit.
    #[serde(default)]
    pub(crate) internal: bool,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// What became of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Commented {
    pub(crate) comment: i64,
    /// Names mentioned that are nobody's or may not see the task.
    pub(crate) not_told: Vec<String>,
}
/// Begins or ends watching.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct WatchIn {
    #[serde(default)]
    pub(crate) watch: bool,
}
/// Whether the caller watches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Watching {
    pub(crate) watching: bool,
}
/// A period of a recurring line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeriodItem {
    pub(crate) line: String,
    pub(crate) period: String,
    pub(crate) due: String,
    /// `open`, `reported`, `confirmed`, `missing`.
    pub(crate) state: &'static str,
    pub(crate) late: bool,
    pub(crate) check_in: Option<i64>,
    pub(crate) note: String,
}
/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentItem {
    pub(crate) comment: i64,
    pub(crate) text: String,
    pub(crate) internal: bool,
    pub(crate) at: i64,
    pub(crate) by_name: String,
}
/// A line's last day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineDue {
    pub(crate) line: String,
    pub(crate) due_on: Option<String>,
    /// As the document prints it.
    pub(crate) printed_due_on: Option<String>,
    pub(crate) extended: bool,
}
/// Everything beside a task that the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Beside {
    /// Which of the six clarities it lacks.
    pub(crate) unclear: Vec<&'static str>,
    pub(crate) lines: Vec<LineDue>,
    pub(crate) extensions: Vec<ExtensionItem>,
    pub(crate) periods: Vec<PeriodItem>,
    pub(crate) steps: Vec<StepItem>,
    pub(crate) comments: Vec<CommentItem>,
    pub(crate) watching: bool,
}
