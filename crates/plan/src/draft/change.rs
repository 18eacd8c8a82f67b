//! Correcting a draft: fields, names of units (learned for next time), rows dropped, kept or added.
//! Every change names the version it saw; who comes second is told who was first.
use std::sync::Arc;

use kernel::{Ctx, Day, DraftId, Fault, Result, UnitId, text::squeeze};
use org::{AliasTarget, Directories, Directory, LearnAlias};
use paper::read::{Flag, TargetRow, TaskRow};
use serde_json::json;
use store::{NewEvent, Store, Tx};

use super::{
    Decision, Draft, DraftRow, DraftState, Explained, RowField, RowIs, deadline, fresh::fresh_row, load,
    load_for_change, save,
};
use crate::{
    diff::ItemKind,
    import::{IMPORT, may},
    resolve,
};

/// What a printed name of a unit means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitChoice {
    /// The name as printed.
    pub printed: String,
    /// The unit it means.
    pub unit: Option<UnitId>,
    /// Or the group.
    pub group: Option<String>,
}

/// Corrections of a row. Setting a field to what it says is also how a person says "this is right".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectRow {
    /// The row.
    pub row: u32,
    /// Fields with their new text.
    pub fields: Vec<(RowField, String)>,
    /// Values of a target by year, as they would be printed.
    pub values: Vec<(i16, String)>,
    /// What names of units mean; learned, so that they resolve by themselves next time.
    pub units: Vec<UnitChoice>,
}

/// Corrections of what the document says of itself; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectHead {
    /// Kind.
    pub kind: Option<String>,
    /// Number.
    pub number: Option<String>,
    /// Date of issue, as a person writes it; empty for none.
    pub issued_on: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Title.
    pub title: Option<String>,
}

/// A decision about a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decide {
    /// The row.
    pub row: u32,
    /// Why; a row is dropped only with a reason.
    pub reason: String,
}

/// A row that a person makes of a line that could not be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddRow {
    /// The unread line; `None` for a row that the file does not hold at all.
    pub line: Option<u32>,
    /// What it is.
    pub item: ItemKind,
    /// Its content; `row` is ignored.
    pub content: CorrectRow,
}

/// Corrects a row. The same correction again changes nothing.
///
/// # Errors
/// `Conflict` naming who changed the draft first, `NotFound`, `Invalid` naming the field.
pub async fn correct_row(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    draft: DraftId,
    seen: i64,
    input: CorrectRow,
) -> Result<Draft> {
    check(&input)?;
    change(store, ctx, dirs, draft, seen, Change::Correct(input)).await
}

/// Corrects what the document says of itself.
///
/// # Errors
/// As [`correct_row`].
pub async fn correct_head(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    draft: DraftId,
    seen: i64,
    input: CorrectHead,
) -> Result<Draft> {
    change(store, ctx, dirs, draft, seen, Change::Head(input)).await
}

/// Says that a row is no task and no target.
///
/// # Errors
/// As [`correct_row`]; `Invalid` without a reason.
pub async fn drop_row(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    draft: DraftId,
    seen: i64,
    input: Decide,
) -> Result<Draft> {
    if squeeze(&input.reason).is_empty() {
        return Err(Fault::invalid("plan-drop-needs-reason").arg("row", input.row).field("reason"));
    }
    change(store, ctx, dirs, draft, seen, Change::Drop(input)).await
}

/// Says that a row is right as it stands, or takes it back after dropping it.
///
/// # Errors
/// As [`correct_row`].
pub async fn keep_row(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    draft: DraftId,
    seen: i64,
    input: Decide,
) -> Result<Draft> {
    change(store, ctx, dirs, draft, seen, Change::Keep(input)).await
}

/// Makes a row of a line that could not be placed.
///
/// # Errors
/// As [`correct_row`]; `NotFound` when there is no such unread line, `Conflict` when it is a row already.
pub async fn add_row(
    store: &Store,
    ctx: &Ctx,
    dirs: &Directories,
    draft: DraftId,
    seen: i64,
    input: AddRow,
) -> Result<Draft> {
    check(&input.content)?;
    if input.content.fields.iter().all(|(f, text)| *f != RowField::Name || squeeze(text).is_empty()) {
        return Err(Fault::invalid("plan-row-needs-name").field("name"));
    }
    change(store, ctx, dirs, draft, seen, Change::Add(input)).await
}

