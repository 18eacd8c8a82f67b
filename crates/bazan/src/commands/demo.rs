//! `bazan demo`: the sample province, then the server.
use std::{fmt::Write as _, io::IsTerminal, path::Path, process::ExitCode, sync::Arc};

use kernel::{Fault, Result, Say};
use sample::load::{Progress, Sample};

use super::serve;
use crate::{Call, wire::House};

/// Loads the province (once), prints the accounts, and serves unless told not to.
pub async fn run(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open_to_serve(call).await?;
    let dir = call.data.display().to_string();
    crate::out!("{}", call.l.t("cli-demo-loading"));
    let sample = Sample {
        store: house.store.clone(),
        directories: house.directories.clone(),
        gate: Arc::clone(&house.gate),
        today: house.clock.today(),
    };
    let tell = |p: Progress| bar(call, p);
    sample::load::load(&sample, &call.data.join("sample-documents"), &tell).await?;
    // The office is known only now.
    house.know_office().await?;
    crate::out!("{}", call.l.say(&Say::new("cli-demo-loaded").arg("dir", dir)));
    let list = accounts(call, &house).await?;
    let file = call.data.join("accounts.txt").display().to_string();
    crate::out!("{}\n{list}", call.l.say(&Say::new("cli-demo-accounts").arg("file", file)));
    if !call.flag("no-serve") {
        serve::serve(call, house).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar on a terminal; a line per stage elsewhere.
fn bar(call: &Call<'_>, p: Progress) {
    let stage = call.l.t(p.stage.message_id());
    if std::io::stderr().is_terminal() {
        let filled = p.done * 30 / p.total.max(1);
        eprint!("\r{stage:32} [{}{}] {}/{}  ", "#".repeat(filled), ".".repeat(30 - filled), p.done, p.total);
        if p.done == p.total {
            eprintln!();
        }
    } else if p.done == p.total {
        eprintln!("{stage}: {}", p.total);
    }
}

/// The accounts with their passwords: made at the first call, read from the file afterwards.
async fn accounts(call: &Call<'_>, house: &House) -> Result<String> {
    let path = call.data.join("accounts.txt");
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Ok(text);
    }
    let mut text = String::new();
    for account in sample::load::accounts(&house.accounts, &house.program("demo")).await? {
        let role = call.l.t(account.role.message_id());
        let _ = writeln!(text, "{}\t{}\t{role}", account.login, account.password.reveal());
    }
    write_private(&path, &text)
        .map_err(|e| Fault::unavailable("cli-file-unwritable").arg("file", path.display().to_string()).because(e))?;
    Ok(text)
}

/// Passwords are for whoever runs the demo, and for nobody else on the machine.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}
