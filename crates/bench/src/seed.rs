//! A large made-up province, written straight into the tables (through the chain of events), so
//! that measuring at twenty thousand tasks does not take a day of clicking.
use kernel::{Ctx, Day, DocumentId, EditionId, LineId, Result, TaskId, UnitId};
use serde_json::json;
use store::{NewEvent, Store, Value, args};

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Tasks.
    pub tasks: usize,
    /// Events in all, most of them progress.
    pub events: usize,
}

/// The units that tasks are given to.
pub struct Units {
    /// Departments and bodies.
    pub departments: Vec<UnitId>,
    /// Communes.
    pub communes: Vec<UnitId>,
}

/// A line of progress that writers will report on.
#[derive(Clone, Copy)]
pub struct Line {
    pub id: LineId,
    pub task: TaskId,
    pub unit: UnitId,
}

/// A small fixed random sequence: the same province every time.
pub struct Dice(u64);
impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }
}

/// Tasks in one document.
const PER_DOCUMENT: usize = 200;
/// Rows in one transaction.
const BATCH: usize = 4_000;

/// Writes documents, tasks, lines and progress; returns the lines.
pub async fn tasks(store: &Store, ctx: &Ctx, units: &Units, size: Size, tell: &dyn Fn(&str)) -> Result<Vec<Line>> {
    let mut dice = Dice::new(57);
    let mut lines = Vec::new();
    let first: Day = "2026-01-05".parse()?;
    for (no, start) in (0..size.tasks).step_by(PER_DOCUMENT).enumerate() {
        let count = PER_DOCUMENT.min(size.tasks - start);
        let made = document(store, ctx, units, &mut dice, no, count, first).await?;
        lines.extend(made);
    }
    tell(&format!("{} tasks, {} lines", size.tasks, lines.len()));
    progress(store, ctx, &lines, size.events, &mut dice, tell).await?;
    Ok(lines)
}

async fn document(
    store: &Store,
    ctx: &Ctx,
    units: &Units,
    dice: &mut Dice,
    no: usize,
    count: usize,
    first: Day,
) -> Result<Vec<Line>> {
    let (document, edition) = (DocumentId::new(), EditionId::new());
    let (mut tasks, mut versions, mut parts, mut rows, mut lines) = (vec![], vec![], vec![], vec![], vec![]);
    for ordinal in 0..count {
        let task = TaskId::new();
        let (group, leads) = leads(units, dice);
        let due = first.plus_days(30 + i64::try_from(dice.below(700)).unwrap_or(0));
        let name = format!("{} {} {}", verb(dice), object(dice), no * PER_DOCUMENT + ordinal);
        tasks.push(args![task, document, format!("I/{ordinal}"), ordinal, 1i64, 0i64]);
        versions.push(args![
            task, 1i64, edition, first, false, "I", "Mục I", ordinal.to_string(), &name, kernel::text::fold(&name),
            "Báo cáo", due.vietnamese(), "day", Some(due), group, "", "", "", "Kế hoạch mẫu", 0i64
        ]);
        for unit in leads {
            parts.push(args![task, 1i64, "lead", unit, group]);
            let line = Line { id: LineId::new(), task, unit };
            rows.push(args![line.id, task, unit, first, Value::Int(None), 0i64, 0i64]);
            lines.push(line);
        }
    }
    let number = format!("{}/KH-UBND", 7000 + no);
    let ctx = ctx.clone();
    store
        .write(&ctx, move |tx| {
            Box::pin(async move {
                let event = NewEvent::new("document.imported", document.subject(), json!({ "number": number }));
                let seq = tx.append(event).await?;
                let stamp = |mut rows: Vec<Vec<Value>>| {
                    for row in &mut rows {
                        if let Some(last) = row.last_mut() {
                            *last = Value::from(seq);
                        }
                    }
                    rows
                };
                let title = format!("Kế hoạch số {number}");
                tx.insert_many(
                    "document (id, kind, number, issued_on, issuer, title, folded, bases, from_day, sample, edition_id, seq)",
                    vec![args![document, "Kế hoạch", &number, Some(first), "UBND tỉnh", &title, kernel::text::fold(&title), "[]", first, true, edition, seq]],
                )
                .await?;
                tx.insert_many(
                    "edition (id, document_id, no, file_name, file_digest, content_digest, outline, from_day, at, by_person, by_name, added, changed, withdrawn, seq)",
                    vec![args![edition, document, 1i64, "bench", "", "", "[]", first, 0i64, "", "bench", tasks.len(), 0i64, 0i64, seq]],
                )
                .await?;
                tx.insert_many("task (id, document_id, identity, ordinal, version, seq)", stamp(tasks)).await?;
                tx.insert_many(
                    "task_version (task_id, version, edition_id, from_day, withdrawn, section_no, section_title, no, name, folded, product, deadline_text, deadline_kind, due_on, lead_text, coordinating_text, responsible_text, authority_text, source_documents_text, seq)",
                    stamp(versions),
                )
                .await?;
                tx.insert_many("task_part (task_id, version, role, unit_id, group_code)", parts).await?;
                tx.insert_many("line (id, task_id, unit_id, from_day, to_day, last_mark, seq)", stamp(rows)).await
            })
        })
        .await?;
    Ok(lines)
}

