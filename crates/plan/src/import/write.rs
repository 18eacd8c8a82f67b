//! Writing what was worked out: document, edition, tasks with versions, parts and lines, targets,
//! events. Rows are gathered and inserted many at a time.
use std::collections::{HashMap, HashSet};

use indicator::target::{self, NewTarget, TargetSays};
use kernel::{Day, DocumentId, EditionId, Fault, Result, TaskId, UnitId};
use serde_json::json;
use store::{NewEvent, Sql, Tx, args};

use super::{
    Amends, FileKept, Held, ImportOptions, Imported, Work,
    rows::{Of, Rows},
};
use crate::{
    diff::{FieldChange, Items, Saying},
    document::DocumentHead,
    draft::{Content, person_of},
    edition::TaskSays,
    tell::Given,
};

const EDITION: &str = "edition (id, document_id, no, file_name, file_digest, content_digest, outline, from_day, \
     amended_by, at, by_person, by_name, added, changed, withdrawn, seq)";
const DOCUMENT: &str =
    "document (id, kind, number, issued_on, issuer, title, folded, bases, from_day, sample, edition_id, seq)";

/// Writes everything, or nothing when nothing changed.
pub(super) async fn write(
    tx: &mut Tx,
    work: Work,
    file: &FileKept,
    content: &Content,
    options: &ImportOptions,
) -> Result<Imported> {
    let amended = work.amends.as_ref().is_some_and(|a| !a.tasks.is_empty() || !a.targets.is_empty());
    let own = !work.tasks.is_same() || !work.targets.is_same() || !work.difference.head.is_empty();
    if let Some(held) = work.held.as_ref().filter(|_| work.repeated || !(own || amended)) {
        return unchanged(held, &work, file);
    }
    let document = work.held.as_ref().map_or_else(DocumentId::new, |h| h.document.id);
    let of = Of { document, edition: EditionId::new(), from_day: work.from_day, cause: document };
    let no = work.held.as_ref().map_or(0, |h| h.editions) + 1;
    put_document(tx, &work, of, file, options).await?;
    put_edition(
        tx,
        &Made { of, no, file, digest: &work.says.digest, outline: content, amended_by: None },
        work.counts(),
    )
    .await?;
    let mut identities = work.held.as_ref().map_or_else(Default::default, |h| h.task_identities.clone());
    let mut given = Given::default();
    write_tasks(tx, &work, of, &mut identities, &mut given).await?;
    let mut identities = work.held.as_ref().map_or_else(Default::default, |h| h.target_identities.clone());
    write_targets(tx, &work.targets, of, &mut identities).await?;
    if let Some(amends) = work.amends.as_ref().filter(|_| amended) {
        write_amendments(tx, amends, of, file, content, &work.says.digest, &mut given).await?;
    }
    // The sample province tells nobody: nobody was given anything.
    if !options.sample {
        given.tell(tx, &of.edition.to_string(), Some(document), &name_of(&work.says.head, file)).await?;
    }
    Ok(Imported {
        document,
        name: name_of(&work.says.head, file),
        edition: of.edition,
        edition_no: no,
        unchanged: false,
        without_lead: work.says.without_lead,
        difference: work.difference,
        links_offered: 0,
        amendments_waiting: vec![],
    })
}

fn unchanged(held: &Held, work: &Work, file: &FileKept) -> Result<Imported> {
    let last = held.last.as_ref().ok_or_else(|| Fault::internal("a document without an edition"))?;
    Ok(Imported {
        document: held.document.id,
        name: name_of(&held.document.head, file),
        edition: last.id,
        edition_no: last.no,
        unchanged: true,
        difference: work.difference.clone(),
        without_lead: work.says.without_lead.clone(),
        links_offered: 0,
        amendments_waiting: vec![],
    })
}

/// Its number, else its title, else the file it came in.
fn name_of(head: &DocumentHead, file: &FileKept) -> String {
    let number = !crate::document::number_key(&head.number).is_empty();
    if number { head.number.clone() } else { super::document_name(head, &file.name) }
}

impl<I, S> Items<I, S> {
    fn is_same(&self) -> bool {
        self.add.is_empty() && self.change.is_empty() && self.withdraw.is_empty()
    }
}
impl Work {
    fn counts(&self) -> [usize; 3] {
        let (a, b) = (&self.tasks, &self.targets);
        [a.add.len() + b.add.len(), a.change.len() + b.change.len(), a.withdraw.len() + b.withdraw.len()]
    }
}

