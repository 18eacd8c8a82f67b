//! Other systems that want to know: each subscription has an address, a secret and the kinds it is
//! told of. A message is signed anew at each try and always carries the same delivery id, by which
//! the receiver tells a repetition (after a crash, or when its answer came too late) from news.
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Ctx, Fault, MessageId, Millis, Resource, Result, UnitId, WebhookId};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::{Value as Json, json};
use sha2::Sha256;
use store::{
    NewEvent, Row, Sql, Store, Tx, args,
    outbox::{Deliver, Message, Outgoing, Taken},
};

use crate::{Kind, NOTIFY_MANAGE, Outward, Speak, TEST_SHAPE, sentence};

/// A subscription; its secret is not in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Only notices to people of that unit; `None`: everybody's.
    pub unit: Option<UnitId>,
    /// What people call it.
    pub name: String,
    /// Where to.
    pub url: String,
    /// Of which kinds; empty: all.
    pub kinds: Vec<Kind>,
    /// Is it on?
    pub active: bool,
    /// Since when.
    pub created_at: Millis,
}
const COLUMNS: &str = "id, unit_id, name, url, kinds, active, created_at";
fn from_row(row: &Row) -> Result<Webhook> {
    Ok(Webhook {
        id: row.id(0)?,
        unit: row.opt_id(1)?,
        name: row.text(2)?,
        url: row.text(3)?,
        kinds: row.text(4)?.split(' ').filter_map(Kind::from_word).collect(),
        active: row.flag(5)?,
        created_at: row.millis(6)?,
    })
}

/// All subscriptions, oldest first.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql) -> Result<Vec<Webhook>> {
    let text = format!("SELECT {COLUMNS} FROM webhook ORDER BY created_at, id");
    sql.rows(&text, vec![]).await?.iter().map(from_row).collect()
}
async fn find(sql: &mut dyn Sql, id: WebhookId) -> Result<Option<(Webhook, String)>> {
    let text = format!("SELECT {COLUMNS}, secret FROM webhook WHERE id = $1");
    sql.opt(&text, args![id]).await?.map(|r| Ok((from_row(&r)?, r.text(7)?))).transpose()
}

/// A new subscription.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// What people call it.
    pub name: String,
    /// Where to.
    pub url: String,
    /// Only notices to people of that unit.
    pub unit: Option<UnitId>,
    /// Of which kinds; empty: all.
    pub kinds: Vec<Kind>,
}

fn about(id: WebhookId) -> Resource {
    Resource { kind: "webhook", id: id.to_string(), ..Resource::default() }
}

/// Subscribes another system; returns the secret, which is never shown again.
///
/// # Errors
/// `Forbidden`; `Invalid` without a name or for an address we may not call.
pub async fn create(store: &Store, ctx: &Ctx, out: &Outward, new: NewWebhook) -> Result<(WebhookId, String)> {
    ctx.require(NOTIFY_MANAGE, &Resource::all("webhook"))?;
    let name = kernel::text::squeeze(&new.name);
    if name.is_empty() {
        return Err(Fault::invalid("notify-webhook-needs-name").field("name"));
    }
    let url = out.check(&new.url)?.to_string();
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(Fault::internal)?;
    let secret = format!("bzw_{}", URL_SAFE_NO_PAD.encode(bytes));
    let (id, kept) = (WebhookId::new(), secret.clone());
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let now = tx.ctx().now();
                let facts = json!({ "name": name, "url": url, "unit": new.unit, "kinds": new.kinds });
                let seq = tx.append(NewEvent::new("webhook.created", id.subject(), facts)).await?;
                let kinds = new.kinds.iter().map(|k| k.word()).collect::<Vec<_>>().join(" ");
                let sql = "INSERT INTO webhook (id, unit_id, name, url, secret, kinds, active, created_at, seq) VALUES ($1,$2,$3,$4,$5,$6,1,$7,$8)";
                tx.exec(sql, args![id, new.unit, name, url, kept, kinds, now, seq]).await.map(drop)
            })
        })
        .await?;
    Ok((id, secret))
}

