//! The outbox: messages to the outside are written in the transaction that causes them and
//! delivered afterwards, again and again until the other side took them. The message's id goes
//! with it (Message-ID), so that a delivery repeated after a crash can be told from a second one.
use futures::future::BoxFuture;
use kernel::{Ctx, MessageId, Millis, Result, id::MessageKind};
use serde::Serialize;

use crate::{
    Store, args,
    sql::{Row, Sql},
    writer::Tx,
};

/// A message as it stands in the outbox.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its id, also the Message-ID of a mail.
    pub id: kernel::Id<MessageKind>,
    /// `mail`.
    pub channel: String,
    /// An address of that channel.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// `waiting`, `sent`, `dead`.
    pub state: String,
    /// Deliveries tried.
    pub attempts: i64,
    /// What the last try said.
    pub last_error: String,
    /// When it was written.
    pub created_at: Millis,
    /// When the other side took it.
    pub sent_at: Option<Millis>,
}
const COLUMNS: &str = "id, channel, recipient, subject, body, state, attempts, last_error, created_at, sent_at";
fn from_row(row: &Row) -> Result<Message> {
    Ok(Message {
        id: row.id(0)?,
        channel: row.text(1)?,
        recipient: row.text(2)?,
        subject: row.text(3)?,
        body: row.text(4)?,
        state: row.text(5)?,
        attempts: row.int(6)?,
        last_error: row.text(7)?,
        created_at: row.millis(8)?,
        sent_at: row.opt_millis(9)?,
    })
}

/// After so many failed tries a message is put before a person.
const ATTEMPTS: i64 = 20;

impl Tx {
    /// Writes a message. The same `unique_key` is written once, however often it is asked for.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn send(
        &mut self,
        unique_key: &str,
        channel: &str,
        recipient: &str,
        subject: &str,
        body: &str,
    ) -> Result<()> {
        let now = self.ctx.now();
        self.exec(
            "INSERT INTO message (id, unique_key, channel, recipient, subject, body, state, attempts, next_at, last_error, created_at) \
             VALUES ($1,$2,$3,$4,$5,$6,'waiting',0,$7,'',$7) ON CONFLICT (unique_key) DO NOTHING",
            args![MessageId::new(), unique_key, channel, recipient, subject, body, now],
        )
        .await
        .map(drop)
    }
}

/// Messages, newest first.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql, limit: usize) -> Result<Vec<Message>> {
    let text = format!("SELECT {COLUMNS} FROM message ORDER BY created_at DESC, id DESC LIMIT {limit}");
    sql.rows(&text, vec![]).await?.iter().map(from_row).collect()
}

/// The way out of one channel.
pub trait Deliver: Send + Sync {
    /// Hands the message over; `Ok` only when the other side took it.
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<()>>;
}

/// Tries every message that is due once; returns (delivered, failed).
///
/// # Errors
/// When the store can't be written; a failed delivery is noted at the message.
pub async fn pump(store: &Store, ctx: &Ctx, out: &dyn Deliver) -> Result<(usize, usize)> {
    let (mut sent, mut failed) = (0, 0);
    while let Some(message) = claim(store, ctx).await? {
        let outcome = out.deliver(&message).await;
        if outcome.is_ok() {
            sent += 1;
        } else {
            failed += 1;
        }
        let (id, error) = (message.id, outcome.err().map(|e| format!("{e:?}")));
        store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let now = tx.ctx().now();
                    match error {
                        None => tx.exec("UPDATE message SET state = 'sent', sent_at = $2, last_error = '' WHERE id = $1", args![id, now]).await,
                        Some(error) => {
                            let sql = "UPDATE message SET last_error = $2, state = CASE WHEN attempts >= $3 THEN 'dead' ELSE 'waiting' END WHERE id = $1";
                            tx.exec(sql, args![id, error, ATTEMPTS]).await
                        }
                    }
                })
            })
            .await?;
    }
    Ok((sent, failed))
}

/// Takes the next due message and books its next try before it is handed out: a crash in between
/// delays the message, and never loses it.
async fn claim(store: &Store, ctx: &Ctx) -> Result<Option<Message>> {
    store
        .write(ctx, |tx| {
            Box::pin(async move {
                let now = tx.ctx().now();
                let due = format!("SELECT {COLUMNS} FROM message WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT 1");
                let Some(row) = tx.opt(&due, args![now]).await? else { return Ok(None) };
                let mut message = from_row(&row)?;
                message.attempts += 1;
                // 1, 2, 4 … minutes, at most two hours apart.
                let wait = 60_000 * (1 << (message.attempts - 1).min(7));
                let sql = "UPDATE message SET attempts = attempts + 1, next_at = $2 WHERE id = $1";
                tx.exec(sql, args![message.id, now.plus(wait.min(7_200_000))]).await?;
                Ok(Some(message))
            })
        })
        .await
}
