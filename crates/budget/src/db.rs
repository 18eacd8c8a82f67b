//! The SQL of projects and amounts, for operations; the book reads in `book`.
use kernel::{Day, Dong, Fault, FigureId, ProjectId, Result, UnitId};
use store::{Row, Sql, Tx, args};

use crate::{
    Fund, Measure,
    figure::{FigureOutcome, StateFigure},
    project::Says,
};

/// A code as stored; one that is not known is damage, not input.
pub fn code<T>(row: &Row, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text = row.text(at)?;
    read(&text).ok_or_else(|| Fault::internal(format!("unknown code {text:?}")))
}
/// A small whole number as stored.
pub fn small<T: TryFrom<i64>>(row: &Row, at: usize) -> Result<T> {
    let number = row.int(at)?;
    T::try_from(number).map_err(|_| Fault::internal(format!("number {number} out of range")))
}

pub async fn find_code(sql: &mut dyn Sql, key: &str) -> Result<Option<ProjectId>> {
    sql.opt("SELECT id FROM budget_project WHERE code_key = $1", args![key]).await?.map(|row| row.id(0)).transpose()
}

/// Code and number of the newest version.
pub async fn head(sql: &mut dyn Sql, id: ProjectId) -> Result<Option<(String, i64)>> {
    let row = sql.opt("SELECT code, version FROM budget_project WHERE id = $1", args![id]).await?;
    row.map(|row| Ok((row.text(0)?, row.int(1)?))).transpose()
}

const NEWEST: &str = "FROM budget_project p JOIN budget_project_version v \
     ON v.project_id = p.id AND v.version = p.version";

/// The unit that answers for it now.
pub async fn owner(sql: &mut dyn Sql, id: ProjectId) -> Result<Option<UnitId>> {
    let text = format!("SELECT v.owner_unit {NEWEST} WHERE p.id = $1");
    sql.opt(&text, args![id]).await?.map(|row| row.id(0)).transpose()
}

/// Is it there, and no part of another?
pub async fn is_whole(sql: &mut dyn Sql, id: ProjectId) -> Result<bool> {
    let text = format!("SELECT v.part_of {NEWEST} WHERE p.id = $1");
    Ok(match sql.opt(&text, args![id]).await? {
        Some(row) => row.opt_text(0)?.is_none(),
        None => false,
    })
}

/// Do others belong to it?
pub async fn has_parts(sql: &mut dyn Sql, id: ProjectId) -> Result<bool> {
    let text = format!("SELECT COUNT(*) {NEWEST} WHERE v.part_of = $1");
    Ok(sql.one(&text, args![id]).await?.int(0)? > 0)
}

pub async fn put_project(tx: &mut Tx, id: ProjectId, (code, key): (&str, &str), seq: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO budget_project (id, code, code_key, version, seq) VALUES ($1,$2,$3,1,$4)",
        args![id, code, key, seq],
    )
    .await
    .map(drop)
}

pub async fn move_project(tx: &mut Tx, id: ProjectId, version: i64, seq: i64) -> Result<()> {
    tx.exec("UPDATE budget_project SET version = $1, seq = $2 WHERE id = $3", args![version, seq, id]).await.map(drop)
}

/// `at` is the event's, whose time never runs back even where the clock does; so below.
pub async fn put_version(tx: &mut Tx, id: ProjectId, version: i64, says: &Says, seq: i64) -> Result<()> {
    tx.exec(
        "INSERT INTO budget_project_version (project_id, version, name, document_id, owner_unit, level, nature, part_of, \
         total, simulated, seq, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,(SELECT at FROM event WHERE seq = $11))",
        args![
            id,
            version,
            &says.name,
            says.document,
            says.owner,
            says.level.code(),
            says.nature.code(),
            says.part_of,
            says.total.map(Dong::whole),
            says.simulated,
            seq
        ],
    )
    .await
    .map(drop)
}

pub async fn put_figure(tx: &mut Tx, id: FigureId, new: &StateFigure, seq: i64) -> Result<()> {
    let (person, name) = actor(tx);
    tx.exec(
        "INSERT INTO budget_figure (id, project_id, year, fund, measure, month, as_of, amount, source, note, simulated, \
         replaces, request_key, by_person, by_name, seq, at) VALUES \
         ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,(SELECT at FROM event WHERE seq = $16))",
        args![
            id,
            new.project,
            new.year,
            new.fund.code(),
            new.measure.code(),
            i64::from(new.month),
            new.as_of,
            new.amount.whole(),
            &new.source,
            &new.note,
            new.simulated,
            new.replaces,
            new.key.as_deref(),
            person,
            name,
            seq
        ],
    )
    .await
    .map(drop)
}