/// Turns a subscription on or off. While it is off nothing is written for it.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn switch(store: &Store, ctx: &Ctx, id: WebhookId, on: bool) -> Result<()> {
    ctx.require(NOTIFY_MANAGE, &about(id))?;
    change(store, ctx, id, if on { "webhook.on" } else { "webhook.off" }, move |seq| {
        ("UPDATE webhook SET active = $2, seq = $3 WHERE id = $1", args![id, on, seq])
    })
    .await
}

/// Ends a subscription; what still waits for it is dropped.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn remove(store: &Store, ctx: &Ctx, id: WebhookId) -> Result<()> {
    ctx.require(NOTIFY_MANAGE, &about(id))?;
    change(store, ctx, id, "webhook.removed", move |_| ("DELETE FROM webhook WHERE id = $1", args![id])).await
}

async fn change(
    store: &Store,
    ctx: &Ctx,
    id: WebhookId,
    kind: &'static str,
    sql: impl FnOnce(i64) -> (&'static str, Vec<store::Value>) + Send + 'static,
) -> Result<()> {
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (hook, _) = find(tx, id).await?.ok_or_else(|| Fault::not_found("notify-no-such-webhook"))?;
                let facts = json!({ "name": hook.name });
                let seq = tx.append(NewEvent::new(kind, id.subject(), facts)).await?;
                let (text, args) = sql(seq);
                tx.exec(text, args).await.map(drop)
            })
        })
        .await
}

/// Queues a message that only tries the way.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn try_out(store: &Store, ctx: &Ctx, id: WebhookId) -> Result<()> {
    ctx.require(NOTIFY_MANAGE, &about(id))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let (hook, _) = find(tx, id).await?.ok_or_else(|| Fault::not_found("notify-no-such-webhook"))?;
                tx.append(NewEvent::new("webhook.tried", id.subject(), json!({ "name": hook.name }))).await?;
                tx.send_many(vec![test_message(id)]).await.map(drop)
            })
        })
        .await
}
fn test_message(id: WebhookId) -> Outgoing {
    Outgoing {
        unique_key: format!("test:webhook:{id}:{}", MessageId::new()),
        channel: "webhook",
        recipient: id.to_string(),
        subject: TEST_SHAPE.to_owned(),
        body: json!({ "type": "test" }).to_string(),
        shape: TEST_SHAPE,
        ..Outgoing::default()
    }
}

/// The subscriptions that are on, while a batch of notices is posted.
pub(crate) async fn listening(tx: &mut Tx) -> Result<Vec<Webhook>> {
    Ok(list(tx).await?.into_iter().filter(|h| h.active).collect())
}

/// What another system is told of one notice: the same for all its readers together.
#[derive(Debug, Serialize)]
pub(crate) struct News<'a> {
    #[serde(rename = "type")]
    pub kind_of_message: &'static str,
    pub kind: Kind,
    pub key: &'a str,
    pub about: &'a str,
    pub path: &'a str,
    pub facts: &'a Json,
    pub people: Vec<Json>,
    pub at: String,
}
impl News<'_> {
    pub(crate) fn outgoing(&self, hook: WebhookId) -> Result<Outgoing> {
        Ok(Outgoing {
            unique_key: format!("notice:webhook:{hook}:{}", self.key),
            channel: "webhook",
            recipient: hook.to_string(),
            subject: self.kind.word().to_owned(),
            body: serde_json::to_string(self).map_err(Fault::internal)?,
            shape: "webhook",
            person: String::new(),
            about: self.about.to_owned(),
            not_before: None,
        })
    }
}

/// `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`: the receiver computes it again with the
/// secret, compares without haste, and refuses what is older than it likes.
///
/// # Errors
/// Never for a secret of ours.
pub fn signature(secret: &str, unix: i64, body: &[u8]) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(Fault::internal)?;
    mac.update(unix.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    Ok(format!("t={unix},v1={}", hex::encode(mac.finalize().into_bytes())))
}

