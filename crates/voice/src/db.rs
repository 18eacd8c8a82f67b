//! The SQL of this room for operations; lists are read in `book`.
use kernel::{Day, Fault, PersonId, Result, UnitId, VoiceId, WorkCalendar, text};
use plan::progress::Evidence;
use store::{Row, Sql, Tx, args};

use crate::{
    Field, Kind,
    mark::{Change, MarkKind},
    receive::NewVoice,
    sender::Sender,
    state::State,
};

/// A code as stored; one that is not known is damage, not input.
pub fn code<T>(row: &Row, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text = row.text(at)?;
    read(&text).ok_or_else(|| Fault::internal(format!("unknown code {text:?}")))
}
/// Files as stored.
pub fn files(text: &str) -> Result<Vec<Evidence>> {
    serde_json::from_str(text).map_err(Fault::internal)
}
/// `2026-0007`.
pub fn number(year: i16, no: i64) -> String {
    format!("{year}-{no:04}")
}

/// One as it stands now, with what deciding about a mark needs.
#[derive(Clone, Debug)]
pub struct Now {
    pub id: VoiceId,
    pub number: String,
    pub title: String,
    pub kind: Kind,
    pub state: State,
    pub unit: Option<UnitId>,
    pub into: Option<VoiceId>,
    pub closed_on: Option<Day>,
    pub by_person: Option<PersonId>,
    pub by_unit: Option<UnitId>,
    pub last_mark: i64,
    deadline: Option<(Day, Option<i64>, Option<Day>)>,
}
impl Now {
    /// What notices call it: number and title.
    pub fn said(&self) -> String {
        format!("{} {}", self.number, self.title)
    }
    /// The last day.
    pub fn due(&self, calendar: &WorkCalendar) -> Option<Day> {
        due(self.deadline, calendar)
    }
}
/// The last day of a deadline given on a day: the day that was set, or so many working days after.
pub fn due(deadline: Option<(Day, Option<i64>, Option<Day>)>, calendar: &WorkCalendar) -> Option<Day> {
    let (given, days, set) = deadline?;
    set.or_else(|| Some(calendar.plus_working_days(given, i32::try_from(days?).ok()?)))
}

pub async fn look(sql: &mut dyn Sql, id: VoiceId) -> Result<Option<Now>> {
    let text = "SELECT year, no, title, kind, by_person, by_unit, last_mark FROM voice WHERE id = $1";
    let Some(row) = sql.opt(text, args![id]).await? else { return Ok(None) };
    let year = i16::try_from(row.int(0)?).map_err(Fault::internal)?;
    let mut now = Now {
        id,
        number: number(year, row.int(1)?),
        title: row.text(2)?,
        kind: code(&row, 3, Kind::from_code)?,
        state: State::Received,
        unit: None,
        into: None,
        closed_on: None,
        by_person: row.text(4)?.parse().ok(),
        by_unit: row.opt_id(5)?,
        last_mark: row.int(6)?,
        deadline: None,
    };
    let marks =
        "SELECT kind, unit_id, days, due_on, into_id, new_kind, at FROM voice_mark WHERE voice_id = $1 ORDER BY seq";
    for row in sql.rows(marks, args![id]).await? {
        let (kind, day) = (code(&row, 0, MarkKind::from_code)?, row.millis(6)?.day());
        now.state = now.state.after(kind).unwrap_or(now.state);
        now.unit = row.opt_id(1)?.or(now.unit);
        now.into = row.opt_id(4)?.or(now.into);
        if let Some(kind) = Kind::from_code(&row.text(5)?) {
            now.kind = kind;
        }
        let (days, set) = (row.opt_int(2)?, row.opt_day(3)?);
        if days.is_some() || set.is_some() {
            now.deadline = Some((day, days, set));
        }
        if now.state.is_closed() && now.closed_on.is_none() {
            now.closed_on = Some(day);
        }
    }
    Ok(Some(now))
}

pub async fn next_no(sql: &mut dyn Sql, year: i16) -> Result<i64> {
    sql.one("SELECT COALESCE(MAX(no), 0) + 1 FROM voice WHERE year = $1", args![year]).await?.int(0)
}
pub async fn find_received(sql: &mut dyn Sql, key: &str) -> Result<Option<(VoiceId, String)>> {
    let row = sql.opt("SELECT id, year, no FROM voice WHERE request_key = $1", args![key]).await?;
    row.map(|row| {
        let year = i16::try_from(row.int(1)?).map_err(Fault::internal)?;
        Ok((row.id(0)?, number(year, row.int(2)?)))
    })
    .transpose()
}
pub async fn find_request(sql: &mut dyn Sql, key: &str) -> Result<Option<(VoiceId, String, i64)>> {
    let row = sql.opt("SELECT voice_id, kind, seq FROM voice_mark WHERE request_key = $1", args![key]).await?;
    row.map(|row| Ok((row.id(0)?, row.text(1)?, row.int(2)?))).transpose()
}
pub async fn find_number(sql: &mut dyn Sql, number: &str) -> Result<Option<VoiceId>> {
    let parts = number.trim().split_once('-').and_then(|(y, n)| Some((y.parse::<i64>().ok()?, n.parse::<i64>().ok()?)));
    let Some((year, no)) = parts else { return Ok(None) };
    sql.opt("SELECT id FROM voice WHERE year = $1 AND no = $2", args![year, no]).await?.map(|r| r.id(0)).transpose()
}
pub async fn find_secret(sql: &mut dyn Sql, digest: &str) -> Result<Option<VoiceId>> {
    sql.opt("SELECT id FROM voice WHERE secret_digest = $1", args![digest]).await?.map(|row| row.id(0)).transpose()
}
pub async fn set_secret(tx: &mut Tx, id: VoiceId, digest: &str) -> Result<()> {
    tx.exec("UPDATE voice SET secret_digest = $1 WHERE id = $2", args![digest, id]).await.map(drop)
}
pub async fn has_merged(sql: &mut dyn Sql, id: VoiceId) -> Result<bool> {
    Ok(sql.one("SELECT COUNT(*) FROM voice_mark WHERE into_id = $1", args![id]).await?.int(0)? > 0)
}