enum Change {
    Correct(CorrectRow),
    Head(CorrectHead),
    Drop(Decide),
    Keep(Decide),
    Add(AddRow),
}

/// Says what is wrong with corrections before anything is touched.
fn check(input: &CorrectRow) -> Result<()> {
    for (field, text) in &input.fields {
        if *field == RowField::Name && squeeze(text).is_empty() {
            return Err(Fault::invalid("plan-row-needs-name").arg("row", input.row).field("name"));
        }
        if *field == RowField::Direction && !matches!(text.as_str(), "" | "up" | "down") {
            return Err(Fault::invalid("plan-bad-direction").arg("text", text).field("direction"));
        }
        if text.chars().count() > 20_000 {
            return Err(Fault::invalid("plan-field-too-long").arg("row", input.row).field(field.code()));
        }
    }
    for (year, _) in &input.values {
        if !(1990..2100).contains(year) {
            return Err(Fault::invalid("plan-bad-year").arg("year", i64::from(*year)).field("year"));
        }
    }
    for choice in &input.units {
        if choice.unit.is_some() == choice.group.is_some() || org::name_key(&choice.printed).is_empty() {
            return Err(Fault::invalid("plan-unit-choice").arg("text", &choice.printed).field("unit"));
        }
    }
    Ok(())
}

async fn change(store: &Store, ctx: &Ctx, dirs: &Directories, id: DraftId, seen: i64, change: Change) -> Result<Draft> {
    may(ctx, IMPORT)?;
    let directory = dirs.now().await?;
    store.write(ctx, move |tx| Box::pin(change_in(tx, directory, id, seen, change))).await
}

async fn change_in(tx: &mut Tx, directory: Arc<Directory>, id: DraftId, seen: i64, change: Change) -> Result<Draft> {
    let before = load(tx, id).await?;
    let today = tx.ctx().today();
    // A click sent twice: the second finds everything as it asks for, and is content.
    if before.state == DraftState::Open && before.version == seen + 1 && before.by_person == super::person_of(tx.ctx())
    {
        let mut again = before.clone();
        let same = match &change {
            Change::Add(a) => {
                a.line.is_some_and(|l| before.content.unread.iter().any(|u| u.line == l && u.row.is_some()))
            }
            _ => apply(&mut again, &change, tx, &directory, today).is_ok() && again.content == before.content,
        };
        if same {
            return Ok(before);
        }
    }
    let mut draft = load_for_change(tx, id, seen).await?;
    let facts = apply(&mut draft, &change, tx, &directory, today)?;
    if draft.content == before.content {
        return Ok(before);
    }
    for choice in units(&change) {
        learn(tx, choice).await?;
    }
    if draft.edition.is_none() {
        draft.document = None;
    }
    save(tx, &mut draft).await?;
    tx.append(NewEvent::new("draft.corrected", id.subject(), facts)).await?;
    load(tx, id).await
}

fn units(change: &Change) -> &[UnitChoice] {
    match change {
        Change::Correct(c) | Change::Add(AddRow { content: c, .. }) => &c.units,
        _ => &[],
    }
}

async fn learn(tx: &mut Tx, choice: &UnitChoice) -> Result<()> {
    let target = match (choice.unit, &choice.group) {
        (Some(unit), _) => AliasTarget::Unit(unit),
        (None, Some(code)) => AliasTarget::Group(code.clone()),
        (None, None) => return Ok(()),
    };
    org::learn_alias_in(tx, &LearnAlias { printed: choice.printed.clone(), target, learned: true }).await
}

