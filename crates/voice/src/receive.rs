//! Taking one in. The sender gets a secret link to see the answer and rate it; only its digest is kept.
use access::Secret;
use kernel::{Ctx, Day, Fault, Resource, Result, UnitId, VoiceId, text};
use plan::progress::{self, Evidence};
use serde_json::json;
use store::{NewEvent, Store, Tx};

use crate::{Channel, Field, Kind, SenderKind, VOICE_ASSIGN, VOICE_RECEIVE, db, sender::Sender};

/// Longest title and content, in characters.
const LIMITS: (usize, usize) = (300, 20_000);

/// One about to be taken in.
#[derive(Clone, Debug)]
pub struct NewVoice {
    /// Its id, where the caller needs to know it beforehand.
    pub id: Option<VoiceId>,
    /// What it is, as it seems now; the focal department classifies.
    pub kind: Kind,
    /// What it is about.
    pub field: Field,
    /// How it came in.
    pub channel: Channel,
    /// A title without personal data.
    pub title: String,
    /// What was said.
    pub content: String,
    /// The place it is about.
    pub place: String,
    /// The day it came in: today or before.
    pub received_on: Day,
    /// Who sent it, in general.
    pub sender_kind: SenderKind,
    /// The unit that sent it.
    pub sender_unit: Option<UnitId>,
    /// Name and ways to reach the sender; may be empty.
    pub sender: Sender,
    /// Files kept before with [`keep_file`].
    pub evidence: Vec<Evidence>,
    /// Made up for the sample province.
    pub simulated: bool,
    /// The client's own id of this request: sent twice, it is done once.
    pub key: Option<String>,
}

/// What was taken in.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its id.
    pub id: VoiceId,
    /// Its number, e.g. `2026-0007`.
    pub number: String,
    /// For the sender's link; told once. `None` when the same request was done before.
    pub secret: Option<Secret>,
}

/// Keeps a file so that it can be named when taking one in, or in an answer.
///
/// # Errors
/// `Forbidden`, `TooLarge`, or `Unsupported` for what is not on the list.
pub async fn keep_file(store: &Store, ctx: &Ctx, name: &str, data: Vec<u8>) -> Result<Evidence> {
    ctx.require(VOICE_RECEIVE, &Resource::all("voice"))?;
    progress::keep_file(store, ctx, name, data).await
}

/// Takes one in.
///
/// # Errors
/// `Forbidden`, or `Invalid` naming the field.
pub async fn receive(store: &Store, ctx: &Ctx, mut new: NewVoice) -> Result<Received> {
    ctx.require(VOICE_RECEIVE, &Resource::all("voice"))?;
    progress::check_files(&new.evidence)?;
    (new.title, new.place) = (text::nfc(&text::squeeze(&new.title)), text::nfc(&text::squeeze(&new.place)));
    new.content = text::nfc(new.content.trim());
    if new.title.is_empty() || new.title.chars().count() > LIMITS.0 {
        return Err(Fault::invalid("voice-title-missing").arg("limit", LIMITS.0).field("title"));
    }
    if new.content.is_empty() || new.content.chars().count() > LIMITS.1 {
        return Err(Fault::invalid("voice-content-missing").arg("limit", LIMITS.1).field("content"));
    }
    if new.received_on > ctx.today() || new.received_on.year() < 2000 {
        return Err(Fault::invalid("voice-received-in-future").arg("day", new.received_on).field("received_on"));
    }
    new.sender.check()?;
    let person = ctx.actor.person.map(|p| p.to_string()).unwrap_or_default();
    new.key = new.key.map(|key| format!("{person}:{key}"));
    let secret = Secret::new("")?;
    store.write(ctx, move |tx| Box::pin(async move { receive_in(tx, new, secret).await })).await
}

async fn receive_in(tx: &mut Tx, mut new: NewVoice, secret: Secret) -> Result<Received> {
    if let Some(key) = &new.key
        && let Some((id, number)) = db::find_received(tx, key).await?
    {
        return Ok(Received { id, number, secret: None });
    }
    progress::resolve_files(tx, &mut new.evidence).await?;
    let id = new.id.unwrap_or_default();
    let year = new.received_on.year();
    let no = db::next_no(tx, year).await?;
    let number = db::number(year, no);
    let facts = json!({
        "number": number, "title": new.title, "kind": new.kind.code(), "field": new.field.code(),
        "channel": new.channel.code(), "on": new.received_on, "evidence": new.evidence, "simulated": new.simulated,
    });
    let seq = tx.append(NewEvent::new("voice.received", id.subject(), facts)).await?;
    db::put_voice(tx, id, (year, no), &new, &secret.digest(), seq).await?;
    db::put_sender(tx, id, &new.sender).await?;
    Ok(Received { id, number, secret: Some(secret) })
}

/// Makes a new secret link; the old one leads nowhere from then on.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn renew_link(store: &Store, ctx: &Ctx, id: VoiceId) -> Result<Secret> {
    ctx.require(VOICE_ASSIGN, &Resource::all("voice"))?;
    let secret = Secret::new("")?;
    let digest = secret.digest();
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let now = db::look(tx, id).await?.ok_or_else(|| Fault::not_found("fault-not-found"))?;
                tx.append(NewEvent::new("voice.link_renewed", id.subject(), json!({ "number": now.number }))).await?;
                db::set_secret(tx, id, &digest).await
            })
        })
        .await?;
    Ok(secret)
}
