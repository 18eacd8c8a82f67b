//! Taking a read plan over: what it says is compared with what is held, shown as a difference, and
//! written in one transaction with its history, or not at all.
mod amend;
mod held;
mod rows;
mod says;
mod write;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kernel::{Action, Ctx, Day, DocumentId, EditionId, Fault, Resource, Result, TargetId, TaskId};
use org::{Directories, Directory};
use serde::{Deserialize, Serialize};
use store::{Sql, Store, Tx, args};

pub use self::amend::{Waiting, waiting};
pub use crate::diff::RowAnswer;
use crate::{
    diff::{Difference, FieldChange, Items, compare},
    document::{self, SameDocument},
    draft::{self, Content},
    edition::TaskSays,
    resolve::When,
};
use held::Held;
use indicator::target::TargetSays;
use says::Says;

/// Reading plans into drafts and correcting them.
pub const IMPORT: Action = Action("plan.import");
/// Taking plans over.
pub const ACCEPT: Action = Action("plan.accept");

/// Lines of progress that one document may open: ten times the biggest plan seen. More would hold up
/// everybody who reports meanwhile, and is a table that is no plan.
const MOST_LINES: usize = 50_000;

pub(crate) fn may(ctx: &Ctx, action: Action) -> Result<()> {
    ctx.require(action, &Resource::all("document"))
}

/// Which document the file is an edition of, when it is not clear by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DocumentAnswer {
    /// This one.
    Same {
        /// Which.
        document: DocumentId,
    },
    /// A new one.
    New,
}

/// Which rows of an amending plan amend the tasks they match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Amend {
    /// Ask for each.
    #[default]
    Ask,
    /// All of them.
    All,
    /// As said.
    Rows {
        /// Rows that amend.
        yes: BTreeSet<u32>,
        /// Rows that are tasks of their own.
        no: BTreeSet<u32>,
    },
}

/// How to take a plan over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportOptions {
    /// The first day on which it holds; the day of issue when not given, else today.
    pub effective_from: Option<Day>,
    /// Only rows that are certain; the others wait.
    pub only_certain: bool,
    /// Written by us for the sample province.
    pub sample: bool,
    /// Which document it is.
    pub document: Option<DocumentAnswer>,
    /// What rows are that could be several.
    pub rows: BTreeMap<u32, RowAnswer>,
    /// Which rows amend.
    pub amend: Amend,
}

/// What was taken over.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    /// The document.
    pub document: DocumentId,
    /// Its number, or its title when it has none.
    pub name: String,
    /// The edition made; the one that holds when nothing changed.
    pub edition: EditionId,
    /// Its number.
    pub edition_no: i64,
    /// It says what is held already: nothing was written.
    pub unchanged: bool,
    /// What changed.
    pub difference: Difference,
    /// Rows whose lead unit is not known: they are taken over, but nobody has a line yet.
    pub without_lead: Vec<u32>,
    /// Links offered to tasks and targets of other documents.
    pub links_offered: usize,
    /// Documents that amend this one and came before it: their files, taken over again, apply.
    pub amendments_waiting: Vec<Waiting>,
}

/// A file to take over at once.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    /// Its name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// How.
    pub options: ImportOptions,
}

/// Reads a plan and takes it over in one step. Where something must be asked, nothing is written and
/// the fault says what; [`preview_plan`] shows it.
///
/// # Errors
/// `Forbidden`; what reading refuses; `Conflict` `plan-import-questions`.
pub async fn import_plan(store: &Store, ctx: &Ctx, dirs: &Directories, input: ImportPlan) -> Result<Imported> {
    may(ctx, IMPORT)?;
    may(ctx, ACCEPT)?;
    let (bytes, plan) = draft::read_file(&input.file_name, input.bytes).await?;
    import_read_plan(store, ctx, dirs, ImportPlan { bytes, ..input }, plan).await
}

/// [`import_plan`] of a file that was read before.
///
/// # Errors
/// As [`import_plan`].
pub async fn import_read_plan(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    input: ImportPlan,
    plan: paper::read::Plan,
) -> Result<Imported> {
    may(ctx, IMPORT)?;
    may(ctx, ACCEPT)?;
    let ImportPlan { file_name, bytes, options } = input;
    let directory = dirs.now().await?;
    let content = draft::content_of(plan, &directory, ctx.today());
    let imported = store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let file = FileKept { name: file_name, digest: blob_digest(&bytes) };
                let done = take_over_in(tx, &content, &file, &options, &directory).await?;
                if !done.unchanged {
                    tx.keep_blob(draft::sniff(&bytes), bytes).await?;
                }
                Ok(done)
            })
        })
        .await?;
    with_links(store, ctx, imported).await
}

