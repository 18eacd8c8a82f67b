//! The SQL of this room: what was said, on which line, to whom.
use std::collections::{HashMap, HashSet};

use kernel::{Day, Fault, LineId, PersonId, Result, TaskId, UnitId};
use notify::Kind;
use store::{Sql, Tx, args, places};

use crate::{Ladder, Night, Role};

/// A rung that was said of a line: line, day it counts from, place in the ladder.
pub(crate) type SaidKey = (LineId, Day, usize);

/// What was said of these lines on rungs of this ladder.
pub(crate) async fn said(sql: &mut dyn Sql, ladder: &Ladder, lines: &[LineId]) -> Result<HashSet<SaidKey>> {
    let place: HashMap<&str, usize> = ladder.0.iter().enumerate().map(|(i, r)| (r.key.as_str(), i)).collect();
    let mut found = HashSet::new();
    for chunk in lines.chunks(500) {
        let text =
            format!("SELECT line_id, anchor, rung FROM chase_said WHERE line_id IN ({})", places(1, chunk.len()));
        for row in sql.rows(&text, chunk.iter().map(|id| (*id).into()).collect()).await? {
            if let Some(rung) = place.get(row.text(2)?.as_str()) {
                found.insert((row.id(0)?, row.day(1)?, *rung));
            }
        }
    }
    Ok(found)
}

/// Keeps what a night says. `Conflict` where another run said some of it meanwhile: nothing of this
/// one may be kept then.
pub(crate) async fn keep(tx: &mut Tx, night: &Night, seq: i64, people: usize) -> Result<()> {
    let rows: Vec<_> = night
        .items
        .iter()
        .map(|item| {
            let (line, rung) = (&night.lines[item.line], &night.ladder.0[item.rung]);
            let kind = rung.kind().word();
            args![line.line, line.anchor, &rung.key, line.task, line.unit, rung.to.word(), kind, item.told, seq]
        })
        .collect();
    let count = rows.len() as u64;
    let into = "chase_said (line_id, anchor, rung, task_id, unit_id, role, kind, told, seq)";
    if tx.insert_missing(into, rows).await? != count {
        return Err(Fault::conflict("chase-said-meanwhile"));
    }
    let told = night.addresses.iter().map(|a| {
        let people: Vec<String> = a.people.iter().map(PersonId::to_string).collect();
        args![seq, a.unit, a.role.word(), people.join(" ")]
    });
    tx.insert_many("chase_told (seq, unit_id, role, people)", told.collect()).await?;
    let now = tx.ctx().now();
    let lines = night.items.iter().filter(|i| i.told).count();
    let sql = "INSERT INTO chase_night (seq, day, at, lines, people) VALUES ($1,$2,$3,$4,$5)";
    tx.exec(sql, args![seq, night.day, now, lines, people]).await.map(drop)
}

/// What was said of a line: to whom, when, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The line.
    pub line: LineId,
    /// Its unit then.
    pub unit: UnitId,
    /// The rung's name.
    pub rung: String,
    /// The rung's role.
    pub role: Role,
    /// What kind of notice it was.
    pub kind: Kind,
    /// The day it counted from: the last day, or the day of the report that waited.
    pub anchor: Day,
    /// The night.
    pub day: Day,
    /// The night's event.
    pub seq: i64,
    /// Who was addressed.
    pub people: Vec<PersonId>,
}

/// What was said about a task, newest first; rungs that were passed over are not among it. The caller
/// shows that of lines which the reader may see.
///
/// # Errors
/// When the store can't be read.
pub async fn spoken_on(sql: &mut dyn Sql, task: TaskId) -> Result<Vec<Spoken>> {
    let text = "SELECT s.line_id, s.unit_id, s.rung, s.role, s.kind, s.anchor, n.day, s.seq, t.people FROM chase_said s \
         JOIN chase_night n ON n.seq = s.seq \
         JOIN chase_told t ON t.seq = s.seq AND t.unit_id = s.unit_id AND t.role = s.role \
         WHERE s.task_id = $1 AND s.told = 1 ORDER BY s.seq DESC, s.line_id, s.rung";
    let unknown = |what: &str| Fault::internal(format!("{what} of chasing in the store is none this program knows"));
    let mut all = Vec::new();
    for row in sql.rows(text, args![task]).await? {
        let people = row.text(8)?;
        all.push(Spoken {
            line: row.id(0)?,
            unit: row.id(1)?,
            rung: row.text(2)?,
            role: Role::from_word(&row.text(3)?).ok_or_else(|| unknown("a role"))?,
            kind: Kind::from_word(&row.text(4)?).ok_or_else(|| unknown("a kind"))?,
            anchor: row.day(5)?,
            day: row.day(6)?,
            seq: row.int(7)?,
            people: people.split_whitespace().filter_map(|id| id.parse().ok()).collect(),
        });
    }
    Ok(all)
}
