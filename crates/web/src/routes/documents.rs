//! Documents: the list, taking one in, and a document with its tasks, targets, text and editions.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use indicator::{book::Cell, explain};
use kernel::{Ctx, Day, DocumentId, Fault, Say};
use paper::read::{Block, RowRole};
use plan::{
    board::{Asked as Moment, Board, Sight},
    document::{self, Document, DocumentHistory},
    draft::{self, ReadDraft},
    edition,
    import::{self, Waiting},
    list::{Filter, PageAsk, Row, Sort},
};

use super::api_lists::sees;
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked},
    lang::L,
    pages::{self, Choice, Desk, Due, Frame, Me, Problem, Slice},
    registry::{Case, Face, Route, route},
    session::{Signed, Visitor},
    upload::Upload,
    url::{self, Query},
    views,
};

pub(crate) fn routes() -> Vec<Route> {
    let import = Case::Province("plan.import");
    vec![
        route!(GET "/documents" Case::Signed => list),
        route!(GET "/documents/new" import => new),
        route!(POST "/documents/new" import => take_in).face(Face::Upload),
        route!(GET "/documents/{id}" Case::Thing("task.read") => page),
        route!(POST "/documents/{id}/draft" import => draft_again),
        route!(GET "/documents/{id}/editions/{no}/file" Case::Thing("task.read") => edition_file).face(Face::Plain),
    ]
}

struct DocumentRow {
    number: String,
    title: String,
    issuer: String,
    issued: String,
    url: String,
    sample: bool,
    tasks: String,
    tasks_url: String,
    targets: String,
    slices: Vec<Slice>,
}
struct DraftLine {
    name: String,
    url: String,
    who: String,
    at: String,
}
#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    rows: Vec<DocumentRow>,
    drafts: Vec<DraftLine>,
}

/// What people call a document: its number, or that it has none.
pub(crate) fn number(l: L, document: &Document) -> String {
    if document.head.number.is_empty() { l.t("documents-no-number") } else { document.head.number.clone() }
}

/// Targets of a document that the reader may see.
fn targets_of<'a>(
    board: &'a Board,
    id: DocumentId,
    sight: &'a Sight,
    moment: Moment,
) -> impl Iterator<Item = &'a Arc<Cell>> {
    board.targets().cells().iter().filter(move |c| c.document == id && sees(sight, c, moment))
}

async fn list(State(app): State<Arc<App>>, Signed(visitor, ctx): Signed) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "documents").await?;
    let board = app.boards.now().await?;
    let (sight, moment) = (views::sight(&ctx), views::asked(ctx.today()));
    let mut sql = app.store.read().await?;
    let documents = document::list(&mut sql).await?;
    let own = views::own_documents(&board, &sight, ctx.today());
    let by_document = board.status(moment, &sight, &Filter::default()).by_document;
    let rows: Vec<DocumentRow> = documents
        .iter()
        .filter(|d| own.as_ref().is_none_or(|own| own.contains(&d.id)))
        .map(|d| {
            let tally = by_document.iter().find(|t| t.document.id == d.id).map(|t| t.tally).unwrap_or_default();
            let view = Query::new().with("document", d.id);
            DocumentRow {
                number: number(l, d),
                title: d.head.title.clone(),
                issuer: d.head.issuer.clone(),
                issued: d.head.issued_on.map(Day::vietnamese).unwrap_or_default(),
                url: url::document(d.id),
                sample: d.sample,
                tasks: pages::count(l, tally.total()),
                tasks_url: view.at(url::TASKS),
                targets: pages::count(l, targets_of(&board, d.id, &sight, moment).count()),
                slices: views::slices(l, &tally, &view),
            }
        })
        .collect();
    let drafts = if me.may_import {
        let line = |d: draft::DraftLine| DraftLine {
            name: d.file_name,
            url: url::draft(d.id),
            who: d.by_name,
            at: pages::when(d.at, ctx.today()),
        };
        draft::open_drafts(&mut sql).await?.into_iter().map(line).collect()
    } else {
        vec![]
    };
    let say = l.tn("documents-say", &i64::try_from(rows.len()).unwrap_or(0));
    pages::html(&DocumentsPage { l, me, frame, say, rows, drafts })
}

#[derive(Template)]
#[template(path = "document_new.html")]
struct NewDocumentPage {
    l: L,
    me: Me,
    frame: Frame,
    limit: String,
    problems: Vec<Problem>,
}

async fn show_new(app: &App, visitor: &Visitor, problems: Vec<Problem>) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "documents").await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let limit = (app.config.max_upload_bytes / 1_000_000).to_string();
    pages::html_with(status, &NewDocumentPage { l, me, frame, limit, problems })
}

async fn new(State(app): State<Arc<App>>, Signed(visitor, _): Signed) -> Result<Response, Failure> {
    show_new(&app, &visitor, vec![]).await
}