/// The webhook channel.
#[derive(Clone)]
pub struct Hooks {
    /// Where the subscriptions are.
    pub store: Store,
    /// The clock, for signatures.
    pub ctx: Ctx,
    /// The way out.
    pub out: Outward,
    /// The words.
    pub speak: Arc<dyn Speak>,
    /// Where links lead, without a slash at the end.
    pub base_url: String,
}
impl Hooks {
    /// The very bytes: the stored facts, with id, address and words. The same at every try.
    fn body(&self, message: &Message) -> Result<Vec<u8>> {
        let mut body: Json = serde_json::from_str(&message.body).map_err(Fault::internal)?;
        let Some(map) = body.as_object_mut() else { return Err(Fault::internal("a webhook's body is no object")) };
        map.insert("id".into(), json!(message.id));
        if let Some(path) = map.get("path").and_then(Json::as_str) {
            let url = format!("{}{path}", self.base_url);
            map.insert("url".into(), json!(url));
        }
        if let Some(kind) = Kind::from_word(&message.subject) {
            let facts = map.get("facts").cloned().unwrap_or_default();
            let text = |lang| sentence(&*self.speak, lang, kind, &facts, None);
            map.insert("text".into(), json!({ "vi": text(kernel::Lang::Vi), "en": text(kernel::Lang::En) }));
        }
        serde_json::to_vec(&body).map_err(Fault::internal)
    }
    async fn hand_over(&self, message: &Message) -> Result<Taken> {
        let id: WebhookId = message.recipient.parse()?;
        let found = find(&mut self.store.read().await?, id).await?;
        let Some((hook, secret)) = found.filter(|(h, _)| h.active) else { return Ok(Taken::Dropped("webhook-off")) };
        let body = self.body(message)?;
        let signed = signature(&secret, self.ctx.now().0.div_euclid(1000), &body)?;
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/json".to_owned()),
            ("x-bazan-delivery", message.id.to_string()),
            ("x-bazan-event", message.subject.clone()),
            ("x-bazan-signature", signed),
        ] {
            let value = HeaderValue::from_str(&value).map_err(Fault::internal)?;
            headers.insert(HeaderName::from_static(name), value);
        }
        let status = self.out.post(&hook.url, headers, body).await?.status();
        match status.as_u16() {
            200..300 => Ok(Taken::Sent),
            // Whoever moved must be entered anew: following would let an outsider choose where we call.
            300..400 => Err(Fault::invalid("notify-webhook-redirects").arg("status", i64::from(status.as_u16()))),
            410 => Err(Fault::invalid("notify-webhook-gone")),
            code => Err(Fault::unavailable("notify-webhook-refuses").arg("status", i64::from(code))),
        }
    }
    /// Tries a subscription right now, past the outbox.
    ///
    /// # Errors
    /// What is wrong on the way.
    pub async fn try_now(&self, id: WebhookId) -> Result<Taken> {
        self.hand_over(&now_message(test_message(id), &self.ctx)).await
    }
}
impl Deliver for Hooks {
    fn channel(&self) -> &'static str {
        "webhook"
    }
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Taken>> {
        Box::pin(self.hand_over(message))
    }
}

/// A message that never was in the outbox, as if it had been.
pub(crate) fn now_message(out: Outgoing, ctx: &Ctx) -> Message {
    Message {
        id: MessageId::new(),
        channel: out.channel.to_owned(),
        recipient: out.recipient,
        subject: out.subject,
        body: out.body,
        shape: out.shape.to_owned(),
        person: out.person,
        about: out.about,
        state: "waiting".to_owned(),
        attempts: 1,
        last_error: String::new(),
        next_at: ctx.now(),
        created_at: ctx.now(),
        sent_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_signature_covers_time_and_body() {
        // openssl: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        let signed = signature("secret", 1_700_000_000, b"{\"a\":1}").unwrap();
        assert_eq!(signed, "t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686");
        assert_ne!(signed, signature("secret", 1_700_000_001, b"{\"a\":1}").unwrap());
        assert_ne!(signed, signature("other", 1_700_000_000, b"{\"a\":1}").unwrap());
    }
}
