//! Targets, documents and units, as JSON.
use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use indicator::{
    book::{ActualStanding, Cell, Standing},
    explain,
};
use kernel::{Day, DocumentId, Fault, Result, TargetId, UnitId};
use org::{Directory, Unit};
use plan::{
    board::{Asked as Moment, Board, Sight},
    document, list,
};

use crate::{
    api::{
        self, ActualItem, ByState, DocumentDetail, DocumentItem, DocumentRef, Documents, EditionItem, TargetDetail,
        TargetItem, Targets, UnitDetail, UnitItem, Units,
    },
    app::App,
    errors::Failure,
    extract::{self, Asked},
    registry::{Case, Route, route},
    session::Signed,
    views,
};

const AS_OF: (&str, &str) = ("as_of", "the day; today when absent");

pub(crate) fn routes() -> Vec<Route> {
    vec![
        route!(GET "/api/v1/targets" Case::Signed => targets).gives(
            "Targets",
            "Targets that the caller may see, where they stand on a day.",
            &[AS_OF],
        ),
        route!(GET "/api/v1/targets/{id}" Case::Thing("target.read") => target).gives(
            "TargetDetail",
            "A target with its stated values and why it stands as it does.",
            &[AS_OF],
        ),
        route!(GET "/api/v1/documents" Case::Signed => documents).gives(
            "Documents",
            "Documents that give tasks or targets.",
            &[],
        ),
        route!(GET "/api/v1/documents/{id}" Case::Thing("task.read") => document).gives(
            "DocumentDetail",
            "A document with its editions.",
            &[],
        ),
        route!(GET "/api/v1/report/{file}" Case::Province("report.make") => super::reports::file).gives(
            "application/octet-stream",
            "The periodic report: report.docx, report.pdf or report.xlsx.",
            &[AS_OF],
        ),
        route!(GET "/api/v1/units" Case::Signed => units).gives("Units", "Units that exist on a day.", &[AS_OF]),
        route!(GET "/api/v1/units/{id}" Case::Signed => unit).gives(
            "UnitDetail",
            "A unit, where it came from, and its tasks by state.",
            &[AS_OF],
        ),
    ]
}

/// May the reader see this target?
pub(crate) fn sees(sight: &Sight, cell: &Cell, moment: Moment) -> bool {
    match sight {
        Sight::All => true,
        Sight::Units(own) => cell.leads(moment).any(|unit| own.contains(&unit)),
    }
}

fn target_item(board: &Board, cell: &Cell, standing: &Standing<'_>) -> TargetItem {
    TargetItem {
        id: cell.id.to_string(),
        no: standing.says.no.clone(),
        name: standing.says.name.clone(),
        unit: standing.says.unit.clone(),
        document: views::document_ref(board, cell.document),
        year: standing.year,
        target_text: standing.value.map(explain::printed).unwrap_or_default(),
        actual: standing.actual.map(explain::stated),
        actual_as_of: standing.actual.map(|a| a.as_of.to_string()),
        state: standing.state.code(),
    }
}

async fn targets(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<Targets>, Failure> {
    let as_of = extract::as_of(&asked, ctx.today())?;
    let board = app.boards.now().await?;
    let (sight, moment) = (views::sight(&ctx), views::asked(as_of));
    let seen = board.targets().cells().iter().filter(|c| sees(&sight, c, moment));
    let targets = seen.filter_map(|c| Some(target_item(&board, c, &c.standing(moment)?))).collect();
    Ok(Json(Targets { as_of: as_of.to_string(), targets }))
}

/// How a stated value stands, as a word.
pub(crate) fn standing_word(standing: ActualStanding) -> &'static str {
    standing.message_id().trim_start_matches("indicator-actual-")
}

fn actuals(cell: &Cell, moment: Moment) -> Vec<ActualItem> {
    let known = cell.actuals.iter().rev().filter_map(|a| Some((a, cell.actual_standing(a, moment)?)));
    known
        .map(|(a, standing)| ActualItem {
            id: a.id.to_string(),
            year: a.year,
            as_of: a.as_of.to_string(),
            value: explain::stated(a),
            unit: a.unit.clone(),
            source: a.source.clone(),
            simulated: a.simulated,
            by_name: a.by_name.clone(),
            standing: standing_word(standing),
        })
        .collect()
}

