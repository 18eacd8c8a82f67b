//! `bazan doctor`: looks at everything that may be wrong and says how to mend it.
use std::process::ExitCode;

use kernel::{Result, Say};

use crate::{
    Call,
    wire::{House, KEY_FILE},
};

/// A thing looked at.
#[derive(Clone)]
struct Look {
    good: bool,
    say: Say,
}

/// Exit code 0 when all is well.
pub async fn run(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open(call).await?;
    let looks = [store_and_chain(&house).await?, key(call, &house).await?, surroundings(call, &house).await?].concat();
    let good = looks.iter().all(|l| l.good);
    if !call.flag("quiet") {
        for look in &looks {
            let mark = call.l.t(if look.good { "doctor-ok" } else { "doctor-bad" });
            crate::out!("{:12} {}", mark, call.l.say(&look.say));
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn store_and_chain(house: &House) -> Result<Vec<Look>> {
    // A write that keeps nothing new: proves that the store can be written.
    house
        .store
        .write(&house.program("doctor"), |tx| Box::pin(async move { tx.set_setting("doctor", "ok").await }))
        .await?;
    let found = store::event::verify(&house.store).await?;
    let chain = match found.broken_at {
        None => Look { good: true, say: Say::new("doctor-chain").arg("count", found.events) },
        Some(seq) => Look { good: false, say: Say::new("doctor-chain-broken").arg("seq", seq) },
    };
    Ok(vec![Look { good: true, say: Say::new("doctor-store").arg("address", house.store.address()) }, chain])
}

/// Is the key here that second factors were sealed with, and for nobody else's eyes?
async fn key(call: &Call<'_>, house: &House) -> Result<Vec<Look>> {
    let foreign = house.accounts.foreign_keys().await?;
    let path = call.data.join(KEY_FILE);
    let file = path.display().to_string();
    if foreign > 0 {
        return Ok(vec![Look {
            good: false,
            say: Say::new("doctor-key-other").arg("count", foreign).arg("file", file),
        }]);
    }
    if open_to_others(&path) {
        return Ok(vec![Look { good: false, say: Say::new("doctor-key-open").arg("file", file) }]);
    }
    Ok(vec![Look { good: true, say: Say::new("doctor-key") }])
}
#[cfg(unix)]
fn open_to_others(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}
#[cfg(not(unix))]
fn open_to_others(_: &std::path::Path) -> bool {
    false
}

async fn surroundings(call: &Call<'_>, house: &House) -> Result<Vec<Look>> {
    let mut looks = Vec::new();
    let dir = call.data.display().to_string();
    let probe = call.data.join(".doctor");
    let writable = std::fs::create_dir_all(&call.data).and_then(|()| std::fs::write(&probe, b"ok")).is_ok();
    let _ = std::fs::remove_file(&probe);
    let id = if writable { "doctor-disk" } else { "doctor-disk-bad" };
    looks.push(Look { good: writable, say: Say::new(id).arg("dir", dir) });

    let units = house.directories.now().await?.units_on(house.clock.today()).count();
    looks.push(match units {
        0 => Look { good: false, say: Say::new("doctor-units-none") },
        n => Look { good: true, say: Say::new("doctor-units").arg("count", n) },
    });

    let mut reader = house.store.read().await?;
    let messages = store::outbox::list(&mut reader, 10_000).await?;
    let count = |state: &str| messages.iter().filter(|m| m.state == state).count();
    let mail = Say::new("doctor-mail").arg("waiting", count("waiting")).arg("dead", count("dead"));
    looks.push(Look { good: count("dead") == 0, say: mail });
    if call.config.opt("mail.server").is_none() {
        looks.push(Look { good: true, say: Say::new("doctor-mail-none") });
    }

    let last = store::event::list(&mut reader, &store::event::EventFilter::default(), 1).await?;
    let now = house.clock.now();
    looks.push(match last.first() {
        Some(event) if event.at > now => Look {
            good: false,
            say: Say::new("doctor-clock-back").arg("now", now.vietnamese()).arg("last", event.at.vietnamese()),
        },
        _ => Look { good: true, say: Say::new("doctor-clock").arg("now", now.vietnamese()) },
    });
    Ok(looks)
}
