//! Posting: inside the transaction of the operation that has something to tell. For any number of
//! people it is a handful of readings and two statements of writing, each for hundreds of rows.
use std::collections::{HashMap, HashSet};

use kernel::{Fault, Millis, NoticeId, PersonId, Result, WorkCalendar};
use org::Person;
use serde_json::json;
use store::{Sql, Tx, args, outbox::Outgoing};

use crate::{
    Choices, Notice, Reach, Told, When,
    choice::choices_of,
    webhook::{self, News, Webhook},
};

/// Bits of `notice.digest`: whose digest still has to tell it.
pub(crate) const IN_MAIL: i64 = 1;
pub(crate) const IN_PUSH: i64 = 2;

/// Tells `to` of a notice: in the program at once, outside as each of them chose. Whoever stands in
/// for one of them today is told too. Who was told the same key before, and who is no longer
/// active, is passed over.
///
/// # Errors
/// When the store can't be read or written.
pub async fn post(tx: &mut Tx, to: &[PersonId], notice: &Notice) -> Result<()> {
    post_many(tx, &[(to, notice)]).await.map(drop)
}

/// [`post`] for many notices at once; returns how many people were told something new.
///
/// # Errors
/// As [`post`].
pub async fn post_many(tx: &mut Tx, batch: &[(&[PersonId], &Notice)]) -> Result<usize> {
    let whom = whom(tx, batch).await?;
    if whom.is_empty() {
        return Ok(0);
    }
    let people: Vec<PersonId> = whom.iter().map(|w| w.person.id).collect::<HashSet<_>>().into_iter().collect();
    let ways = Ways::load(tx, &people).await?;
    let now = tx.ctx().now();
    let (mut rows, mut messages) = (Vec::with_capacity(whom.len()), Vec::new());
    for one in &whom {
        let (digest, out) = ways.out(one, now)?;
        messages.extend(out);
        let n = one.notice;
        let behalf = one.behalf.as_ref().map(|b| b.id);
        rows.push(args![
            NoticeId::new(),
            one.person.id,
            &n.key,
            n.kind.word(),
            &n.subject,
            &n.path,
            n.facts.to_string(),
            behalf,
            now,
            None::<i64>,
            digest
        ]);
    }
    messages.extend(ways.news(&whom, now)?);
    let into = "notice (id, person_id, key, kind, about, path, facts, behalf, created_at, read_at, digest)";
    tx.insert_many(into, rows).await?;
    tx.send_many(messages).await?;
    Ok(whom.len())
}

/// Somebody who is to be told.
struct Whom<'a> {
    person: Person,
    behalf: Option<Person>,
    notice: &'a Notice,
}
impl Whom<'_> {
    fn told(&self) -> Result<String> {
        let told = Told {
            kind: self.notice.kind,
            facts: self.notice.facts.clone(),
            about: self.notice.subject.clone(),
            path: self.notice.path.clone(),
            behalf: self.behalf.as_ref().map(|b| b.name.clone()),
        };
        serde_json::to_string(&told).map_err(Fault::internal)
    }
}

/// Whoever is addressed or stands in, is active, and has not been told.
async fn whom<'a>(tx: &mut Tx, batch: &[(&[PersonId], &'a Notice)]) -> Result<Vec<Whom<'a>>> {
    let today = tx.ctx().today();
    let stand_ins = org::standing_in(tx, today).await?;
    let mut wanted: Vec<(PersonId, Option<PersonId>, &Notice)> = Vec::new();
    for (to, notice) in batch {
        let mut seen: HashSet<PersonId> = HashSet::new();
        wanted.extend(to.iter().filter(|id| seen.insert(**id)).map(|id| (*id, None, *notice)));
        for (away, stands_in) in &stand_ins {
            if to.contains(away) && seen.insert(*stands_in) {
                wanted.push((*stands_in, Some(*away), notice));
            }
        }
    }
    let ids: HashSet<PersonId> = wanted.iter().flat_map(|(id, away, _)| [Some(*id), *away]).flatten().collect();
    let people = org::people_by_id(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    let mut told = told_before(tx, batch).await?;
    Ok(wanted
        .into_iter()
        .filter_map(|(id, away, notice)| {
            let person = people.get(&id).filter(|p| p.active)?.clone();
            let behalf = away.and_then(|a| people.get(&a)).cloned();
            told.insert((notice.key.clone(), id)).then_some(Whom { person, behalf, notice })
        })
        .collect())
}

async fn told_before(tx: &mut Tx, batch: &[(&[PersonId], &Notice)]) -> Result<HashSet<(String, PersonId)>> {
    let keys: Vec<&str> = batch.iter().map(|(_, n)| n.key.as_str()).collect::<HashSet<_>>().into_iter().collect();
    let mut told = HashSet::new();
    for chunk in keys.chunks(500) {
        let text = format!("SELECT key, person_id FROM notice WHERE key IN ({})", store::places(1, chunk.len()));
        for row in tx.rows(&text, chunk.iter().map(|k| (*k).into()).collect()).await? {
            told.insert((row.text(0)?, row.id(1)?));
        }
    }
    Ok(told)
}

