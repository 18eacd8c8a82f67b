//! When a person last looked at their day: what came after it is news to them.
use kernel::{Ctx, Fault, Millis, PersonId, Result};
use store::{Sql, Store, args};

/// Looking again within this time is the same look: what was new stays new meanwhile.
const SAME_LOOK: i64 = 30 * 60_000;

/// A person's last look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// News are events after this one.
    pub seen: i64,
    /// The newest event when they last began to look.
    pub newest: i64,
    /// When that was.
    pub at: Millis,
}
impl Look {
    /// This look, if it began at that moment: within half an hour it is the one before.
    #[must_use]
    pub fn again(self, now: Millis, newest: i64) -> Self {
        if self.newest > 0 && now.0 - self.at.0 < SAME_LOOK {
            return self;
        }
        // Who never looked before is not told of everything that ever happened.
        let seen = if self.newest == 0 { newest } else { self.newest };
        Self { seen, newest, at: now }
    }
}

/// A person's last look; the default for who never looked.
///
/// # Errors
/// When the store can't be read.
pub async fn last_look(sql: &mut dyn Sql, person: PersonId) -> Result<Look> {
    let text = "SELECT before_seq, seq, at FROM last_look WHERE person_id = $1";
    let Some(row) = sql.opt(text, args![person]).await? else { return Ok(Look::default()) };
    Ok(Look { seen: row.int(0)?, newest: row.int(1)?, at: row.millis(2)? })
}

/// Keeps that the actor looks. It changes nothing but what is news to them, so it is no event.
///
/// # Errors
/// `Forbidden` for the program; when the store can't be written.
pub async fn keep_look(store: &Store, ctx: &Ctx, look: Look) -> Result<()> {
    let person = ctx.actor.person.ok_or_else(|| Fault::forbidden("fault-forbidden"))?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                tx.exec(
                    "INSERT INTO last_look (person_id, before_seq, seq, at) VALUES ($1,$2,$3,$4) \
                     ON CONFLICT (person_id) DO UPDATE SET before_seq = excluded.before_seq, seq = excluded.seq, at = excluded.at",
                    args![person, look.seen, look.newest, look.at],
                )
                .await
                .map(drop)
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_look_lasts_half_an_hour_and_the_next_one_begins_where_it_was() {
        let first = Look::default().again(Millis(1_000), 50);
        assert_eq!((first.seen, first.newest), (50, 50), "who never looked is not flooded");
        let same = first.again(Millis(1_000 + SAME_LOOK - 1), 60);
        assert_eq!(same, first);
        let next = first.again(Millis(1_000 + SAME_LOOK), 70);
        assert_eq!((next.seen, next.newest), (50, 70));
    }
}
