//! What the JSON API takes and gives: types of its own, so that the rooms' types may change without
//! breaking a client.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! schemas {
    ($($name:ident),* $(,)?) => {
        /// The schemas of all types, for the OpenAPI document.
        pub(crate) fn schemas(
            all: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>,
        ) {
            $(
                all.push((<$name as utoipa::ToSchema>::name().into_owned(), <$name as utoipa::PartialSchema>::schema()));
                <$name as utoipa::ToSchema>::schemas(all);
            )*
        }
    };
}
pub(crate) mod chase;
pub(crate) mod daily;
pub(crate) mod day;

pub(crate) use schemas as make_schemas;
schemas!(
    Units,
    UnitDetail,
    Events,
    Jobs,
    JobItem,
    Documents,
    DocumentDetail,
    DraftStarted,
    DraftDetail,
    RowChange,
    UnitMeaning,
    RowDecision,
    AcceptIn,
    Accepted,
    Tasks,
    TaskDetail,
    ProgressIn,
    DoneIn,
    NoteIn,
    SeenIn,
    LineChanged,
    Targets,
    TargetDetail,
    ActualIn,
    ActualChanged,
    ReasonIn,
    Status,
    Dashboard,
    Myself,
    Notices,
    NoticesRead,
    ReadIn
);

/// A unit, as others refer to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct UnitRef {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) name: String,
}
/// The reference; a unit that is gone from the directory keeps its id.
pub(crate) fn unit_ref(directory: &org::Directory, id: kernel::UnitId) -> UnitRef {
    let unit = directory.unit(id);
    let text = |f: fn(&org::Unit) -> &String| unit.map(|u| f(u).clone()).unwrap_or_default();
    UnitRef { id: id.to_string(), code: text(|u| &u.code), name: text(|u| &u.name) }
}
/// A unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitItem {
    #[serde(flatten)]
    pub(crate) unit: UnitRef,
    pub(crate) short: String,
    /// `province`, `department`, `body`, `commune`, `ward`, `special_zone`, `school`, `other`.
    pub(crate) kind: &'static str,
    /// `party`, `council`, `government`, `front`.
    pub(crate) block: &'static str,
    pub(crate) parent: Option<String>,
    pub(crate) valid_from: String,
    pub(crate) valid_to: Option<String>,
    /// Official area code.
    pub(crate) area_code: String,
}
/// Units that exist on a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Units {
    pub(crate) as_of: String,
    pub(crate) units: Vec<UnitItem>,
}
/// A unit with where it came from.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitDetail {
    #[serde(flatten)]
    pub(crate) unit: UnitItem,
    pub(crate) predecessors: Vec<UnitRef>,
    pub(crate) successors: Vec<UnitRef>,
    /// Its tasks by state.
    pub(crate) tasks: ByState,
}

/// An event of the log.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventItem {
    pub(crate) seq: i64,
    /// Milliseconds since 1970 UTC.
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) actor_name: String,
    pub(crate) actor_unit: String,
    pub(crate) on_behalf_of: String,
    pub(crate) via: String,
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) document: String,
    /// Facts of the change.
    #[schema(value_type = Object)]
    pub(crate) data: serde_json::Value,
    pub(crate) hash: String,
}
/// Events, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Events {
    pub(crate) events: Vec<EventItem>,
    /// Give it as `before` for older ones.
    pub(crate) next: Option<i64>,
}
/// A background job.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobItem {
    pub(crate) id: String,
    pub(crate) kind: String,
    /// `queued`, `running`, `done`, `failed`, `cancelled`.
    pub(crate) state: String,
    pub(crate) done: i64,
    pub(crate) total: i64,
    pub(crate) note: String,
    pub(crate) created_at: i64,
    pub(crate) created_by: String,
    pub(crate) ended_at: Option<i64>,
}
/// Jobs, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Jobs {
    pub(crate) jobs: Vec<JobItem>,
}

/// A document, as others refer to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DocumentRef {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) title: String,
}
/// A document.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentItem {
    #[serde(flatten)]
    pub(crate) document: DocumentRef,
    pub(crate) kind: String,
    pub(crate) issued_on: Option<String>,
    pub(crate) issuer: String,
    pub(crate) bases: Vec<String>,
}
/// All documents.
#[derive(Serialize, ToSchema)]
pub(crate) struct Documents {
    pub(crate) documents: Vec<DocumentItem>,
}
/// An edition of a document.
#[derive(Serialize, ToSchema)]
pub(crate) struct EditionItem {
    pub(crate) no: i64,
    pub(crate) file_name: String,
    pub(crate) from_day: String,
    pub(crate) at: i64,
    pub(crate) by_name: String,
    pub(crate) added: i64,
    pub(crate) changed: i64,
    pub(crate) withdrawn: i64,
}
/// A document with its editions.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentDetail {
    #[serde(flatten)]
    pub(crate) document: DocumentItem,
    pub(crate) editions: Vec<EditionItem>,
    pub(crate) amended_by: Vec<DocumentRef>,
    pub(crate) tasks: ByState,
}

