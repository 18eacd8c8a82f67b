//! A read plan before it is taken over: the page as read beside what was understood, flagged rows
//! first; corrections, decisions, answers, acceptance.
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use kernel::{DraftId, Fault, Result};
use plan::{
    document::SameDocument,
    draft::{self, Accept, Certainty, CorrectHead, CorrectRow, Decide, DraftPreview, RowField, UnitChoice},
    import::{Amend, DocumentAnswer, ImportOptions, RowAnswer},
};

use self::view::Shown;
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked, Fields},
    files, pages,
    registry::{Case, Face, Route, route},
    session::{self, Signed, Visitor},
    url,
};

mod changes;
mod rows;
mod view;

pub(crate) fn routes() -> Vec<Route> {
    let import = Case::Province("plan.import");
    vec![
        route!(GET "/drafts/{id}" import => page),
        route!(GET "/drafts/{id}/file" import => file).face(Face::Plain),
        route!(POST "/drafts/{id}/head" import => head),
        route!(POST "/drafts/{id}/rows/{row}" import => correct),
        route!(POST "/drafts/{id}/rows/{row}/drop" import => drop_row),
        route!(POST "/drafts/{id}/rows/{row}/keep" import => keep_row),
        route!(POST "/drafts/{id}/accept" Case::Province("plan.accept") => accept),
        route!(POST "/drafts/{id}/discard" import => discard),
    ]
}

async fn load(app: &App, ctx: &kernel::Ctx, id: DraftId) -> Result<DraftPreview> {
    draft::preview(&app.store, ctx, &app.directories, id, &ImportOptions::default()).await
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let preview = load(&app, &ctx, extract::id(&id)?).await?;
    let shown = Shown {
        show: asked.get("show").to_owned(),
        row: asked.get("row").parse().ok(),
        head: asked.ticked("head"),
        from: String::new(),
    };
    view::page(&app, &visitor, &ctx, preview, &shown, StatusCode::OK, vec![]).await
}

/// The file as received.
async fn file(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let preview = load(&app, &ctx, extract::id(&id)?).await?;
    let blob = store::blob::load(&mut app.store.read().await?, &preview.draft.file_digest).await?;
    let blob = blob.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    Ok(files::download(&preview.draft.file_name, &blob.media, blob.data))
}

/// Back to the draft, in the view that was open: at the next row that wants to be looked at; where
/// all rows are shown, at the row itself.
async fn back(app: &App, ctx: &kernel::Ctx, id: DraftId, fields: &Fields, row: Option<u32>) -> Result<Response> {
    let show = fields.get("show");
    let query = url::Query::new().with("show", show);
    let mut at = row;
    if let (Some(done), "" | "look") = (row, show) {
        let preview = load(app, ctx, id).await?;
        let mut open = preview.draft.content.rows.iter().filter(|r| r.certainty() == Certainty::Look).map(|r| r.row);
        let first = open.clone().next();
        at = open.find(|r| *r > done).or(first);
    }
    let anchor = at.map(|r| format!("#row-{r}")).unwrap_or_default();
    Ok(pages::go(&format!("{}{anchor}", query.at(&url::draft(id)))))
}

/// After a change: back, or the page again with what is wrong beside the row.
async fn after<T>(
    app: &App,
    visitor: &Visitor,
    ctx: &kernel::Ctx,
    id: DraftId,
    fields: &Fields,
    row: Option<u32>,
    outcome: Result<T>,
) -> Result<Response, Failure> {
    match outcome {
        Ok(_) => Ok(back(app, ctx, id, fields, row).await?),
        Err(fault) => {
            let status = crate::errors::status(fault.kind);
            let problems = pages::problems(visitor.l, fault, "accept")?;
            let preview = load(app, ctx, id).await?;
            let shown = Shown {
                show: fields.get("show").to_owned(),
                row,
                head: row.is_none() && fields.opt("issuer").is_some(),
                from: fields.get("from").to_owned(),
            };
            view::page(app, visitor, ctx, preview, &shown, status, problems).await
        }
    }
}

fn seen(fields: &Fields) -> Result<i64> {
    fields.int("seen")?.ok_or_else(|| Fault::invalid("web-bad-form").arg("field", "seen"))
}
fn row_of(text: &str) -> Result<u32> {
    text.parse().map_err(|_| Fault::not_found("fault-not-found"))
}
/// The draft and row that a path names.
type Spot = Path<(String, String)>;

async fn head(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: DraftId = extract::id(&id)?;
    let text = |name: &str| fields.pairs().iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned());
    let input = CorrectHead {
        kind: text("kind"),
        number: text("number"),
        issued_on: text("issued_on"),
        issuer: text("issuer"),
        title: text("title"),
    };
    let outcome = draft::correct_head(&app.store, &ctx, &app.directories, id, seen(&fields)?, input).await;
    after(&app, &visitor, &ctx, id, &fields, None, outcome).await
}