/// The ways to everybody of one batch.
struct Ways {
    chosen: HashMap<PersonId, Choices>,
    usual: Choices,
    calendar: WorkCalendar,
    browsers: HashMap<PersonId, Vec<String>>,
    hooks: Vec<Webhook>,
}
impl Ways {
    async fn load(tx: &mut Tx, people: &[PersonId]) -> Result<Self> {
        Ok(Self {
            chosen: choices_of(tx, people).await?,
            usual: Choices::default(),
            calendar: org::calendar(tx).await?,
            browsers: browsers(tx, people).await?,
            hooks: webhook::listening(tx).await?,
        })
    }
    fn of(&self, person: PersonId) -> &Choices {
        self.chosen.get(&person).unwrap_or(&self.usual)
    }
    /// What other systems are told: of each notice once, whoever of their unit hears it. Machines
    /// have no quiet hours and no digest.
    fn news(&self, whom: &[Whom<'_>], now: Millis) -> Result<Vec<Outgoing>> {
        let mut out = Vec::new();
        for hook in &self.hooks {
            let mut heard: Vec<(&Notice, Vec<serde_json::Value>)> = Vec::new();
            for one in whom {
                let wanted = hook.kinds.is_empty() || hook.kinds.contains(&one.notice.kind);
                let theirs = hook.unit.is_none_or(|unit| unit == one.person.unit);
                if !wanted || !theirs || !self.of(one.person.id).webhook {
                    continue;
                }
                let who = json!({ "username": one.person.username, "name": one.person.name });
                match heard.last_mut().filter(|(n, _)| n.key == one.notice.key) {
                    Some((_, people)) => people.push(who),
                    None => heard.push((one.notice, vec![who])),
                }
            }
            for (notice, people) in heard {
                let news = News {
                    kind_of_message: "notice",
                    kind: notice.kind,
                    key: &notice.key,
                    about: &notice.subject,
                    path: &notice.path,
                    facts: &notice.facts,
                    people,
                    at: now.rfc3339(),
                };
                out.push(news.outgoing(hook.id)?);
            }
        }
        Ok(out)
    }
    /// What goes out for one person: the digests that will tell it, and messages of its own.
    fn out(&self, one: &Whom<'_>, now: Millis) -> Result<(i64, Vec<Outgoing>)> {
        let chosen = self.of(one.person.id);
        let browsers = self.browsers.get(&one.person.id).map_or(&[][..], Vec::as_slice);
        let when = chosen.when(one.notice.kind);
        let mail = if one.person.email.is_empty() { Reach::Off } else { chosen.mail };
        let push = if browsers.is_empty() { Reach::Off } else { chosen.push };
        let (mut digest, mut out) = (0, Vec::new());
        for (reach, bit) in [(mail, IN_MAIL), (push, IN_PUSH)] {
            match (reach, when) {
                (Reach::Off, _) | (_, When::Off) => {}
                (Reach::All, When::AtOnce) if bit == IN_MAIL => {
                    out.push(self.message(one, "mail", &one.person.email, chosen, now)?);
                }
                (Reach::All, When::AtOnce) => {
                    for browser in browsers {
                        out.push(self.message(one, "push", browser, chosen, now)?);
                    }
                }
                _ => digest |= bit,
            }
        }
        Ok((digest, out))
    }
    fn message(
        &self,
        one: &Whom<'_>,
        channel: &'static str,
        recipient: &str,
        chosen: &Choices,
        now: Millis,
    ) -> Result<Outgoing> {
        let (person, notice) = (one.person.id, one.notice);
        // A person has one mailbox and may have many browsers.
        let target = if channel == "push" { recipient.to_owned() } else { person.to_string() };
        Ok(Outgoing {
            unique_key: format!("notice:{channel}:{target}:{}", notice.key),
            channel,
            recipient: recipient.to_owned(),
            subject: notice.kind.word().to_owned(),
            body: one.told()?,
            shape: Told::SHAPE,
            person: person.to_string(),
            about: notice.subject.clone(),
            not_before: Some(chosen.quiet.open_from(now, &self.calendar)),
        })
    }
}

/// The browsers of these people that take pushed notices.
pub(crate) async fn browsers(tx: &mut Tx, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<String>>> {
    let mut found: HashMap<PersonId, Vec<String>> = HashMap::new();
    for chunk in people.chunks(500) {
        let text =
            format!("SELECT person_id, id FROM push_browser WHERE person_id IN ({})", store::places(1, chunk.len()));
        for row in tx.rows(&text, chunk.iter().map(|id| (*id).into()).collect()).await? {
            found.entry(row.id(0)?).or_default().push(row.text(1)?);
        }
    }
    Ok(found)
}
