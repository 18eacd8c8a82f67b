//! The six clarities (*06 rõ*): which of them a task lacks, and completing what its document does not
//! print. A completion stands beside the printed text with its source and never over it: where a
//! later edition prints the field, the print counts.
use kernel::{Action, Ctx, Day, Fault, Resource, Result, TaskId, text::squeeze};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, args};

use crate::{
    board::{Asked, Board, Sight, Task, Version, View},
    check_in::Rhythm,
    list::Filter,
    state,
};

/// Completing what a document leaves unclear: whoever takes plans over.
const COMPLETE: Action = crate::import::ACCEPT;
/// Longest completed text, in characters.
const LIMIT: usize = 500;

/// What has to be clear about a task, in the order of the phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clarity {
    /// *Rõ người*: who answers for it in person.
    Person,
    /// *Rõ việc*: what is to be done.
    Work,
    /// *Rõ thời gian*: until when. A recurring task is clear, and one whose day is set elsewhere is
    /// clear about that.
    Time,
    /// *Rõ trách nhiệm*: which unit leads.
    Responsibility,
    /// *Rõ sản phẩm*: what comes out of it.
    Product,
    /// *Rõ thẩm quyền*: who decides.
    Authority,
}
impl Clarity {
    /// All six.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Work, Self::Time, Self::Responsibility, Self::Product, Self::Authority];
    /// As in addresses; the key of its name in the Fluent files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Work => "work",
            Self::Time => "time",
            Self::Responsibility => "responsibility",
            Self::Product => "product",
            Self::Authority => "authority",
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
    /// What mends it here; `None` where only a document can (what is to be done, who leads).
    #[must_use]
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Person => Some(Field::Person),
            Self::Time => Some(Field::Deadline),
            Self::Product => Some(Field::Product),
            Self::Authority => Some(Field::Authority),
            Self::Work | Self::Responsibility => None,
        }
    }
}

/// What can be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The accountable head.
    Person,
    /// Who decides.
    Authority,
    /// The product.
    Product,
    /// The last day: where none is printed, or once the body that sets it has acted.
    Deadline,
    /// How often a recurring task is checked.
    Rhythm,
}
impl Field {
    const ALL: [Self; 5] = [Self::Person, Self::Authority, Self::Product, Self::Deadline, Self::Rhythm];
    /// As stored and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Authority => "authority",
            Self::Product => "product",
            Self::Deadline => "deadline",
            Self::Rhythm => "rhythm",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.word() == word)
    }
    fn event(self) -> &'static str {
        match self {
            Self::Person | Self::Authority | Self::Product => "task.clarified",
            Self::Deadline => "task.deadline_set",
            Self::Rhythm => "task.rhythm_set",
        }
    }
}

impl Task {
    pub(crate) fn is_clear(&self, what: Clarity, version: &Version, view: View) -> bool {
        let due = || self.due(version, None, view);
        match what {
            Clarity::Person => !self.text(Field::Person, version, view).is_empty(),
            Clarity::Work => !version.text.name.is_empty(),
            Clarity::Time => due().on.is_some() || due().rhythm != state::Rhythm::Once,
            Clarity::Responsibility => !version.leads.is_empty(),
            Clarity::Product => !self.text(Field::Product, version, view).is_empty(),
            Clarity::Authority => !self.text(Field::Authority, version, view).is_empty(),
        }
    }
    /// Where it recurs: its rhythms so far, oldest first.
    pub(crate) fn rhythms(&self, version: &Version, view: View) -> Vec<(Day, Rhythm)> {
        if version.due.rhythm != state::Rhythm::Recurring {
            return Vec::new();
        }
        let printed = (Day::from_number(0), Rhythm::of_text(&version.text.deadline_text));
        let set = self.completed.iter().filter(|c| c.field == Field::Rhythm && view.sees(c.since.0, c.since.1));
        let set = set.filter_map(|c| Some((Day::from_number(c.since.0), Rhythm::from_code(&c.value)?)));
        std::iter::once(printed).chain(set).collect()
    }
    pub(crate) fn unclear(&self, version: &Version, view: View) -> Vec<Clarity> {
        Clarity::ALL.into_iter().filter(|c| !self.is_clear(*c, version, view)).collect()
    }
}

impl Board {
    /// How many of the tasks that the reader sees and the filter lets pass lack each clarity, and
    /// how many lack any.
    #[must_use]
    pub fn unclear(&self, asked: Asked, sight: &Sight, filter: &Filter) -> ([(Clarity, u32); 6], u32) {
        let (view, eyes) = (View::from(asked), self.eyes(sight));
        let filter = Filter { unclear: Vec::new(), ..filter.clone() };
        let (mut counts, mut any) = (Clarity::ALL.map(|c| (c, 0)), 0);
        for hit in self.hits(&eyes, &filter, view) {
            let mut clear = true;
            for (what, count) in &mut counts {
                let lacks = !hit.task.is_clear(*what, hit.version, view);
                *count += u32::from(lacks);
                clear &= !lacks;
            }
            any += u32::from(!clear);
        }
        (counts, any)
    }
}

/// Completes one field of tasks.
#[derive(Clone, Debug)]
pub struct Complete {
    /// The tasks; all of them or none.
    pub tasks: Vec<TaskId>,
    /// The field.
    pub field: Field,
    /// Its value; for a deadline the printed words, which may be empty; for a rhythm its code.
    pub value: String,
    /// The last day, for a deadline.
    pub due_on: Option<Day>,
    /// Which document or decision says so: number, date, issuer as one writes them.
    pub source: String,
}