/// The document's row; what an edition leaves out stays as it was.
async fn put_document(tx: &mut Tx, work: &Work, of: Of, file: &FileKept, options: &ImportOptions) -> Result<()> {
    let mut head = work.says.head.clone();
    if let Some(held) = &work.held {
        let old = &held.document.head;
        let keep = |now: &mut String, old: &String| {
            if now.is_empty() {
                now.clone_from(old);
            }
        };
        keep(&mut head.kind, &old.kind);
        keep(&mut head.number, &old.number);
        keep(&mut head.issuer, &old.issuer);
        keep(&mut head.title, &old.title);
        head.issued_on = head.issued_on.or(old.issued_on);
        if head.bases.is_empty() {
            head.bases.clone_from(&old.bases);
        }
    }
    let bases = serde_json::to_string(&head.bases).map_err(Fault::internal)?;
    let seq = tx.next_seq();
    if work.held.is_some() {
        let row = args![
            &head.kind,
            &head.number,
            head.issued_on,
            &head.issuer,
            &head.title,
            head.folded(),
            bases,
            of.edition,
            seq,
            of.document
        ];
        tx.exec(
            "UPDATE document SET kind = $1, number = $2, issued_on = $3, issuer = $4, title = $5, folded = $6, \
             bases = $7, edition_id = $8, seq = $9 WHERE id = $10",
            row,
        )
        .await?;
        return Ok(());
    }
    let row = args![
        of.document,
        &head.kind,
        &head.number,
        head.issued_on,
        &head.issuer,
        &head.title,
        head.folded(),
        bases,
        of.from_day,
        options.sample,
        of.edition,
        seq
    ];
    tx.insert_many(DOCUMENT, vec![row]).await?;
    let facts = json!({
        "kind": head.kind, "number": head.number, "title": head.title, "file": file.name,
        "tasks": work.tasks.add.len(), "targets": work.targets.add.len(),
    });
    let event = NewEvent::new("document.imported", of.document.subject(), facts);
    tx.append(event.from_document(of.document.subject())).await.map(drop)
}

/// An edition about to be written.
struct Made<'a> {
    of: Of,
    no: i64,
    file: &'a FileKept,
    digest: &'a str,
    outline: &'a Content,
    amended_by: Option<DocumentId>,
}

async fn put_edition(tx: &mut Tx, made: &Made<'_>, [added, changed, withdrawn]: [usize; 3]) -> Result<()> {
    let outline = serde_json::to_string(&made.outline.outline).map_err(Fault::internal)?;
    let (ctx, of) = (tx.ctx().clone(), made.of);
    let row = args![
        of.edition,
        of.document,
        made.no,
        &made.file.name,
        &made.file.digest,
        made.digest,
        outline,
        of.from_day,
        made.amended_by,
        ctx.now(),
        person_of(&ctx),
        &ctx.actor.name,
        added,
        changed,
        withdrawn,
        tx.next_seq()
    ];
    tx.insert_many(EDITION, vec![row]).await?;
    let facts = json!({
        "edition": of.edition, "no": made.no, "file": made.file.name, "added": added, "changed": changed,
        "withdrawn": withdrawn, "amended_by": made.amended_by,
    });
    let event = NewEvent::new("edition.added", of.document.subject(), facts);
    tx.append(event.from_document(of.cause.subject())).await.map(drop)
}

/// A key for a new row that no other row of the document has: place, then name, then a count.
fn identity(says: &impl Saying, taken: &mut HashSet<String>) -> String {
    let key = says.key();
    let place = format!("{}/{}", key.section, key.no);
    let named = format!("{place}/{}", key.name);
    let mut count = 1;
    let mut candidate = if key.no.is_empty() { named.clone() } else { place };
    while !taken.insert(candidate.clone()) {
        candidate = if count == 1 && candidate != named { named.clone() } else { format!("{named}#{count}") };
        count += 1;
    }
    candidate
}

async fn write_tasks(
    tx: &mut Tx,
    work: &Work,
    of: Of,
    identities: &mut HashSet<String>,
    given: &mut Given,
) -> Result<()> {
    let mut rows = Rows::default();
    let first = tx.next_seq();
    for (_, ordinal, says) in &work.tasks.add {
        let (id, seq) = (TaskId::new(), rows.seq(first));
        rows.tasks.push(args![id, of.document, identity(says, identities), *ordinal, 1i64, seq]);
        rows.version(id, 1, of, says, false, seq);
        for unit in says.lead.keys() {
            rows.line(id, *unit, of.from_day, seq);
            given.new_task(*unit, id, &says.name, says.due_on);
        }
        rows.event("task.added", id, 1, of, says, &[]);
    }
    let Some(held) = &work.held else { return rows.flush(tx).await };
    for (_, old, says, fields) in &work.tasks.change {
        let item = &work.tasks.held[*old];
        let change = Change { id: item.id, says, withdrawn: false, fields };
        change_task(tx, &mut rows, first, of, held, change, given).await?;
    }
    for old in &work.tasks.withdraw {
        let item = &work.tasks.held[*old];
        let change = Change { id: item.id, says: &item.now, withdrawn: true, fields: &[] };
        change_task(tx, &mut rows, first, of, held, change, given).await?;
    }
    rows.flush(tx).await
}

struct Change<'a> {
    id: TaskId,
    says: &'a TaskSays,
    withdrawn: bool,
    fields: &'a [FieldChange],
}