/// Changes the content in memory; returns the facts for the event.
fn apply(draft: &mut Draft, change: &Change, tx: &Tx, directory: &Directory, today: Day) -> Result<serde_json::Value> {
    let who = tx.ctx().actor.name.clone();
    let file = draft.file_name.clone();
    let facts = match change {
        Change::Correct(c) => {
            let names: Vec<&str> = c.fields.iter().map(|(f, _)| f.code()).collect();
            json!({ "file": file, "row": c.row, "fields": names, "values": c.values, "how": "corrected" })
        }
        Change::Head(_) => json!({ "file": file, "how": "head" }),
        Change::Drop(d) => json!({ "file": file, "row": d.row, "reason": d.reason, "how": "dropped" }),
        Change::Keep(d) => json!({ "file": file, "row": d.row, "reason": d.reason, "how": "kept" }),
        Change::Add(a) => json!({ "file": file, "line": a.line, "how": "added" }),
    };
    match change {
        Change::Correct(c) => correct(draft, c)?,
        Change::Head(c) => head(draft, c)?,
        Change::Drop(d) => {
            draft.content.row_mut(d.row)?.decision = Decision::Dropped { reason: squeeze(&d.reason), by: who };
        }
        Change::Keep(d) => {
            draft.content.row_mut(d.row)?.decision = Decision::Kept { reason: squeeze(&d.reason), by: who };
        }
        Change::Add(a) => add(draft, a, who)?,
    }
    resolve::content(directory, &mut draft.content, today);
    Ok(facts)
}

fn correct(draft: &mut Draft, c: &CorrectRow) -> Result<()> {
    let issued = draft.content.head.issued_on;
    let row = draft.content.row_mut(c.row)?;
    for (field, text) in &c.fields {
        set(row, *field, text, issued)?;
        note(row, field.code());
    }
    for (year, text) in &c.values {
        set_value(row, *year, text)?;
        note(row, &format!("value:{year}"));
    }
    for choice in &c.units {
        let folded = org::name_key(&choice.printed);
        draft.content.explained.retain(|e| e.folded != folded);
        draft.content.explained.push(Explained { folded, unit: choice.unit, group: choice.group.clone() });
    }
    Ok(())
}

fn note(row: &mut DraftRow, field: &str) {
    if row.corrected.iter().all(|f| f != field) {
        row.corrected.push(field.to_owned());
    }
    let settled: &[Flag] = match field {
        "no" => &[Flag::NumberMissing, Flag::DuplicateNumber],
        "name" => &[Flag::NameMissing, Flag::JoinUnclear, Flag::RowJoined],
        "deadline" => &[Flag::ImpossibleDate, Flag::DeadlineUnclear, Flag::DeadlineMissing],
        "lead_text" => &[Flag::LeadMissing, Flag::UnitSuspect],
        f if f.starts_with("value:") => &[Flag::ValueUnclear, Flag::ValueMissing, Flag::YearMissing],
        _ => &[],
    };
    match &mut row.is {
        RowIs::Task(t) => t.flags.retain(|f| !settled.contains(f)),
        RowIs::Target(t) => t.flags.retain(|f| !settled.contains(f)),
    }
}

