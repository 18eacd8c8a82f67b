//! Documents: the list, taking one in, the files of editions.
mod page;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use indicator::book::Cell;
use kernel::{Day, DocumentId, Fault};
use plan::{
    board::{Asked as Moment, Board, Sight},
    document::{self, Document},
    draft::{self, ReadDraft},
    list::Filter,
};

use super::api_lists::sees;
use crate::{
    app::App,
    errors::Failure,
    extract,
    lang::L,
    pages::{self, Desk, Frame, Me, Problem, Slice},
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
        route!(GET "/documents/{id}" Case::Thing("task.read") => page::page),
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
