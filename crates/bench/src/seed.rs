//! A province of a given size: the sample from the program itself, then people through the public
//! operations, and tasks, lines, marks and their chained events in bulk, as an import and a year of
//! reports leave them.
use std::{collections::HashMap, path::Path, sync::Arc, time::Instant};

use access::{Accounts, AccountsConfig};
use kernel::{
    Actor, Ctx, Day, DocumentId, EditionId, Fault, FixedClock, Lang, LineId, PersonId, Post, Result, TaskId, UnitId,
    Via, ctx::OpenGate, text::fold_words,
};
use org::Directories;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NewEvent, Sql, Store, Tx, Value, args};

use crate::server::Place;

/// How much of everything.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// Tasks.
    pub tasks: usize,
    /// Marks, one event each.
    pub events: usize,
    /// People.
    pub people: usize,
}

/// A name and its password.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
    /// Open lines of the unit, with what was last seen of each.
    pub lines: Vec<(String, i64)>,
}
/// Who takes part in the load.
#[derive(Clone, Serialize, Deserialize)]
pub struct Cast {
    /// Sees the whole province.
    pub leader: Login,
    /// One officer a unit.
    pub officers: Vec<Login>,
}
/// What was made.
#[derive(Clone, Serialize, Deserialize)]
pub struct Made {
    size: Size,
    /// Lines of progress.
    pub lines: usize,
    /// Events in the log.
    pub events: i64,
    /// Who takes part.
    pub cast: Cast,
}

const PER_DOCUMENT: usize = 250;
/// Units with an officer who signs in.
const OFFICERS: usize = 144;
/// Lines whose marks are written together.
const CHUNK: usize = 5_000;
const NOTE: &str = "Đã phối hợp các đơn vị liên quan, đang hoàn thiện hồ sơ trình phê duyệt.";

/// Makes it, or finds it made by a run before.
pub async fn make(bazan: &Path, place: &Place, size: Size) -> Result<Made> {
    let note = place.dir.join("bench.json");
    if let Ok(text) = std::fs::read_to_string(&note) {
        let made: Made = serde_json::from_str(&text).map_err(Fault::internal)?;
        if made.size == size {
            return Ok(made);
        }
    }
    let begun = Instant::now();
    let ran = place.command(bazan).args(["demo", "--no-serve"]).stdout(std::process::Stdio::null()).status();
    if !ran.map_err(Fault::internal)?.success() {
        return Err(Fault::internal("the sample province can't be loaded"));
    }
    let store = Store::open(&place.config()).await?;
    let made = fill(&store, place, size).await?;
    store.close().await;
    std::fs::write(&note, serde_json::to_string(&made).map_err(Fault::internal)?).map_err(Fault::internal)?;
    eprintln!("{} with {} tasks made in {:.0?}", place.engine(), size.tasks, begun.elapsed());
    Ok(made)
}

fn ctx(clock: &FixedClock) -> Ctx {
    Ctx {
        actor: Actor::program("bench", Via::Command),
        clock: Arc::new(clock.clone()),
        gate: Arc::new(OpenGate),
        trace: String::new(),
        lang: Lang::Vi,
    }
}

