//! `bazan report make`: the periodic report as a file.
use std::process::ExitCode;

use kernel::{Day, Fault, Result, Say, UnitId};

use crate::{Call, wire::House};

/// Makes the report of a day; the first one closes it.
pub async fn make(call: &Call<'_>) -> Result<ExitCode> {
    let day: Day = call.text("as-of").unwrap_or_default().parse()?;
    let output = call.text("output").unwrap_or_default();
    let kind = output.rsplit('.').next().unwrap_or_default();
    if !matches!(kind, "docx" | "pdf" | "xlsx") || !output.contains('.') {
        return Err(Fault::invalid("cli-bad-output").arg("file", output));
    }
    let house = House::open(call).await?;
    let ctx = house.program("report make");
    let figures = plan::report::make(&house.store, &ctx, &house.boards, day, call.flag("restate")).await?;
    let directory = house.directories.now().await?;
    let bytes = if kind == "xlsx" {
        let l = call.l;
        let say = move |say: &Say| l.say(say);
        let name = |id: UnitId| directory.unit(id).map(|u| u.name.clone()).unwrap_or_default();
        plan::export::xlsx(&plan::report::sheets(&figures, &say, &name), ctx.today())?
    } else {
        let province = org::province(&mut house.store.read().await?).await?;
        let document = web::reports::compose(&figures, call.l, &directory, &province, ctx.today());
        match kind {
            "docx" => paper::write::docx(&document)?,
            _ => press::Press::new(crate::fonts::FILES).pdf(&document)?,
        }
    };
    write_whole(output, &bytes)?;
    crate::out!("{}", call.l.say(&Say::new("cli-report-done").arg("day", day).arg("file", output)));
    Ok(ExitCode::SUCCESS)
}

/// Beside the target first, then renamed: a full disk leaves no half report.
fn write_whole(output: &str, bytes: &[u8]) -> Result<()> {
    let part = format!("{output}.part");
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, output)).map_err(|e| {
        let _ = std::fs::remove_file(&part);
        Fault::unavailable("cli-file-unwritable").arg("file", output).because(e)
    })
}
