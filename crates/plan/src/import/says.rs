//! From a draft's rows to what the edition says: fields as stored, names of units expanded, and the
//! digest by which the same content is recognised.
use std::collections::BTreeSet;

use indicator::target::{TargetSays, YearValue};
use kernel::text::squeeze;
use org::Directory;
use paper::read::{Op, TargetRow, TargetValue, TaskRow, Value};

use crate::{
    diff::NewItem,
    document::DocumentHead,
    draft::{Certainty, Content, DraftRow, RowIs},
    edition::{TaskSays, digest},
    resolve::{self, Part, When},
};

/// What the edition says.
pub(crate) struct Says {
    pub head: DocumentHead,
    pub tasks: Vec<NewItem<TaskSays>>,
    pub targets: Vec<NewItem<TargetSays>>,
    /// Digest of the rows taken over and the head.
    pub digest: String,
    /// How many rows are taken over.
    pub rows: usize,
    /// Rows taken over without a known lead unit.
    pub without_lead: Vec<u32>,
}

/// Everything that is not dropped; what is not certain waits when `only_certain`.
pub(crate) fn of(content: &Content, only_certain: bool, directory: &Directory, when: When) -> Says {
    let mut says = Says {
        head: content.head.clone(),
        tasks: vec![],
        targets: vec![],
        digest: String::new(),
        rows: 0,
        without_lead: vec![],
    };
    let mut said: Vec<String> = says.head.fields().into_iter().map(|(_, text)| text).collect();
    for row in &content.rows {
        let certainty = row.certainty();
        if certainty == Certainty::Dropped {
            continue;
        }
        let included = !only_certain || certainty == Certainty::Certain;
        match &row.is {
            RowIs::Task(read) => {
                let task = task(row, read, directory, when);
                if included {
                    said.push("task".into());
                    said.extend(task.fields().iter().map(|(_, text)| (*text).to_owned()));
                    said.push(format!("{:?}", task.due_on));
                    note(&mut says, row, task.lead.is_empty());
                }
                says.tasks.push(NewItem { row: row.row, included, says: task });
            }
            RowIs::Target(read) => {
                let target = target(row, read, directory, when);
                if included {
                    said.push("target".into());
                    said.extend(target_texts(&target));
                    note(&mut says, row, target.leads.is_empty());
                }
                says.targets.push(NewItem { row: row.row, included, says: target });
            }
        }
        if included {
            said.extend(row.lead.iter().chain(&row.coordinating).map(Part::key));
        }
    }
    says.digest = digest(said.iter().map(String::as_str));
    says
}

fn note(says: &mut Says, row: &DraftRow, leaderless: bool) {
    says.rows += 1;
    if leaderless {
        says.without_lead.push(row.row);
    }
}

fn text(field: Option<&str>) -> String {
    field.map(squeeze).unwrap_or_default()
}

fn task(row: &DraftRow, read: &TaskRow, directory: &Directory, when: When) -> TaskSays {
    TaskSays {
        section_no: text(read.section_no.as_deref()),
        section_title: text(read.section_title.as_deref()),
        no: text(read.no.as_deref()),
        name: squeeze(&read.name),
        product: text(read.product.as_deref()),
        deadline_text: text(read.deadline.text.as_deref()),
        deadline_kind: read.deadline.kind.code().to_owned(),
        due_on: read.deadline.due_on,
        lead_text: text(read.lead_text.as_deref()),
        coordinating_text: text(read.coordinating_text.as_deref()),
        responsible_text: text(read.responsible_text.as_deref()),
        authority_text: squeeze(&row.authority),
        source_documents_text: text(read.source_documents_text.as_deref()),
        lead: resolve::expand(directory, &row.lead, when),
        coordinating: resolve::expand(directory, &row.coordinating, when),
    }
}

fn target(row: &DraftRow, read: &TargetRow, directory: &Directory, when: When) -> TargetSays {
    TargetSays {
        section_no: text(read.section_no.as_deref()),
        section_title: text(read.section_title.as_deref()),
        no: text(read.no.as_deref()),
        name: squeeze(&read.name),
        unit: text(read.unit.as_deref()),
        direction: if row.direction.is_empty() { direction(&read.targets).to_owned() } else { row.direction.clone() },
        definition: squeeze(&row.definition),
        lead_text: text(read.lead_text.as_deref()),
        source_documents_text: text(read.source_documents_text.as_deref()),
        values: values(&read.targets),
        leads: resolve::expand(directory, &row.lead, when).into_iter().collect(),
    }
}

/// Less is better where the plan says "at most".
fn direction(values: &[TargetValue]) -> &'static str {
    let down = values.iter().any(|v| matches!(v.op, Some(Op::AtMost | Op::LessThan)));
    if down { "down" } else { "up" }
}

/// Values by year; a column without a year gets 0, -1…: what is printed is kept and nothing invented.
fn values(printed: &[TargetValue]) -> Vec<YearValue> {
    let mut taken = BTreeSet::new();
    let mut nameless = 0i16;
    let mut out: Vec<YearValue> = printed
        .iter()
        .filter(|v| v.text.is_some())
        .map(|v| {
            let year = v.year.filter(|y| taken.insert(*y)).unwrap_or_else(|| {
                nameless -= 1;
                nameless + 1
            });
            let (number, quality) = match &v.value {
                Some(Value::Number(n)) => (n.normalize().to_string(), String::new()),
                Some(Value::Text(t)) => (String::new(), t.clone()),
                None => Default::default(),
            };
            YearValue {
                year,
                printed: text(v.text.as_deref()),
                op: v.op.map(Op::code).unwrap_or_default().to_owned(),
                value: number,
                quality,
                unit: text(v.unit.as_deref()),
            }
        })
        .collect();
    out.sort_by_key(|v| v.year);
    out
}

fn target_texts(t: &TargetSays) -> Vec<String> {
    let fixed = [
        &t.section_no,
        &t.section_title,
        &t.no,
        &t.name,
        &t.unit,
        &t.direction,
        &t.definition,
        &t.lead_text,
        &t.source_documents_text,
    ];
    let values =
        t.values.iter().map(|v| format!("{} {} {} {} {} {}", v.year, v.printed, v.op, v.value, v.quality, v.unit));
    fixed.into_iter().cloned().chain(values).collect()
}