/// A file was read; the draft waits.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftStarted {
    pub(crate) draft: String,
    pub(crate) version: i64,
    pub(crate) rows: usize,
    pub(crate) to_look_at: usize,
    pub(crate) unread: usize,
}
/// A draft; `content` is what was read, row by row.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftDetail {
    pub(crate) draft: String,
    pub(crate) version: i64,
    /// `open`, `accepted`, `discarded`.
    #[schema(value_type = String)]
    pub(crate) state: serde_json::Value,
    pub(crate) file_name: String,
    #[schema(value_type = Object)]
    pub(crate) content: serde_json::Value,
}
/// Corrections of a row's fields, by their names in the reading contract.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RowChange {
    /// The draft's version that was seen.
    pub(crate) seen: i64,
    /// Field name to corrected text.
    pub(crate) fields: std::collections::BTreeMap<String, String>,
}
/// What a printed name of a unit means.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UnitMeaning {
    pub(crate) seen: i64,
    pub(crate) printed: String,
    /// The unit, or…
    pub(crate) unit: Option<String>,
    /// …the group's code.
    pub(crate) group: Option<String>,
}
/// Whether a row is taken over.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RowDecision {
    pub(crate) seen: i64,
    /// Take it over as it stands, or leave it out.
    pub(crate) keep: bool,
    pub(crate) reason: String,
}
/// Taking a draft over.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AcceptIn {
    pub(crate) seen: i64,
    /// Leave rows that were not looked at for later.
    #[serde(default)]
    pub(crate) only_certain: bool,
}
/// What became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Accepted {
    pub(crate) document: String,
    pub(crate) added: usize,
    pub(crate) changed: usize,
    pub(crate) withdrawn: usize,
}

/// Numbers of tasks by state.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub(crate) struct ByState {
    pub(crate) done_on_time: usize,
    pub(crate) done_late: usize,
    pub(crate) running: usize,
    pub(crate) due_soon: usize,
    pub(crate) overdue: usize,
    pub(crate) recurring: usize,
    pub(crate) not_started: usize,
    pub(crate) waiting: usize,
    pub(crate) not_applicable: usize,
}
/// A task in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskItem {
    pub(crate) id: String,
    pub(crate) section_no: String,
    pub(crate) no: String,
    pub(crate) name: String,
    pub(crate) state: &'static str,
    pub(crate) document: DocumentRef,
    /// The lead unit, where one unit leads; a task's own page lists all.
    pub(crate) lead: Vec<UnitRef>,
    pub(crate) lead_text: String,
    /// Last day, where the deadline has one.
    pub(crate) due_on: Option<String>,
    pub(crate) deadline_text: String,
    /// Lines of progress, and how many of them are done.
    pub(crate) lines: usize,
    pub(crate) lines_done: usize,
}
/// A page of tasks.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tasks {
    pub(crate) as_of: String,
    /// How many there are in all, not only on this page.
    pub(crate) total: usize,
    pub(crate) tasks: Vec<TaskItem>,
    /// Give it as `after` for the next page.
    pub(crate) next: Option<String>,
}
/// One member's line of progress.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineItem {
    pub(crate) id: String,
    pub(crate) unit: UnitRef,
    pub(crate) state: &'static str,
    /// Something was reported and waits for confirmation.
    pub(crate) awaiting: bool,
    pub(crate) percent: Option<i64>,
    pub(crate) done_on: Option<String>,
    /// Give it back as `seen` when changing the line.
    pub(crate) seen: i64,
}
/// What was said about a task.
#[derive(Serialize, ToSchema)]
pub(crate) struct MarkItem {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) line: String,
    pub(crate) kind: String,
    pub(crate) percent: Option<i64>,
    pub(crate) done_on: Option<String>,
    pub(crate) note: String,
    pub(crate) by_name: String,
}
/// A task.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskDetail {
    #[serde(flatten)]
    pub(crate) task: TaskItem,
    pub(crate) section_title: String,
    pub(crate) product: String,
    pub(crate) leads: Vec<UnitRef>,
    pub(crate) coordinating: Vec<UnitRef>,
    pub(crate) coordinating_text: String,
    pub(crate) responsible_text: String,
    pub(crate) authority_text: String,
    pub(crate) source_documents_text: String,
    pub(crate) progress: Vec<LineItem>,
    pub(crate) marks: Vec<MarkItem>,
}
/// Progress on a line.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ProgressIn {
    /// `seen` of the line as it was read: a line that moved meanwhile is not changed.
    pub(crate) seen: i64,
    /// 0 to 100.
    pub(crate) percent: i64,
    pub(crate) note: String,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// A line is done.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DoneIn {
    pub(crate) seen: i64,
    /// The day on which it was done; today when absent.
    pub(crate) done_on: Option<String>,
    pub(crate) note: String,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// A step with a reason.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NoteIn {
    pub(crate) seen: i64,
    pub(crate) note: String,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// A step without one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SeenIn {
    pub(crate) seen: i64,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// A line was changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineChanged {
    pub(crate) line: String,
    /// The line's newest mark: the next `seen`.
    pub(crate) seen: i64,
}