/// What [`import_plan`] would change; writes nothing.
///
/// # Errors
/// `Forbidden`; what reading refuses.
pub async fn preview_plan(store: &Store, ctx: &Ctx, dirs: &Directories, input: ImportPlan) -> Result<Difference> {
    may(ctx, IMPORT)?;
    let (bytes, plan) = draft::read_file(&input.file_name, input.bytes).await?;
    let directory = dirs.now().await?;
    let content = draft::content_of(plan, &directory, ctx.today());
    let file = FileKept { name: input.file_name, digest: blob_digest(&bytes) };
    let mut reader = store.read().await?;
    Ok(work_out(&mut reader, &content, &file, &input.options, &directory, ctx.today()).await?.difference)
}

pub(crate) fn blob_digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(bytes))
}

/// Offers links after an acceptance. What was accepted stays accepted whatever happens here, and
/// accepting the same again offers again what is missing.
pub(crate) async fn with_links(store: &Store, ctx: &Ctx, mut imported: Imported) -> Result<Imported> {
    imported.links_offered = crate::link::offer_links(store, ctx, imported.document).await.unwrap_or(0);
    let waiting = amend::waiting(&mut store.read().await?).await?;
    imported.amendments_waiting = waiting.into_iter().filter(|w| w.amended.id == imported.document).collect();
    Ok(imported)
}

/// The file an edition comes from.
#[derive(Clone, Debug)]
pub(crate) struct FileKept {
    pub name: String,
    pub digest: String,
}

/// Everything worked out, ready to be shown or written.
pub(crate) struct Work {
    pub held: Option<Held>,
    pub says: Says,
    pub tasks: Items<TaskId, TaskSays>,
    pub targets: Items<TargetId, TargetSays>,
    pub amends: Option<Amends>,
    pub from_day: Day,
    pub difference: Difference,
    /// The last edition of the document itself says exactly this.
    pub repeated: bool,
}

/// What it changes in another document.
pub(crate) struct Amends {
    pub held: Held,
    pub tasks: Vec<Amended<TaskId, TaskSays>>,
    pub targets: Vec<Amended<TargetId, TargetSays>>,
}

/// One confirmed amendment.
pub(crate) struct Amended<I, S> {
    pub id: I,
    pub ordinal: i64,
    pub says: S,
    pub withdraws: bool,
    pub fields: Vec<FieldChange>,
}

/// Compares a draft's content with what is held.
pub(crate) async fn work_out(
    sql: &mut dyn Sql,
    content: &Content,
    file: &FileKept,
    options: &ImportOptions,
    directory: &Directory,
    today: Day,
) -> Result<Work> {
    let documents = document::list(sql).await?;
    let same = match &options.document {
        Some(DocumentAnswer::Same { document }) => {
            document::get(sql, *document).await?;
            SameDocument::Held { document: *document }
        }
        Some(DocumentAnswer::New) => SameDocument::New,
        None => match document::find_same(&content.head, &documents) {
            SameDocument::Held { document } => SameDocument::Held { document },
            other if document::number_key(&content.head.number).is_empty() => {
                same_file(sql, content, file, directory, today).await?.unwrap_or(other)
            }
            other => other,
        },
    };
    let held = match &same {
        SameDocument::Held { document } => Some(held::load(sql, *document).await?),
        _ => None,
    };
    let from_day = options
        .effective_from
        .or(content.head.issued_on)
        .or(held.as_ref().map(|h| h.document.from_day))
        .unwrap_or(today);
    let mut says = says::of(content, options.only_certain, directory, When { day: from_day, today });
    let repeated = held.as_ref().is_some_and(|h| h.own_digest.as_deref() == Some(says.digest.as_str()));
    let mut difference = Difference {
        same,
        head: held.as_ref().map_or_else(Vec::new, |h| head_changes(h, &says)),
        added: vec![],
        changed: vec![],
        withdrawn: vec![],
        unchanged: 0,
        waiting: 0,
        questions: vec![],
        amends: None,
        amendments: vec![],
    };
    let amended = amend::document(&content.head, &documents, held.as_ref().map(|h| h.document.id));
    // Taken over before the document it amends was here, its rows became tasks of its own: once that
    // document is here, the same file amends it, and those tasks end.
    let late = match (amended, &held) {
        (Some(other), Some(own)) => amend::is_late(sql, own.document.id, other).await?,
        _ => false,
    };
    let repeated = repeated && !late;
    let amends = match amended {
        Some(id) if !repeated => {
            let other = held::load(sql, id).await?;
            difference.amends = Some(id);
            let own = held.as_ref().filter(|_| !late);
            Some(amend::take(&mut says, other, own, options, directory, &mut difference))
        }
        _ => None,
    };
    let (held_tasks, held_targets) =
        held.as_ref().map_or_else(Default::default, |h| (h.tasks.clone(), h.targets.clone()));
    let tasks = compare(std::mem::take(&mut says.tasks), held_tasks, &options.rows, directory);
    let targets = compare(std::mem::take(&mut says.targets), held_targets, &options.rows, directory);
    if !repeated {
        tasks.show(&mut difference);
        targets.show(&mut difference);
    }
    Ok(Work { held, says, tasks, targets, amends, from_day, difference, repeated })
}