/// Completes what the documents of these tasks do not print, or sets the last day once the body
/// outside the province has acted. Returns how many tasks changed: those that say so already do not.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` without value or source, for a day before the document; `Conflict`
/// where the document prints the field itself.
pub async fn complete(store: &Store, ctx: &Ctx, input: Complete) -> Result<usize> {
    ctx.require(COMPLETE, &Resource::all("task"))?;
    let input = checked(input)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let mut changed = 0;
                for task in &input.tasks {
                    changed += usize::from(complete_in(tx, *task, &input).await?);
                }
                Ok(changed)
            })
        })
        .await
}

fn checked(mut input: Complete) -> Result<Complete> {
    input.value = squeeze(&kernel::text::nfc(&input.value));
    input.source = squeeze(&kernel::text::nfc(&input.source));
    if input.value.chars().count() > LIMIT || input.source.chars().count() > LIMIT {
        return Err(Fault::invalid("plan-note-too-long").arg("limit", LIMIT).field("value"));
    }
    match input.field {
        Field::Deadline if input.due_on.is_none() => Err(Fault::invalid("plan-complete-no-day").field("due_on")),
        Field::Rhythm if Rhythm::from_code(&input.value).is_none() => {
            Err(Fault::invalid("plan-complete-no-rhythm").field("value"))
        }
        Field::Person | Field::Authority | Field::Product if input.value.is_empty() => {
            Err(Fault::invalid("plan-complete-no-value").field("value"))
        }
        Field::Rhythm => Ok(input),
        _ if input.source.is_empty() => Err(Fault::invalid("plan-complete-no-source").field("source")),
        _ => Ok(input),
    }
}

const PRINTED: &str = "SELECT v.withdrawn, v.name, v.responsible_text, v.authority_text, v.product, v.due_on, \
     v.deadline_kind, COALESCE(d.issued_on, d.from_day), t.document_id FROM task t \
     JOIN task_version v ON v.task_id = t.id AND v.version = t.version JOIN document d ON d.id = t.document_id WHERE t.id = $1";
const LAST: &str = "SELECT value, due_on FROM completion WHERE task_id = $1 AND field = $2 ORDER BY seq DESC LIMIT 1";

async fn complete_in(tx: &mut Tx, task: TaskId, input: &Complete) -> Result<bool> {
    let row = tx.opt(PRINTED, args![task]).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let (name, kind) = (row.text(1)?, row.text(6)?);
    let printed = match input.field {
        Field::Person => !row.text(2)?.is_empty(),
        Field::Authority => !row.text(3)?.is_empty(),
        Field::Product => !row.text(4)?.is_empty(),
        Field::Deadline => row.opt_int(5)?.is_some() || kind == "recurring",
        Field::Rhythm => kind != "recurring",
    };
    if row.flag(0)? {
        return Err(Fault::conflict("plan-line-ended"));
    }
    if printed {
        let id = if input.field == Field::Rhythm { "plan-complete-not-recurring" } else { "plan-complete-printed" };
        return Err(Fault::conflict(id).arg("name", name).field("value"));
    }
    let issued: Day = row.day(7)?;
    if input.due_on.is_some_and(|day| day < issued) {
        return Err(Fault::invalid("plan-complete-before-document").arg("day", issued).field("due_on"));
    }
    let document: kernel::DocumentId = row.id(8)?;
    let due_on = if input.field == Field::Deadline { input.due_on } else { None };
    let last = tx.opt(LAST, args![task, input.field.word()]).await?;
    let same = |row: store::Row| Ok::<_, Fault>(row.text(0)? == input.value && row.opt_day(1)? == due_on);
    if last.map(same).transpose()? == Some(true) {
        return Ok(false);
    }
    let facts = json!({ "field": input.field.word(), "value": input.value, "granted": due_on, "source": input.source });
    let event = NewEvent::new(input.field.event(), task.subject(), facts).from_document(document.subject());
    let seq = tx.append(event).await?;
    let (person, by) = crate::progress::writer(tx);
    tx.exec(
        "INSERT INTO completion (seq, task_id, field, value, due_on, source, at, by_person, by_name) \
         VALUES ($1,$2,$3,$4,$5,$6,(SELECT at FROM event WHERE seq = $1),$7,$8)",
        args![seq, task, input.field.word(), &input.value, due_on, &input.source, person, by],
    )
    .await?;
    Ok(true)
}

/// A completed field, with where it comes from.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Completion {
    /// The event that completed it.
    pub seq: i64,
    /// The field's word.
    pub field: String,
    /// The value.
    pub value: String,
    /// The last day, for a deadline.
    pub due_on: Option<Day>,
    /// Which document says so.
    pub source: String,
    /// Who completed it.
    pub by_name: String,
    /// When.
    pub at: kernel::Millis,
}

/// What was completed of a task, newest first; earlier values stay in the list.
///
/// # Errors
/// When the store can't be read.
pub async fn completions(sql: &mut dyn Sql, task: TaskId) -> Result<Vec<Completion>> {
    let text =
        "SELECT seq, field, value, due_on, source, by_name, at FROM completion WHERE task_id = $1 ORDER BY seq DESC";
    let rows = sql.rows(text, args![task]).await?;
    rows.iter()
        .map(|row| {
            Ok(Completion {
                seq: row.int(0)?,
                field: row.text(1)?,
                value: row.text(2)?,
                due_on: row.opt_day(3)?,
                source: row.text(4)?,
                by_name: row.text(5)?,
                at: row.millis(6)?,
            })
        })
        .collect()
}