pub async fn put_mark(tx: &mut Tx, figure: FigureId, kind: &str, note: &str, seq: i64) -> Result<()> {
    let (person, name) = actor(tx);
    tx.exec(
        "INSERT INTO budget_mark (seq, figure_id, kind, note, by_person, by_name, at) \
         VALUES ($1,$2,$3,$4,$5,$6,(SELECT at FROM event WHERE seq = $1))",
        args![seq, figure, kind, note, person, name],
    )
    .await
    .map(drop)
}

/// The amount that an earlier request with this key stated.
pub async fn find_request(sql: &mut dyn Sql, key: &str) -> Result<Option<FigureOutcome>> {
    sql.opt("SELECT id, project_id, seq FROM budget_figure WHERE request_key = $1", args![key])
        .await?
        .map(|row| Ok(FigureOutcome { figure: row.id(0)?, project: row.id(1)?, seq: row.int(2)? }))
        .transpose()
}

/// What deciding on an amount, or correcting it, needs to know of it.
pub struct Held {
    pub project: ProjectId,
    pub year: i16,
    pub fund: Fund,
    pub measure: Measure,
    pub month: i8,
    pub amount: Dong,
    pub decided: bool,
    /// A correction that was not returned stands against it.
    pub replaced: bool,
}

pub async fn find_figure(sql: &mut dyn Sql, id: FigureId) -> Result<Option<Held>> {
    let row = sql
        .opt(
            "SELECT f.project_id, f.year, f.fund, f.measure, f.month, f.amount, \
             (SELECT COUNT(*) FROM budget_mark m WHERE m.figure_id = f.id), \
             (SELECT COUNT(*) FROM budget_figure b WHERE b.replaces = f.id AND NOT EXISTS \
               (SELECT 1 FROM budget_mark m WHERE m.figure_id = b.id AND m.kind = 'returned')) \
             FROM budget_figure f WHERE f.id = $1",
            args![id],
        )
        .await?;
    row.map(|row| {
        Ok(Held {
            project: row.id(0)?,
            year: small(&row, 1)?,
            fund: code(&row, 2, Fund::from_code)?,
            measure: code(&row, 3, Measure::from_code)?,
            month: small(&row, 4)?,
            amount: Dong::new(row.int(5)?),
            decided: row.int(6)? > 0,
            replaced: row.int(7)? > 0,
        })
    })
    .transpose()
}

/// The largest total of the same year and fund about the same or an earlier day that neither was
/// returned nor is corrected (by the new amount or by another).
pub async fn disbursed_before(sql: &mut dyn Sql, new: &StateFigure) -> Result<Option<(Day, Dong)>> {
    let row = sql
        .opt(
            "SELECT f.as_of, f.amount FROM budget_figure f \
             WHERE f.project_id = $1 AND f.year = $2 AND f.fund = $3 AND f.measure = 'disbursed' AND f.as_of <= $4 \
             AND f.id <> $5 \
             AND NOT EXISTS (SELECT 1 FROM budget_mark m WHERE m.figure_id = f.id AND m.kind = 'returned') \
             AND NOT EXISTS (SELECT 1 FROM budget_figure b WHERE b.replaces = f.id AND NOT EXISTS \
               (SELECT 1 FROM budget_mark m WHERE m.figure_id = b.id AND m.kind = 'returned')) \
             ORDER BY f.amount DESC, f.as_of DESC LIMIT 1",
            args![
                new.project,
                new.year,
                new.fund.code(),
                new.as_of,
                new.replaces.map(|id| id.to_string()).unwrap_or_default()
            ],
        )
        .await?;
    row.map(|row| Ok((row.day(0)?, Dong::new(row.int(1)?)))).transpose()
}

fn actor(tx: &Tx) -> (String, String) {
    let actor = &tx.ctx().actor;
    (actor.person.map(|p| p.to_string()).unwrap_or_default(), actor.name.clone())
}
