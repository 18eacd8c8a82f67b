//! `bazan backup` and `bazan restore`.
use std::{fs::File, path::Path, process::ExitCode};

use kernel::{Fault, Result, Say};
use store::backup::Manifest;

use crate::{
    Call,
    wire::{House, KEY_FILE},
};

/// Writes beside the target and renames when it is complete: a full disk or a kill leaves no file
/// that looks like a backup.
pub async fn backup(call: &Call<'_>) -> Result<ExitCode> {
    let target = call.text("file").unwrap_or_default();
    if Path::new(target).exists() {
        return Err(Fault::conflict("cli-file-exists").arg("file", target));
    }
    let house = House::open(call).await?;
    let part = format!("{target}.part");
    let unwritable = |e: std::io::Error| Fault::unavailable("cli-file-unwritable").arg("file", target).because(e);
    let file = File::create(&part).map_err(unwritable)?;
    let outcome = store::backup::backup(&house.store, file.try_clone().map_err(unwritable)?).await;
    if outcome.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    let manifest = outcome?;
    file.sync_all().and_then(|()| std::fs::rename(&part, target)).map_err(unwritable)?;
    tell(call, "cli-backup-done", &manifest, target);
    if call.config.opt("access.key").is_none() {
        let key = call.data.join(KEY_FILE);
        if key.exists() {
            crate::out!("{}", call.l.say(&Say::new("cli-backup-key").arg("file", key.display().to_string())));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Fills the store named by data folder or settings, which must be new.
pub async fn restore(call: &Call<'_>) -> Result<ExitCode> {
    let source = call.text("file").unwrap_or_default();
    let file = File::open(source).map_err(|e| Fault::invalid("cli-file-unreadable").arg("file", source).because(e))?;
    let house = House::open(call).await?;
    let manifest = store::backup::restore(&house.store, &house.program("restore"), file).await?;
    tell(call, "cli-restore-done", &manifest, source);
    let foreign = house.accounts.foreign_keys().await?;
    if foreign > 0 {
        let file = call.data.join(KEY_FILE).display().to_string();
        crate::out!("{}", call.l.say(&Say::new("cli-restore-key").arg("count", foreign).arg("file", file)));
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(call: &Call<'_>, id: &'static str, manifest: &Manifest, file: &str) {
    let rows = manifest.tables.values().map(|t| t.rows).sum::<u64>();
    let say = Say::new(id)
        .arg("tables", manifest.tables.len())
        .arg("rows", i64::try_from(rows).unwrap_or(i64::MAX))
        .arg("file", file);
    crate::out!("{}", call.l.say(&say));
}
