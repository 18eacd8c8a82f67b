//! `bazan chase run`: says what the ladder of reminders asks for, or only shows it.
use std::process::ExitCode;

use chase::Night;
use kernel::{Day, Fault, Result, Say};
use org::Directory;
use serde_json::json;

use crate::{Call, wire::House};

/// Runs it, or with `--dry` shows what it would say.
pub async fn run(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open(call).await?;
    let ctx = house.program("chase run");
    let day = call.text("as-of").map(str::parse::<Day>).transpose()?.unwrap_or_else(|| ctx.today());
    let (store, boards, directories) = (&house.store, &house.boards, &house.directories);
    let dry = call.flag("dry");
    let night = if dry {
        chase::preview(store, &ctx, boards, directories, day).await?
    } else {
        chase::run(store, &ctx, boards, directories, day).await?
    };
    let directory = directories.now().await?;
    if call.flag("json") {
        let text = serde_json::to_string(&as_json(&night, &directory, dry)).map_err(Fault::internal)?;
        crate::out!("{text}");
        return Ok(ExitCode::SUCCESS);
    }
    let head = if dry { "cli-chase-would" } else { "cli-chase-did" };
    let say = Say { id: head.into(), args: vec![] };
    let say = say.arg("day", day).arg("count", night.rungs_told()).arg("people", night.people().len());
    crate::out!("{}", call.l.say(&say));
    for saying in &night.sayings {
        let say = Say::new("cli-chase-saying")
            .arg("how", call.l.t(&format!("chase-how-{}", saying.kind.word().replace('_', "-"))))
            .arg("people", names(&directory, saying))
            .arg("count", saying.lines.len())
            .arg("first", &*night.lines[saying.lines[0]].name);
        crate::out!("  {}", call.l.say(&say));
    }
    if night.unheard > 0 {
        crate::out!("{}", call.l.say(&Say::new("chase-unheard").arg("count", night.unheard)));
    }
    Ok(ExitCode::SUCCESS)
}

fn names(directory: &Directory, saying: &chase::Saying) -> String {
    let names: Vec<&str> =
        saying.people.iter().filter_map(|id| directory.person(*id)).map(|p| p.username.as_str()).collect();
    names.join(", ")
}

fn as_json(night: &Night, directory: &Directory, dry: bool) -> serde_json::Value {
    let sayings = night.sayings.iter().map(|saying| {
        let people = saying.people.iter().filter_map(|id| directory.person(*id)).map(|p| p.username.as_str());
        let lines = saying.lines.iter().map(|i| &night.lines[*i]);
        json!({
            "kind": saying.kind, "people": people.collect::<Vec<_>>(),
            "lines": lines.map(|l| json!({ "line": l.line, "task": l.task, "name": &*l.name, "counted_from": l.anchor })).collect::<Vec<_>>(),
        })
    });
    json!({
        "day": night.day, "dry": dry, "event": night.seq, "reminders": night.rungs_told(),
        "people": night.people().len(), "unheard": night.unheard, "notices": sayings.collect::<Vec<_>>(),
    })
}
