//! The event log: append-only, each event's hash covers the one before it, so that a changed or
//! removed event shows. Every change in every room appends here in its own transaction.
use futures::StreamExt;
use kernel::{Ctx, Day, Fault, Millis, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Store, args,
    sql::{Row, Sql},
    writer::Tx,
};

/// The newest link of the chain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) hash: String,
    pub(crate) dirty: bool,
}

/// An event about to be appended. Who, when and how come from the operation's context.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// `task.reported`, `document.imported`…: room noun and past participle.
    pub kind: &'static str,
    /// What it is about: `task:uuid`.
    pub subject: String,
    /// The official document it follows from, if any.
    pub document: Option<String>,
    /// Facts of the change; never secrets.
    pub data: serde_json::Value,
}
impl NewEvent {
    /// An event about a subject.
    #[must_use]
    pub fn new(kind: &'static str, subject: impl Into<String>, data: serde_json::Value) -> Self {
        Self { kind, subject: subject.into(), document: None, data }
    }
    /// Following from an official document.
    #[must_use]
    pub fn from_document(mut self, document: impl Into<String>) -> Self {
        self.document = Some(document.into());
        self
    }
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the chain, from 1, without gaps.
    pub seq: i64,
    /// When, never earlier than the event before it, even if the clock was set back.
    pub at: Millis,
    /// The person's id, or empty for the program.
    pub actor: String,
    /// The name as it was then.
    pub actor_name: String,
    /// The unit acted for, or empty.
    pub actor_unit: String,
    /// Whom the actor stood in for, or empty.
    pub behalf: String,
    /// `page`, `api`, `command`, `job`.
    pub via: String,
    /// See [`NewEvent::kind`].
    pub kind: String,
    /// See [`NewEvent::subject`].
    pub subject: String,
    /// See [`NewEvent::document`].
    pub document: String,
    /// See [`NewEvent::data`]; the text as hashed.
    pub data: String,
    /// The request's trace.
    pub trace: String,
    /// Hex SHA-256 over the previous hash and all fields above.
    pub hash: String,
}
const MARKS: &str = "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13";
const COLUMNS: &str = "seq, at, actor, actor_name, actor_unit, behalf, via, kind, subject, document, data, trace, hash";

impl Event {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            seq: row.int(0)?,
            at: row.millis(1)?,
            actor: row.text(2)?,
            actor_name: row.text(3)?,
            actor_unit: row.text(4)?,
            behalf: row.text(5)?,
            via: row.text(6)?,
            kind: row.text(7)?,
            subject: row.text(8)?,
            document: row.text(9)?,
            data: row.text(10)?,
            trace: row.text(11)?,
            hash: row.text(12)?,
        })
    }
    fn into_values(self) -> Vec<crate::Value> {
        args![
            self.seq,
            self.at,
            self.actor,
            self.actor_name,
            self.actor_unit,
            self.behalf,
            self.via,
            self.kind,
            self.subject,
            self.document,
            self.data,
            self.trace,
            self.hash
        ]
    }
    /// The facts as JSON.
    #[must_use]
    pub fn facts(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).unwrap_or_default()
    }
    /// What the hash must be after `previous`: each field with its length before it, so that no
    /// two different events give the same bytes.
    fn chained(&self, previous: &str) -> String {
        let mut hasher = Sha256::new();
        let mut feed = |text: &str| {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        };
        feed(previous);
        feed(&self.seq.to_string());
        feed(&self.at.0.to_string());
        for field in [
            &self.actor,
            &self.actor_name,
            &self.actor_unit,
            &self.behalf,
            &self.via,
            &self.kind,
            &self.subject,
            &self.document,
            &self.data,
            &self.trace,
        ] {
            feed(field);
        }
        hex::encode(hasher.finalize())
    }
}

impl Tx {
    pub(crate) async fn load_head(&mut self) -> Result<()> {
        let sql = self.engine.lock_head();
        // Before the store's own first migration there is no chain yet.
        let Some(row) = self.opt(sql, vec![]).await? else { return Ok(()) };
        self.head = Head { seq: row.int(0)?, at: row.int(1)?, hash: row.text(2)?, dirty: false };
        Ok(())
    }
    pub(crate) async fn save_head(&mut self) -> Result<()> {
        if self.head.dirty {
            let args = args![self.head.seq, self.head.at, &self.head.hash];
            self.exec("UPDATE event_head SET seq = $1, at = $2, hash = $3 WHERE id = 1", args).await?;
            self.head.dirty = false;
        }
        Ok(())
    }
    /// Appends an event in the name of the operation's actor; returns its sequence number.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn append(&mut self, new: NewEvent) -> Result<i64> {
        let event = self.chain(new);
        let seq = event.seq;
        self.exec(&format!("INSERT INTO event ({COLUMNS}) VALUES ({MARKS})"), event.into_values()).await?;
        Ok(seq)
    }
    /// Appends many events, in order; returns the last sequence number.
    ///
    /// # Errors
    /// When the store can't be written.
    pub async fn append_many(&mut self, new: Vec<NewEvent>) -> Result<i64> {
        let rows = new.into_iter().map(|n| self.chain(n).into_values()).collect();
        self.insert_many(&format!("event ({COLUMNS})"), rows).await?;
        Ok(self.head.seq)
    }
    /// The next link of the chain. It counts only when its row is written: an operation that fails
    /// afterwards is rolled back together with the head.
    fn chain(&mut self, new: NewEvent) -> Event {
        let ctx = &self.ctx;
        let text = |id: Option<String>| id.unwrap_or_default();
        let mut event = Event {
            seq: self.head.seq + 1,
            at: Millis(ctx.now().0.max(self.head.at)),
            actor: text(ctx.actor.person.map(|p| p.to_string())),
            actor_name: ctx.actor.name.clone(),
            actor_unit: text(ctx.actor.unit.map(|u| u.to_string())),
            behalf: text(ctx.actor.on_behalf_of.map(|p| p.to_string())),
            via: via_word(ctx).to_owned(),
            kind: new.kind.to_owned(),
            subject: new.subject,
            document: text(new.document),
            data: new.data.to_string(),
            trace: ctx.trace.clone(),
            hash: String::new(),
        };
        event.hash = event.chained(&self.head.hash);
        self.head = Head { seq: event.seq, at: event.at.0, hash: event.hash.clone(), dirty: true };
        event
    }
    /// The sequence number the next event will get: for rows that remember which event last
    /// changed them.
    #[must_use]
    pub fn next_seq(&self) -> i64 {
        self.head.seq + 1
    }
}

