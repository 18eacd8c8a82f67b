//! `bazan audit verify`: recomputes the chain of events.
use std::process::ExitCode;

use kernel::{Result, Say};

use crate::{Call, wire::House};

/// Exit code 0 when the chain is whole, 1 when it is not.
pub async fn verify(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open(call).await?;
    let found = store::event::verify(&house.store).await?;
    if call.flag("json") {
        crate::out!("{}", serde_json::to_string(&found).map_err(kernel::Fault::internal)?);
    } else {
        let say = match found.broken_at {
            None => Say::new("cli-audit-good").arg("count", found.events).arg("head", &found.head),
            Some(seq) => Say::new("cli-audit-broken").arg("seq", seq),
        };
        crate::out!("{}", call.l.say(&say));
    }
    Ok(if found.broken_at.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
