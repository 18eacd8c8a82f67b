//! The daily digest: one message a person and working day, grouped by what it asks. What was posted
//! and has not gone out is always in it; a source of another room may add what stands (a task that
//! stays overdue). The marks of who had theirs are written with the messages, so that neither a
//! second run, nor a crash, nor a clock set back makes a second one.
use std::collections::{BTreeMap, HashMap, HashSet};

use futures::future::BoxFuture;
use kernel::{Ctx, Day, Fault, Millis, NoticeId, PersonId, Result, WorkCalendar};
use org::{Directory, Person};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Sql, Store, Tx, Value, args, job::JobRun, outbox::Outgoing};

use crate::{
    Ask, Choices, Kind, Reach, Told,
    choice::choices_of,
    post::{IN_MAIL, IN_PUSH, browsers},
};

/// The kind of the job that makes the digests of an hour.
pub const DIGEST_JOB: &str = "notify.digest";
/// People in one transaction.
const BATCH: usize = 500;
/// Items of one part that a digest spells out.
const LISTED: usize = 30;

/// What a digest says, as the outbox keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// Its day.
    pub day: Day,
    /// What it asks, in the order of [`Ask::ALL`].
    pub parts: Vec<Part>,
}
/// Everything that asks the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What it asks.
    pub ask: Ask,
    /// What it is about.
    pub items: Vec<Told>,
    /// How many more there are.
    pub more: usize,
}
impl Digest {
    /// The outbox's word for such a body.
    pub const SHAPE: &'static str = "digest";
    /// Reads a body back.
    ///
    /// # Errors
    /// `Internal` when it is none.
    pub fn read(body: &str) -> Result<Self> {
        serde_json::from_str(body).map_err(Fault::internal)
    }
    /// How many things it is about.
    #[must_use]
    pub fn count(&self) -> usize {
        self.parts.iter().map(|p| p.items.len() + p.more).sum()
    }
    /// Groups items; the same thing asked twice is listed once. `None`: there is nothing to say.
    fn of(day: Day, items: Vec<Told>) -> Option<Self> {
        let mut groups: BTreeMap<Ask, Vec<Told>> = BTreeMap::new();
        let mut seen = HashSet::new();
        for told in items {
            if seen.insert((told.kind.ask(), told.about.clone(), told.behalf.clone())) {
                groups.entry(told.kind.ask()).or_default().push(told);
            }
        }
        let parts: Vec<Part> = groups
            .into_iter()
            .map(|(ask, mut items)| {
                let more = items.len().saturating_sub(LISTED);
                items.truncate(LISTED);
                Part { ask, items, more }
            })
            .collect();
        (!parts.is_empty()).then_some(Self { day, parts })
    }
}