/// `at` is the event's, whose time never runs back even where the clock does; so below.
pub async fn put_voice(
    tx: &mut Tx,
    id: VoiceId,
    (year, no): (i16, i64),
    new: &NewVoice,
    digest: &str,
    seq: i64,
) -> Result<()> {
    let actor = tx.ctx().actor.clone();
    let folded = text::fold_words(&format!("{} {} {} {}", number(year, no), new.title, new.content, new.place));
    tx.exec(
        "INSERT INTO voice (id, year, no, kind, field, channel, title, content, folded, place, received_on, sender_kind, \
         sender_unit, evidence, secret_digest, simulated, request_key, by_person, by_unit, last_mark, seq, at) VALUES \
         ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,0,$20,(SELECT at FROM event WHERE seq = $20))",
        args![
            id,
            year,
            no,
            new.kind.code(),
            new.field.code(),
            new.channel.code(),
            &new.title,
            &new.content,
            folded,
            &new.place,
            new.received_on,
            new.sender_kind.code(),
            new.sender_unit,
            serde_json::to_string(&new.evidence).map_err(Fault::internal)?,
            digest,
            new.simulated,
            new.key.as_deref(),
            actor.person.map(|p| p.to_string()).unwrap_or_default(),
            actor.unit,
            seq
        ],
    )
    .await
    .map(drop)
}

pub async fn put_sender(tx: &mut Tx, id: VoiceId, sender: &Sender) -> Result<()> {
    tx.exec(
        "INSERT INTO voice_sender (voice_id, name, phone, email, address) VALUES ($1,$2,$3,$4,$5)",
        args![id, &sender.name, &sender.phone, &sender.email, &sender.address],
    )
    .await
    .map(drop)
}
pub async fn sender(sql: &mut dyn Sql, id: VoiceId) -> Result<Sender> {
    let text = "SELECT name, phone, email, address FROM voice_sender WHERE voice_id = $1";
    let Some(row) = sql.opt(text, args![id]).await? else { return Ok(Sender::default()) };
    Ok(Sender { name: row.text(0)?, phone: row.text(1)?, email: row.text(2)?, address: row.text(3)? })
}

pub async fn put_mark(tx: &mut Tx, change: &Change, seq: i64) -> Result<()> {
    let actor = tx.ctx().actor.clone();
    tx.exec(
        "INSERT INTO voice_mark (seq, voice_id, kind, unit_id, days, due_on, into_id, new_kind, new_field, score, accepted, \
         text, evidence, request_key, by_person, by_name, at) VALUES \
         ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,(SELECT at FROM event WHERE seq = $1))",
        args![
            seq,
            change.on.voice,
            change.kind.code(),
            change.unit,
            change.days,
            change.due_on,
            change.into,
            change.new.map_or("", |n: (Kind, Field)| n.0.code()),
            change.new.map_or("", |n: (Kind, Field)| n.1.code()),
            change.score,
            change.accepted.map(i64::from),
            &change.text,
            serde_json::to_string(&change.evidence).map_err(Fault::internal)?,
            change.on.key.as_deref(),
            actor.person.map(|p| p.to_string()).unwrap_or_default(),
            actor.name
        ],
    )
    .await?;
    tx.exec("UPDATE voice SET last_mark = $1 WHERE id = $2", args![seq, change.on.voice]).await.map(drop)
}

/// What was said with a mark.
pub struct Said {
    pub text: String,
    pub evidence: Vec<Evidence>,
}

/// What was said last with one of these marks.
pub async fn last_said(sql: &mut dyn Sql, id: VoiceId, kinds: &[MarkKind]) -> Result<Option<Said>> {
    let rows = sql
        .rows("SELECT kind, text, evidence FROM voice_mark WHERE voice_id = $1 ORDER BY seq DESC", args![id])
        .await?;
    for row in rows {
        if kinds.contains(&code(&row, 0, MarkKind::from_code)?) {
            return Ok(Some(Said { text: row.text(1)?, evidence: files(&row.text(2)?)? }));
        }
    }
    Ok(None)
}
pub async fn rating(sql: &mut dyn Sql, id: VoiceId) -> Result<Option<i64>> {
    let text = "SELECT score FROM voice_mark WHERE voice_id = $1 AND kind = 'rated' ORDER BY seq DESC LIMIT 1";
    Ok(sql.opt(text, args![id]).await?.map(|row| row.opt_int(0)).transpose()?.flatten())
}
