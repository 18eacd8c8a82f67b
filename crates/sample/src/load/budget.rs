//! The money: projects added by the focal officer, amounts stated by whoever spends and confirmed the
//! same day.
use std::collections::HashMap;

use ::budget::{
    Fund, Level, Measure, Nature,
    figure::{StateFigure, confirm_figure, state_figure},
    project::{NewProject, Says, add_project},
};
use futures::{StreamExt, TryStreamExt, stream};
use kernel::{Day, DocumentId, Fault, ProjectId, Result};

use super::{Sample, cast::Cast, org::unit_id};
use crate::budget::{Figure, Project};

/// Stated at a time.
const AT_ONCE: usize = 32;

fn id(code: &str) -> ProjectId {
    ProjectId::from_name(&format!("sample project {code}"))
}
/// A code of the data files; one that is not known is a mistake in them.
fn known<T>(text: &str, read: fn(&str) -> Option<T>) -> Result<T> {
    read(text).ok_or_else(|| Fault::internal(format!("unknown code {text:?}")))
}

/// Adds the projects; those that are there already stay as they are.
///
/// # Errors
/// What the operation returns.
pub async fn projects(
    sample: &Sample,
    cast: &Cast,
    documents: &HashMap<String, DocumentId>,
    day: Day,
    all: &[Project],
) -> Result<()> {
    for project in all {
        let says = Says {
            name: project.name.clone(),
            document: documents.get(&project.document).copied(),
            owner: unit_id(&project.owner),
            level: known(&project.level, Level::from_code)?,
            nature: known(&project.nature, Nature::from_code)?,
            part_of: Some(project.part_of.as_str()).filter(|c| !c.is_empty()).map(id),
            total: project.total,
            simulated: project.simulated,
        };
        let new = NewProject { id: Some(id(&project.code)), code: project.code.clone(), says };
        match add_project(&sample.store, &cast.focal(day, 560), new).await {
            // Loading again: it was added then.
            Err(fault) if fault.say.id == "budget-code-taken" => {}
            other => drop(other?),
        }
    }
    Ok(())
}

/// States and confirms the amounts of one day.
///
/// # Errors
/// What the operations return; an amount already stated is no fault.
pub async fn day(sample: &Sample, cast: &Cast, figures: Vec<Figure>) -> Result<()> {
    let work = figures.into_iter().map(|figure| one(sample, cast, figure));
    stream::iter(work).buffered(AT_ONCE).try_collect::<Vec<()>>().await.map(drop)
}

async fn one(sample: &Sample, cast: &Cast, figure: Figure) -> Result<()> {
    let key = format!(
        "sample-{}-{}-{}-{}-{}-{}",
        figure.project, figure.fund, figure.measure, figure.month, figure.as_of, figure.on
    );
    let input = StateFigure {
        project: id(&figure.project),
        year: figure.year,
        fund: known(&figure.fund, Fund::from_code)?,
        measure: known(&figure.measure, Measure::from_code)?,
        month: figure.month,
        as_of: figure.as_of,
        amount: figure.amount,
        source: figure.source,
        note: String::new(),
        simulated: figure.simulated,
        replaces: None,
        key: Some(key),
    };
    let stated = state_figure(&sample.store, &cast.reporter(&figure.owner, figure.on, 600), input).await?;
    match confirm_figure(&sample.store, &cast.focal(figure.on, 940), stated.figure).await {
        // Loading again: it was confirmed then.
        Err(fault) if fault.say.id == "budget-already-decided" => Ok(()),
        other => other.map(drop),
    }
}
