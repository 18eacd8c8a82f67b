//! From the neutral model to the data that the template reads.
use kernel::Result;
use paper::write::{
    grid,
    model::{Align, Appendix, Cell, HeadStyle, OfficialDocument, Para, Run, Table},
    wording,
};
use serde_json::{Value as Json, json};

/// The document as JSON text.
pub fn of(document: &OfficialDocument, family: &str) -> Result<String> {
    let sizes = wording::sizes(document.style);
    let party = document.style == HeadStyle::Party;
    let signature = document
        .signature
        .lines
        .iter()
        .map(|line| json!({ "text": line, "bold": wording::signature_bold(document.style, line) }));
    let data = json!({
        "font": family,
        "party": party,
        "state_title": if party { wording::PARTY_TITLE } else { wording::STATE_TITLE },
        "motto": if party { Json::Null } else { json!(wording::STATE_MOTTO) },
        "mark": if party { json!(wording::PARTY_MARK) } else { Json::Null },
        "superior": document.superior_body,
        "issuer": document.issuing_body,
        "number": wording::number_line(document),
        "date": wording::date_line(&document.place, document.date),
        "kind": document.kind,
        "title": document.title,
        "addressees_label": wording::ADDRESSEES,
        "addressees": if document.addressees.len() > 1 { wording::listed(&document.addressees) } else { document.addressees.clone() },
        "recipients_label": wording::RECIPIENTS,
        "recipients": wording::listed(&document.recipients),
        "signature": signature.collect::<Vec<_>>(),
        "signer": document.signature.name,
        "body": paras(&document.body)?,
        "appendices": document.appendices.iter().map(appendix).collect::<Result<Vec<_>>>()?,
        "sizes": {
            "head": sizes.head, "motto": sizes.motto, "issuer": sizes.issuer, "number": sizes.number,
            "subject": sizes.subject, "kind": sizes.kind, "text": sizes.text,
            "recipients_label": sizes.recipients_label, "recipients": sizes.recipients, "table": sizes.table,
        },
    });
    Ok(data.to_string())
}

fn appendix(appendix: &Appendix) -> Result<Json> {
    Ok(json!({
        "label": appendix.label, "title": appendix.title, "attached": appendix.attached_to,
        "landscape": appendix.landscape, "body": paras(&appendix.body)?,
    }))
}

fn paras(paras: &[Para]) -> Result<Vec<Json>> {
    paras
        .iter()
        .map(|para| {
            Ok(match para {
                Para::Heading { level, text } => json!({ "is": "heading", "level": level.clamp(&1, &3), "text": text }),
                Para::Text(text) => json!({ "is": "text", "runs": runs(text) }),
                Para::Bullet(text) => json!({ "is": "bullet", "runs": runs(text) }),
                Para::Table(t) => table(t)?,
            })
        })
        .collect()
}

fn runs(runs: &[Run]) -> Vec<Json> {
    runs.iter().map(|r| json!({ "text": r.text, "bold": r.bold, "italic": r.italic })).collect()
}

fn word(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

fn table(table: &Table) -> Result<Json> {
    // Also checks that the table fits its columns: Typst would only complain about the template.
    grid::head(table)?;
    let width = table.columns.len();
    let head: Vec<Json> = table
        .head
        .iter()
        .flatten()
        .map(|c| json!({ "text": c.text, "columns": c.columns.max(1), "rows": c.rows.max(1) }))
        .collect();
    let mut cells = Vec::new();
    for row in &table.rows {
        let mut column = 0;
        for cell in &row.cells {
            let align = cell.align.unwrap_or_else(|| table.columns.get(column).map_or(Align::Left, |c| c.align));
            cells.push(body_cell(cell, align));
            column += usize::from(cell.columns.max(1));
        }
        cells.extend((column..width).map(|_| body_cell(&Cell::plain(""), Align::Left)));
    }
    Ok(json!({
        "is": "table",
        "caption": table.caption,
        "weights": table.columns.iter().map(|c| c.weight.max(1)).collect::<Vec<_>>(),
        "head": head,
        "cells": cells,
    }))
}

fn body_cell(cell: &Cell, align: Align) -> Json {
    json!({ "runs": runs(&cell.runs), "columns": cell.columns.max(1), "align": word(align) })
}
