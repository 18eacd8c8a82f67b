//! Rows of tasks gathered for writing many at once, each under the event that it follows.
use kernel::{Day, DocumentId, EditionId, LineId, Result, TaskId, UnitId, text::fold_words};
use serde_json::json;
use store::{NewEvent, Tx, Value, args};

use crate::{
    diff::FieldChange,
    edition::{COORDINATING, LEAD, TaskSays},
};

const TASK: &str = "task (id, document_id, identity, ordinal, version, seq)";
const VERSION: &str = "task_version (task_id, version, edition_id, from_day, withdrawn, section_no, section_title, no, \
     name, folded, product, deadline_text, deadline_kind, due_on, lead_text, coordinating_text, responsible_text, \
     authority_text, source_documents_text, seq)";
const PART: &str = "task_part (task_id, version, role, unit_id, group_code)";
const LINE: &str = "line (id, task_id, unit_id, from_day, to_day, last_mark, seq)";

/// The edition that rows belong to.
#[derive(Clone, Copy)]
pub(super) struct Of {
    pub document: DocumentId,
    pub edition: EditionId,
    pub from_day: Day,
    /// The document from which the change follows.
    pub cause: DocumentId,
}

/// Rows gathered for one statement each.
#[derive(Default)]
pub(super) struct Rows {
    pub tasks: Vec<Vec<Value>>,
    versions: Vec<Vec<Value>>,
    parts: Vec<Vec<Value>>,
    lines: Vec<Vec<Value>>,
    events: Vec<NewEvent>,
}

impl Rows {
    /// The sequence number that the next event of these rows will get.
    pub fn seq(&self, first: i64) -> i64 {
        first + i64::try_from(self.events.len()).unwrap_or(0)
    }
    pub fn version(&mut self, id: TaskId, version: i64, of: Of, s: &TaskSays, withdrawn: bool, seq: i64) {
        self.versions.push(args![
            id,
            version,
            of.edition,
            of.from_day,
            withdrawn,
            &s.section_no,
            &s.section_title,
            &s.no,
            &s.name,
            fold_words(&s.name),
            &s.product,
            &s.deadline_text,
            &s.deadline_kind,
            s.due_on,
            &s.lead_text,
            &s.coordinating_text,
            &s.responsible_text,
            &s.authority_text,
            &s.source_documents_text,
            seq
        ]);
        for (role, parts) in [(LEAD, &s.lead), (COORDINATING, &s.coordinating)] {
            self.parts.extend(parts.iter().map(|(unit, group)| args![id, version, role, *unit, group]));
        }
    }
    pub fn line(&mut self, task: TaskId, unit: UnitId, from: Day, seq: i64) {
        self.lines.push(args![LineId::new(), task, unit, from, None::<Day>, 0i64, seq]);
    }
    pub fn event(
        &mut self,
        kind: &'static str,
        id: TaskId,
        version: i64,
        of: Of,
        s: &TaskSays,
        fields: &[FieldChange],
    ) {
        let facts = json!({
            "no": s.no, "name": s.name, "version": version, "edition": of.edition, "from": of.from_day,
            "lines": s.lead.len(), "fields": fields,
        });
        self.events.push(NewEvent::new(kind, id.subject(), facts).from_document(of.cause.subject()));
    }
    pub async fn flush(self, tx: &mut Tx) -> Result<()> {
        tx.insert_many(TASK, self.tasks).await?;
        tx.insert_many(VERSION, self.versions).await?;
        tx.insert_many(PART, self.parts).await?;
        tx.insert_many(LINE, self.lines).await?;
        if !self.events.is_empty() {
            tx.append_many(self.events).await?;
        }
        Ok(())
    }
}
