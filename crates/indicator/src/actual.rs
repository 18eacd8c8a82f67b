//! Stating, confirming and returning actual values. A stated value is never overwritten: a
//! correction is a new one that names the one it replaces.
use kernel::{Action, ActualId, Ctx, Day, Decimal, Fault, Resource, Result, TargetId, text::fold_words};
use serde_json::json;
use store::{NewEvent, Store, Tx};

use crate::{
    book::{Asked, Book, Cell},
    db::{self, NewActual},
    quality, state,
};

/// State a value: officers and heads of the units that lead the target.
pub const TARGET_REPORT: Action = Action("target.report");
/// Confirm or return a value, or state one for any target: the focal department.
pub const TARGET_CONFIRM: Action = Action("target.confirm");

/// A value about to be stated.
#[derive(Clone, Debug)]
pub struct RecordActual {
    /// The target.
    pub target: TargetId,
    /// The year whose value it is held against; `None` takes the one that counts on `as_of`.
    pub year: Option<i16>,
    /// The day it describes.
    pub as_of: Day,
    /// The number, if it is one.
    pub value: Option<Decimal>,
    /// The words, if it is none.
    pub quality: String,
    /// Unit of measure; empty takes the target's.
    pub unit: String,
    /// Where it comes from: a report, a system, a count. Needed.
    pub source: String,
    /// Made up for the sample province.
    pub simulated: bool,
    /// The stated value that this one corrects.
    pub replaces: Option<ActualId>,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// A value that was stated or decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActualOutcome {
    /// The value.
    pub actual: ActualId,
    /// Its target.
    pub target: TargetId,
    /// The event.
    pub seq: i64,
}

/// States a value. It counts once the focal department has confirmed it.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Invalid` naming the field.
pub async fn record_actual(store: &Store, ctx: &Ctx, mut input: RecordActual) -> Result<ActualOutcome> {
    let leads = db::leads(&mut store.read().await?, input.target).await?;
    let resource = Resource { id: input.target.to_string(), leads, ..Resource::all("target") };
    if !ctx.may(TARGET_CONFIRM, &resource) {
        ctx.require(TARGET_REPORT, &resource)?;
    }
    if input.as_of > ctx.today() {
        return Err(Fault::invalid("indicator-as-of-in-future").arg("day", input.as_of).field("as_of"));
    }
    (input.quality, input.source) = (input.quality.trim().to_owned(), input.source.trim().to_owned());
    if input.source.is_empty() {
        return Err(Fault::invalid("indicator-source-missing").field("source"));
    }
    input.key = input.key.map(|key| scoped(ctx, &key));
    store.write(ctx, move |tx| Box::pin(async move { record_in(tx, input).await })).await
}

/// A request's id belongs to who sent it: nobody can hit or learn another's.
fn scoped(ctx: &Ctx, key: &str) -> String {
    format!("{}:{key}", ctx.actor.person.map(|p| p.to_string()).unwrap_or_default())
}

async fn record_in(tx: &mut Tx, input: RecordActual) -> Result<ActualOutcome> {
    if let Some(key) = &input.key
        && let Some((actual, target, seq)) = db::find_request(tx, key).await?
    {
        return if target == input.target {
            Ok(ActualOutcome { actual, target, seq })
        } else {
            Err(Fault::conflict("indicator-key-reused"))
        };
    }
    let cell = load_cell(tx, input.target).await?;
    let new = checked(&cell, input)?;
    if let Some(old) = new.replaces {
        check_replaced(tx, old, &new).await?;
    }
    let facts = json!({
        "actual": new.id, "year": new.year, "as_of": new.as_of, "unit": new.unit, "source": new.source,
        "value": new.value.map_or_else(|| new.quality.clone(), kernel::number::vietnamese),
        "replaces": new.replaces, "simulated": new.simulated,
    });
    let seq = tx.append(NewEvent::new("actual.recorded", new.target.subject(), facts)).await?;
    db::put_actual(tx, &new, seq).await?;
    Ok(ActualOutcome { actual: new.id, target: new.target, seq })
}

