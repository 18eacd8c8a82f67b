//! What the board costs: loading, memory, and every question, at 20,000 tasks, 150 units, 100,000
//! lines and a million marks (`BAZAN_BENCH_TASKS` for another size; the rest grows with it).
//! Prints; asserts nothing. Run: `cargo bench -p plan --bench board`.
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use indicator::target::{NewTarget, TargetSays, YearValue, put_target_in};
use kernel::{Ctx, Day, DocumentId, EditionId, LineId, Result, TaskId, UnitId, text::fold_words};
use plan::{
    board::{Asked, Board, Boards, Sight},
    list::{Filter, PageAsk, Sort},
    progress::{On, ReportProgress, report_progress},
    state::State,
    status::Measure,
};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, Value, args, testing};

const UNITS: usize = 150;
const COMMUNES: usize = 124;
const PER_DOCUMENT: usize = 250;

fn main() {
    let tasks = std::env::var("BAZAN_BENCH_TASKS").ok().and_then(|t| t.parse().ok()).unwrap_or(20_000);
    tokio::runtime::Runtime::new().expect("a runtime starts").block_on(run(tasks)).expect("the measurement runs");
}

async fn run(tasks: usize) -> Result<()> {
    let all = testing::stores(&[org::MIGRATIONS, indicator::MIGRATIONS, notify::MIGRATIONS, plan::MIGRATIONS]).await;
    let (ctx, _) = testing::ctx("2026-06-19");
    for test in all.iter().take(2) {
        println!("\n{:?}", test.store.engine());
        let started = Instant::now();
        let line = fill(&test.store, &ctx, tasks).await?;
        println!("filled in {:?}", started.elapsed());
        measure(&test.store, &ctx, line).await?;
    }
    Ok(())
}

async fn measure(store: &Store, ctx: &Ctx, line: LineId) -> Result<()> {
    let before = resident();
    let started = Instant::now();
    let boards = Boards::new(store.clone());
    let board = boards.now().await?;
    println!("load {:?}, {} tasks, about {} MB", started.elapsed(), board.len(), (resident() - before) / 1024);
    let (today, past) = (Asked::on("2026-06-19".parse()?), Asked::on("2026-03-31".parse()?));
    let units: Vec<UnitId> = (0..UNITS).map(unit).collect();
    let (all, one) = (Sight::All, Sight::Units(vec![units[3]]));
    let none = Filter::default();
    let page = PageAsk { limit: 50, ..PageAsk::default() };

    time("status, first time of a day", 30, |n| status(&board, Asked::on(today.day.plus_days(n)), &all, &none));
    time("status", 200, |_| status(&board, today, &all, &none));
    time("status, past state of knowledge", 30, |_| {
        status(&board, Asked { known_seq: board.seq() - 1000, ..past }, &all, &none)
    });
    time("status of one unit's sight", 50, |_| status(&board, today, &one, &none));
    time("status of one document", 50, |_| {
        status(&board, today, &all, &Filter { document: Some(board.documents()[3].id), ..Filter::default() })
    });
    time("by unit", 200, |_| drop(black_box(board.by_unit(today, &all))));
    time("map measure", 200, |_| drop(black_box(board.measure(today, &all, Measure::DoneShare))));
    time("overdue, first 20", 100, |_| drop(black_box(board.late(today, &all, &none, 20))));
    time("due within 30 days, first 20", 100, |_| drop(black_box(board.due_within(today, &all, &none, 30, 20))));
    for sort in Sort::ALL {
        let ask = PageAsk { sort, ..page.clone() };
        time(&format!("list by {}, 50 rows", sort.code()), 50, |_| list(&board, &none, &all, &ask));
    }
    let of_unit = |unit: UnitId| plan::day::Who {
        person: None,
        sight: Sight::Units(vec![unit]),
        own: Some(unit),
        beneath: vec![],
        confirms: false,
    };
    let all_see = plan::day::Who { sight: Sight::All, own: None, confirms: true, ..of_unit(units[3]) };
    time("my day of a unit's person", 200, |n| {
        let who = of_unit(units[usize::try_from(n).unwrap_or(0) % UNITS]);
        drop(black_box(board.my_day(today, &who, board.seq() - 50)));
    });
    time("my day of who follows all", 50, |_| drop(black_box(board.my_day(today, &all_see, board.seq() - 50))));
    let overdue = Filter { states: vec![State::Overdue], ..Filter::default() };
    time("list of overdue", 50, |_| list(&board, &overdue, &all, &page));
    time("list: my work", 50, |_| list(&board, &Filter::mine(units[3]), &all, &page));
    time("list: what one unit sees", 50, |_| list(&board, &none, &one, &page));
    let text = |t: &str| Filter { text: t.into(), ..Filter::default() };
    time("search, two words", 50, |_| list(&board, &text("chuyển đổi 77"), &all, &page));
    time("search, nothing found", 50, |_| list(&board, &text("khong co gi ca"), &all, &page));

    let mut seen = 0;
    let mut costs = Vec::new();
    for _ in 0..200 {
        let on = On { line, seen, key: None };
        let input = ReportProgress { on, percent: 50, note: "Đang làm".into(), evidence: vec![] };
        let started = Instant::now();
        seen = report_progress(store, ctx, input).await?.seq;
        let wrote = started.elapsed();
        let started = Instant::now();
        let board = boards.now().await?;
        let refreshed = started.elapsed();
        let started = Instant::now();
        status(&board, today, &all, &none);
        costs.push((wrote, refreshed, started.elapsed()));
    }
    print("progress write", costs.iter().map(|c| c.0).collect());
    print("refresh after it", costs.iter().map(|c| c.1).collect());
    print("status after it", costs.iter().map(|c| c.2).collect());
    Ok(())
}