async fn fill(store: &Store, place: &Place, size: Size) -> Result<Made> {
    let clock = FixedClock::on("2026-01-05".parse()?);
    let ctx = ctx(&clock);
    let directories = Directories::new(store.clone());
    let directory = directories.now().await?;
    let today: Day = "2026-06-19".parse()?;
    let communes: Vec<UnitId> = directory.communes_on(today).map(|u| u.id).collect();
    let others = directory.units_on(today).filter(|u| !communes.contains(&u.id)).map(|u| u.id);
    let units: Vec<UnitId> = others.take(OFFICERS - communes.len()).chain(communes.iter().copied()).collect();
    let departments = units.len() - communes.len();
    let names = people(store, &ctx, &units, size.people).await?;
    let province = Province { units, departments };

    let mut lines: Vec<Line> = Vec::new();
    for first in (0..size.tasks).step_by(PER_DOCUMENT) {
        let count = PER_DOCUMENT.min(size.tasks - first);
        let province = province.clone();
        lines.extend(
            store.write(&ctx, move |tx| Box::pin(async move { document(tx, &province, first, count).await })).await?,
        );
    }
    marks(store, &ctx, &clock, &mut lines, size.events).await?;

    let accounts = Accounts::new(
        store.clone(),
        directories.clone(),
        Arc::clone(&ctx.clock),
        Arc::clone(&ctx.gate),
        AccountsConfig::default(),
    );
    let mut open: HashMap<UnitId, Vec<(String, i64)>> = HashMap::new();
    for line in lines.iter().filter(|l| !l.done) {
        open.entry(line.unit).or_default().push((line.id.to_string(), line.last));
    }
    let mut officers = Vec::new();
    for (unit, (person, name)) in province.units.iter().zip(names) {
        let password = accounts.make_password(&ctx, person).await?.reveal().to_owned();
        let mut lines = open.remove(unit).unwrap_or_default();
        lines.truncate(200);
        officers.push(Login { name, password, lines });
    }
    let events = store.read().await?.one("SELECT seq FROM event_head WHERE id = 1", vec![]).await?.int(0)?;
    let leader = leader(place)?;
    Ok(Made { size, lines: lines.len(), events, cast: Cast { leader, officers } })
}

/// The sample's leader, whose password the program wrote into the folder.
fn leader(place: &Place) -> Result<Login> {
    let text = std::fs::read_to_string(place.dir.join("accounts.txt")).map_err(Fault::internal)?;
    let line = text.lines().find(|l| l.starts_with("lanhdao\t")).ok_or_else(|| Fault::internal("no leader"))?;
    let mut parts = line.split('\t').map(str::to_owned);
    let (name, password) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    Ok(Login { name, password, lines: vec![] })
}

/// People in all units; gives the first of each unit.
async fn people(store: &Store, ctx: &Ctx, units: &[UnitId], count: usize) -> Result<Vec<(PersonId, String)>> {
    let all: Vec<usize> = (0..count.max(units.len())).collect();
    let mut first = Vec::new();
    for some in all.chunks(64) {
        let each = some.iter().map(|n| async move {
            let username = format!("canbo{n}");
            let new = org::NewPerson {
                id: None,
                username: username.clone(),
                name: format!("Cán bộ mô phỏng {n}"),
                email: format!("{username}@example.vn"),
                unit: units[n % units.len()],
                posts: vec![if n / units.len() == 1 { Post::Head } else { Post::Officer }],
                lang: Lang::Vi,
            };
            Ok::<_, Fault>((org::create_person(store, ctx, new).await?, username))
        });
        first.extend(futures::future::try_join_all(each).await?);
    }
    first.truncate(units.len());
    Ok(first)
}

#[derive(Clone)]
struct Province {
    /// Departments first, then communes.
    units: Vec<UnitId>,
    departments: usize,
}
struct Line {
    id: LineId,
    task: TaskId,
    unit: UnitId,
    last: i64,
    done: bool,
}

