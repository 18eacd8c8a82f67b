//! The outbox: messages to the outside are written in the transaction that causes them and
//! delivered afterwards, again and again until the other side took them. The message's id goes
//! with it (Message-ID), so that a delivery repeated after a crash can be told from a second one.
use futures::{StreamExt, future::BoxFuture};
use kernel::{Ctx, Fault, FaultKind, MessageId, Millis, Result, id::MessageKind};
use serde::Serialize;

use crate::{
    Store, args,
    sql::{Row, Sql},
    writer::Tx,
};

/// A message as it stands in the outbox.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its id, also the Message-ID of a mail and the delivery's id of a webhook.
    pub id: kernel::Id<MessageKind>,
    /// `mail`, `webhook`, `push`.
    pub channel: String,
    /// An address of that channel, or the id of a subscription.
    pub recipient: String,
    /// One line; of a shape other than `text` the word for its kind.
    pub subject: String,
    /// Plain text; of another shape the facts (JSON) that whoever delivers puts into words.
    pub body: String,
    /// What `body` is: `text`, or a word that a room gives it.
    pub shape: String,
    /// Whom it is for, or empty.
    pub person: String,
    /// What it is about, as events name their subject, or empty.
    pub about: String,
    /// `waiting`, `sent`, `dropped` (no longer to be sent, `last_error` says why), `dead`.
    pub state: String,
    /// Deliveries tried.
    pub attempts: i64,
    /// What the last try said.
    pub last_error: String,
    /// When it is tried next, while it waits.
    pub next_at: Millis,
    /// When it was written.
    pub created_at: Millis,
    /// When the other side took it.
    pub sent_at: Option<Millis>,
}
const COLUMNS: &str = "id, channel, recipient, subject, body, shape, person, about, state, attempts, last_error, next_at, created_at, sent_at";
fn from_row(row: &Row) -> Result<Message> {
    Ok(Message {
        id: row.id(0)?,
        channel: row.text(1)?,
        recipient: row.text(2)?,
        subject: row.text(3)?,
        body: row.text(4)?,
        shape: row.text(5)?,
        person: row.text(6)?,
        about: row.text(7)?,
        state: row.text(8)?,
        attempts: row.int(9)?,
        last_error: row.text(10)?,
        next_at: row.millis(11)?,
        created_at: row.millis(12)?,
        sent_at: row.opt_millis(13)?,
    })
}

/// A message about to be written; see [`Message`] for what its parts mean.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// The same key is written once, however often it is asked for.
    pub unique_key: String,
    /// `mail`, `webhook`, `push`.
    pub channel: &'static str,
    /// An address of that channel.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Text or facts.
    pub body: String,
    /// What `body` is.
    pub shape: &'static str,
    /// Whom it is for, or empty.
    pub person: String,
    /// What it is about, or empty.
    pub about: String,
    /// Not to be sent earlier; `None`: at once.
    pub not_before: Option<Millis>,
}

/// After so many failed tries (about 28 hours) a message is put before a person.
const ATTEMPTS: i64 = 20;
/// How long whoever claimed a message may take before it is tried again: far longer than the
/// timeouts of a batch together.
const LEASE_MILLIS: i64 = 600_000;
/// Messages claimed at once, and how many of them are on their way at the same time.
const BATCH: usize = 32;
const AT_ONCE: usize = 8;