/// A target in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct TargetItem {
    pub(crate) id: String,
    pub(crate) no: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) document: DocumentRef,
    pub(crate) year: i16,
    /// The target as printed.
    pub(crate) target_text: String,
    /// The confirmed value that counts.
    pub(crate) actual: Option<String>,
    pub(crate) actual_as_of: Option<String>,
    /// `met`, `exceeded`, `not_met`, `running`.
    pub(crate) state: &'static str,
}
/// All targets on a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Targets {
    pub(crate) as_of: String,
    pub(crate) targets: Vec<TargetItem>,
}
/// A stated value.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActualItem {
    pub(crate) id: String,
    pub(crate) year: i16,
    pub(crate) as_of: String,
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) source: String,
    pub(crate) simulated: bool,
    pub(crate) by_name: String,
    /// `pending`, `confirmed`, `returned`, `replaced`.
    pub(crate) standing: &'static str,
}
/// A target.
#[derive(Serialize, ToSchema)]
pub(crate) struct TargetDetail {
    #[serde(flatten)]
    pub(crate) target: TargetItem,
    pub(crate) lead: Vec<UnitRef>,
    pub(crate) source_documents_text: String,
    /// Why it stands as it does.
    pub(crate) because: String,
    pub(crate) values: Vec<ActualItem>,
}
/// A value for a target: a number or words.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ActualIn {
    /// The year it is held against; the one of `as_of` when absent.
    pub(crate) year: Option<i16>,
    /// The day it describes.
    pub(crate) as_of: String,
    /// A number (`97.61` or `97,61`) or words (`Có`).
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) unit: String,
    pub(crate) source: String,
    /// The stated value it corrects.
    pub(crate) replaces: Option<String>,
    /// The client's own id of this request: sent twice, it is done once.
    pub(crate) key: Option<String>,
}
/// A value was stated or decided on.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActualChanged {
    pub(crate) actual: String,
}
/// Why something goes back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReasonIn {
    pub(crate) reason: String,
}

/// Tasks of a document by state.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentStatus {
    #[serde(flatten)]
    pub(crate) document: DocumentRef,
    pub(crate) total: usize,
    pub(crate) by_state: ByState,
}
/// Numbers of tasks.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskStatus {
    pub(crate) total: usize,
    pub(crate) by_state: ByState,
    pub(crate) by_document: Vec<DocumentStatus>,
}
/// Numbers of targets; `met` includes `exceeded`.
#[derive(Serialize, ToSchema)]
pub(crate) struct TargetStatus {
    pub(crate) total: usize,
    pub(crate) met: usize,
    pub(crate) exceeded: usize,
    pub(crate) not_met: usize,
    pub(crate) running: usize,
}
/// The province on a day, as `bazan plan status --json`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    pub(crate) as_of: String,
    pub(crate) tasks: TaskStatus,
    pub(crate) targets: TargetStatus,
}
/// A unit that is late.
#[derive(Serialize, ToSchema)]
pub(crate) struct LateUnit {
    #[serde(flatten)]
    pub(crate) unit: UnitRef,
    pub(crate) overdue: usize,
}
/// The leader's screen as numbers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dashboard {
    #[serde(flatten)]
    pub(crate) status: Status,
    pub(crate) late_units: Vec<LateUnit>,
    /// Tasks due within thirty days.
    pub(crate) due_within_30_days: usize,
    pub(crate) due: Vec<TaskItem>,
}
/// Who is asking.
#[derive(Serialize, ToSchema)]
pub(crate) struct Myself {
    pub(crate) name: String,
    pub(crate) unit: Option<UnitRef>,
    pub(crate) posts: Vec<&'static str>,
    /// For changes made in a session: send it as `x-csrf-token`.
    pub(crate) csrf: String,
}

/// A notice to the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeItem {
    pub(crate) id: String,
    /// `assigned`, `returned`, `overdue`…
    pub(crate) kind: &'static str,
    /// What it is about: `task:uuid`.
    pub(crate) about: String,
    /// The page that shows it.
    pub(crate) path: String,
    /// In the caller's language.
    pub(crate) text: String,
    pub(crate) at: i64,
    pub(crate) read: bool,
}
/// Notices, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notices {
    pub(crate) unread: i64,
    pub(crate) notices: Vec<NoticeItem>,
    /// Give it as `before` for older ones.
    pub(crate) next: Option<String>,
}
/// Which notices were read.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReadIn {
    #[serde(default)]
    pub(crate) ids: Vec<String>,
}
/// What became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticesRead {
    pub(crate) marked: i64,
    pub(crate) unread: i64,
}
