//! What an edition of a document says of its tasks, and the versions of them that are stored.
use std::collections::{BTreeMap, HashMap};

use kernel::{Day, DocumentId, EditionId, Fault, Millis, Result, TaskId, UnitId, text::squeeze};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Sql, args};

/// The units of one role, each with the group it was named by (empty when named itself).
pub type Parts = BTreeMap<UnitId, String>;

/// What a document says of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskSays {
    /// Number of its section, as printed.
    pub section_no: String,
    /// Title of its section.
    pub section_title: String,
    /// Its number, as printed.
    pub no: String,
    /// Its name.
    pub name: String,
    /// The product asked for.
    pub product: String,
    /// The deadline as printed.
    pub deadline_text: String,
    /// Its kind, a code of `paper::read::DeadlineKind`.
    pub deadline_kind: String,
    /// Its last day, if it has one.
    pub due_on: Option<Day>,
    /// Lead units as printed.
    pub lead_text: String,
    /// Coordinating units as printed.
    pub coordinating_text: String,
    /// The accountable head as printed.
    pub responsible_text: String,
    /// Who decides (*rõ thẩm quyền*).
    pub authority_text: String,
    /// The documents that give it, as printed.
    pub source_documents_text: String,
    /// Lead units: each has a line of progress.
    pub lead: Parts,
    /// Coordinating units.
    pub coordinating: Parts,
}

impl TaskSays {
    /// The printed fields by the names of the JSON contract.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &str); 11] {
        [
            ("section_no", &self.section_no),
            ("section_title", &self.section_title),
            ("no", &self.no),
            ("name", &self.name),
            ("product", &self.product),
            ("deadline", &self.deadline_text),
            ("lead_text", &self.lead_text),
            ("coordinating_text", &self.coordinating_text),
            ("responsible_text", &self.responsible_text),
            ("authority_text", &self.authority_text),
            ("source_documents_text", &self.source_documents_text),
        ]
    }
}

/// A task's version as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskVersion {
    /// The task.
    pub task: TaskId,
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
    pub says: TaskSays,
}

/// One edition of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// The document.
    pub document: DocumentId,
    /// 1, 2, 3…
    pub no: i64,
    /// The file it was read from.
    pub file_name: String,
    /// Names the kept file.
    pub file_digest: String,
    /// Digest of what it says; the same content gives the same digest.
    pub content_digest: String,
    /// The first day on which it holds.
    pub from_day: Day,
    /// The amending document that made this edition, if one did.
    pub amended_by: Option<DocumentId>,
    /// When it was accepted.
    pub at: Millis,
    /// Who accepted it.
    pub by_name: String,
    /// Rows it added.
    pub added: i64,
    /// Rows it changed.
    pub changed: i64,
    /// Rows it withdrew.
    pub withdrawn: i64,
}

/// Editions of a document, or those that a document made of others by amending them, oldest first.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql, of: EditionsOf) -> Result<Vec<Edition>> {
    let (column, id) = match of {
        EditionsOf::Document(id) => ("document_id", id),
        EditionsOf::Amender(id) => ("amended_by", id),
    };
    let text = format!(
        "SELECT id, document_id, no, file_name, file_digest, content_digest, from_day, amended_by, at, by_name, \
         added, changed, withdrawn FROM edition WHERE {column} = $1 ORDER BY seq, no"
    );
    let rows = sql.rows(&text, args![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(Edition {
                id: row.id(0)?,
                document: row.id(1)?,
                no: row.int(2)?,
                file_name: row.text(3)?,
                file_digest: row.text(4)?,
                content_digest: row.text(5)?,
                from_day: row.day(6)?,
                amended_by: row.opt_id(7)?,
                at: row.millis(8)?,
                by_name: row.text(9)?,
                added: row.int(10)?,
                changed: row.int(11)?,
                withdrawn: row.int(12)?,
            })
        })
        .collect()
}

/// Which editions to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionsOf {
    /// Those of this document.
    Document(DocumentId),
    /// Those that this document made of other documents.
    Amender(DocumentId),
}

/// The document as it was read for an edition, for reading on screen beside its rows.
///
/// # Errors
/// `NotFound` when there is no such edition.
pub async fn outline(sql: &mut dyn Sql, edition: EditionId) -> Result<Vec<paper::read::Block>> {
    let row = sql.opt("SELECT outline FROM edition WHERE id = $1", args![edition]).await?;
    let text = row.ok_or_else(|| Fault::not_found("fault-not-found"))?.text(0)?;
    serde_json::from_str(&text).map_err(Fault::internal)
}

/// All versions of all tasks of a document, in its order, older versions first.
///
/// # Errors
/// When the store can't be read.
pub async fn versions_of_document(sql: &mut dyn Sql, document: DocumentId) -> Result<Vec<TaskVersion>> {
    let rows = sql
        .rows(
            "SELECT t.id, t.identity, t.ordinal, v.version, v.edition_id, v.from_day, v.withdrawn, v.section_no, \
             v.section_title, v.no, v.name, v.product, v.deadline_text, v.deadline_kind, v.due_on, v.lead_text, \
             v.coordinating_text, v.responsible_text, v.authority_text, v.source_documents_text \
             FROM task t JOIN task_version v ON v.task_id = t.id WHERE t.document_id = $1 \
             ORDER BY t.ordinal, t.id, v.version",
            args![document],
        )
        .await?;
    let mut out = Vec::with_capacity(rows.len());
    let mut at: HashMap<(TaskId, i64), usize> = HashMap::new();
    for row in rows {
        let version = TaskVersion {
            task: row.id(0)?,
            identity: row.text(1)?,
            ordinal: row.int(2)?,
            version: row.int(3)?,
            edition: row.id(4)?,
            from_day: row.day(5)?,
            withdrawn: row.flag(6)?,
            says: TaskSays {
                section_no: row.text(7)?,
                section_title: row.text(8)?,
                no: row.text(9)?,
                name: row.text(10)?,
                product: row.text(11)?,
                deadline_text: row.text(12)?,
                deadline_kind: row.text(13)?,
                due_on: row.opt_day(14)?,
                lead_text: row.text(15)?,
                coordinating_text: row.text(16)?,
                responsible_text: row.text(17)?,
                authority_text: row.text(18)?,
                source_documents_text: row.text(19)?,
                ..TaskSays::default()
            },
        };
        at.insert((version.task, version.version), out.len());
        out.push(version);
    }
    let parts = "SELECT p.task_id, p.version, p.role, p.unit_id, p.group_code FROM task_part p \
         JOIN task t ON t.id = p.task_id WHERE t.document_id = $1";
    for row in sql.rows(parts, args![document]).await? {
        let Some(i) = at.get(&(row.id(0)?, row.int(1)?)) else { continue };
        let says = &mut out[*i].says;
        let parts = if row.text(2)? == LEAD { &mut says.lead } else { &mut says.coordinating };
        parts.insert(row.id(3)?, row.text(4)?);
    }
    Ok(out)
}

/// `task_part.role` of lead units.
pub const LEAD: &str = "lead";
/// `task_part.role` of coordinating units.
pub const COORDINATING: &str = "coordinating";

/// Hex SHA-256 of texts, white space evened out, each with its length before it.
#[must_use]
pub fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        let text = squeeze(&kernel::text::nfc(text));
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::digest;
    #[test]
    fn blanks_and_accent_forms_do_not_change_what_is_said() {
        assert_eq!(digest(["a  b", "e\u{302}\u{323}"]), digest(["a b ", "ệ"]));
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
