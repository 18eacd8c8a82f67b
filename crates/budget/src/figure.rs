//! Stating, confirming and returning amounts. A stated amount is never overwritten: a correction is a
//! new one that names the one it replaces, and counts once it is confirmed.
use kernel::{Ctx, Day, Dong, Fault, FigureId, ProjectId, Resource, Result, UnitId};
use serde_json::json;
use store::{NewEvent, Store, Tx};

use crate::{BUDGET_CONFIRM, BUDGET_REPORT, Fund, Measure, db};

/// Largest amount taken as typed right: a million billion đồng, forty times the country's budget.
const LARGEST: Dong = Dong::new(1_000_000_000_000_000);
/// Longest source or note, in characters.
const WORDS: usize = 1000;

/// An amount about to be stated.
#[derive(Clone, Debug)]
pub struct StateFigure {
    /// The project.
    pub project: ProjectId,
    /// The budget year.
    pub year: i16,
    /// The fund.
    pub fund: Fund,
    /// What the amount says.
    pub measure: Measure,
    /// For [`Measure::Planned`]: the month, 1 to 12, by whose end it is to be disbursed. Else 0.
    pub month: i8,
    /// The day it describes: totals are since 1 January of the year up to this day.
    pub as_of: Day,
    /// The amount.
    pub amount: Dong,
    /// The document or report it comes from. Needed.
    pub source: String,
    /// What else is to be said, e.g. why a total went down.
    pub note: String,
    /// Made up for the sample province.
    pub simulated: bool,
    /// The stated amount that this one corrects.
    pub replaces: Option<FigureId>,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// An amount that was stated or decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureOutcome {
    /// The amount.
    pub figure: FigureId,
    /// Its project.
    pub project: ProjectId,
    /// The event.
    pub seq: i64,
}

/// A project as policies see it: its owner leads it.
#[must_use]
pub fn resource(project: ProjectId, owner: UnitId) -> Resource {
    Resource { id: project.to_string(), leads: vec![owner], ..Resource::all("project") }
}

/// States an amount. It counts once the focal department has confirmed it.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Invalid` naming the field.
pub async fn state_figure(store: &Store, ctx: &Ctx, mut input: StateFigure) -> Result<FigureOutcome> {
    let owner = db::owner(&mut store.read().await?, input.project).await?;
    let owner = owner.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let resource = resource(input.project, owner);
    if !ctx.may(BUDGET_CONFIRM, &resource) {
        ctx.require(BUDGET_REPORT, &resource)?;
    }
    check(ctx, &mut input)?;
    store.write(ctx, move |tx| Box::pin(async move { state_in(tx, input).await })).await
}

fn check(ctx: &Ctx, input: &mut StateFigure) -> Result<()> {
    (input.source, input.note) = (input.source.trim().to_owned(), input.note.trim().to_owned());
    if input.as_of > ctx.today() {
        return Err(Fault::invalid("budget-as-of-in-future").arg("day", input.as_of).field("as_of"));
    }
    if !(2000..=2100).contains(&input.year) {
        return Err(Fault::invalid("budget-year-wrong").field("year"));
    }
    if (input.measure == Measure::Planned) != (1..=12).contains(&input.month) {
        return Err(Fault::invalid("budget-month-wrong").field("month"));
    }
    // What happened in a year is described by a day of that year or a later one.
    if input.measure == Measure::Disbursed && input.as_of.year() < input.year {
        return Err(Fault::invalid("budget-as-of-before-year").arg("year", input.year.to_string()).field("as_of"));
    }
    if input.amount < Dong::ZERO && input.measure != Measure::Adjusted {
        return Err(Fault::invalid("budget-amount-negative").field("amount"));
    }
    if input.amount > LARGEST || input.amount < -LARGEST {
        return Err(Fault::invalid("budget-amount-too-large").arg("limit", LARGEST.vietnamese()).field("amount"));
    }
    if input.source.is_empty() || input.source.chars().count() > WORDS {
        return Err(Fault::invalid("budget-source-missing").field("source"));
    }
    if input.note.chars().count() > WORDS {
        return Err(Fault::invalid("plan-note-too-long").arg("limit", WORDS).field("note"));
    }
    // A request's id belongs to who sent it: nobody can hit or learn another's.
    let person = ctx.actor.person.map(|p| p.to_string()).unwrap_or_default();
    input.key = input.key.take().map(|key| format!("{person}:{key}"));
    Ok(())
}

