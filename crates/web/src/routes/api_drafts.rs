//! Reading, correcting and taking over plans, as JSON.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use kernel::{DraftId, Fault};
use plan::{
    draft::{self, Accept, Certainty, CorrectRow, Decide, Draft, ReadDraft, RowField, UnitChoice},
    import::ImportOptions,
};

use crate::{
    api::{AcceptIn, Accepted, DraftDetail, DraftStarted, RowChange, RowDecision, UnitMeaning},
    app::App,
    errors::Failure,
    extract::{self, Body},
    registry::{Case, Route, route},
    session::Signed,
    upload::Upload,
};

pub(crate) fn routes() -> Vec<Route> {
    let import = Case::Province("plan.import");
    vec![
        route!(POST "/api/v1/drafts" import => create).takes(
            "file",
            "DraftStarted",
            "Reads a plan (DOCX, XLSX, text) into a draft.",
        ),
        route!(GET "/api/v1/drafts/{id}" import => get).gives("DraftDetail", "A draft, row by row.", &[]),
        route!(POST "/api/v1/drafts/{id}/rows/{row}" import => correct).takes(
            "RowChange",
            "DraftStarted",
            "Corrects fields of a row.",
        ),
        route!(POST "/api/v1/drafts/{id}/rows/{row}/unit" import => explain).takes(
            "UnitMeaning",
            "DraftStarted",
            "Says what a printed name of a unit means; it is learned.",
        ),
        route!(POST "/api/v1/drafts/{id}/rows/{row}/decision" import => decide).takes(
            "RowDecision",
            "DraftStarted",
            "Keeps a row as it stands, or leaves it out.",
        ),
        route!(POST "/api/v1/drafts/{id}/accept" Case::Province("plan.accept") => accept).takes(
            "AcceptIn",
            "Accepted",
            "Takes the draft over.",
        ),
    ]
}

/// The draft in numbers.
fn started(draft: &Draft) -> Json<DraftStarted> {
    let rows = &draft.content.rows;
    Json(DraftStarted {
        draft: draft.id.to_string(),
        version: draft.version,
        rows: rows.len(),
        to_look_at: rows.iter().filter(|r| r.certainty() == Certainty::Look).count(),
        unread: draft.content.unread.iter().filter(|u| u.row.is_none()).count(),
    })
}

async fn create(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    upload: Upload,
) -> Result<Json<DraftStarted>, Failure> {
    let file = upload.file()?;
    let input = ReadDraft { file_name: file.name, bytes: file.bytes };
    Ok(started(&draft::read_draft(&app.store, &ctx, &app.directories, input).await?))
}

async fn get(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Json<DraftDetail>, Failure> {
    let id: DraftId = extract::id(&id)?;
    let preview = draft::preview(&app.store, &ctx, &app.directories, id, &ImportOptions::default()).await?;
    let content = serde_json::to_value(&preview).map_err(Fault::internal)?;
    let draft = preview.draft;
    Ok(Json(DraftDetail {
        draft: draft.id.to_string(),
        version: draft.version,
        state: serde_json::to_value(draft.state).map_err(Fault::internal)?,
        file_name: draft.file_name,
        content,
    }))
}

fn row_of(text: &str) -> Result<u32, Fault> {
    text.parse().map_err(|_| Fault::not_found("fault-not-found"))
}

/// The draft and row that a path names.
type Spot = Path<(String, String)>;

async fn correct(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path((id, row)): Spot,
    Body(change): Body<RowChange>,
) -> Result<Json<DraftStarted>, Failure> {
    let unknown = |name: &String| Fault::invalid("web-bad-form").arg("field", name);
    let fields = change
        .fields
        .iter()
        .map(|(name, text)| Ok((RowField::from_code(name).ok_or_else(|| unknown(name))?, text.clone())));
    let fields = fields.collect::<Result<Vec<_>, Fault>>()?;
    let input = CorrectRow { row: row_of(&row)?, fields, ..CorrectRow::default() };
    let id = extract::id(&id)?;
    Ok(started(&draft::correct_row(&app.store, &ctx, &app.directories, id, change.seen, input).await?))
}

async fn explain(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path((id, row)): Spot,
    Body(meaning): Body<UnitMeaning>,
) -> Result<Json<DraftStarted>, Failure> {
    let unit = meaning.unit.as_deref().map(str::parse).transpose()?;
    let choice = UnitChoice { printed: meaning.printed, unit, group: meaning.group };
    let input = CorrectRow { row: row_of(&row)?, units: vec![choice], ..CorrectRow::default() };
    let id = extract::id(&id)?;
    Ok(started(&draft::correct_row(&app.store, &ctx, &app.directories, id, meaning.seen, input).await?))
}

async fn decide(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path((id, row)): Spot,
    Body(decision): Body<RowDecision>,
) -> Result<Json<DraftStarted>, Failure> {
    let (id, seen) = (extract::id(&id)?, decision.seen);
    let input = Decide { row: row_of(&row)?, reason: decision.reason };
    let (store, dirs) = (&app.store, &app.directories);
    let draft = if decision.keep {
        draft::keep_row(store, &ctx, dirs, id, seen, input).await?
    } else {
        draft::drop_row(store, &ctx, dirs, id, seen, input).await?
    };
    Ok(started(&draft))
}

async fn accept(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Body(input): Body<AcceptIn>,
) -> Result<Json<Accepted>, Failure> {
    let options = ImportOptions { only_certain: input.only_certain, ..ImportOptions::default() };
    let input = Accept { seen: input.seen, options };
    let done = draft::accept(&app.store, &ctx, &app.directories, extract::id(&id)?, input).await?;
    Ok(Json(Accepted {
        document: done.document.to_string(),
        added: done.difference.added.len(),
        changed: done.difference.changed.len(),
        withdrawn: done.difference.withdrawn.len(),
    }))
}