fn status(board: &Board, asked: Asked, sight: &Sight, filter: &Filter) {
    black_box(board.status(asked, sight, filter));
}
fn list(board: &Board, filter: &Filter, sight: &Sight, ask: &PageAsk) {
    let asked = Asked::on("2026-06-19".parse().expect("a date"));
    black_box(board.list(asked, sight, filter, ask).expect("a page"));
}
fn time(what: &str, times: i64, mut run: impl FnMut(i64)) {
    let mut all = Vec::new();
    for n in 0..times {
        let started = Instant::now();
        run(n);
        all.push(started.elapsed());
    }
    print(what, all);
}
fn print(what: &str, mut all: Vec<Duration>) {
    all.sort_unstable();
    let (least, half, most) = (all[0], all[all.len() / 2], all[all.len() * 95 / 100]);
    println!("{what:38} least {least:>9.1?}  p50 {half:>9.1?}  p95 {most:>9.1?}");
}
/// Memory of our own in KB; pages of the database file, which the system may drop, are not.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("RssAnon"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
fn unit(n: usize) -> UnitId {
    UnitId::from_name(&format!("unit {n}"))
}

/// Rows as an import and a year of reports leave them; the marks are written in bulk.
async fn fill(store: &Store, ctx: &Ctx, tasks: usize) -> Result<LineId> {
    let mut lines = Vec::new();
    for first in (0..tasks).step_by(PER_DOCUMENT) {
        let count = PER_DOCUMENT.min(tasks - first);
        let more = store.write(ctx, move |tx| Box::pin(async move { document(tx, first, count).await })).await?;
        lines.extend(more);
    }
    let some = lines[lines.len() / 2].0;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let mut seq = tx.next_seq() + 1;
                for part in lines.chunks(2000) {
                    let mut rows = Vec::new();
                    for (n, (line, task)) in part.iter().enumerate().filter(|(_, (line, _))| *line != some) {
                        marks(n, *line, *task, &mut seq, &mut rows)?;
                    }
                    tx.insert_many("mark (seq, line_id, task_id, kind, at, percent, done_on, note, evidence, by_person, by_name)", rows)
                        .await?;
                }
                let begun = "UPDATE line SET begun_seq = m.seq, begun_at = m.at, last_mark = m.last, seq = m.last FROM \
                     (SELECT line_id, MIN(seq) AS seq, MIN(at) AS at, MAX(seq) AS last FROM mark GROUP BY line_id) m WHERE m.line_id = line.id";
                tx.exec(begun, vec![]).await?;
                tx.exec("UPDATE event_head SET seq = $1 WHERE id = 1", args![seq]).await.map(drop)
            })
        })
        .await?;
    Ok(some)
}

/// Ten marks: eight reports, and for most lines done and confirmed.
fn marks(n: usize, line: LineId, task: TaskId, seq: &mut i64, rows: &mut Vec<Vec<Value>>) -> Result<()> {
    let start: Day = "2026-01-20".parse()?;
    for step in 0..10i64 {
        let kind = match (step, n % 10) {
            (0..8, _) => "progress",
            (_, 0..4) => break,
            (8, _) => "done",
            _ => "confirmed",
        };
        let day = start.plus_days(step * 14);
        let at = kernel::Millis::start_of(day);
        let done_on = (kind == "done").then_some(day);
        let note = "Đã phối hợp các đơn vị liên quan, đang hoàn thiện hồ sơ trình phê duyệt.";
        rows.push(args![*seq, line, task, kind, at, Some(step * 10), done_on, note, "[]", "", "Chuyên viên"]);
        *seq += 1;
    }
    Ok(())
}

