//! What the focal department does with one: classify, assign with a deadline, transfer, merge with the
//! same one, decline, evaluate; and the unit that gives it back.
use kernel::{Ctx, Day, Fault, Result, UnitId, VoiceId};
use store::{Sql, Store, Tx};

use crate::{
    Field, Kind, db,
    mark::{Change, MarkKind, Marked, On, apply},
    rule, tell,
};

/// To whom it is given.
#[derive(Clone, Debug)]
pub struct Assign {
    /// Which, and the picture it is based on.
    pub on: On,
    /// The unit that is to answer.
    pub unit: UnitId,
    /// The last day, where it is not to follow from the rule of its kind. For a transfer, `None`
    /// leaves the deadline as it is.
    pub due_on: Option<Day>,
    /// What else is to be said.
    pub note: String,
}

/// Sets kind and field right; of an open one only. A deadline that was given stays.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict` when it moved meanwhile or is closed.
pub async fn classify(store: &Store, ctx: &Ctx, on: On, kind: Kind, field: Field) -> Result<Marked> {
    let mut change = Change::new(ctx, on, MarkKind::Classified, "")?;
    change.new = Some((kind, field));
    store.write(ctx, move |tx| Box::pin(async move { apply(tx, change).await.map(|(marked, _)| marked) })).await
}

/// Gives it to a unit; its people are told. The deadline follows from the rule of its kind that holds
/// today, in working days of the calendar, or is the day that is set.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, or `Conflict` when it moved meanwhile or has a unit.
pub async fn assign(store: &Store, ctx: &Ctx, input: Assign) -> Result<Marked> {
    give(store, ctx, input, MarkKind::Assigned).await
}

/// Gives it to another unit. The sender was promised a day: it stays unless another is set.
///
/// # Errors
/// See [`assign`].
pub async fn transfer(store: &Store, ctx: &Ctx, input: Assign) -> Result<Marked> {
    give(store, ctx, input, MarkKind::Transferred).await
}

async fn give(store: &Store, ctx: &Ctx, input: Assign, kind: MarkKind) -> Result<Marked> {
    if input.due_on.is_some_and(|day| day < ctx.today()) {
        return Err(Fault::invalid("voice-due-in-past").field("due_on"));
    }
    let mut change = Change::new(ctx, input.on, kind, &input.note)?;
    (change.unit, change.due_on) = (Some(input.unit), input.due_on);
    store.write(ctx, move |tx| Box::pin(async move { give_in(tx, change).await })).await
}

async fn give_in(tx: &mut Tx, mut change: Change) -> Result<Marked> {
    let id = change.on.voice;
    let unit = change.unit.unwrap_or_default();
    let now = db::look(tx, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    if change.kind == MarkKind::Assigned && change.due_on.is_none() {
        change.days = rule::rules(tx).await?.get(&now.kind).copied();
    }
    let done = match &change.on.key {
        Some(key) => db::find_request(tx, key).await?.is_some(),
        None => false,
    };
    if change.kind == MarkKind::Transferred && now.unit == Some(unit) && !done {
        return Err(Fault::invalid("voice-same-unit").field("unit"));
    }
    // Told before it is done twice: what is there already is not new.
    let (marked, before) = apply(tx, change).await?;
    if marked.seq > before.last_mark {
        tell::given(tx, id, unit, marked.seq).await?;
    }
    Ok(marked)
}

/// The unit gives it back, with a reason: it is not for them to answer. The focal department is told.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, or `Conflict`.
pub async fn give_back(store: &Store, ctx: &Ctx, on: On, reason: &str) -> Result<Marked> {
    let change = Change::reasoned(ctx, on, MarkKind::GivenBack, reason)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (marked, before) = apply(tx, change).await?;
                tell::focal(tx, &before, "given_back", marked.seq).await?;
                Ok(marked)
            })
        })
        .await
}

/// It is the same as another one: the other one's answer is the answer to both.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for one that is merged itself or has others merged into it, or
/// `Conflict`.
pub async fn merge(store: &Store, ctx: &Ctx, on: On, into: VoiceId) -> Result<Marked> {
    let mut change = Change::new(ctx, on, MarkKind::Merged, "")?;
    change.into = Some(into);
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let bad = || Fault::invalid("voice-merge-wrong").field("into");
                let main = db::look(tx, into).await?.ok_or_else(bad)?;
                if into == change.on.voice || main.into.is_some() || db::has_merged(tx, change.on.voice).await? {
                    return Err(bad());
                }
                apply(tx, change).await.map(|(marked, _)| marked)
            })
        })
        .await
}

/// It is not taken up, with a reason that the sender reads.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, or `Conflict`.
pub async fn decline(store: &Store, ctx: &Ctx, on: On, reason: &str) -> Result<Marked> {
    let change = Change::reasoned(ctx, on, MarkKind::Declined, reason)?;
    store.write(ctx, move |tx| Box::pin(async move { apply(tx, change).await.map(|(marked, _)| marked) })).await
}

/// An initiative or a solution is accepted or not, with a score from 0 to 100 where one was given.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for another kind or score, or `Conflict`.
pub async fn evaluate(
    store: &Store,
    ctx: &Ctx,
    on: On,
    accepted: bool,
    score: Option<i64>,
    words: &str,
) -> Result<Marked> {
    if score.is_some_and(|s| !(0..=100).contains(&s)) {
        return Err(Fault::invalid("voice-points-wrong").field("points"));
    }
    let mut change = Change::new(ctx, on, MarkKind::Evaluated, words)?;
    (change.accepted, change.score) = (Some(accepted), score);
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let now = db::look(tx, change.on.voice).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
                if !now.kind.is_evaluated() {
                    return Err(Fault::invalid("voice-not-evaluated").field("points"));
                }
                apply(tx, change).await.map(|(marked, _)| marked)
            })
        })
        .await
}

/// Finds one by its number, e.g. for merging.
///
/// # Errors
/// When the store can't be read.
pub async fn find_number(sql: &mut dyn Sql, number: &str) -> Result<Option<VoiceId>> {
    db::find_number(sql, number).await
}
