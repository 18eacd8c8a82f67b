//! What a night costs: the first run over everything that is late, the run of an ordinary night, and
//! one that finds nothing. `BAZAN_BENCH_TASKS` tasks (2,000 unless told; 20,000 make 100,000 lines),
//! a quarter as many people. Prints; asserts nothing. Run: `cargo run --release -p chase --example night_speed`.
use std::time::Instant;

use kernel::{Ctx, Day, DocumentId, EditionId, LineId, Millis, PersonId, Result, TaskId, UnitId};
use org::{Directories, Unit, UnitKind};
use plan::board::Boards;
use serde_json::json;
use store::{NewEvent, Sql, Store, args, testing};

const UNITS: usize = 150;
const DEPARTMENTS: usize = 26;
const PER_DOCUMENT: usize = 250;

fn main() {
    let tasks = std::env::var("BAZAN_BENCH_TASKS").ok().and_then(|t| t.parse().ok()).unwrap_or(2_000);
    tokio::runtime::Runtime::new().expect("a runtime starts").block_on(run(tasks)).expect("the measurement runs");
}

async fn run(tasks: usize) -> Result<()> {
    let rooms = [org::MIGRATIONS, indicator::MIGRATIONS, notify::MIGRATIONS, plan::MIGRATIONS, chase::MIGRATIONS];
    for test in testing::stores(&rooms).await {
        let (ctx, clock) = testing::ctx("2026-06-19");
        let store = &test.store;
        let people = tasks / 4;
        let begun = Instant::now();
        settle(store, &ctx, people).await?;
        let mut lines = 0;
        for first in (0..tasks).step_by(PER_DOCUMENT) {
            lines += document(store, &ctx, first, PER_DOCUMENT.min(tasks - first)).await?;
        }
        println!(
            "\n{:?}: {tasks} tasks, {lines} lines, {people} people, filled in {:.1?}",
            store.engine(),
            begun.elapsed()
        );
        let (boards, dirs) = (Boards::new(store.clone()), Directories::new(store.clone()));
        let begun = Instant::now();
        drop((boards.now().await?, dirs.now().await?));
        println!("board and directory      {:>9.1?}", begun.elapsed());
        for (what, day) in [
            ("first run", "2026-06-19"),
            ("nothing new", "2026-06-19"),
            ("an ordinary night", "2026-06-22"),
            ("the next", "2026-06-23"),
        ] {
            let day: Day = day.parse()?;
            clock.set(Millis::start_of(day).plus(6 * 3_600_000));
            let begun = Instant::now();
            let night = chase::preview(store, &ctx, &boards, &dirs, day).await?;
            let worked_out = begun.elapsed();
            let begun = Instant::now();
            let said = chase::run(store, &ctx, &boards, &dirs, day).await?;
            println!(
                "{what:24} {:>9.1?} (working it out {worked_out:.1?}): {} rungs told, {} passed over, {} notices, {} people",
                begun.elapsed(),
                said.rungs_told(),
                said.items.len() - said.rungs_told(),
                night.sayings.len(),
                said.people().len()
            );
        }
    }
    Ok(())
}

fn unit(n: usize) -> UnitId {
    UnitId::from_name(&format!("unit {n}"))
}

async fn settle(store: &Store, ctx: &Ctx, people: usize) -> Result<()> {
    let units = (0..UNITS).map(|n| Unit {
        id: unit(n),
        code: format!("U{n:03}"),
        name: format!("Đơn vị thứ {n}"),
        short: format!("ĐV {n}"),
        kind: if n < DEPARTMENTS { UnitKind::Department } else { UnitKind::Commune },
        block: kernel::Block::Government,
        parent: None,
        valid_from: Day::new(2025, 7, 1).unwrap_or_else(|| Day::from_number(0)),
        valid_to: None,
        head_title: String::new(),
        area_code: String::new(),
        tile: None,
    });
    org::create_units(store, ctx, units.collect()).await?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let seq = tx.append(NewEvent::new("person.created", "person:", json!({}))).await?;
                let rows = (0..people.max(UNITS + 10)).map(|n| {
                    let post = match n {
                        0..UNITS => "head",
                        150..155 => "focal",
                        155..160 => "leader",
                        _ => "officer",
                    };
                    let (name, mail) = (format!("p{n}"), format!("p{n}@example.vn"));
                    args![PersonId::new(), &name, &name, mail, unit(n % UNITS), post, true, "vi", seq]
                });
                tx.insert_many("person (id, username, name, email, unit_id, posts, active, lang, seq)", rows.collect())
                    .await
            })
        })
        .await
}

async fn document(store: &Store, ctx: &Ctx, first: usize, count: usize) -> Result<usize> {
    let (id, edition, issued): (DocumentId, EditionId, Day) =
        (DocumentId::new(), EditionId::new(), "2026-01-05".parse()?);
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let seq = tx.append(NewEvent::new("document.imported", id.subject(), json!({}))).await?;
                tx.exec(
                    "INSERT INTO document (id, kind, number, issued_on, issuer, title, folded, bases, from_day, sample, edition_id, seq) \
                     VALUES ($1,'Kế hoạch',$2,$3,'UBND tỉnh','Kế hoạch','','[]',$3,1,$4,$5)",
                    args![id, format!("{first}/KH-UBND"), issued, edition, seq],
                )
                .await?;
                let (mut tasks, mut versions, mut parts, mut lines) = (vec![], vec![], vec![], vec![]);
                for n in first..first + count {
                    let task = TaskId::new();
                    let name = format!("Triển khai nội dung chuyển đổi số thứ {n} trong lĩnh vực quản lý nhà nước");
                    let due = issued.plus_days(i64::try_from(20 + n * 37 % 330).unwrap_or(0));
                    let (kind, due) = if n % 20 == 0 { ("recurring", None) } else { ("month", Some(due)) };
                    tasks.push(args![task, id, n.to_string(), n, 1i64, seq]);
                    versions.push(args![
                        task, 1i64, edition, issued, false, "I", "Mục", n.to_string(), &name, &name, "", "", kind, due, "",
                        "", "", "", "", seq
                    ]);
                    let leads: Vec<usize> =
                        if n % 40 == 7 { (DEPARTMENTS..UNITS).collect() } else { vec![n % 26, (n + 5) % 26] };
                    for lead in leads {
                        parts.push(args![task, 1i64, "lead", unit(lead), ""]);
                        lines.push(args![LineId::new(), task, unit(lead), issued, 0i64, seq]);
                    }
                }
                let made = lines.len();
                tx.insert_many("task (id, document_id, identity, ordinal, version, seq)", tasks).await?;
                tx.insert_many(
                    "task_version (task_id, version, edition_id, from_day, withdrawn, section_no, section_title, no, name, \
                     folded, product, deadline_text, deadline_kind, due_on, lead_text, coordinating_text, responsible_text, \
                     authority_text, source_documents_text, seq)",
                    versions,
                )
                .await?;
                tx.insert_many("task_part (task_id, version, role, unit_id, group_code)", parts).await?;
                tx.insert_many("line (id, task_id, unit_id, from_day, last_mark, seq)", lines).await?;
                Ok(made)
            })
        })
        .await
}
