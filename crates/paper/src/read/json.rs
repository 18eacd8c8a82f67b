//! The JSON contract of `bazan plan read --json`: names are fixed, absent fields are null.
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Json, json};

use super::{
    model::{Plan, TargetRow, TaskRow},
    value::{Op, TargetValue, Value},
};

/// The contract's JSON. Beyond it, rows carry `line` and targets `baseline`.
#[must_use]
pub fn to_json(plan: &Plan) -> Json {
    let head = &plan.document;
    json!({
        "document": {
            "kind": head.kind,
            "number": head.number,
            "issued_on": head.issued_on,
            "issuer": head.issuer,
            "title": head.title,
            "bases": head.bases,
            "flags": head.flags,
        },
        "targets": plan.targets.iter().map(target).collect::<Vec<_>>(),
        "tasks": plan.tasks.iter().map(task).collect::<Vec<_>>(),
        "unread": plan.unread.iter()
            .map(|u| json!({"line": u.line, "text": u.text, "why": u.why}))
            .collect::<Vec<_>>(),
    })
}

fn text(value: &str) -> Json {
    if value.is_empty() { Json::Null } else { value.into() }
}

fn target(row: &TargetRow) -> Json {
    json!({
        "line": row.line,
        "section_no": row.section_no,
        "section_title": row.section_title,
        "no": row.no,
        "name": text(&row.name),
        "unit": row.unit,
        "targets": row.targets.iter().map(target_value).collect::<Vec<_>>(),
        "baseline": row.baseline.iter().map(target_value).collect::<Vec<_>>(),
        "lead_text": row.lead_text,
        "lead": row.lead,
        "source_documents_text": row.source_documents_text,
        "carried": row.carried,
        "flags": row.flags,
    })
}

fn target_value(v: &TargetValue) -> Json {
    json!({
        "year": v.year,
        "text": v.text,
        "op": v.op.map(Op::code),
        "value": v.value.as_ref().map(value),
        "unit": v.unit,
    })
}

fn value(v: &Value) -> Json {
    match v {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) => {
            let number = number.normalize();
            match (number.is_integer(), number.to_i64(), number.to_f64()) {
                (true, Some(whole), _) => whole.into(),
                (_, _, Some(float)) => float.into(),
                _ => Json::Null,
            }
        }
    }
}

fn task(row: &TaskRow) -> Json {
    json!({
        "line": row.line,
        "section_no": row.section_no,
        "section_title": row.section_title,
        "no": row.no,
        "name": text(&row.name),
        "lead_text": row.lead_text,
        "lead": row.lead,
        "coordinating_text": row.coordinating_text,
        "coordinating": row.coordinating,
        "product": row.product,
        "deadline": {
            "text": row.deadline.text,
            "kind": row.deadline.kind.code(),
            "due_on": row.deadline.due_on,
        },
        "source_documents_text": row.source_documents_text,
        "responsible_text": row.responsible_text,
        "carried": row.carried,
        "flags": row.flags,
    })
}
