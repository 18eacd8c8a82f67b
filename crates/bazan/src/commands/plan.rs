//! `bazan plan read | import | status`.
use std::{path::Path, process::ExitCode};

use kernel::{Day, Fault, Result, Say};
use plan::{
    board::{Asked, Sight},
    import::{Amend, ImportOptions, ImportPlan},
    list::Filter,
};

use crate::{Call, wire::House};

fn file(call: &Call<'_>) -> Result<(String, Vec<u8>)> {
    let path = call.text("file").unwrap_or_default();
    let bytes = std::fs::read(path).map_err(|e| Fault::invalid("cli-file-unreadable").arg("file", path).because(e))?;
    let name = Path::new(path).file_name().map_or(path.to_owned(), |n| n.to_string_lossy().into_owned());
    Ok((name, bytes))
}

/// Reads a plan and prints what it says. Needs no store; where the data folder has one, its units
/// explain the names.
pub async fn read(call: &Call<'_>) -> Result<ExitCode> {
    let (name, bytes) = file(call)?;
    let read = paper::read::read_plan(&name, &bytes, &paper::read::Limits::default())?;
    if call.flag("json") {
        let mut json = paper::read::to_json(&read);
        if call.config.opt("store.url").is_some() || call.data.join("bazan.db").exists() {
            let house = House::open(call).await?;
            json = plan::resolve::enrich(json, &*house.directories.now().await?, house.clock.today());
        }
        crate::out!("{}", serde_json::to_string_pretty(&json).map_err(Fault::internal)?);
        return Ok(ExitCode::SUCCESS);
    }
    let head = Say::new("cli-read-head")
        .arg("kind", read.document.kind.unwrap_or_default())
        .arg("number", read.document.number.unwrap_or_default())
        .arg("targets", read.targets.len())
        .arg("tasks", read.tasks.len())
        .arg("unread", read.unread.len());
    crate::out!("{}", call.l.say(&head));
    for t in &read.tasks {
        let section = t.section_no.as_deref().unwrap_or_default();
        let no = t.no.as_deref().unwrap_or_default();
        let flag = if t.flags.is_empty() { " " } else { "!" };
        crate::out!(
            "{flag} {section:>5}.{no:<4} {} | {} | {}",
            t.name,
            t.lead_text.as_deref().unwrap_or("–"),
            t.deadline.text.as_deref().unwrap_or("–")
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a plan over.
pub async fn import(call: &Call<'_>) -> Result<ExitCode> {
    let (file_name, bytes) = file(call)?;
    let house = House::open(call).await?;
    let effective_from = call.text("from").map(str::parse::<Day>).transpose()?;
    // Whoever types the command wants what the document says, its amendments too.
    let options = ImportOptions { effective_from, amend: Amend::All, ..ImportOptions::default() };
    let input = ImportPlan { file_name, bytes, options };
    let done =
        plan::import::import_plan(&house.store, &house.program("plan import"), &house.directories, input).await?;
    if call.flag("json") {
        crate::out!("{}", serde_json::to_string(&done).map_err(Fault::internal)?);
    } else if done.unchanged {
        crate::out!("{}", call.l.t("cli-import-same"));
    } else {
        let say = Say::new("cli-import-done")
            .arg("title", &done.name)
            .arg("added", done.difference.added.len())
            .arg("changed", done.difference.changed.len())
            .arg("withdrawn", done.difference.withdrawn.len());
        crate::out!("{}", call.l.say(&say));
    }
    if !call.flag("json") {
        for waiting in &done.amendments_waiting {
            let say = Say::new("cli-import-waiting")
                .arg("number", &waiting.amending.head.number)
                .arg("file", &waiting.file_name);
            crate::out!("{}", call.l.say(&say));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How things stand as of a day, today when none is given.
pub async fn status(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open(call).await?;
    let day = call.text("as-of").map(str::parse::<Day>).transpose()?.unwrap_or_else(|| house.clock.today());
    let board = house.boards.now().await?;
    let asked = Asked { day, known_seq: board.seq() };
    let status = board.status(asked, &Sight::All, &Filter::default());
    let json = plan::status::to_json(&status);
    if call.flag("json") {
        crate::out!("{json}");
        return Ok(ExitCode::SUCCESS);
    }
    crate::out!("{}", call.l.say(&Say::new("cli-status-tasks").arg("day", day).arg("total", status.tasks.total())));
    for (state, count) in json["tasks"]["by_state"].as_object().into_iter().flatten() {
        crate::out!("  {:28} {count}", call.l.t(&format!("state-{}", state.replace('_', "-"))));
    }
    let targets = Say::new("cli-status-targets")
        .arg("total", status.targets.total)
        .arg("met", status.targets.met)
        .arg("exceeded", status.targets.exceeded)
        .arg("running", status.targets.running)
        .arg("missed", status.targets.not_met);
    crate::out!("{}", call.l.say(&targets));
    Ok(ExitCode::SUCCESS)
}
