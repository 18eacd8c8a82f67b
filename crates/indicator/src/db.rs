//! The SQL of actual values; that of targets is in `target` and `book`.
use kernel::{ActualId, Day, Decimal, Fault, Result, TargetId, UnitId};
use store::{Sql, Tx, args};

/// A number kept as text; empty is none.
pub fn decimal(text: &str) -> Result<Option<Decimal>> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(Fault::internal) }
}

pub fn year(number: i64) -> Result<i16> {
    i16::try_from(number).map_err(Fault::internal)
}

/// Units that lead the target in its newest version; empty also where there is no such target.
pub async fn leads(sql: &mut dyn Sql, target: TargetId) -> Result<Vec<UnitId>> {
    let rows = sql
        .rows(
            "SELECT p.unit_id FROM target t JOIN target_part p ON p.target_id = t.id AND p.version = t.version WHERE t.id = $1",
            args![target],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// What deciding on an actual needs to know of it.
pub struct Stated {
    pub target: TargetId,
    pub year: i16,
    /// Kind of its last mark, if it has one.
    pub decided: Option<String>,
    /// Whether a later one that was not returned replaces it.
    pub replaced: bool,
}

pub async fn find_actual(sql: &mut dyn Sql, id: ActualId) -> Result<Option<Stated>> {
    let row = sql
        .opt(
            "SELECT a.target_id, a.year, \
             (SELECT m.kind FROM actual_mark m WHERE m.actual_id = a.id ORDER BY m.seq DESC LIMIT 1), \
             (SELECT COUNT(*) FROM actual b WHERE b.replaces = a.id AND NOT EXISTS \
               (SELECT 1 FROM actual_mark m WHERE m.actual_id = b.id AND m.kind = 'returned')) \
             FROM actual a WHERE a.id = $1",
            args![id],
        )
        .await?;
    row.map(|row| {
        Ok(Stated {
            target: row.id(0)?,
            year: year(row.int(1)?)?,
            decided: row.opt_text(2)?,
            replaced: row.int(3)? > 0,
        })
    })
    .transpose()
}

/// The actual that an earlier request with this key made.
pub async fn find_request(sql: &mut dyn Sql, key: &str) -> Result<Option<(ActualId, TargetId, i64)>> {
    sql.opt("SELECT id, target_id, seq FROM actual WHERE request_key = $1", args![key])
        .await?
        .map(|row| Ok((row.id(0)?, row.id(1)?, row.int(2)?)))
        .transpose()
}

/// An actual value about to be written.
pub struct NewActual {
    pub id: ActualId,
    pub target: TargetId,
    pub year: i16,
    pub as_of: Day,
    pub value: Option<Decimal>,
    pub quality: String,
    pub unit: String,
    pub source: String,
    pub simulated: bool,
    pub replaces: Option<ActualId>,
    pub key: Option<String>,
}

/// `at` is taken from the event, whose time never runs back even where the clock does.
pub async fn put_actual(tx: &mut Tx, new: &NewActual, seq: i64) -> Result<()> {
    let (person, name) = actor(tx);
    let number = new.value.map(|v| v.to_string()).unwrap_or_default();
    tx.exec(
        "INSERT INTO actual (id, target_id, year, as_of, value, quality, unit, source, simulated, replaces, by_person, \
         by_name, seq, request_key, at) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,(SELECT at FROM event WHERE seq = $13))",
        args![
            new.id,
            new.target,
            new.year,
            new.as_of,
            number,
            &new.quality,
            &new.unit,
            &new.source,
            new.simulated,
            new.replaces,
            person,
            name,
            seq,
            new.key.as_deref()
        ],
    )
    .await
    .map(drop)
}

/// A decision on an actual; its time is the event's.
pub async fn put_mark(tx: &mut Tx, actual: ActualId, target: TargetId, kind: &str, note: &str, seq: i64) -> Result<()> {
    let (person, name) = actor(tx);
    tx.exec(
        "INSERT INTO actual_mark (seq, actual_id, target_id, kind, note, by_person, by_name, at) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,(SELECT at FROM event WHERE seq = $1))",
        args![seq, actual, target, kind, note, person, name],
    )
    .await
    .map(drop)
}

fn actor(tx: &Tx) -> (String, String) {
    let actor = &tx.ctx().actor;
    (actor.person.map(|p| p.to_string()).unwrap_or_default(), actor.name.clone())
}
