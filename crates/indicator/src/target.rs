//! Targets as documents set them: what a target says, its versions, and writing them as part of
//! another room's transaction (accepting a plan writes tasks and targets together).
use std::collections::HashMap;

use kernel::{Day, DocumentId, EditionId, Fault, Result, TargetId, UnitId, text::fold_words};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NewEvent, Sql, Tx, Value, args};

/// The value a document sets for one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearValue {
    /// The year; 0 where the document prints none.
    pub year: i16,
    /// As printed.
    pub printed: String,
    /// `>=`, `>`, `<=`, `<`, or empty.
    pub op: String,
    /// A decimal number, or empty.
    pub value: String,
    /// A qualitative value (`Có`), or empty.
    pub quality: String,
    /// Unit of measure.
    pub unit: String,
}

/// What a document says of a target.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSays {
    /// Number of its section, as printed.
    pub section_no: String,
    /// Title of its section.
    pub section_title: String,
    /// Its number, as printed.
    pub no: String,
    /// Its name.
    pub name: String,
    /// Unit of measure.
    pub unit: String,
    /// `up` when more is better, `down` when less is.
    pub direction: String,
    /// How it is measured, where said.
    pub definition: String,
    /// Lead units as printed.
    pub lead_text: String,
    /// The documents that set it, as printed.
    pub source_documents_text: String,
    /// Values by year.
    pub values: Vec<YearValue>,
    /// Lead units, each with the group it was named by (empty when named itself).
    pub leads: Vec<(UnitId, String)>,
}

/// A target, or a new version of one, to be written.
#[derive(Clone, Debug)]
pub struct NewTarget {
    /// The document that sets it.
    pub document: DocumentId,
    /// The edition that says so.
    pub edition: EditionId,
    /// The first day on which it holds.
    pub from_day: Day,
    /// The target that this is a new version of; `None` for a new one.
    pub target: Option<TargetId>,
    /// Its stable key within the document; used for a new one only.
    pub identity: String,
    /// Its place in the document.
    pub ordinal: i64,
    /// What the document says.
    pub says: TargetSays,
}

/// A version as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetVersion {
    /// The target.
    pub target: TargetId,
    /// Its stable key within the document.
    pub identity: String,
    /// Its place in the document.
    pub ordinal: i64,
    /// 1, 2, 3…
    pub version: i64,
    /// The edition that says so.
    pub edition: EditionId,
    /// The first day on which it holds.
    pub from_day: Day,
    /// The document no longer has it.
    pub withdrawn: bool,
    /// What it says.
    pub says: TargetSays,
}

const VERSION: &str = "target_version (target_id, version, edition_id, from_day, withdrawn, section_no, section_title, no, \
     name, folded, unit, direction, definition, lead_text, source_documents_text, seq)";
const VALUES: &str = "target_value (target_id, version, year, printed, op, value, quality, unit)";
const PARTS: &str = "target_part (target_id, version, unit_id, group_code)";

/// Writes a target or a new version of one, with its event. No authorisation: the operation whose
/// transaction this is has done that.
///
/// # Errors
/// `NotFound` when the target to change is not there.
pub async fn put_target_in(tx: &mut Tx, new: &NewTarget) -> Result<TargetId> {
    let seq = tx.next_seq();
    let (id, version) = match new.target {
        None => {
            let id = TargetId::new();
            tx.exec(
                "INSERT INTO target (id, document_id, identity, ordinal, version, seq) VALUES ($1,$2,$3,$4,1,$5)",
                args![id, new.document, &new.identity, new.ordinal, seq],
            )
            .await?;
            (id, 1)
        }
        Some(id) => {
            let version = current_version(tx, id).await? + 1;
            tx.exec(
                "UPDATE target SET version = $1, ordinal = $2, seq = $3 WHERE id = $4",
                args![version, new.ordinal, seq, id],
            )
            .await?;
            (id, version)
        }
    };
    write_version(tx, id, version, new, false, seq).await?;
    let kind = if new.target.is_none() { "target.added" } else { "target.changed" };
    append(tx, kind, id, version, new).await
}

/// Marks a target as withdrawn by an edition: a new version that says the same and holds no more.
///
/// # Errors
/// `NotFound` when it is not there.
pub async fn withdraw_target_in(tx: &mut Tx, last: &NewTarget) -> Result<()> {
    let id = last.target.ok_or_else(|| Fault::not_found("fault-not-found"))?;
    let seq = tx.next_seq();
    let version = current_version(tx, id).await? + 1;
    tx.exec("UPDATE target SET version = $1, seq = $2 WHERE id = $3", args![version, seq, id]).await?;
    write_version(tx, id, version, last, true, seq).await?;
    append(tx, "target.withdrawn", id, version, last).await.map(drop)
}

