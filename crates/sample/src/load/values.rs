//! The values that targets reached: stated by the unit that follows the target, confirmed the same day.
use std::collections::BTreeMap;

use ::plan::board::Board;
use futures::{StreamExt, TryStreamExt, stream};
use indicator::actual::{RecordActual, confirm_actual, record_actual};
use kernel::{DocumentId, Fault, Result, TargetId, number::parse_vietnamese};

use super::{Sample, cast::Cast};
use crate::{
    plans::{YEAR, plans},
    progress::Actual,
    units::units,
};

/// Targets by section and number as printed.
pub type Targets = BTreeMap<(String, String), TargetId>;

/// The targets of a document.
pub fn targets(board: &Board, document: DocumentId) -> Targets {
    let cells = board.targets().cells().iter().filter(|c| c.document == document);
    cells
        .filter_map(|c| {
            let says = &c.versions.last()?.says;
            Some(((says.section_no.clone(), says.no.clone()), c.id))
        })
        .collect()
}

/// States and confirms the values of one day.
///
/// # Errors
/// What the operations return; a value already stated is no fault.
pub async fn day(sample: &Sample, cast: &Cast, targets: &Targets, values: Vec<Actual>) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let (plans, units) = (plans(), units());
    let followed = plans.iter().flat_map(crate::plans::Plan::targets).map(|(s, t)| {
        let leads = units.resolve(t.lead()).unwrap_or_default();
        ((s.no.clone(), t.no().to_owned()), if leads.len() == 1 { leads.into_iter().next() } else { None })
    });
    let followed: BTreeMap<(String, String), Option<String>> = followed.collect();
    let work = values.into_iter().map(|value| {
        let key = (value.section.clone(), value.no.clone());
        let (target, lead) = (targets.get(&key).copied(), followed.get(&key).cloned().flatten());
        async move {
            let target = target.ok_or_else(|| Fault::internal(format!("no target {key:?}")))?;
            one(sample, cast, target, lead, value).await
        }
    });
    stream::iter(work).buffered(16).try_collect::<Vec<()>>().await.map(drop)
}

async fn one(sample: &Sample, cast: &Cast, target: TargetId, lead: Option<String>, value: Actual) -> Result<()> {
    let ctx = match lead {
        Some(unit) => cast.reporter(&unit, value.as_of, 510),
        None => cast.focal(value.as_of, 510),
    };
    let number = parse_vietnamese(&value.value);
    let source = if value.note.is_empty() { value.source } else { format!("{} – {}", value.source, value.note) };
    let input = RecordActual {
        target,
        year: Some(YEAR),
        as_of: value.as_of,
        value: number,
        quality: if number.is_some() { String::new() } else { value.value },
        unit: String::new(),
        source,
        simulated: value.simulated,
        replaces: None,
        key: Some(format!("sample-{}-{}-{}", value.section, value.no, value.as_of)),
    };
    let stated = record_actual(&sample.store, &ctx, input).await?;
    match confirm_actual(&sample.store, &cast.focal(value.as_of, 930), stated.actual).await {
        // Loading again: it was confirmed then.
        Err(fault) if fault.say.id == "indicator-already-decided" => Ok(()),
        other => other.map(drop),
    }
}
