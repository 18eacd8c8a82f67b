//! The periodic report: figures as of a day, closed so that the same day always yields the same
//! numbers, laid out as an official document and as sheets. All words come through the caller's
//! translator; this room knows only what to say.
mod appendix;
mod document;
mod figures;
mod sheets;

use kernel::{Action, Ctx, Day, Fault, Millis, Resource, Result, Say, UnitId};
use serde_json::json;
use store::{NewEvent, Sql, Store, args};

pub use self::{
    document::{Letterhead, compose},
    figures::{Figures, LateTask, TargetRow},
    sheets::sheets,
};
use crate::board::{Asked, Boards};

/// Make the report: the focal department and leaders.
pub const REPORT_MAKE: Action = Action("report.make");

/// Puts a message into words.
pub type Translate<'a> = &'a (dyn Fn(&Say) -> String + Sync);
/// Names a unit.
pub type UnitName<'a> = &'a (dyn Fn(UnitId) -> String + Sync);

/// Closes a day, or finds it closed: everything known now about the day is what its report says
/// from now on. `restate` closes it anew. Gives what to ask the board.
///
/// # Errors
/// `Forbidden`, or `Invalid` for a day that has not come.
pub async fn close(store: &Store, ctx: &Ctx, as_of: Day, restate: bool) -> Result<Asked> {
    ctx.require(REPORT_MAKE, &Resource::all("report"))?;
    if as_of > ctx.today() {
        return Err(Fault::invalid("plan-report-in-future").arg("day", as_of).field("as_of"));
    }
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let known = "SELECT known_seq FROM report_closing WHERE as_of = $1";
                let closed = tx.opt(known, args![as_of]).await?.map(|row| row.int(0)).transpose()?;
                let known_seq = match closed {
                    Some(seq) if !restate => seq,
                    _ => tx.next_seq() - 1,
                };
                let facts = json!({ "as_of": as_of, "known_seq": known_seq, "restated": closed.is_some() && restate });
                let seq = tx.append(NewEvent::new("report.made", format!("report:{as_of}"), facts)).await?;
                if closed != Some(known_seq) {
                    let name = tx.ctx().actor.name.clone();
                    tx.exec(
                        "INSERT INTO report_closing (as_of, known_seq, by_name, at) \
                         VALUES ($1,$2,$3,(SELECT at FROM event WHERE seq = $4)) \
                         ON CONFLICT (as_of) DO UPDATE SET known_seq = excluded.known_seq, by_name = excluded.by_name, at = excluded.at",
                        args![as_of, known_seq, name, seq],
                    )
                    .await?;
                }
                Ok(Asked { day: as_of, known_seq })
            })
        })
        .await
}

/// How a day was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The newest event that was known.
    pub known_seq: i64,
    /// When.
    pub at: Millis,
    /// By whom.
    pub by_name: String,
}

/// How a day was closed; `None` when no report was made for it yet.
///
/// # Errors
/// When the store can't be read.
pub async fn closing(sql: &mut dyn Sql, as_of: Day) -> Result<Option<Closing>> {
    let row = sql.opt("SELECT known_seq, at, by_name FROM report_closing WHERE as_of = $1", args![as_of]).await?;
    row.map(|row| Ok(Closing { known_seq: row.int(0)?, at: row.millis(1)?, by_name: row.text(2)? })).transpose()
}

/// Makes the figures of a day's report: closes the day and counts.
///
/// # Errors
/// See [`close`].
pub async fn make(store: &Store, ctx: &Ctx, boards: &Boards, as_of: Day, restate: bool) -> Result<Figures> {
    let asked = close(store, ctx, as_of, restate).await?;
    let board = boards.now().await?;
    figures::gather(&mut store.read().await?, &board, asked).await
}