async fn state_in(tx: &mut Tx, input: StateFigure) -> Result<FigureOutcome> {
    if let Some(key) = &input.key
        && let Some(done) = db::find_request(tx, key).await?
    {
        return if done.project == input.project { Ok(done) } else { Err(Fault::conflict("budget-key-reused")) };
    }
    if let Some(old) = input.replaces {
        check_replaced(tx, old, &input).await?;
    }
    if input.measure == Measure::Disbursed && input.note.is_empty() {
        check_not_less(tx, &input).await?;
    }
    let id = FigureId::new();
    let facts = json!({
        "figure": id, "year": input.year, "fund": input.fund.code(), "measure": input.measure.code(),
        "month": input.month, "as_of": input.as_of, "amount": input.amount, "source": input.source,
        "note": input.note, "replaces": input.replaces, "simulated": input.simulated,
    });
    let seq = tx.append(NewEvent::new("figure.stated", input.project.subject(), facts)).await?;
    db::put_figure(tx, id, &input, seq).await?;
    Ok(FigureOutcome { figure: id, project: input.project, seq })
}

async fn check_replaced(tx: &mut Tx, old: FigureId, new: &StateFigure) -> Result<()> {
    let held = db::find_figure(tx, old).await?.filter(|f| f.project == new.project);
    let held = held.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    if (held.year, held.fund, held.measure, held.month) != (new.year, new.fund, new.measure, new.month) {
        return Err(Fault::invalid("budget-replaces-other").field("measure"));
    }
    if held.replaced {
        return Err(Fault::conflict("budget-already-replaced"));
    }
    Ok(())
}

/// Totals since January grow. One that is smaller than an earlier one is a slip of the pen, or money
/// came back: then the note says so.
async fn check_not_less(tx: &mut Tx, new: &StateFigure) -> Result<()> {
    match db::disbursed_before(tx, new).await? {
        Some((day, amount)) if amount > new.amount => Err(Fault::invalid("budget-less-than-before")
            .arg("day", day)
            .arg("amount", amount.vietnamese())
            .field("amount")),
        _ => Ok(()),
    }
}

/// Confirms a stated amount: from now on it counts.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` when it was decided on or replaced meanwhile.
pub async fn confirm_figure(store: &Store, ctx: &Ctx, figure: FigureId) -> Result<FigureOutcome> {
    decide(store, ctx, figure, true, String::new()).await
}

/// Returns a stated amount to its unit with a reason. What was confirmed is not returned but corrected
/// by a new amount.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, or `Conflict` when it was decided on.
pub async fn return_figure(store: &Store, ctx: &Ctx, figure: FigureId, reason: &str) -> Result<FigureOutcome> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > WORDS {
        return Err(Fault::invalid("budget-reason-missing").field("reason"));
    }
    decide(store, ctx, figure, false, reason).await
}

async fn decide(store: &Store, ctx: &Ctx, id: FigureId, confirmed: bool, reason: String) -> Result<FigureOutcome> {
    ctx.require(BUDGET_CONFIRM, &Resource::all("project"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let held = db::find_figure(tx, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
                if held.decided || (held.replaced && !confirmed) {
                    return Err(Fault::conflict("budget-already-decided"));
                }
                let (event, mark) =
                    if confirmed { ("figure.confirmed", "confirmed") } else { ("figure.returned", "returned") };
                let facts = json!({
                    "figure": id, "measure": held.measure.code(), "fund": held.fund.code(), "year": held.year,
                    "amount": held.amount, "reason": reason,
                });
                let seq = tx.append(NewEvent::new(event, held.project.subject(), facts)).await?;
                db::put_mark(tx, id, mark, &reason, seq).await?;
                Ok(FigureOutcome { figure: id, project: held.project, seq })
            })
        })
        .await
}