fn via_word(ctx: &Ctx) -> &'static str {
    match ctx.actor.via {
        kernel::Via::Page => "page",
        kernel::Via::Api => "api",
        kernel::Via::Command => "command",
        kernel::Via::Job => "job",
    }
}

/// Which events to read; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Only about this subject.
    pub subject: Option<String>,
    /// Only by this person (id).
    pub actor: Option<String>,
    /// Only of kinds that begin so.
    pub kind: Option<String>,
    /// Only before this sequence number (keyset page, newest first).
    pub before: Option<i64>,
    /// Only after this sequence number.
    pub after: Option<i64>,
    /// Only on or before this day.
    pub until: Option<Day>,
}

/// Events, newest first, at most `limit`.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql, filter: &EventFilter, limit: usize) -> Result<Vec<Event>> {
    let mut text = format!("SELECT {COLUMNS} FROM event WHERE seq < $1 AND seq > $2");
    let mut args = args![filter.before.unwrap_or(i64::MAX), filter.after.unwrap_or(0)];
    let mut and = |clause: &str, value: crate::Value| {
        args.push(value);
        text.push_str(&clause.replace("$?", &format!("${}", args.len())));
    };
    if let Some(subject) = &filter.subject {
        and(" AND subject = $?", subject.into());
    }
    if let Some(actor) = &filter.actor {
        and(" AND actor = $?", actor.into());
    }
    if let Some(kind) = &filter.kind {
        and(" AND kind LIKE $?", format!("{kind}%").into());
    }
    if let Some(until) = filter.until {
        and(" AND at < $?", Millis::start_of(until.plus_days(1)).into());
    }
    let text = format!("{text} ORDER BY seq DESC LIMIT {limit}");
    sql.rows(&text, args).await?.iter().map(Event::from_row).collect()
}

/// The events with these numbers, in no order.
///
/// # Errors
/// When the store can't be read.
pub async fn some(sql: &mut dyn Sql, seqs: &[i64]) -> Result<Vec<Event>> {
    let mut found = Vec::with_capacity(seqs.len());
    for chunk in seqs.chunks(500) {
        let text = format!("SELECT {COLUMNS} FROM event WHERE seq IN ({})", crate::places(1, chunk.len()));
        for row in sql.rows(&text, chunk.iter().map(|seq| (*seq).into()).collect()).await? {
            found.push(Event::from_row(&row)?);
        }
    }
    Ok(found)
}

/// What checking the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Events checked.
    pub events: i64,
    /// Sequence number of the first event that does not fit, if one does not.
    pub broken_at: Option<i64>,
    /// Hash of the newest event: write it down elsewhere, and the whole log is fixed.
    pub head: String,
}

/// Recomputes the whole chain.
///
/// # Errors
/// When the store can't be read; a broken chain is not an error but the answer.
pub async fn verify(store: &Store) -> Result<Verified> {
    let mut reader = store.read().await?;
    let head = reader.one("SELECT seq, hash FROM event_head WHERE id = 1", vec![]).await?;
    let (head_seq, head_hash) = (head.int(0)?, head.text(1)?);
    let (mut previous, mut seq) = (String::new(), 0);
    let sql = format!("SELECT {COLUMNS} FROM event ORDER BY seq");
    let mut rows = reader.stream(&sql, vec![]);
    while let Some(row) = rows.next().await {
        let event = Event::from_row(&row?)?;
        seq += 1;
        if event.seq != seq || event.chained(&previous) != event.hash {
            return Ok(Verified { events: seq, broken_at: Some(seq), head: head_hash });
        }
        previous = event.hash;
    }
    let broken_at = (seq != head_seq || previous != head_hash).then_some(seq + 1);
    Ok(Verified { events: seq, broken_at, head: head_hash })
}

/// The day's last event: everything known "as of" that day has a sequence number up to it.
///
/// # Errors
/// When the store can't be read.
pub async fn last_seq_of(sql: &mut dyn Sql, day: Day) -> Result<i64> {
    let row = sql
        .one("SELECT COALESCE(MAX(seq), 0) FROM event WHERE at < $1", args![Millis::start_of(day.plus_days(1))])
        .await?;
    row.int(0).map_err(Fault::internal)
}