/// Where a digest's standing items come from, beside the notices that have not gone out.
pub trait Digested: Send + Sync {
    /// What stands for these people on that day, the most pressing first; asked for up to a few
    /// hundred people at a time, outside any transaction. `behalf` is filled in by the caller.
    fn standing<'a>(&'a self, day: Day, people: &'a [PersonId]) -> BoxFuture<'a, Result<Vec<(PersonId, Told)>>>;
}
/// Nothing but the notices that have not gone out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsent;
impl Digested for Unsent {
    fn standing<'a>(&'a self, _: Day, _: &'a [PersonId]) -> BoxFuture<'a, Result<Vec<(PersonId, Told)>>> {
        Box::pin(async { Ok(vec![]) })
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gathered {
    /// People whose turn it was.
    pub people: usize,
    /// Messages written.
    pub messages: usize,
}

/// Queues the digests of this hour, once however often and from wherever it is asked for.
///
/// # Errors
/// When the store can't be written.
pub async fn ask_for_digests(store: &Store, ctx: &Ctx) -> Result<()> {
    let now = ctx.now();
    let key = format!("{DIGEST_JOB}:{}:{}", now.day(), now.civil().hour());
    store
        .write(ctx, move |tx| {
            Box::pin(async move { tx.enqueue(DIGEST_JOB, Some(&key), &json!({}), now).await.map(drop) })
        })
        .await
}

/// Makes the digests of everybody whose hour has come today and who had none yet. None is made on
/// days off, nor one that quiet hours would hold back into another day.
///
/// # Errors
/// When the store can't be read or written, or the source fails; what was written before stays and
/// is not written again.
pub async fn run_digests(
    store: &Store,
    ctx: &Ctx,
    directory: &Directory,
    source: &dyn Digested,
    run: Option<&JobRun>,
) -> Result<Gathered> {
    let (now, day) = (ctx.now(), ctx.today());
    let mut done = Gathered::default();
    let (due, away) = {
        let mut sql = store.read().await?;
        let calendar = org::calendar(&mut sql).await?;
        if !calendar.is_working(day) {
            return Ok(done);
        }
        (due(&mut sql, directory, &calendar, now).await?, org::standing_in(&mut sql, day).await?)
    };
    let total = due.len();
    let mut due = due.into_iter().peekable();
    while due.peek().is_some() {
        let turn: Vec<(Person, Choices)> = due.by_ref().take(BATCH).collect();
        done.people += turn.len();
        let standing = standing(directory, source, day, &turn, &away).await?;
        done.messages +=
            store.write(ctx, move |tx| Box::pin(async move { write(tx, day, turn, standing).await })).await?;
        if let Some(run) = run {
            let (at, of) = (i64::try_from(done.people).unwrap_or(0), i64::try_from(total).unwrap_or(0));
            run.progress(at, of, "").await?;
        }
    }
    Ok(done)
}

/// Everybody whose hour has come and who had no digest on that day or a later one.
async fn due(
    sql: &mut dyn Sql,
    directory: &Directory,
    calendar: &WorkCalendar,
    now: Millis,
) -> Result<Vec<(Person, Choices)>> {
    let day = now.day();
    let text = "SELECT person_id FROM digest_mark WHERE last_day >= $1";
    let had: HashSet<PersonId> = sql.rows(text, args![day]).await?.iter().map(|r| r.id(0)).collect::<Result<_>>()?;
    let people: Vec<&Person> = directory.people().iter().filter(|p| p.active && !had.contains(&p.id)).collect();
    let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
    let mut chosen = choices_of(sql, &ids).await?;
    let hour = now.civil().hour();
    Ok(people
        .into_iter()
        .map(|p| (p.clone(), chosen.remove(&p.id).unwrap_or_default()))
        .filter(|(_, c)| i64::from(c.digest_hour) <= i64::from(hour) && c.quiet.open_from(now, calendar).day() == day)
        .collect())
}

type Standing = HashMap<PersonId, Vec<Told>>;

/// The source's items of these people and of those they stand in for.
async fn standing(
    directory: &Directory,
    source: &dyn Digested,
    day: Day,
    turn: &[(Person, Choices)],
    away: &[(PersonId, PersonId)],
) -> Result<Standing> {
    let here: HashSet<PersonId> = turn.iter().map(|(p, _)| p.id).collect();
    let for_others: Vec<_> = away.iter().filter(|(_, stands_in)| here.contains(stands_in)).collect();
    let asked: HashSet<PersonId> = here.iter().copied().chain(for_others.iter().map(|(from, _)| *from)).collect();
    let mut all: Standing = HashMap::new();
    for (person, told) in source.standing(day, &asked.into_iter().collect::<Vec<_>>()).await? {
        for (_, stands_in) in for_others.iter().filter(|(from, _)| *from == person) {
            let behalf = directory.person(person).map(|p| p.name.clone());
            all.entry(*stands_in).or_default().push(Told { behalf, ..told.clone() });
        }
        if here.contains(&person) {
            all.entry(person).or_default().push(told);
        }
    }
    Ok(all)
}

/// Writes the digests of one batch with their marks; returns how many messages.
async fn write(tx: &mut Tx, day: Day, turn: Vec<(Person, Choices)>, mut standing: Standing) -> Result<usize> {
    let ids: Vec<PersonId> = turn.iter().map(|(p, _)| p.id).collect();
    // Somebody else may have made them since they were looked for.
    let had = among(
        tx,
        "SELECT person_id, last_day FROM digest_mark WHERE last_day >= $1 AND person_id IN",
        args![day],
        &ids,
    )
    .await?;
    let had: HashSet<PersonId> = had.iter().map(|r| r.id(0)).collect::<Result<_>>()?;
    let (mut unsent, listed) = unsent(tx, &ids, &had).await?;
    let browsers = browsers(tx, &ids).await?;
    let mut messages = Vec::new();
    let mut marks = Vec::with_capacity(turn.len());
    for (person, chosen) in turn.iter().filter(|(p, _)| !had.contains(&p.id)) {
        marks.push(args![person.id, day]);
        let new = unsent.remove(&person.id).unwrap_or_default();
        let stands = standing.remove(&person.id).unwrap_or_default();
        let digest = |bit: i64| {
            let new = new.iter().filter(|(bits, _)| bits & bit != 0).map(|(_, told)| told.clone());
            Digest::of(day, stands.iter().cloned().chain(new).collect())
        };
        if chosen.mail != Reach::Off
            && !person.email.is_empty()
            && let Some(digest) = digest(IN_MAIL)
        {
            messages.push(message(person, "mail", person.email.clone(), &digest)?);
        }
        if chosen.push != Reach::Off
            && let Some(own) = browsers.get(&person.id)
            && let Some(digest) = digest(IN_PUSH)
        {
            for browser in own {
                messages.push(message(person, "push", browser.clone(), &digest)?);
            }
        }
    }
    let conflict = "ON CONFLICT (person_id) DO UPDATE SET last_day = excluded.last_day";
    tx.upsert_many("digest_mark (person_id, last_day)", marks, conflict).await?;
    for chunk in listed.chunks(500) {
        let text = format!("UPDATE notice SET digest = 0 WHERE id IN ({})", store::places(1, chunk.len()));
        tx.exec(&text, chunk.iter().map(|id| Value::from(*id)).collect()).await?;
    }
    let count = messages.len();
    tx.send_many(messages).await?;
    Ok(count)
}

fn message(person: &Person, channel: &'static str, recipient: String, digest: &Digest) -> Result<Outgoing> {
    // A person has one mailbox and may have many browsers.
    let target = if channel == "push" { recipient.clone() } else { person.id.to_string() };
    Ok(Outgoing {
        unique_key: format!("digest:{channel}:{target}:{}", digest.day),
        channel,
        recipient,
        subject: Digest::SHAPE.to_owned(),
        body: serde_json::to_string(digest).map_err(Fault::internal)?,
        shape: Digest::SHAPE,
        person: person.id.to_string(),
        about: String::new(),
        not_before: None,
    })
}

type Waiting = HashMap<PersonId, Vec<(i64, Told)>>;

/// Notices that wait for a digest and were not read meanwhile, with their bits; and the ids of all
/// that a digest is now done with.
async fn unsent(tx: &mut Tx, ids: &[PersonId], had: &HashSet<PersonId>) -> Result<(Waiting, Vec<NoticeId>)> {
    let text = "SELECT person_id, id, digest, kind, facts, about, path, behalf, read_at FROM notice WHERE digest <> 0 AND person_id IN";
    let rows = among(tx, text, vec![], ids).await?;
    let away: HashSet<PersonId> = rows.iter().filter_map(|r| r.opt_id(7).ok().flatten()).collect();
    let names = org::people_by_id(tx, &away.into_iter().collect::<Vec<_>>()).await?;
    let (mut waiting, mut listed): (Waiting, Vec<NoticeId>) = (HashMap::new(), Vec::new());
    for row in &rows {
        let person: PersonId = row.id(0)?;
        if had.contains(&person) {
            continue;
        }
        listed.push(row.id(1)?);
        let Some(kind) = Kind::from_word(&row.text(3)?) else { continue };
        if row.opt_int(8)?.is_some() {
            continue;
        }
        let told = Told {
            kind,
            facts: serde_json::from_str(&row.text(4)?).unwrap_or_default(),
            about: row.text(5)?,
            path: row.text(6)?,
            behalf: row.opt_id(7)?.and_then(|id: PersonId| names.get(&id)).map(|p| p.name.clone()),
        };
        waiting.entry(person).or_default().push((row.int(2)?, told));
    }
    Ok((waiting, listed))
}

/// `text` ends with `IN`; the list of people is added in chunks.
async fn among(tx: &mut Tx, text: &str, first: Vec<Value>, ids: &[PersonId]) -> Result<Vec<store::Row>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(500) {
        let mut args = first.clone();
        args.extend(chunk.iter().map(|id| Value::from(*id)));
        let text = format!("{text} ({}) ORDER BY 1, 2", store::places(first.len() + 1, chunk.len()));
        rows.extend(tx.rows(&text, args).await?);
    }
    Ok(rows)
}
