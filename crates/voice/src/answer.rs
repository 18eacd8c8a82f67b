//! The answer: drafted by the unit, approved by its head (or the focal department), then sent.
use kernel::{Ctx, Fault, Result};
use plan::progress::Evidence;
use store::Store;

use crate::{
    mark::{Change, MarkKind, Marked, On, apply},
    tell,
};

/// Drafts the answer, or drafts it anew; the unit's heads are told that it waits.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without text, or `Conflict`.
pub async fn draft(store: &Store, ctx: &Ctx, on: On, text: &str, evidence: Vec<Evidence>) -> Result<Marked> {
    if text.trim().is_empty() {
        return Err(Fault::invalid("voice-answer-missing").field("text"));
    }
    let mut change = Change::new(ctx, on, MarkKind::Drafted, text)?;
    change.evidence = evidence;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (marked, before) = apply(tx, change).await?;
                tell::heads(tx, &before, marked.seq).await?;
                Ok(marked)
            })
        })
        .await
}

/// Approves the draft.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict`: the draft that was looked at is the one that is approved.
pub async fn approve(store: &Store, ctx: &Ctx, on: On) -> Result<Marked> {
    let change = Change::new(ctx, on, MarkKind::Approved, "")?;
    store.write(ctx, move |tx| Box::pin(async move { apply(tx, change).await.map(|(marked, _)| marked) })).await
}

/// Returns the draft with a reason; the unit's people are told.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, or `Conflict`.
pub async fn return_draft(store: &Store, ctx: &Ctx, on: On, reason: &str) -> Result<Marked> {
    let change = Change::reasoned(ctx, on, MarkKind::DraftReturned, reason)?;
    let reason = change.text.clone();
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (marked, before) = apply(tx, change).await?;
                tell::returned(tx, &before, &reason, marked.seq).await?;
                Ok(marked)
            })
        })
        .await
}

/// Sends the approved answer: from now on the sender sees it through the link and may rate it.
///
/// # Errors
/// `Forbidden`, `NotFound`, or `Conflict`.
pub async fn send(store: &Store, ctx: &Ctx, on: On) -> Result<Marked> {
    let change = Change::new(ctx, on, MarkKind::Sent, "")?;
    store.write(ctx, move |tx| Box::pin(async move { apply(tx, change).await.map(|(marked, _)| marked) })).await
}