async fn target(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Json<TargetDetail>, Failure> {
    let id: TargetId = extract::id(&id)?;
    let moment = views::asked(extract::as_of(&asked, ctx.today())?);
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let missing = || Fault::not_found("fault-not-found");
    let cell = board.targets().cell(id).filter(|c| sees(&views::sight(&ctx), c, moment)).ok_or_else(missing)?;
    let standing = cell.standing(moment).ok_or_else(missing)?;
    Ok(Json(TargetDetail {
        target: target_item(&board, cell, &standing),
        lead: views::unit_refs(&directory, &cell.leads(moment).collect::<Vec<_>>()),
        source_documents_text: standing.says.source_documents_text.clone(),
        because: visitor.l.say(&explain::explain(&standing)),
        values: actuals(cell, moment),
    }))
}

fn document_item(document: &document::Document) -> DocumentItem {
    DocumentItem {
        document: reference(document),
        kind: document.head.kind.clone(),
        issued_on: document.head.issued_on.map(|d| d.to_string()),
        issuer: document.head.issuer.clone(),
        bases: document.head.bases.clone(),
    }
}
fn reference(document: &document::Document) -> DocumentRef {
    DocumentRef {
        id: document.id.to_string(),
        number: document.head.number.clone(),
        title: document.head.title.clone(),
    }
}

async fn documents(State(app): State<Arc<App>>, Signed(_, ctx): Signed) -> Result<Json<Documents>, Failure> {
    let all = document::list(&mut app.store.read().await?).await?;
    let own = views::own_documents(&*app.boards.now().await?, &views::sight(&ctx), ctx.today());
    let seen = all.iter().filter(|d| own.as_ref().is_none_or(|own| own.contains(&d.id)));
    Ok(Json(Documents { documents: seen.map(document_item).collect() }))
}

async fn document(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
) -> Result<Json<DocumentDetail>, Failure> {
    let id: DocumentId = extract::id(&id)?;
    let board = app.boards.now().await?;
    views::require_document(&board, &ctx, id)?;
    let history = document::history(&mut app.store.read().await?, id).await?;
    let filter = list::Filter { document: Some(id), ..list::Filter::default() };
    let status = board.status(views::asked(ctx.today()), &views::sight(&ctx), &filter);
    let editions = history.editions.iter().map(|e| EditionItem {
        no: e.no,
        file_name: e.file_name.clone(),
        from_day: e.from_day.to_string(),
        at: e.at.0,
        by_name: e.by_name.clone(),
        added: e.added,
        changed: e.changed,
        withdrawn: e.withdrawn,
    });
    Ok(Json(DocumentDetail {
        document: document_item(&history.document),
        editions: editions.collect(),
        amended_by: history.amended_by.iter().map(reference).collect(),
        tasks: views::by_state(&status.tasks),
    }))
}

fn unit_item(directory: &Directory, unit: &Unit) -> UnitItem {
    UnitItem {
        unit: api::unit_ref(directory, unit.id),
        short: unit.short.clone(),
        kind: unit.kind.word(),
        block: unit.block.word(),
        parent: unit.parent.map(|p| p.to_string()),
        valid_from: unit.valid_from.to_string(),
        valid_to: unit.valid_to.map(|d| d.to_string()),
        area_code: unit.area_code.clone(),
    }
}

async fn units(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Json<Units>, Failure> {
    let as_of = extract::as_of(&asked, ctx.today())?;
    let directory = app.directories.now().await?;
    let units = directory.units_on(as_of).map(|u| unit_item(&directory, u)).collect();
    Ok(Json(Units { as_of: as_of.to_string(), units }))
}

/// A unit's tasks by state, as far as the reader may see them.
pub(crate) fn tally_of(board: &Board, sight: &Sight, unit: UnitId, day: Day) -> ByState {
    views::by_state(&board.status(views::asked(day), sight, &list::Filter::mine(unit)).tasks)
}

async fn unit(
    State(app): State<Arc<App>>,
    Signed(_, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Json<UnitDetail>, Failure> {
    let id: UnitId = extract::id(&id)?;
    let as_of = extract::as_of(&asked, ctx.today())?;
    let (board, directory) = (app.boards.now().await?, app.directories.now().await?);
    let unit = directory.unit(id).ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let lineage = directory.lineage(id);
    Ok(Json(UnitDetail {
        unit: unit_item(&directory, unit),
        predecessors: lineage.predecessors.iter().map(|s| api::unit_ref(&directory, s.from)).collect(),
        successors: lineage.successors.iter().map(|s| api::unit_ref(&directory, s.to)).collect(),
        tasks: tally_of(&board, &views::sight(&ctx), id, as_of),
    }))
}