impl Tx {
    /// Writes a message. The same `unique_key` is written once, however often it is asked for.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn send(
        &mut self,
        unique_key: &str,
        channel: &'static str,
        recipient: &str,
        subject: &str,
        body: &str,
    ) -> Result<()> {
        let message = Outgoing {
            unique_key: unique_key.to_owned(),
            channel,
            recipient: recipient.to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            shape: "text",
            ..Outgoing::default()
        };
        self.send_many(vec![message]).await.map(drop)
    }
    /// Writes messages, hundreds in one statement; returns how many are new.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn send_many(&mut self, messages: Vec<Outgoing>) -> Result<u64> {
        let now = self.ctx.now();
        let rows = messages
            .into_iter()
            .map(|m| {
                let next = m.not_before.map_or(now, |at| at.max(now));
                args![
                    MessageId::new(),
                    m.unique_key,
                    m.channel,
                    m.recipient,
                    m.subject,
                    m.body,
                    m.shape,
                    m.person,
                    m.about,
                    "waiting",
                    0i64,
                    next,
                    "",
                    now
                ]
            })
            .collect();
        let into = "message (id, unique_key, channel, recipient, subject, body, shape, person, about, state, attempts, next_at, last_error, created_at)";
        self.insert_missing(into, rows).await
    }
    /// Lets a message that was given up be tried again, as often as a new one. `false`: there is none
    /// such. One that still waits is left alone: it may be on its way this moment.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn requeue(&mut self, id: kernel::Id<MessageKind>) -> Result<bool> {
        let sql = "UPDATE message SET state = 'waiting', attempts = 0, next_at = $2 WHERE id = $1 AND state = 'dead'";
        let now = self.ctx.now();
        Ok(self.exec(sql, args![id, now]).await? > 0)
    }
}

/// Messages, newest first.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql, limit: usize) -> Result<Vec<Message>> {
    find(sql, &MessageFilter::default(), limit).await
}

/// Which messages to read; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct MessageFilter {
    /// For that person (id).
    pub person: Option<String>,
    /// About that subject.
    pub about: Option<String>,
    /// In that state.
    pub state: Option<String>,
    /// By that channel.
    pub channel: Option<String>,
    /// To that address or subscription.
    pub recipient: Option<String>,
    /// Older than that one (keyset page).
    pub before: Option<(Millis, String)>,
}

/// Messages that fit, newest first, at most `limit`.
///
/// # Errors
/// When the store can't be read.
pub async fn find(sql: &mut dyn Sql, filter: &MessageFilter, limit: usize) -> Result<Vec<Message>> {
    let (mut clauses, mut args) = (vec!["1 = 1".to_owned()], vec![]);
    let equal = [
        ("person", &filter.person),
        ("about", &filter.about),
        ("state", &filter.state),
        ("channel", &filter.channel),
        ("recipient", &filter.recipient),
    ];
    for (column, value) in equal {
        if let Some(value) = value {
            args.push(value.into());
            clauses.push(format!("{column} = ${}", args.len()));
        }
    }
    if let Some((at, id)) = &filter.before {
        args.extend(args![*at, id]);
        let (at, id) = (args.len() - 1, args.len());
        clauses.push(format!("(created_at < ${at} OR (created_at = ${at} AND id < ${id}))"));
    }
    let text = format!(
        "SELECT {COLUMNS} FROM message WHERE {} ORDER BY created_at DESC, id DESC LIMIT {limit}",
        clauses.join(" AND ")
    );
    sql.rows(&text, args).await?.iter().map(from_row).collect()
}

/// One message.
///
/// # Errors
/// When the store can't be read.
pub async fn get(sql: &mut dyn Sql, id: kernel::Id<MessageKind>) -> Result<Option<Message>> {
    let text = format!("SELECT {COLUMNS} FROM message WHERE id = $1");
    sql.opt(&text, args![id]).await?.as_ref().map(from_row).transpose()
}

/// How many messages are in each state of each channel: (channel, state, count).
///
/// # Errors
/// When the store can't be read.
pub async fn tally(sql: &mut dyn Sql) -> Result<Vec<(String, String, i64)>> {
    let text = "SELECT channel, state, COUNT(*) FROM message GROUP BY channel, state ORDER BY channel, state";
    sql.rows(text, vec![]).await?.iter().map(|r| Ok((r.text(0)?, r.text(1)?, r.int(2)?))).collect()
}

/// What became of a message that was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The other side took it.
    Sent,
    /// It is not to be sent any more; the word says why.
    Dropped(&'static str),
}

