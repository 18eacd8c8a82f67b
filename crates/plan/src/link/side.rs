//! One measure in several documents: what each sets for which year, side by side, with document and
//! scope. Nothing is decided between them.
use std::collections::{BTreeMap, BTreeSet};

use indicator::target::{YearValue, versions_of_document};
use kernel::{DocumentId, Result, TargetId};
use serde::Serialize;
use store::{Sql, args};

use crate::document::{self, Document};

/// A target in one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideTarget {
    /// The target.
    pub target: TargetId,
    /// The document that sets it.
    pub document: Document,
    /// Whom it holds for: the document's issuer, and the section it stands in.
    pub issuer: String,
    /// See `issuer`.
    pub section: String,
    /// Its number.
    pub no: String,
    /// Its name there.
    pub name: String,
    /// Values by year.
    pub values: Vec<YearValue>,
}

/// Linked targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideBySide {
    /// The one asked for first, then the others, oldest document first.
    pub targets: Vec<SideTarget>,
    /// Years for which two documents set different values.
    pub differs: Vec<i16>,
}

/// A target with those linked to it by accepted links, directly or through others.
///
/// # Errors
/// `NotFound` when there is no such target.
pub async fn side_by_side(sql: &mut dyn Sql, target: TargetId) -> Result<SideBySide> {
    let links = sql.rows("SELECT a, b FROM link WHERE kind = 'target' AND state = 'accepted'", vec![]).await?;
    let mut near: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in links {
        let (a, b) = (row.text(0)?, row.text(1)?);
        near.entry(a.clone()).or_default().push(b.clone());
        near.entry(b).or_default().push(a);
    }
    let (mut open, mut seen) = (vec![target.to_string()], BTreeSet::new());
    while let Some(id) = open.pop() {
        if seen.insert(id.clone()) {
            open.extend(near.get(&id).into_iter().flatten().cloned());
        }
    }
    let mut targets = Vec::new();
    for id in seen {
        targets.push(load(sql, id.parse()?).await?);
    }
    targets.sort_by_key(|t: &SideTarget| (t.target != target, t.document.from_day, t.document.id));
    Ok(SideBySide { differs: differing(&targets), targets })
}

async fn load(sql: &mut dyn Sql, target: TargetId) -> Result<SideTarget> {
    let row = sql.opt("SELECT document_id FROM target WHERE id = $1", args![target]).await?;
    let id: DocumentId = row.ok_or_else(|| kernel::Fault::not_found("fault-not-found"))?.id(0)?;
    let document = document::get(sql, id).await?;
    let versions = versions_of_document(sql, id).await?;
    let last = versions.into_iter().rfind(|v| v.target == target);
    let says = last.ok_or_else(|| kernel::Fault::not_found("fault-not-found"))?.says;
    Ok(SideTarget {
        target,
        issuer: document.head.issuer.clone(),
        document,
        section: says.section_title,
        no: says.no,
        name: says.name,
        values: says.values,
    })
}

/// Years in which two targets say something else. An unsaid value is no difference.
fn differing(targets: &[SideTarget]) -> Vec<i16> {
    let mut by_year: BTreeMap<i16, BTreeSet<(&str, &str, &str)>> = BTreeMap::new();
    for value in targets.iter().flat_map(|t| &t.values) {
        if !value.value.is_empty() || !value.quality.is_empty() {
            by_year.entry(value.year).or_default().insert((&value.op, &value.value, &value.quality));
        }
    }
    by_year.into_iter().filter(|(_, said)| said.len() > 1).map(|(year, _)| year).collect()
}