/// Only what differs from what the draft says is a correction; so saving an unchanged form says
/// "this is right" and nothing else.
fn correction(preview: &DraftPreview, row: u32, fields: &Fields) -> Result<CorrectRow> {
    let held = preview.draft.content.row(row)?;
    let before: HashMap<&str, String> = rows::values_of(held).into_iter().collect();
    let mut input = CorrectRow { row, ..CorrectRow::default() };
    for (name, value) in fields.pairs() {
        let value = value.trim().to_owned();
        if let Some(field) = RowField::from_code(name) {
            if before.get(field.code()).is_none_or(|b| *b != value) {
                input.fields.push((field, value));
            }
        } else if let Some(year) = name.strip_prefix("value-").and_then(|y| y.parse().ok()) {
            if rows::value_of(held, year) != value {
                input.values.push((year, value));
            }
        } else if let Some(printed) = name.strip_prefix("unit-")
            && !value.is_empty()
        {
            let unit = value.parse().ok();
            let group = value.strip_prefix("group:").map(str::to_owned);
            input.units.push(UnitChoice { printed: printed.to_owned(), unit, group });
        }
    }
    Ok(input)
}

async fn correct(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path((id, row)): Spot,
    fields: Fields,
) -> Result<Response, Failure> {
    let (id, row): (DraftId, u32) = (extract::id(&id)?, row_of(&row)?);
    let input = correction(&load(&app, &ctx, id).await?, row, &fields)?;
    let seen = seen(&fields)?;
    let (store, dirs) = (&app.store, &app.directories);
    let outcome = if input.fields.is_empty() && input.values.is_empty() && input.units.is_empty() {
        draft::keep_row(store, &ctx, dirs, id, seen, Decide { row, reason: String::new() }).await
    } else {
        draft::correct_row(store, &ctx, dirs, id, seen, input).await
    };
    after(&app, &visitor, &ctx, id, &fields, Some(row), outcome).await
}

async fn drop_row(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path((id, row)): Spot,
    fields: Fields,
) -> Result<Response, Failure> {
    let (id, row): (DraftId, u32) = (extract::id(&id)?, row_of(&row)?);
    let decision = Decide { row, reason: fields.get("reason").to_owned() };
    let outcome = draft::drop_row(&app.store, &ctx, &app.directories, id, seen(&fields)?, decision).await;
    after(&app, &visitor, &ctx, id, &fields, Some(row), outcome).await
}

async fn keep_row(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path((id, row)): Spot,
    fields: Fields,
) -> Result<Response, Failure> {
    let (id, row): (DraftId, u32) = (extract::id(&id)?, row_of(&row)?);
    let decision = Decide { row, reason: String::new() };
    let outcome = draft::keep_row(&app.store, &ctx, &app.directories, id, seen(&fields)?, decision).await;
    after(&app, &visitor, &ctx, id, &fields, Some(row), outcome).await
}

/// What the person answered, from the acceptance form.
fn answers(preview: &DraftPreview, fields: &Fields) -> Result<ImportOptions> {
    let document = match fields.opt("document") {
        Some("new") => Some(DocumentAnswer::New),
        Some(id) => Some(DocumentAnswer::Same { document: extract::id(id)? }),
        None => None,
    };
    let rows: BTreeMap<u32, RowAnswer> = fields
        .pairs()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("row-")?.parse().ok()?, value)))
        .map(|(row, value)| (row, if value == "new" { RowAnswer::New } else { RowAnswer::Same { id: value.clone() } }))
        .collect();
    let yes: std::collections::BTreeSet<u32> = fields.all("amend").filter_map(|r| r.parse().ok()).collect();
    let asked = preview.difference.amendments.iter().map(|a| a.change.row);
    let no = asked.filter(|row| !yes.contains(row)).collect();
    let amend = if fields.ticked("amend-asked") { Amend::Rows { yes, no } } else { Amend::Ask };
    let document = match &preview.difference.same {
        SameDocument::Offered { .. } => document,
        _ => None,
    };
    Ok(ImportOptions {
        effective_from: fields.day("from")?,
        only_certain: fields.get("only") == "certain",
        sample: false,
        document,
        rows,
        amend,
    })
}

async fn accept(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: DraftId = extract::id(&id)?;
    let more = fields.get("only") == "certain";
    let outcome = async {
        let options = answers(&load(&app, &ctx, id).await?, &fields)?;
        draft::accept(&app.store, &ctx, &app.directories, id, Accept { seen: seen(&fields)?, options }).await
    };
    let outcome = outcome.await;
    match outcome {
        Ok(done) => {
            let left = more && done.difference.waiting > 0;
            let mut response = pages::go(&if left { url::draft(id) } else { url::document(done.document) });
            session::say_next(&app, &mut response, "accepted");
            Ok(response)
        }
        Err(fault) => after::<()>(&app, &visitor, &ctx, id, &fields, None, Err(fault)).await,
    }
}

async fn discard(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let id: DraftId = extract::id(&id)?;
    match draft::discard(&app.store, &ctx, id, seen(&fields)?).await {
        Ok(()) => Ok(pages::go(url::DOCUMENTS)),
        Err(fault) => after::<()>(&app, &visitor, &ctx, id, &fields, None, Err(fault)).await,
    }
}