/// The way out of one channel.
pub trait Deliver: Send + Sync {
    /// Which one: only its messages are handed over.
    fn channel(&self) -> &'static str;
    /// Hands the message over; `Sent` only when the other side took it. A fault that may pass
    /// (`Unavailable`, `SlowDown`, `Internal`) is tried again, any other puts the message before a
    /// person at once.
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Taken>>;
}

/// Tries every message of the channel that is due once; returns (delivered, failed). Stops early
/// when nothing goes through: what is left is due the next time.
///
/// # Errors
/// When the store can't be written; a failed delivery is noted at the message.
pub async fn pump(store: &Store, ctx: &Ctx, out: &dyn Deliver) -> Result<(usize, usize)> {
    let (mut sent, mut failed) = (0, 0);
    loop {
        let batch = claim(store, ctx, out.channel()).await?;
        if batch.is_empty() {
            return Ok((sent, failed));
        }
        let tries: Vec<_> = batch.iter().map(|m| async move { (m.id, m.attempts, out.deliver(m).await) }).collect();
        let outcomes: Vec<_> = futures::stream::iter(tries).buffer_unordered(AT_ONCE).collect().await;
        let through = outcomes.iter().filter(|(_, _, outcome)| outcome.is_ok()).count();
        sent += through;
        failed += outcomes.len() - through;
        store.write(ctx, move |tx| Box::pin(async move { note(tx, outcomes).await })).await?;
        if through == 0 {
            return Ok((sent, failed));
        }
    }
}

/// Takes the next due messages and books their next try before they are handed out: a crash in
/// between delays them, and never loses one.
async fn claim(store: &Store, ctx: &Ctx, channel: &'static str) -> Result<Vec<Message>> {
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let now = tx.ctx().now();
                let due = format!(
                    "SELECT {COLUMNS} FROM message WHERE state = 'waiting' AND next_at <= $1 AND channel = $2 ORDER BY next_at, id LIMIT {BATCH}"
                );
                let mut batch =
                    tx.rows(&due, args![now, channel]).await?.iter().map(from_row).collect::<Result<Vec<_>>>()?;
                if batch.is_empty() {
                    return Ok(batch);
                }
                let sql = format!(
                    "UPDATE message SET attempts = attempts + 1, next_at = $1 WHERE id IN ({})",
                    crate::places(2, batch.len())
                );
                let mut args = args![now.plus(LEASE_MILLIS)];
                args.extend(batch.iter().map(|m| crate::Value::from(m.id)));
                tx.exec(&sql, args).await?;
                batch.iter_mut().for_each(|m| m.attempts += 1);
                Ok(batch)
            })
        })
        .await
}

type Outcome = (kernel::Id<MessageKind>, i64, Result<Taken>);

async fn note(tx: &mut Tx, outcomes: Vec<Outcome>) -> Result<()> {
    let now = tx.ctx().now();
    for (id, attempts, outcome) in outcomes {
        match outcome {
            Ok(Taken::Sent) => {
                let sql = "UPDATE message SET state = 'sent', sent_at = $2, last_error = '' WHERE id = $1";
                tx.exec(sql, args![id, now]).await?;
            }
            Ok(Taken::Dropped(why)) => {
                let sql = "UPDATE message SET state = 'dropped', last_error = $2 WHERE id = $1 AND state = 'waiting'";
                tx.exec(sql, args![id, why]).await?;
            }
            Err(fault) => {
                let state = if attempts >= ATTEMPTS || !passes(&fault) { "dead" } else { "waiting" };
                let sql =
                    "UPDATE message SET state = $2, last_error = $3, next_at = $4 WHERE id = $1 AND state = 'waiting'";
                tx.exec(sql, args![id, state, format!("{fault:?}"), now.plus(wait(attempts))]).await?;
            }
        }
    }
    Ok(())
}

fn passes(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Unavailable | FaultKind::SlowDown | FaultKind::Internal)
}

/// 1, 2, 4 … minutes, at most two hours apart.
fn wait(attempts: i64) -> i64 {
    (60_000 * (1 << (attempts - 1).clamp(0, 7))).min(7_200_000)
}