/// Mostly one unit; some two; three in a hundred every commune, as real plans have it.
fn leads(units: &Units, dice: &mut Dice) -> (&'static str, Vec<UnitId>) {
    match dice.below(100) {
        0..3 => ("communes", units.communes.clone()),
        3..13 => {
            let first = dice.below(units.departments.len());
            let second = (first + 1) % units.departments.len();
            ("", vec![units.departments[first], units.departments[second]])
        }
        n if n % 2 == 0 => ("", vec![units.departments[dice.below(units.departments.len())]]),
        _ => ("", vec![units.communes[dice.below(units.communes.len())]]),
    }
}

async fn progress(store: &Store, ctx: &Ctx, lines: &[Line], events: usize, dice: &mut Dice, tell: &dyn Fn(&str)) -> Result<()> {
    let mut left = events;
    while left > 0 {
        let count = left.min(BATCH);
        let picked: Vec<(Line, &'static str, i64)> = (0..count)
            .map(|_| {
                let line = lines[dice.below(lines.len())];
                match dice.below(20) {
                    0 => (line, "done", 100),
                    1 => (line, "confirmed", 100),
                    _ => (line, "progress", i64::try_from(dice.below(100)).unwrap_or(0)),
                }
            })
            .collect();
        store
            .write(ctx, move |tx| {
                Box::pin(async move {
                    let first = tx.next_seq();
                    let (at, day) = (tx.ctx().now(), tx.ctx().today());
                    let events = picked.iter().map(|(line, kind, percent)| NewEvent::new(event_kind(kind), line.task.subject(), json!({ "line": line.id, "percent": percent }))).collect();
                    tx.append_many(events).await?;
                    let marks = (first..).zip(&picked).map(|(seq, (line, kind, percent))| {
                        let done_on = (*kind != "progress").then_some(day);
                        args![seq, line.id, line.task, *kind, at, *percent, done_on, "", "[]", "", "bench"]
                    });
                    let marks: Vec<_> = marks.collect();
                    tx.insert_many("mark (seq, line_id, task_id, kind, at, percent, done_on, note, evidence, by_person, by_name)", marks).await
                })
            })
            .await?;
        left -= count;
        if (events - left) % 100_000 < BATCH {
            tell(&format!("{} of {events} events", events - left));
        }
    }
    // Lines remember their last mark: one statement for all.
    store
        .write(ctx, |tx| {
            Box::pin(async move {
                use store::Sql;
                tx.exec(
                    "UPDATE line SET last_mark = COALESCE((SELECT MAX(seq) FROM mark WHERE mark.line_id = line.id), 0), seq = COALESCE((SELECT MAX(seq) FROM mark WHERE mark.line_id = line.id), seq)",
                    vec![],
                )
                .await
            })
        })
        .await
        .map(drop)
}

fn event_kind(kind: &str) -> &'static str {
    match kind {
        "done" => "task.done",
        "confirmed" => "task.confirmed",
        _ => "task.progressed",
    }
}

fn verb(dice: &mut Dice) -> &'static str {
    const WORDS: &[&str] = &["Xây dựng", "Rà soát", "Hoàn thiện", "Triển khai", "Tổ chức", "Kết nối", "Số hóa", "Ban hành"];
    WORDS[dice.below(WORDS.len())]
}
fn object(dice: &mut Dice) -> &'static str {
    const WORDS: &[&str] = &[
        "kế hoạch đào tạo kỹ năng số", "quy trình điện tử nội bộ", "kho dữ liệu dùng chung", "danh mục dữ liệu mở",
        "hạ tầng mạng cấp xã", "nền tảng họp trực tuyến", "phương án ứng cứu sự cố", "cơ sở dữ liệu đất đai",
        "tổ công nghệ số cộng đồng", "dịch vụ công trực tuyến", "bộ chỉ số điều hành", "chữ ký số công vụ",
    ];
    WORDS[dice.below(WORDS.len())]
}