/// A new version of a held task: members that fall away have their line ended the day before, new
/// ones get a line, those that come back have theirs again.
async fn change_task(
    tx: &mut Tx,
    rows: &mut Rows,
    first: i64,
    of: Of,
    held: &Held,
    c: Change<'_>,
    given: &mut Given,
) -> Result<()> {
    let seq = rows.seq(first);
    let version = held.task_versions.get(&c.id).copied().unwrap_or(0) + 1;
    tx.exec("UPDATE task SET version = $1, seq = $2 WHERE id = $3", args![version, seq, c.id]).await?;
    rows.version(c.id, version, of, c.says, c.withdrawn, seq);
    if !c.withdrawn {
        let mut lines: HashMap<UnitId, Option<Day>> = HashMap::new();
        for row in tx.rows("SELECT unit_id, to_day FROM line WHERE task_id = $1", args![c.id]).await? {
            lines.insert(row.id(0)?, row.opt_day(1)?);
        }
        for unit in c.says.lead.keys() {
            let line = lines.remove(unit);
            match line {
                Some(None) => given.changed(*unit, c.id, &c.says.name, c.says.due_on),
                _ => given.new_task(*unit, c.id, &c.says.name, c.says.due_on),
            }
            match line {
                None => rows.line(c.id, *unit, of.from_day, seq),
                Some(None) => {}
                Some(Some(_)) => set_to_day(tx, c.id, *unit, None, seq).await?,
            }
        }
        for (unit, _) in lines.into_iter().filter(|(_, to)| to.is_none()) {
            given.changed(unit, c.id, &c.says.name, c.says.due_on);
            set_to_day(tx, c.id, unit, Some(of.from_day.plus_days(-1)), seq).await?;
        }
    } else {
        c.says.lead.keys().for_each(|unit| given.changed(*unit, c.id, &c.says.name, c.says.due_on));
    }
    let kind = if c.withdrawn { "task.withdrawn" } else { "task.changed" };
    rows.event(kind, c.id, version, of, c.says, c.fields);
    Ok(())
}

async fn set_to_day(tx: &mut Tx, task: TaskId, unit: UnitId, to: Option<Day>, seq: i64) -> Result<()> {
    let row = args![to, seq, task, unit];
    tx.exec("UPDATE line SET to_day = $1, seq = $2 WHERE task_id = $3 AND unit_id = $4", row).await.map(drop)
}

async fn write_targets(
    tx: &mut Tx,
    items: &Items<kernel::TargetId, TargetSays>,
    of: Of,
    identities: &mut HashSet<String>,
) -> Result<()> {
    for (_, ordinal, says) in &items.add {
        let new = new_target(of, None, identity(says, identities), *ordinal, says);
        target::put_target_in(tx, &new).await?;
    }
    for (_, old, says, _) in &items.change {
        let item = &items.held[*old];
        let new = new_target(of, Some(item.id), String::new(), item.ordinal, says);
        target::put_target_in(tx, &new).await?;
    }
    for old in &items.withdraw {
        let item = &items.held[*old];
        target::withdraw_target_in(tx, &new_target(of, Some(item.id), String::new(), item.ordinal, &item.now)).await?;
    }
    Ok(())
}

fn new_target(
    of: Of,
    target: Option<kernel::TargetId>,
    identity: String,
    ordinal: i64,
    says: &TargetSays,
) -> NewTarget {
    NewTarget {
        document: of.document,
        edition: of.edition,
        from_day: of.from_day,
        target,
        identity,
        ordinal,
        says: says.clone(),
    }
}

/// New versions in the amended document, as an edition of it that names the amending one.
async fn write_amendments(
    tx: &mut Tx,
    amends: &Amends,
    by: Of,
    file: &FileKept,
    content: &Content,
    digest: &str,
    given: &mut Given,
) -> Result<()> {
    let other = &amends.held;
    let of = Of {
        document: other.document.id,
        edition: EditionId::new(),
        from_day: by.from_day.max(other.document.from_day),
        cause: by.document,
    };
    let gone =
        amends.tasks.iter().filter(|t| t.withdraws).count() + amends.targets.iter().filter(|t| t.withdraws).count();
    let changed = amends.tasks.len() + amends.targets.len() - gone;
    let made = Made { of, no: other.editions + 1, file, digest, outline: content, amended_by: Some(by.document) };
    put_edition(tx, &made, [0, changed, gone]).await?;
    tx.exec(
        "UPDATE document SET edition_id = $1, seq = $2 WHERE id = $3",
        args![of.edition, tx.next_seq() - 1, of.document],
    )
    .await?;
    let mut rows = Rows::default();
    let first = tx.next_seq();
    for t in &amends.tasks {
        let change = Change { id: t.id, says: &t.says, withdrawn: t.withdraws, fields: &t.fields };
        change_task(tx, &mut rows, first, of, other, change, given).await?;
    }
    rows.flush(tx).await?;
    for t in &amends.targets {
        let new = new_target(of, Some(t.id), String::new(), t.ordinal, &t.says);
        if t.withdraws {
            target::withdraw_target_in(tx, &new).await?;
        } else {
            target::put_target_in(tx, &new).await?;
        }
    }
    Ok(())
}