/// A file that does not say which document it is (a bare table): the same content or file again is the
/// same document; another content under the same name may be, so it is asked.
async fn same_file(
    sql: &mut dyn Sql,
    content: &Content,
    file: &FileKept,
    directory: &Directory,
    today: Day,
) -> Result<Option<SameDocument>> {
    let says = says::of(content, false, directory, When { day: today, today }).digest;
    let exact = "SELECT DISTINCT document_id FROM edition WHERE amended_by IS NULL AND (content_digest = $1 OR file_digest = $2)";
    let found = sql.rows(exact, args![says, &file.digest]).await?;
    if let [only] = found.as_slice() {
        return Ok(Some(SameDocument::Held { document: only.id(0)? }));
    }
    if !content.head.title.is_empty() {
        return Ok(None);
    }
    let named = "SELECT DISTINCT e.document_id FROM edition e JOIN document d ON d.id = e.document_id \
         WHERE e.amended_by IS NULL AND e.file_name = $1 AND d.title = ''";
    let found = sql.rows(named, args![&file.name]).await?;
    let documents = found.iter().map(|r| r.id(0)).collect::<Result<Vec<_>>>()?;
    Ok((!documents.is_empty()).then_some(SameDocument::Offered { documents }))
}

fn head_changes(held: &Held, says: &Says) -> Vec<FieldChange> {
    let before = held.document.head.fields();
    let after = says.head.fields();
    before
        .into_iter()
        .zip(after)
        // An edition that lost its number in printing does not take the number away.
        .filter(|((_, before), (_, after))| before != after && !after.is_empty())
        .map(|((field, before), (_, after))| FieldChange { field: field.into(), before, after })
        .collect()
}

/// Its title, else its number, else the file it came in.
fn document_name(head: &document::DocumentHead, file: &str) -> String {
    [head.title.as_str(), head.number.as_str(), file].into_iter().find(|t| !t.is_empty()).unwrap_or("").to_owned()
}

/// Takes a content over inside a transaction: the part of [`import_plan`] and [`draft::accept`] that
/// writes. No authorisation: the operation has done that.
pub(crate) async fn take_over_in(
    tx: &mut Tx,
    content: &Content,
    file: &FileKept,
    options: &ImportOptions,
    directory: &Arc<Directory>,
) -> Result<Imported> {
    let today = tx.ctx().today();
    let work = work_out(tx, content, file, options, directory, today).await?;
    let open = work.difference.open_questions();
    if open > 0 && !work.repeated {
        let first = work.difference.questions.first().map(|q| q.name.clone());
        let first = first.or_else(|| work.difference.amendments.first().map(|a| a.change.name.clone()));
        return Err(Fault::conflict("plan-import-questions").arg("file", &file.name).arg("count", open).arg(
            "first",
            first.filter(|f| !f.is_empty()).unwrap_or_else(|| document_name(&work.says.head, &file.name)),
        ));
    }
    if work.says.rows == 0 && work.difference.amendments.is_empty() {
        return Err(Fault::invalid("plan-import-empty").arg("file", &file.name));
    }
    let lines: usize = work.tasks.add.iter().map(|(_, _, says)| says.lead.len()).sum();
    if lines > MOST_LINES {
        return Err(Fault::too_large("plan-import-too-many-lines")
            .arg("file", &file.name)
            .arg("tasks", work.tasks.add.len())
            .arg("lines", lines)
            .arg("most", MOST_LINES));
    }
    write::write(tx, work, file, content, options).await
}
