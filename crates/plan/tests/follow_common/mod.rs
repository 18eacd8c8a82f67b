//! Small builders for tests of following: a document with tasks, written as an import writes them.
#![allow(dead_code, reason = "each test binary uses some of it")]
use kernel::{Ctx, Day, DocumentId, EditionId, LineId, TaskId, UnitId, text::fold_words};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, Value, args};

pub const ROOMS: &[&[store::Migration]] =
    &[org::MIGRATIONS, indicator::MIGRATIONS, notify::MIGRATIONS, plan::MIGRATIONS];

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}
pub fn unit(name: &str) -> UnitId {
    UnitId::from_name(name)
}

/// A task to be written.
#[derive(Clone, Debug)]
pub struct Seed {
    pub section: String,
    pub no: String,
    pub name: String,
    pub product: String,
    pub kind: String,
    pub due_on: Option<Day>,
    pub leads: Vec<UnitId>,
    pub coordinating: Vec<UnitId>,
}
/// `due`: a date, or one of `recurring`, `external`, `none`.
pub fn seed(no: &str, name: &str, due: &str, leads: &[&str]) -> Seed {
    let due_on = due.parse::<Day>().ok();
    Seed {
        section: "I".into(),
        no: no.into(),
        name: name.into(),
        product: "Báo cáo".into(),
        kind: if due_on.is_some() { "month".into() } else { due.into() },
        due_on,
        leads: leads.iter().map(|l| unit(l)).collect(),
        coordinating: Vec::new(),
    }
}

/// A written task with its lines, in the order of its leads.
#[derive(Clone, Debug)]
pub struct Sown {
    pub task: TaskId,
    pub lines: Vec<LineId>,
}

pub async fn sow(store: &Store, ctx: &Ctx, number: &str, issued_on: &str, seeds: Vec<Seed>) -> (DocumentId, Vec<Sown>) {
    let (number, issued_on) = (number.to_owned(), day(issued_on));
    store.write(ctx, move |tx| Box::pin(async move { sow_in(tx, &number, issued_on, &seeds).await })).await.unwrap()
}

async fn sow_in(tx: &mut Tx, number: &str, issued_on: Day, seeds: &[Seed]) -> kernel::Result<(DocumentId, Vec<Sown>)> {
    let (document, edition) = (DocumentId::new(), EditionId::new());
    let seq = tx.append(NewEvent::new("document.imported", document.subject(), json!({ "number": number }))).await?;
    tx.exec(
        "INSERT INTO document (id, kind, number, issued_on, issuer, title, folded, bases, from_day, sample, edition_id, seq) \
         VALUES ($1,'Kế hoạch',$2,$3,'UBND','Kế hoạch thử','','[]',$3,0,$4,$5)",
        args![document, number, issued_on, edition, seq],
    )
    .await?;
    let (mut tasks, mut parts, mut lines, mut sown) = (vec![], vec![], vec![], vec![]);
    for (ordinal, seed) in seeds.iter().enumerate() {
        let task = TaskId::new();
        tasks.push(args![task, document, format!("{ordinal}"), ordinal, 1i64, seq]);
        put_version(tx, task, 1, edition, issued_on, seed, false, seq).await?;
        parts.extend(part_rows(task, 1, seed));
        let mut own = Vec::new();
        for lead in &seed.leads {
            let line = LineId::new();
            lines.push(args![line, task, *lead, issued_on, 0i64, seq]);
            own.push(line);
        }
        sown.push(Sown { task, lines: own });
    }
    tx.insert_many("task (id, document_id, identity, ordinal, version, seq)", tasks).await?;
    tx.insert_many("task_part (task_id, version, role, unit_id, group_code)", parts).await?;
    tx.insert_many("line (id, task_id, unit_id, from_day, last_mark, seq)", lines).await?;
    Ok((document, sown))
}

fn part_rows(task: TaskId, version: i64, seed: &Seed) -> Vec<Vec<Value>> {
    let leads = seed.leads.iter().map(|u| args![task, version, "lead", *u, ""]);
    let helps = seed.coordinating.iter().map(|u| args![task, version, "coordinating", *u, ""]);
    leads.chain(helps).collect()
}

#[allow(clippy::too_many_arguments, reason = "a test's row")]
async fn put_version(
    tx: &mut Tx,
    task: TaskId,
    version: i64,
    edition: EditionId,
    from_day: Day,
    seed: &Seed,
    withdrawn: bool,
    seq: i64,
) -> kernel::Result<()> {
    tx.exec(
        "INSERT INTO task_version (task_id, version, edition_id, from_day, withdrawn, section_no, section_title, no, name, \
         folded, product, deadline_text, deadline_kind, due_on, lead_text, coordinating_text, responsible_text, \
         authority_text, source_documents_text, seq) \
         VALUES ($1,$2,$3,$4,$5,$6,'Mục',$7,$8,$9,$10,$11,$12,$13,$14,'','','','',$15)",
        args![
            task,
            version,
            edition,
            from_day,
            withdrawn,
            &seed.section,
            &seed.no,
            &seed.name,
            fold_words(&seed.name),
            &seed.product,
            seed.due_on.map(|d| d.vietnamese()).unwrap_or_default(),
            &seed.kind,
            seed.due_on,
            format!("{} đơn vị", seed.leads.len()),
            seq
        ],
    )
    .await
    .map(drop)
}

/// A new version of a task, as a changed edition writes it.
pub async fn resow(store: &Store, ctx: &Ctx, task: TaskId, from_day: &str, seed: Seed, withdrawn: bool) -> Vec<LineId> {
    let from_day = day(from_day);
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let seq = tx.append(NewEvent::new("task.changed", task.subject(), json!({}))).await?;
                let version = tx.one("SELECT version FROM task WHERE id = $1", args![task]).await?.int(0)? + 1;
                tx.exec("UPDATE task SET version = $1, seq = $2 WHERE id = $3", args![version, seq, task]).await?;
                put_version(tx, task, version, EditionId::new(), from_day, &seed, withdrawn, seq).await?;
                tx.insert_many(
                    "task_part (task_id, version, role, unit_id, group_code)",
                    part_rows(task, version, &seed),
                )
                .await?;
                let mut lines = Vec::new();
                for lead in &seed.leads {
                    let known = "SELECT id FROM line WHERE task_id = $1 AND unit_id = $2";
                    let line = match tx.opt(known, args![task, *lead]).await? {
                        Some(row) => row.id(0)?,
                        None => {
                            let (line, row) = (LineId::new(), "line (id, task_id, unit_id, from_day, last_mark, seq)");
                            tx.insert_many(row, vec![args![line, task, *lead, from_day, 0i64, seq]]).await?;
                            line
                        }
                    };
                    lines.push(line);
                }
                Ok(lines)
            })
        })
        .await
        .unwrap()
}