async fn document(tx: &mut Tx, first: usize, count: usize) -> Result<Vec<(LineId, TaskId)>> {
    let (id, edition): (DocumentId, EditionId) = (DocumentId::new(), EditionId::new());
    let issued: Day = "2026-01-05".parse()?;
    let seq = tx.append(NewEvent::new("document.imported", id.subject(), json!({}))).await?;
    tx.exec(
        "INSERT INTO document (id, kind, number, issued_on, issuer, title, folded, bases, from_day, sample, edition_id, seq) \
         VALUES ($1,'Kế hoạch',$2,$3,'UBND tỉnh','Kế hoạch','','[]',$3,1,$4,$5)",
        args![id, format!("{first}/KH-UBND"), issued, edition, seq],
    )
    .await?;
    let (mut tasks, mut versions, mut parts, mut lines, mut made) = (vec![], vec![], vec![], vec![], vec![]);
    for n in first..first + count {
        let task = TaskId::new();
        let name = format!(
            "Triển khai nội dung chuyển đổi số thứ {n} trong lĩnh vực quản lý nhà nước, cung cấp dịch vụ công trực tuyến và khai thác dữ liệu dùng chung"
        );
        let due = issued.plus_days(20 + (n * 37 % 330) as i64);
        let (kind, due) = match n % 20 {
            0 => ("recurring", None),
            1 => ("external", None),
            _ => ("month", Some(due)),
        };
        let group = n % 40 == 7;
        let lead_text = if group {
            "UBND các xã, phường, đặc khu".to_owned()
        } else {
            format!("Sở thứ {}; Sở thứ {}", n % 26, (n + 5) % 26)
        };
        tasks.push(args![task, id, format!("{n}"), n, 1i64, seq]);
        let product = format!("Báo cáo kết quả, văn bản triển khai số {n}");
        versions.push(args![
            task,
            1i64,
            edition,
            issued,
            false,
            "I",
            "Nhiệm vụ",
            format!("{}", n % 100),
            &name,
            fold_words(&name),
            product,
            "Tháng",
            kind,
            due,
            lead_text,
            "Các sở, ban, ngành",
            "Người đứng đầu",
            "",
            "Nghị quyết 57-NQ/TW",
            seq
        ]);
        let leads: Vec<usize> = if group { (26..26 + COMMUNES).collect() } else { vec![n % 26, (n + 5) % 26] };
        for lead in &leads {
            let line = LineId::new();
            parts.push(args![task, 1i64, "lead", unit(*lead), ""]);
            lines.push(args![line, task, unit(*lead), issued, 0i64, seq]);
            made.push((line, task));
        }
        let helpers = if n % 10 == 3 { 0..UNITS } else { 0..(n % 3) * 10 };
        parts.extend(helpers.filter(|h| !leads.contains(h)).map(|h| args![task, 1i64, "coordinating", unit(h), ""]));
    }
    tx.insert_many("task (id, document_id, identity, ordinal, version, seq)", tasks).await?;
    tx.insert_many(
        "task_version (task_id, version, edition_id, from_day, withdrawn, section_no, section_title, no, name, folded, product, \
         deadline_text, deadline_kind, due_on, lead_text, coordinating_text, responsible_text, authority_text, source_documents_text, seq)",
        versions,
    )
    .await?;
    tx.insert_many("task_part (task_id, version, role, unit_id, group_code)", parts).await?;
    tx.insert_many("line (id, task_id, unit_id, from_day, last_mark, seq)", lines).await?;
    for n in 0..count / 5 {
        put_target_in(tx, &target(id, edition, issued, n)).await?;
    }
    Ok(made)
}

fn target(document: DocumentId, edition: EditionId, from_day: Day, n: usize) -> NewTarget {
    let value = YearValue {
        year: 2026,
        printed: "≥ 70".into(),
        op: ">=".into(),
        value: "70".into(),
        quality: String::new(),
        unit: "%".into(),
    };
    let says = TargetSays { name: format!("Chỉ tiêu {n}"), values: vec![value], ..TargetSays::default() };
    NewTarget { document, edition, from_day, target: None, identity: n.to_string(), ordinal: n as i64, says }
}
