//! The ladder as a setting: read by every run, changed by a person.
use std::collections::HashSet;

use kernel::{Ctx, Fault, Resource, Result};
use serde_json::json;
use store::{NewEvent, Sql, Store, setting};

use crate::{CHASE_CHANGE, Ladder};

const SETTING: &str = "chase-ladder";

/// The ladder in force; the usual one until it is changed.
///
/// # Errors
/// When the store can't be read.
pub async fn ladder(sql: &mut dyn Sql) -> Result<Ladder> {
    match setting::get(sql, SETTING).await? {
        Some(text) => serde_json::from_str(&text).map_err(Fault::internal),
        None => Ok(Ladder::default()),
    }
}

/// Changes the ladder. Rungs keep their key; a new one (any key that is not in the ladder) gets its
/// own. What was said stays said; what was not follows the new ladder.
///
/// # Errors
/// `Forbidden`, `Invalid` as [`Ladder::checked`].
pub async fn set_ladder(store: &Store, ctx: &Ctx, mut new: Ladder) -> Result<()> {
    ctx.require(CHASE_CHANGE, &Resource::all("province"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let old = ladder(tx).await?;
                let known: HashSet<&str> = old.0.iter().map(|r| r.key.as_str()).collect();
                let seq = tx.next_seq();
                for (no, rung) in new.0.iter_mut().enumerate() {
                    if !known.contains(rung.key.as_str()) {
                        rung.key = format!("r{seq}-{no}");
                    }
                }
                let new = new.checked()?;
                if new == old {
                    return Ok(());
                }
                let text = serde_json::to_string(&new).map_err(Fault::internal)?;
                tx.set_setting(SETTING, &text).await?;
                let facts = json!({ "count": new.0.len(), "was": old, "now": new });
                tx.append(NewEvent::new("chase.ladder_set", "chase:ladder", facts)).await.map(drop)
            })
        })
        .await
}