/// Reads the file into a draft and goes there; what is wrong with the file is said on the page.
async fn take_in(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    upload: Upload,
) -> Result<Response, Failure> {
    let read = async {
        let file = upload.file()?;
        let input = ReadDraft { file_name: file.name, bytes: file.bytes };
        draft::read_draft(&app.store, &ctx, &app.directories, input).await
    };
    match read.await {
        Ok(draft) => Ok(pages::go(&url::draft(draft.id))),
        Err(fault) => show_new(&app, &visitor, pages::problems(visitor.l, fault, "file")?).await,
    }
}

struct Pair {
    label: String,
    value: String,
}
struct TaskLine {
    section: String,
    first: bool,
    anchor: String,
    no: String,
    name: String,
    url: String,
    state: String,
    lead: String,
    due: Due,
}
struct TargetLine {
    no: String,
    name: String,
    url: String,
    value: String,
    state: String,
}
struct TextBlock {
    heading: bool,
    text: String,
    rows: Vec<TextRow>,
    anchor: String,
}
struct TextRow {
    header: bool,
    cells: Vec<String>,
}
struct EditionRow {
    label: String,
    file: String,
    file_url: String,
    who: String,
    at: String,
    changes: String,
    now: bool,
}
struct NoteLink {
    text: String,
    url: String,
    /// Where to post so that a waiting amendment is applied; empty where none waits.
    apply: String,
}
#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    l: L,
    me: Me,
    frame: Frame,
    number: String,
    title: String,
    say: String,
    sample: bool,
    facts: Vec<Pair>,
    sections: Vec<Choice>,
    tasks: Vec<TaskLine>,
    targets: Vec<TargetLine>,
    text: Vec<TextBlock>,
    editions: Vec<EditionRow>,
    slices: Vec<Slice>,
    notes: Vec<NoteLink>,
    show_text: bool,
    text_url: String,
}

