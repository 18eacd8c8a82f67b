//! Everything that was sent to whom about what, for whoever runs the system.
use kernel::{Ctx, Fault, MessageId, Resource, Result};
use serde_json::json;
use store::{
    NewEvent, Store,
    outbox::{self, Message, MessageFilter},
};

use crate::{NOTIFY_MANAGE, NOTIFY_SENT};

/// Messages of all channels and rooms that fit, newest first, at most `limit`.
///
/// # Errors
/// `Forbidden`.
pub async fn sent(store: &Store, ctx: &Ctx, filter: &MessageFilter, limit: usize) -> Result<Vec<Message>> {
    ctx.require(NOTIFY_SENT, &Resource::all("message"))?;
    outbox::find(&mut store.read().await?, filter, limit).await
}

/// Sends a message again that was given up.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` when it is not given up.
pub async fn resend(store: &Store, ctx: &Ctx, id: MessageId) -> Result<()> {
    ctx.require(NOTIFY_MANAGE, &Resource { kind: "message", id: id.to_string(), ..Resource::default() })?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let message = outbox::get(tx, id).await?.ok_or_else(|| Fault::not_found("notify-no-such-message"))?;
                if !tx.requeue(id).await? {
                    return Err(Fault::conflict("notify-not-given-up"));
                }
                let facts = json!({ "channel": message.channel, "attempts": message.attempts });
                tx.append(NewEvent::new("message.resent", id.subject(), facts)).await.map(drop)
            })
        })
        .await
}