async fn load_cell(tx: &mut Tx, target: TargetId) -> Result<Cell> {
    Book::load_one(tx, target).await?.ok_or_else(|| Fault::not_found("fault-not-found"))
}

fn checked(cell: &Cell, input: RecordActual) -> Result<NewActual> {
    let asked = Asked::on(input.as_of);
    let held = cell
        .version(asked)
        .ok_or_else(|| Fault::invalid("indicator-target-not-in-force").arg("day", input.as_of).field("as_of"))?;
    let says = &held.says;
    let value = match input.year {
        Some(year) => says.values.iter().find(|v| v.year == year && state::is_set(v)),
        None => state::value_for(&says.values, input.as_of),
    };
    let Some(value) = value else {
        let year = i32::from(input.year.unwrap_or(input.as_of.year()));
        return Err(Fault::invalid("indicator-no-value-in-year").arg("year", year.to_string()).field("year"));
    };
    let unit = state::unit_of(value, &says.unit);
    match (&input.value, value.value.is_empty()) {
        (None, _) if input.quality.is_empty() => {
            return Err(Fault::invalid("indicator-value-missing").field("value"));
        }
        (None, false) if !quality::decides(&input.quality) => {
            return Err(Fault::invalid("indicator-number-needed").arg("text", &input.quality).field("value"));
        }
        // Numbers in different units can't be compared; nobody converts silently.
        (Some(_), false) if !input.unit.is_empty() && fold_words(&input.unit) != fold_words(unit) => {
            return Err(Fault::invalid("indicator-other-unit")
                .arg("unit", unit)
                .arg("given", &input.unit)
                .field("unit"));
        }
        _ => {}
    }
    Ok(NewActual {
        id: ActualId::new(),
        target: cell.id,
        year: value.year,
        as_of: input.as_of,
        value: input.value,
        quality: input.quality,
        unit: if input.unit.is_empty() { unit.to_owned() } else { input.unit },
        source: input.source,
        simulated: input.simulated,
        replaces: input.replaces,
        key: input.key,
    })
}

async fn check_replaced(tx: &mut Tx, old: ActualId, new: &NewActual) -> Result<()> {
    let stated = db::find_actual(tx, old).await?.filter(|s| s.target == new.target);
    let Some(stated) = stated else { return Err(Fault::not_found("fault-not-found")) };
    if stated.year != new.year {
        return Err(Fault::invalid("indicator-replaces-other-year").arg("year", stated.year.to_string()).field("year"));
    }
    if stated.replaced {
        return Err(Fault::conflict("indicator-already-replaced"));
    }
    Ok(())
}

/// Confirms a stated value: from now on it counts.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` when it was decided on or replaced meanwhile.
pub async fn confirm_actual(store: &Store, ctx: &Ctx, actual: ActualId) -> Result<ActualOutcome> {
    decide(store, ctx, actual, true, String::new()).await
}

/// Returns a stated value to its unit with a reason. What was confirmed is not returned but
/// corrected by a new value.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, or `Conflict` when it was decided on.
pub async fn return_actual(store: &Store, ctx: &Ctx, actual: ActualId, reason: String) -> Result<ActualOutcome> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Fault::invalid("indicator-reason-missing").field("reason"));
    }
    decide(store, ctx, actual, false, reason).await
}

async fn decide(store: &Store, ctx: &Ctx, actual: ActualId, confirmed: bool, reason: String) -> Result<ActualOutcome> {
    ctx.require(TARGET_CONFIRM, &Resource::all("target"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let Some(stated) = db::find_actual(tx, actual).await? else {
                    return Err(Fault::not_found("fault-not-found"));
                };
                if stated.decided.is_some() || (stated.replaced && !confirmed) {
                    return Err(Fault::conflict("indicator-already-decided"));
                }
                let (event, mark) =
                    if confirmed { ("actual.confirmed", "confirmed") } else { ("actual.returned", "returned") };
                let facts = json!({ "actual": actual, "reason": reason });
                let seq = tx.append(NewEvent::new(event, stated.target.subject(), facts)).await?;
                db::put_mark(tx, actual, stated.target, mark, &reason, seq).await?;
                Ok(ActualOutcome { actual, target: stated.target, seq })
            })
        })
        .await
}