fn section_name(row: &Row) -> String {
    [row.section_no.as_str(), row.section_title.as_str()].join(". ").trim_matches(['.', ' ']).to_owned()
}
fn section_anchor(no: &str) -> String {
    format!("muc-{}", no.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

fn task_lines(l: L, calendar: &kernel::WorkCalendar, rows: &[Row], today: Day) -> Vec<TaskLine> {
    let mut before = None;
    rows.iter()
        .map(|r| {
            let section = section_name(r);
            let first = before.replace(section.clone()) != Some(section.clone());
            TaskLine {
                first: first && !section.is_empty(),
                section,
                anchor: section_anchor(&r.section_no),
                no: r.no.clone(),
                name: r.name.clone(),
                url: url::task(r.task),
                state: r.state.code().to_owned(),
                lead: r.lead_text.clone(),
                due: pages::due(l, calendar, r.due_on, &r.deadline_text, r.state.code(), today),
            }
        })
        .collect()
}

fn sections(rows: &[Row]) -> Vec<Choice> {
    let mut found: Vec<(String, String, usize)> = Vec::new();
    for row in rows {
        match found.last_mut() {
            Some((no, _, count)) if *no == row.section_no => *count += 1,
            _ => found.push((row.section_no.clone(), section_name(row), 1)),
        }
    }
    found
        .into_iter()
        .filter(|(_, name, _)| !name.is_empty())
        .map(|(no, label, count)| Choice {
            label,
            url: format!("#{}", section_anchor(&no)),
            on: false,
            count: count.to_string(),
        })
        .collect()
}

fn text_block(block: Block) -> TextBlock {
    let plain = |heading, line: u32, text| TextBlock { heading, text, rows: vec![], anchor: format!("line-{line}") };
    match block {
        Block::Heading { line, text } => plain(true, line, text),
        Block::Paragraph { line, text } => plain(false, line, text),
        Block::Table(table) => TextBlock {
            heading: false,
            text: String::new(),
            anchor: format!("table-{}", table.number),
            rows: table
                .rows
                .into_iter()
                .map(|r| TextRow {
                    header: r.role == RowRole::Header,
                    cells: r.cells.into_iter().map(|c| c.text).collect(),
                })
                .collect(),
        },
    }
}

fn editions(l: L, history: &DocumentHistory, ctx: &Ctx) -> Vec<EditionRow> {
    let newest = history.editions.len();
    history
        .editions
        .iter()
        .enumerate()
        .rev()
        .map(|(i, e)| {
            let changes = Say::new("document-edition-changes")
                .arg("added", e.added)
                .arg("changed", e.changed)
                .arg("withdrawn", e.withdrawn);
            EditionRow {
                label: l.t1("document-edition", "no", e.no),
                file: e.file_name.clone(),
                file_url: if e.amended_by.is_some() {
                    String::new()
                } else {
                    format!("{}/editions/{}/file", url::document(e.document), e.no)
                },
                who: e.by_name.clone(),
                at: pages::when(e.at, ctx.today()),
                changes: l.say(&changes),
                now: i + 1 == newest,
            }
        })
        .collect()
}

fn notes(l: L, history: &DocumentHistory, waiting: &[Waiting]) -> Vec<NoteLink> {
    let id = history.document.id;
    let note = |message: &'static str, d: &Document, apply: String| NoteLink {
        text: l.t1(message, "number", number(l, d)),
        url: url::document(d.id),
        apply,
    };
    let by = history.amended_by.iter().map(|d| note("document-amended-by", d, String::new()));
    let of = history.amends.iter().map(|(d, _)| note("document-amends", d, String::new()));
    // An amending document that came first: offered on its own page and on that of the other.
    let apply = |w: &Waiting| format!("{}/draft", url::document(w.amending.id));
    let later = waiting.iter().filter_map(|w| match (w.amending.id == id, w.amended.id == id) {
        (true, _) => Some(note("document-amends-waiting", &w.amended, apply(w))),
        (_, true) => Some(note("document-amended-by-waiting", &w.amending, apply(w))),
        _ => None,
    });
    by.chain(of).chain(later).collect()
}

fn facts(l: L, document: &Document) -> Vec<Pair> {
    let pair = |id: &str, value: String| Pair { label: l.t(id), value };
    let head = &document.head;
    let all = [
        pair("plan-field-kind", head.kind.clone()),
        pair("plan-field-number", head.number.clone()),
        pair("plan-field-issuer", head.issuer.clone()),
        pair("plan-field-issued-on", head.issued_on.map(Day::vietnamese).unwrap_or_default()),
        pair("document-from", document.from_day.vietnamese()),
        pair("document-bases", head.bases.join("; ")),
    ];
    all.into_iter().filter(|p| !p.value.is_empty()).collect()
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let id: DocumentId = extract::id(&id)?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "documents").await?;
    let board = app.boards.now().await?;
    views::require_document(&board, &ctx, id)?;
    let (sight, moment) = (views::sight(&ctx), views::asked(ctx.today()));
    let mut sql = app.store.read().await?;
    let history = document::history(&mut sql, id).await?;
    let document = &history.document;
    let filter = Filter { document: Some(id), ..Filter::default() };
    let all = PageAsk { sort: Sort::Document, ..PageAsk::default() };
    let rows = board.list(moment, &sight, &filter, &all)?.rows;
    let tally = board.status(moment, &sight, &filter).tasks;
    let targets: Vec<TargetLine> = targets_of(&board, id, &sight, moment)
        .filter_map(|c| {
            let standing = c.standing(moment)?;
            Some(TargetLine {
                no: standing.says.no.clone(),
                name: standing.says.name.clone(),
                url: url::target(c.id),
                value: standing.value.map(explain::printed).unwrap_or_default(),
                state: standing.state.code().to_owned(),
            })
        })
        .collect();
    let show_text = asked.get("text") == "1";
    let text = if show_text {
        edition::outline(&mut sql, document.edition).await?.into_iter().map(text_block).collect()
    } else {
        vec![]
    };
    let settings = app.kept.settings(&app.store).await?;
    let say = Say::new("document-say").arg("tasks", rows.len()).arg("targets", targets.len());
    pages::html(&DocumentPage {
        number: number(l, document),
        title: document.head.title.clone(),
        say: l.say(&say),
        sample: document.sample,
        facts: facts(l, document),
        sections: sections(&rows),
        tasks: task_lines(l, &settings.calendar, &rows, ctx.today()),
        targets,
        text,
        editions: editions(l, &history, &ctx),
        slices: views::slices(l, &tally, &Query::new().with("document", id)),
        notes: notes(l, &history, &import::waiting(&mut sql).await?),
        show_text,
        text_url: if show_text { url::document(id) } else { Query::new().with("text", "1").at(&url::document(id)) },
        l,
        me,
        frame,
    })
}

/// Reads a document's file again, for an amendment that waits; the draft shows what it would change.
async fn draft_again(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let draft = draft::draft_of_held(&app.store, &ctx, &app.directories, extract::id(&id)?).await?;
    Ok(pages::go(&url::draft(draft.id)))
}

/// The file an edition was read from, as received.
async fn edition_file(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path((id, no)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id: DocumentId = extract::id(&id)?;
    let board = app.boards.now().await?;
    views::require_document(&board, &ctx, id)?;
    let missing = || Fault::not_found("fault-not-found");
    let mut sql = app.store.read().await?;
    let history = document::history(&mut sql, id).await?;
    let edition = history.editions.into_iter().find(|e| e.no.to_string() == no).ok_or_else(missing)?;
    let blob = store::blob::load(&mut sql, &edition.file_digest).await?.ok_or_else(missing)?;
    Ok(crate::files::download(&edition.file_name, &blob.media, blob.data))
}