/// Rounds of marks over half a year; in the last two, six of ten lines are done and confirmed.
async fn marks(store: &Store, ctx: &Ctx, clock: &FixedClock, lines: &mut [Line], events: usize) -> Result<()> {
    let rounds = (events / lines.len().max(1)).max(2);
    let start: Day = "2026-01-20".parse()?;
    for round in 0..rounds {
        let day = start.plus_days((round * 150 / rounds) as i64);
        clock.set(kernel::Millis::start_of(day).plus(9 * 3_600_000));
        let percent = (round * 100 / rounds) as i64;
        let kind_of = |n: usize| match (rounds - round, n % 10) {
            (3.., _) => Some("progress"),
            (_, 0..4) => None,
            (2, _) => Some("done"),
            _ => Some("confirmed"),
        };
        for (at, part) in lines.chunks_mut(CHUNK).enumerate() {
            let (mut rows, mut news, mut moved) = (Vec::new(), Vec::new(), Vec::new());
            for (n, line) in part.iter_mut().enumerate() {
                let Some(kind) = kind_of(at * CHUNK + n) else { continue };
                let facts =
                    json!({ "line": line.id, "unit": line.unit, "percent": percent, "note": NOTE, "evidence": [] });
                let event = match kind {
                    "progress" => "task.progressed",
                    "done" => "task.done",
                    _ => "task.confirmed",
                };
                news.push(NewEvent::new(event, line.task.subject(), facts));
                rows.push((line.id, line.task, kind, percent, (kind == "done").then_some(day)));
                line.done |= kind != "progress";
                moved.push(n);
            }
            let first = store.write(ctx, move |tx| Box::pin(async move { put(tx, news, rows).await })).await?;
            for (seq, n) in (first..).zip(moved) {
                part[n].last = seq;
            }
        }
    }
    let begun = "UPDATE line SET begun_seq = m.seq, begun_at = m.at, last_mark = m.last, seq = m.last FROM \
         (SELECT line_id, MIN(seq) AS seq, MIN(at) AS at, MAX(seq) AS last FROM mark GROUP BY line_id) m WHERE m.line_id = line.id";
    store.write(ctx, move |tx| Box::pin(async move { tx.exec(begun, vec![]).await.map(drop) })).await
}

type Mark = (LineId, TaskId, &'static str, i64, Option<Day>);

/// Events with their marks; gives the first sequence number.
async fn put(tx: &mut Tx, news: Vec<NewEvent>, marks: Vec<Mark>) -> Result<i64> {
    let (first, at) = (tx.next_seq(), tx.ctx().now());
    tx.append_many(news).await?;
    let rows = (first..).zip(marks).map(|(seq, (line, task, kind, percent, done_on))| -> Vec<Value> {
        args![seq, line, task, kind, at, Some(percent), done_on, NOTE, "[]", "", "Chuyên viên"]
    });
    let into = "mark (seq, line_id, task_id, kind, at, percent, done_on, note, evidence, by_person, by_name)";
    tx.insert_many(into, rows.collect()).await?;
    Ok(first)
}

async fn document(tx: &mut Tx, province: &Province, first: usize, count: usize) -> Result<Vec<Line>> {
    let (id, edition): (DocumentId, EditionId) = (DocumentId::new(), EditionId::new());
    let issued: Day = "2026-01-05".parse()?;
    let number = format!("{}/KH-UBND", 1000 + first / PER_DOCUMENT);
    let seq = tx.append(NewEvent::new("document.imported", id.subject(), json!({ "number": number }))).await?;
    tx.exec(
        "INSERT INTO document (id, kind, number, issued_on, issuer, title, folded, bases, from_day, sample, edition_id, seq) \
         VALUES ($1,'Kế hoạch',$2,$3,'UBND tỉnh',$4,'','[]',$3,1,$5,$6)",
        args![id, &number, issued, format!("Kế hoạch mô phỏng số {number}"), edition, seq],
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
        let (a, b) = (n % province.departments, (n + 5) % province.departments);
        let lead_text = if group {
            "UBND các xã, phường, đặc khu".to_owned()
        } else {
            format!("Sở thứ {a}; Sở thứ {b}")
        };
        tasks.push(args![task, id, n.to_string(), n, 1i64, seq]);
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
            format!("Báo cáo kết quả, văn bản triển khai số {n}"),
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
        let leads = if group { province.departments..province.units.len() } else { 0..0 };
        let leads: Vec<usize> = if group { leads.collect() } else { vec![a, b] };
        for lead in &leads {
            let (line, unit) = (LineId::new(), province.units[*lead]);
            parts.push(args![task, 1i64, "lead", unit, ""]);
            lines.push(args![line, task, unit, issued, 0i64, seq]);
            made.push(Line { id: line, task, unit, last: 0, done: false });
        }
        let helpers = if n % 10 == 3 { 0..province.units.len() } else { 0..(n % 3) * 10 };
        let helpers = helpers.filter(|h| !leads.contains(h));
        parts.extend(helpers.map(|h| args![task, 1i64, "coordinating", province.units[h], ""]));
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
    Ok(made)
}
