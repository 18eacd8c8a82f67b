//! What the JSON API gives of a person's day, saved views and bulk update.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TaskItem;

schemas!(MyDay, SavedViews, SaveViewIn, SavedViewItem, Removed, BulkPreview, BulkApplied);

/// Some tasks of many.
#[derive(Serialize, ToSchema)]
pub(crate) struct DayLane {
    pub(crate) count: u32,
    /// The first of them.
    pub(crate) tasks: Vec<TaskItem>,
}
/// A person's day.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyDay {
    pub(crate) as_of: String,
    /// The event after which things are news.
    pub(crate) since: i64,
    pub(crate) overdue: DayLane,
    pub(crate) returned: DayLane,
    pub(crate) week: DayLane,
    pub(crate) check_ins: DayLane,
    pub(crate) confirm: DayLane,
    pub(crate) new: DayLane,
    pub(crate) chain: DayLane,
    pub(crate) changed_count: u32,
    pub(crate) changed: Vec<TaskItem>,
}
/// A saved view of the work list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavedViewItem {
    pub(crate) view: i64,
    pub(crate) name: String,
    /// The parameters of `/tasks`.
    pub(crate) query: String,
    pub(crate) shared: bool,
    pub(crate) own: bool,
}
/// The caller's saved views and those shared in their unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavedViews {
    pub(crate) views: Vec<SavedViewItem>,
}
/// Saves a view.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SaveViewIn {
    pub(crate) name: String,
    pub(crate) query: String,
    #[serde(default)]
    pub(crate) shared: bool,
}
/// What was removed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Removed {
    pub(crate) view: i64,
}
/// A row of an uploaded list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkItem {
    /// Its number in the sheet, the header being 1.
    pub(crate) row: usize,
    pub(crate) name: String,
    /// `nothing`, `progress`, `done`, `conflict`.
    pub(crate) leads: &'static str,
    pub(crate) percent: Option<i64>,
    pub(crate) done_on: Option<String>,
    /// Why it can't be done and what to do.
    pub(crate) message: String,
}
/// What an uploaded list would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkPreview {
    pub(crate) digest: String,
    pub(crate) changes: usize,
    pub(crate) conflicts: usize,
    pub(crate) rows: Vec<BulkItem>,
}
/// What applying it did to a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkOutcome {
    pub(crate) row: usize,
    pub(crate) name: String,
    pub(crate) done: bool,
    pub(crate) message: String,
}
/// What applying it did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkApplied {
    pub(crate) done: usize,
    pub(crate) rows: Vec<BulkOutcome>,
}