fn set(row: &mut DraftRow, field: RowField, text: &str, issued: Option<Day>) -> Result<()> {
    let text = kernel::text::nfc(&squeeze(text));
    let some = || (!text.is_empty()).then(|| text.clone());
    let wrong = || Fault::invalid("plan-field-not-here").arg("field", field.code()).field(field.code());
    match (&mut row.is, field) {
        (_, RowField::AuthorityText) => row.authority.clone_from(&text),
        (RowIs::Target(_), RowField::Direction) => row.direction.clone_from(&text),
        (RowIs::Target(_), RowField::Definition) => row.definition.clone_from(&text),
        (RowIs::Task(t), RowField::SectionNo) => t.section_no = some(),
        (RowIs::Task(t), RowField::SectionTitle) => t.section_title = some(),
        (RowIs::Task(t), RowField::No) => t.no = some(),
        (RowIs::Task(t), RowField::Name) => t.name.clone_from(&text),
        (RowIs::Task(t), RowField::Product) => t.product = some(),
        (RowIs::Task(t), RowField::Deadline) => t.deadline = deadline(&text, issued),
        (RowIs::Task(t), RowField::LeadText) => (t.lead, t.lead_text) = (paper::read::split_units(&text), some()),
        (RowIs::Task(t), RowField::CoordinatingText) => {
            (t.coordinating, t.coordinating_text) = (paper::read::split_units(&text), some());
        }
        (RowIs::Task(t), RowField::ResponsibleText) => t.responsible_text = some(),
        (RowIs::Task(t), RowField::SourceDocumentsText) => t.source_documents_text = some(),
        (RowIs::Target(t), RowField::SectionNo) => t.section_no = some(),
        (RowIs::Target(t), RowField::SectionTitle) => t.section_title = some(),
        (RowIs::Target(t), RowField::No) => t.no = some(),
        (RowIs::Target(t), RowField::Name) => t.name.clone_from(&text),
        (RowIs::Target(t), RowField::Unit) => {
            t.unit = some();
            for v in &mut t.targets {
                let year = v.year;
                *v = paper::read::value::parse(v.text.as_deref().unwrap_or(""), t.unit.as_deref());
                v.year = year;
            }
        }
        (RowIs::Target(t), RowField::LeadText) => (t.lead, t.lead_text) = (paper::read::split_units(&text), some()),
        (RowIs::Target(t), RowField::SourceDocumentsText) => t.source_documents_text = some(),
        _ => return Err(wrong()),
    }
    Ok(())
}

fn set_value(row: &mut DraftRow, year: i16, text: &str) -> Result<()> {
    let RowIs::Target(target) = &mut row.is else {
        return Err(Fault::invalid("plan-field-not-here").arg("field", "value").field("value"));
    };
    let mut value = paper::read::value::parse(text, target.unit.as_deref());
    value.year = Some(year);
    match target.targets.iter_mut().find(|v| v.year == Some(year)) {
        Some(old) => *old = value,
        None => target.targets.push(value),
    }
    Ok(())
}

fn head(draft: &mut Draft, c: &CorrectHead) -> Result<()> {
    let head = &mut draft.content.head;
    let put = |to: &mut String, from: &Option<String>| {
        if let Some(text) = from {
            *to = kernel::text::nfc(&squeeze(text));
        }
    };
    put(&mut head.kind, &c.kind);
    put(&mut head.number, &c.number);
    put(&mut head.issuer, &c.issuer);
    put(&mut head.title, &c.title);
    match c.issued_on.as_deref().map(str::trim) {
        None => {}
        Some("") => head.issued_on = None,
        Some(text) => head.issued_on = Some(text.parse::<Day>().map_err(|f| f.field("issued_on"))?),
    }
    draft.content.head_flags.retain(|f| *f != Flag::HeadDisagrees);
    Ok(())
}

fn add(draft: &mut Draft, a: &AddRow, who: String) -> Result<()> {
    let number = draft.content.rows.iter().map(|r| r.row).max().unwrap_or(0) + 1;
    if let Some(line) = a.line {
        let unread = draft.content.unread.iter_mut().find(|u| u.line == line);
        let unread = unread.ok_or_else(|| Fault::not_found("plan-no-unread-line").arg("line", line))?;
        if unread.row.is_some() {
            return Err(Fault::conflict("plan-unread-taken").arg("line", line));
        }
        unread.row = Some(number);
    }
    let line = a.line.unwrap_or(0);
    let is = match a.item {
        ItemKind::Task => RowIs::Task(TaskRow { line, ..TaskRow::default() }),
        ItemKind::Target => RowIs::Target(TargetRow { line, ..TargetRow::default() }),
    };
    let mut row = fresh_row(number, is);
    row.decision = Decision::Kept { reason: String::new(), by: who };
    // It stands where its line stands, so that the order of the document holds.
    let at = draft.content.rows.iter().position(|r| line > 0 && r.line() > line).unwrap_or(draft.content.rows.len());
    draft.content.rows.insert(at, row);
    correct(draft, &CorrectRow { row: number, ..a.content.clone() })
}
