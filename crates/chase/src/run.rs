//! The nightly run: says what the ladder asks for, once. What is said, whom it was said to, the
//! notices and the event are one transaction: a killed run said all of it or nothing, and of two
//! runs at once the second finds nothing left.
use std::{collections::BTreeMap, sync::Arc};

use kernel::{Ctx, Day, Fault, FaultKind, LineId, Resource, Result};
use notify::{Kind, Notice};
use org::{Directories, Directory};
use plan::board::{Asked, Boards};
use serde_json::json;
use store::{NewEvent, Store, Tx, event};

use crate::{
    CHASE_CHANGE, CHASE_RUN, Night, Saying, db, ladder,
    night::{Touched, candidates},
};

/// The kind of the job that runs it.
pub const RUN_JOB: &str = "chase.run";
/// Names of tasks that a notice of many spells out.
const NAMED: usize = 3;
/// How often a run begins anew when others keep being faster.
const TRIES: usize = 5;

/// Queues the run of today once its hour has come, once however often it is asked for; not on days
/// off. After a downtime the next working day says what was missed. `true`: it is or was queued.
///
/// # Errors
/// When the store can't be read or written.
pub async fn ask_for_run(store: &Store, ctx: &Ctx, hour: u32) -> Result<bool> {
    let (now, day) = (ctx.now(), ctx.today());
    let calendar = org::calendar(&mut store.read().await?).await?;
    if i64::from(now.civil().hour()) < i64::from(hour) || !calendar.is_working(day) {
        return Ok(false);
    }
    let key = format!("{RUN_JOB}:{day}");
    store
        .write(ctx, move |tx| Box::pin(async move { tx.enqueue(RUN_JOB, Some(&key), &json!({}), now).await.map(drop) }))
        .await?;
    Ok(true)
}

/// What a run would say on that day, as everything stands now.
///
/// # Errors
/// `Forbidden`, or when the store can't be read.
pub async fn preview(store: &Store, ctx: &Ctx, boards: &Boards, dirs: &Directories, day: Day) -> Result<Night> {
    ctx.require(CHASE_CHANGE, &Resource::all("province"))?;
    Ok(work_out(store, boards, dirs, day).await?.0)
}

/// Says what the ladder asks for on that day: today, or an earlier one that was missed.
///
/// # Errors
/// `Forbidden`; `Invalid` for a day to come; when the store can't be read or written, and then
/// nothing was said.
pub async fn run(store: &Store, ctx: &Ctx, boards: &Boards, dirs: &Directories, day: Day) -> Result<Night> {
    ctx.require(CHASE_RUN, &Resource::all("province"))?;
    if day > ctx.today() {
        return Err(Fault::invalid("chase-day-ahead").arg("day", day).field("as_of"));
    }
    for _ in 0..TRIES {
        let (night, directory) = work_out(store, boards, dirs, day).await?;
        if night.items.is_empty() {
            return Ok(night);
        }
        let night = Arc::new(night);
        let own = Arc::clone(&night);
        match store.write(ctx, move |tx| Box::pin(async move { say(tx, &own, &directory).await })).await {
            Ok(seq) => {
                let mut night = Arc::unwrap_or_clone(night);
                night.seq = Some(seq);
                return Ok(night);
            }
            // Another run said some of it since it was worked out.
            Err(fault) if fault.kind == FaultKind::Conflict => {}
            Err(fault) => return Err(fault),
        }
    }
    Err(Fault::unavailable("chase-said-meanwhile"))
}

async fn work_out(store: &Store, boards: &Boards, dirs: &Directories, day: Day) -> Result<(Night, Arc<Directory>)> {
    let (board, directory) = (boards.now().await?, dirs.now().await?);
    let mut sql = store.read().await?;
    let (calendar, ladder) = (org::calendar(&mut sql).await?, ladder(&mut sql).await?);
    // Rungs are measured on `day`; but every mark there is counts, even where the clock was set back
    // and it seems to be of tomorrow: nobody is chased for what was done.
    let newest = event::list(&mut sql, &event::EventFilter::default(), 1).await?.first().map(|e| e.at.day());
    let asked = Asked::on(newest.map_or(day, |newest| newest.max(day)));
    let found = candidates(&board, asked, &ladder, &calendar, day);
    let lines: Vec<LineId> = found.iter().flat_map(|c| c.ids()).collect();
    let said = db::said(&mut sql, &ladder, &lines).await?;
    let night = Night::of(ladder, day, &found, &said, &directory);
    Ok((night, directory))
}

async fn say(tx: &mut Tx, night: &Night, directory: &Directory) -> Result<i64> {
    let mut rungs: BTreeMap<&str, usize> = BTreeMap::new();
    for item in night.items.iter().filter(|i| i.told) {
        *rungs.entry(&night.ladder.0[item.rung].key).or_default() += 1;
    }
    let people = night.people().len();
    let facts = json!({
        "on": night.day, "count": night.rungs_told(), "rows": people, "rungs": rungs,
        "passed_over": night.items.len() - night.rungs_told(), "unheard": night.unheard,
    });
    let seq = tx.append(NewEvent::new("chase.said", format!("chase:{}", night.day), facts)).await?;
    db::keep(tx, night, seq, people).await?;
    let notices: Vec<Notice> =
        night.sayings.iter().enumerate().map(|(no, saying)| notice(night, directory, saying, seq, no)).collect();
    let batch: Vec<_> = night.sayings.iter().zip(&notices).map(|(s, n)| (s.people.as_slice(), n)).collect();
    notify::post_many(tx, &batch).await?;
    Ok(seq)
}

/// The notice of a saying. One line is told by its name; many by their number and the first names.
fn notice(night: &Night, directory: &Directory, saying: &Saying, seq: i64, no: usize) -> Notice {
    let lines: Vec<&Touched> = saying.lines.iter().map(|i| &night.lines[*i]).collect();
    let first = lines[0];
    let names: Vec<&str> = lines.iter().take(NAMED).map(|l| &*l.name).collect();
    let mut units: Vec<_> = lines.iter().map(|l| l.unit).collect();
    units.sort_unstable();
    units.dedup();
    let unit = directory.unit(first.unit).map(|u| u.name.as_str()).unwrap_or_default();
    let mut facts = json!({ "title": names.join("; "), "unit": unit, "due": first.anchor });
    if lines.len() == 1 {
        let (subject, path) = (first.task.subject(), format!("/tasks/{}", first.task));
        return Notice { kind: saying.kind, key: format!("chase:{seq}:{no}"), subject, path, facts };
    }
    facts["count"] = json!(lines.len());
    let mut path = match saying.kind {
        Kind::DueSoon => "/tasks?state=due_soon".to_owned(),
        Kind::Unconfirmed => "/tasks?awaiting=1".to_owned(),
        _ => "/tasks?state=overdue".to_owned(),
    };
    if units.len() == 1 {
        path.push_str(&format!("&unit={}", first.unit));
    } else {
        facts["units"] = json!(units.len());
    }
    let subject = format!("chase:{seq}:{no}");
    Notice { kind: saying.kind, key: subject.clone(), subject, path, facts }
}
