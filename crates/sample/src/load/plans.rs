//! The plans: rendered, kept as files, taken over on the working day after their issue.
use std::path::Path;

use ::plan::import::{ImportOptions, ImportPlan, import_plan};
use kernel::{Day, DocumentId, Fault, Result};

use super::{Progress, Sample, Stage, cast::Cast};
use crate::{plans::Plan, render, units::Units};

/// Renders every plan and keeps it in the folder too, for people to look at and drop.
pub fn files(plans: &[Plan], units: &Units, folder: &Path, told: &(dyn Fn(Progress) + Sync)) -> Result<Vec<Vec<u8>>> {
    let cannot = |e: std::io::Error| {
        Fault::unavailable("sample-cannot-write").arg("folder", folder.display().to_string()).because(e)
    };
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let mut files = vec![];
    for plan in plans {
        let bytes = render::file(plan, units)?;
        std::fs::write(folder.join(plan.file_name()), &bytes).map_err(cannot)?;
        files.push(bytes);
        told(Progress { stage: Stage::Files, done: files.len(), total: plans.len() });
    }
    Ok(files)
}

/// Takes a plan over, as the focal officer does.
pub async fn import(sample: &Sample, cast: &Cast, plan: &Plan, bytes: Vec<u8>, day: Day) -> Result<DocumentId> {
    let options = ImportOptions { sample: true, ..ImportOptions::default() };
    let input = ImportPlan { file_name: plan.file_name(), bytes, options };
    let imported = import_plan(&sample.store, &cast.focal(day, 500), &sample.directories, input).await?;
    Ok(imported.document)
}