async fn current_version(tx: &mut Tx, id: TargetId) -> Result<i64> {
    tx.opt("SELECT version FROM target WHERE id = $1", args![id])
        .await?
        .ok_or_else(|| Fault::not_found("fault-not-found"))?
        .int(0)
}

async fn append(tx: &mut Tx, kind: &'static str, id: TargetId, version: i64, new: &NewTarget) -> Result<TargetId> {
    let facts = json!({ "no": new.says.no, "name": new.says.name, "version": version, "edition": new.edition });
    tx.append(NewEvent::new(kind, id.subject(), facts).from_document(new.document.subject())).await?;
    Ok(id)
}

async fn write_version(tx: &mut Tx, id: TargetId, version: i64, new: &NewTarget, gone: bool, seq: i64) -> Result<()> {
    let s = &new.says;
    let row = args![
        id,
        version,
        new.edition,
        new.from_day,
        gone,
        &s.section_no,
        &s.section_title,
        &s.no,
        &s.name,
        fold_words(&s.name),
        &s.unit,
        &s.direction,
        &s.definition,
        &s.lead_text,
        &s.source_documents_text,
        seq
    ];
    tx.insert_many(VERSION, vec![row]).await?;
    let value =
        |v: &YearValue| -> Vec<Value> { args![id, version, v.year, &v.printed, &v.op, &v.value, &v.quality, &v.unit] };
    tx.insert_many(VALUES, s.values.iter().map(value).collect()).await?;
    let part = |(unit, group): &(UnitId, String)| -> Vec<Value> { args![id, version, *unit, group] };
    tx.insert_many(PARTS, s.leads.iter().map(part).collect()).await
}

/// All versions of all targets of a document, in its order, older versions first.
///
/// # Errors
/// When the store can't be read.
pub async fn versions_of_document(sql: &mut dyn Sql, document: DocumentId) -> Result<Vec<TargetVersion>> {
    let rows = sql
        .rows(
            "SELECT t.id, t.identity, t.ordinal, v.version, v.edition_id, v.from_day, v.withdrawn, v.section_no, \
             v.section_title, v.no, v.name, v.unit, v.direction, v.definition, v.lead_text, v.source_documents_text \
             FROM target t JOIN target_version v ON v.target_id = t.id WHERE t.document_id = $1 \
             ORDER BY t.ordinal, t.id, v.version",
            args![document],
        )
        .await?;
    let mut out = Vec::with_capacity(rows.len());
    let mut at: HashMap<(TargetId, i64), usize> = HashMap::new();
    for row in rows {
        let version = TargetVersion {
            target: row.id(0)?,
            identity: row.text(1)?,
            ordinal: row.int(2)?,
            version: row.int(3)?,
            edition: row.id(4)?,
            from_day: row.day(5)?,
            withdrawn: row.flag(6)?,
            says: TargetSays {
                section_no: row.text(7)?,
                section_title: row.text(8)?,
                no: row.text(9)?,
                name: row.text(10)?,
                unit: row.text(11)?,
                direction: row.text(12)?,
                definition: row.text(13)?,
                lead_text: row.text(14)?,
                source_documents_text: row.text(15)?,
                ..TargetSays::default()
            },
        };
        at.insert((version.target, version.version), out.len());
        out.push(version);
    }
    let values = "SELECT v.target_id, v.version, v.year, v.printed, v.op, v.value, v.quality, v.unit \
         FROM target_value v JOIN target t ON t.id = v.target_id WHERE t.document_id = $1 ORDER BY v.year";
    for row in sql.rows(values, args![document]).await? {
        let Some(i) = at.get(&(row.id(0)?, row.int(1)?)) else { continue };
        out[*i].says.values.push(YearValue {
            year: i16::try_from(row.int(2)?).map_err(Fault::internal)?,
            printed: row.text(3)?,
            op: row.text(4)?,
            value: row.text(5)?,
            quality: row.text(6)?,
            unit: row.text(7)?,
        });
    }
    let parts = "SELECT p.target_id, p.version, p.unit_id, p.group_code FROM target_part p \
         JOIN target t ON t.id = p.target_id WHERE t.document_id = $1 ORDER BY p.unit_id";
    for row in sql.rows(parts, args![document]).await? {
        let Some(i) = at.get(&(row.id(0)?, row.int(1)?)) else { continue };
        out[*i].says.leads.push((row.id(2)?, row.text(3)?));
    }
    Ok(out)
}
