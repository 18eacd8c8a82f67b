//! Filling the board from the store: all of it, or what events after the newest known one changed.
use std::{collections::HashMap, sync::Arc};

use futures::StreamExt;
use kernel::{Fault, LineId, Millis, Result, TaskId, UnitId, text::fold_words};
use store::{Row, Sql, args};

use super::{Board, Document, Line, Shelf, Task, Text, Version, chunk, place};
use crate::state::{DayNo, Due, Fact, MarkKind, Rhythm};

/// Events that change nothing that the board holds.
const QUIET: &[&str] = &[
    "session.",
    "person.",
    "token.",
    "evidence.",
    "draft.",
    "report.",
    "unit.",
    "group.",
    "alias.",
    "delegation.",
    "chase.",
];
/// Events that add a mark to a line and nothing else.
const MARKS: &[&str] = &[
    "task.progressed",
    "task.done",
    "task.confirmed",
    "task.returned",
    "task.na_claimed",
    "task.na_confirmed",
    "task.reopened",
];
/// Events about actual values of targets.
const ACTUALS: &str = "actual.";
/// What people write beside a task: it changes nothing that the board holds.
const BESIDE: &[&str] = &["task.commented", "task.noted", "task.step_", "task.watched", "task.unwatched"];

/// The day on which something recorded at that instant counts, as its number.
#[must_use]
pub fn day_number(at: Millis) -> DayNo {
    // The board does this for every mark; going through a calendar would cost ten times as much.
    i32::try_from((at.0 + 7 * 3_600_000).div_euclid(86_400_000)).unwrap_or(DayNo::MAX)
}

/// Which tables have to be looked at.
struct Changed {
    marks: bool,
    targets: bool,
    rest: bool,
}
impl Changed {
    async fn since(sql: &mut dyn Sql, seq: i64) -> Result<Self> {
        if seq == 0 {
            return Ok(Self { marks: true, targets: true, rest: true });
        }
        let mut changed = Self { marks: false, targets: false, rest: false };
        for row in sql.rows("SELECT DISTINCT kind FROM event WHERE seq > $1", args![seq]).await? {
            let kind = row.text(0)?;
            if MARKS.contains(&kind.as_str()) {
                changed.marks = true;
            } else if kind.starts_with(ACTUALS) {
                changed.targets = true;
            } else if !QUIET.iter().chain(BESIDE).any(|q| kind.starts_with(q)) {
                changed = Self { marks: true, targets: true, rest: true };
            }
        }
        Ok(changed)
    }
}

/// Texts and sets of units that many tasks share, for one loading.
#[derive(Default)]
pub(super) struct Shared {
    texts: HashMap<String, Arc<str>>,
    folded: HashMap<Arc<str>, Arc<str>>,
    sets: HashMap<String, Arc<[u16]>>,
}
impl Shared {
    pub(super) fn text(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.texts.get(&text) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = text.as_str().into();
        self.texts.insert(text, Arc::clone(&shared));
        shared
    }
    fn folded(&mut self, text: &Arc<str>) -> Arc<str> {
        if let Some(known) = self.folded.get(text) {
            return Arc::clone(known);
        }
        let folded: Arc<str> = fold_words(text).into();
        self.folded.insert(Arc::clone(text), Arc::clone(&folded));
        folded
    }
}

impl Board {
    /// This board with everything that came after it.
    pub(super) async fn refreshed(&self, sql: &mut dyn Sql) -> Result<Self> {
        let head = sql.one("SELECT seq FROM event_head WHERE id = 1", vec![]).await?.int(0)?;
        let changed = Changed::since(sql, self.seq).await?;
        let mut next = self.clone();
        if changed.rest {
            next.parts_kept = Arc::default();
            let mut shared = Shared::default();
            next.load_documents(sql, self.seq).await?;
            next.load_versions(sql, self.seq, &mut shared).await?;
            next.load_parts(sql, self.seq, &mut shared).await?;
            next.load_completed(sql, self.seq, &mut shared).await?;
        }
        if changed.rest || changed.marks {
            next.load_lines(sql, self.seq).await?;
            next.load_marks(sql, self.seq).await?;
        }
        if changed.rest {
            // After the marks: a line that goes on with another's work begins where that one stood.
            next.load_shifts(sql, self.seq).await?;
            next.load_checked(sql, self.seq).await?;
            next.take_over(sql, self.seq).await?;
        }
        if changed.targets {
            let mut book = self.targets.book.clone();
            book.refresh(sql, self.seq).await?;
            next.targets = Arc::new(Shelf { book, ..Shelf::default() });
        }
        next.seq = head;
        Ok(next)
    }

    async fn load_documents(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        let text = "SELECT id, kind, number, issued_on, issuer, title, from_day, sample FROM document WHERE seq > $1 ORDER BY seq, id";
        for row in sql.rows(text, args![since]).await? {
            let (issued_on, from_day) = (row.opt_day(3)?, row.day(6)?);
            let document = Document {
                id: row.id(0)?,
                kind: row.text(1)?,
                number: row.text(2)?,
                issued_on,
                issuer: row.text(4)?,
                title: row.text(5)?,
                from_day,
                sample: row.flag(7)?,
                day: issued_on.unwrap_or(from_day).number(),
            };
            let all = Arc::make_mut(&mut self.documents);
            match all.iter_mut().find(|d| d.id == document.id) {
                Some(known) => *known = document,
                None => all.push(document),
            }
        }
        Ok(())
    }

    async fn load_versions(&mut self, sql: &mut dyn Sql, since: i64, shared: &mut Shared) -> Result<()> {
        let mut last = None;
        // Long answers are taken row by row: they are several times larger than what is kept of them.
        let mut rows = sql.stream(VERSIONS, args![since]);
        while let Some(row) = rows.next().await {
            let row = row?;
            let id: TaskId = row.id(0)?;
            if last != Some(id) {
                last = Some(id);
                let document = self.document_index(row.id(1)?).ok_or_else(|| lost("document", &row))?;
                let ordinal = u32::try_from(row.int(2)?).map_err(Fault::internal)?;
                self.open_task(id, document, ordinal);
            }
            let version = read_version(&row, shared)?;
            if let Some(task) = self.task_mut(id) {
                task.changed = task.changed.max(version.seq);
                task.versions.push(version);
            }
        }
        Ok(())
    }
    /// A new task, or a known one whose versions are about to be read anew.
    fn open_task(&mut self, id: TaskId, document: u32, ordinal: u32) {
        if let Some(task) = self.task_mut(id) {
            task.ordinal = ordinal;
            task.versions.clear();
            return;
        }
        let number = u32::try_from(self.index.len()).unwrap_or(u32::MAX);
        Arc::make_mut(&mut self.index).insert(id, number);
        if place(number as usize).1 == 0 {
            self.chunks.push(Arc::default());
        }
        let (versions, lines) = (Vec::with_capacity(1), Vec::new());
        let task =
            Task { id, document, ordinal, changed: 0, versions, lines, shifts: Vec::new(), completed: Vec::new() };
        if let Some(chunk) = self.chunks.last_mut() {
            debug_assert!(chunk.tasks().len() < chunk::SIZE);
            Arc::make_mut(chunk).push(task);
        }
    }
    pub(super) fn task_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        let (chunk, at) = place(*self.index.get(&id)? as usize);
        Some(Arc::make_mut(&mut self.chunks[chunk]).task_mut(at))
    }

    async fn load_parts(&mut self, sql: &mut dyn Sql, since: i64, shared: &mut Shared) -> Result<()> {
        let mut rows = sql.stream(PARTS, args![since]);
        while let Some(row) = rows.next().await {
            let row = row?;
            let (id, version): (TaskId, i64) = (row.id(0)?, row.int(1)?);
            let leads = row.text(2)? == "lead";
            let set = self.unit_set(row.text(3)?, shared)?;
            if let Some(number) = self.index.get(&id).copied() {
                let shares = Arc::make_mut(&mut self.shares);
                set.iter().for_each(|unit| shares.add(*unit, number, leads));
            }
            let version = self.task_mut(id).and_then(|t| t.versions.iter_mut().find(|v| v.version == version));
            if let Some(version) = version {
                *(if leads { &mut version.leads } else { &mut version.coordinating }) = set;
            }
        }
        Ok(())
    }
    fn unit_set(&mut self, ids: String, shared: &mut Shared) -> Result<Arc<[u16]>> {
        if let Some(known) = shared.sets.get(&ids) {
            return Ok(Arc::clone(known));
        }
        let mut set = Vec::new();
        for id in ids.split(',') {
            set.push(self.unit_number(id.parse()?));
        }
        set.sort_unstable();
        let set: Arc<[u16]> = set.into();
        shared.sets.insert(ids, Arc::clone(&set));
        Ok(set)
    }
    pub(super) fn unit_number(&mut self, id: UnitId) -> u16 {
        self.units.number(id).unwrap_or_else(|| Arc::make_mut(&mut self.units).intern(id))
    }

    async fn load_lines(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        let mut rows = sql.stream(if since == 0 { ALL_LINES } else { NEW_LINES }, args![since]);
        while let Some(row) = rows.next().await {
            let row = row?;
            let (id, lines): (TaskId, String) = (row.id(0)?, row.text(1)?);
            for line in lines.split(';') {
                self.put_line(id, &mut Fields::of(line))?;
            }
        }
        Ok(())
    }
    fn put_line(&mut self, task: TaskId, line: &mut Fields<'_>) -> Result<()> {
        let id: LineId = line.next()?;
        let unit = self.unit_number(line.next()?);
        let last_mark = line.next()?;
        let begun = line.opt()?.zip(line.opt()?).map(|(seq, at)| (day_number(Millis(at)), seq));
        let Some(task) = self.task_mut(task) else { return Ok(()) };
        // Lines stand by unit; a unit has one line on a task.
        let at = task.lines.binary_search_by_key(&unit, |l| l.unit).unwrap_or_else(|at| {
            task.lines.insert(at, Line::new(id, unit));
            at
        });
        task.changed = task.changed.max(last_mark);
        task.lines[at].last_mark = last_mark;
        task.lines[at].begun = begun;
        Ok(())
    }

    async fn load_marks(&mut self, sql: &mut dyn Sql, since: i64) -> Result<()> {
        // All: by line, from the index of decisive marks. Some: by sequence number.
        let mut rows = sql.stream(if since == 0 { ALL_MARKS } else { NEW_MARKS }, args![since]);
        while let Some(row) = rows.next().await {
            let row = row?;
            let (id, task, marks): (LineId, TaskId, String) = (row.id(0)?, row.id(1)?, row.text(2)?);
            let Some(task) = self.task_mut(task) else { continue };
            let Some(line) = task.lines.iter_mut().find(|l| l.id == id) else { continue };
            for mark in marks.split(';') {
                read_fact(&mut Fields::of(mark))?.into_iter().for_each(|fact| line.add(fact));
            }
        }
        Ok(())
    }
}

/// A decisive mark; `None` for one of progress.
fn read_fact(mark: &mut Fields<'_>) -> Result<Option<Fact>> {
    let (seq, kind) = (mark.next()?, MarkKind::from_word(mark.word()));
    let (at, done_on): (i64, Option<DayNo>) = (mark.next()?, mark.opt()?);
    let kind = kind.filter(|k| *k != MarkKind::Progress);
    Ok(kind.map(|kind| Fact { seq, day: day_number(Millis(at)), kind, done_on }))
}

/// What the store packed into one text: a row of its own for each line and mark costs more on its
/// way between threads than everything that is done with it.
struct Fields<'a>(std::str::Split<'a, char>);
impl<'a> Fields<'a> {
    fn of(text: &'a str) -> Self {
        Self(text.split(' '))
    }
    fn word(&mut self) -> &'a str {
        self.0.next().unwrap_or_default()
    }
    fn next<T: std::str::FromStr>(&mut self) -> Result<T> {
        let word = self.word();
        word.parse().map_err(|_| Fault::internal(format!("{word:?} among packed fields")))
    }
    fn opt<T: std::str::FromStr>(&mut self) -> Result<Option<T>> {
        match self.word() {
            "" => Ok(None),
            word => word.parse().map(Some).map_err(|_| Fault::internal(format!("{word:?} among packed fields"))),
        }
    }
}

fn lost(what: &str, row: &Row) -> Fault {
    Fault::internal(format!("{what} of task {} is not there", row.text(0).unwrap_or_default()))
}

const VERSIONS: &str = "SELECT t.id, t.document_id, t.ordinal, v.version, v.from_day, v.withdrawn, v.seq, v.section_no, \
     v.section_title, v.no, v.name, v.folded, v.product, v.deadline_text, v.deadline_kind, v.due_on, v.lead_text, \
     v.coordinating_text, v.responsible_text, v.authority_text, v.source_documents_text \
     FROM task t JOIN task_version v ON v.task_id = t.id WHERE t.seq > $1 \
     ORDER BY t.document_id, t.ordinal, t.id, v.version";
/// One row for each role of each version, whatever the number of units: a task of all communes
/// names 124 of them.
const PARTS: &str = "SELECT p.task_id, p.version, p.role, string_agg(p.unit_id, ',' ORDER BY p.unit_id) \
     FROM task_part p JOIN task t ON t.id = p.task_id WHERE t.seq > $1 GROUP BY p.task_id, p.version, p.role";
/// One row a task, its lines in it.
const ALL_LINES: &str = "SELECT task_id, string_agg(id || ' ' || unit_id || ' ' || last_mark || ' ' || \
     COALESCE(CAST(begun_seq AS TEXT), '') || ' ' || COALESCE(CAST(begun_at AS TEXT), ''), ';') \
     FROM line WHERE seq > $1 GROUP BY task_id";
/// Grouped, these would lead SQLite through all lines.
const NEW_LINES: &str = "SELECT task_id, id || ' ' || unit_id || ' ' || last_mark || ' ' || \
     COALESCE(CAST(begun_seq AS TEXT), '') || ' ' || COALESCE(CAST(begun_at AS TEXT), '') FROM line WHERE seq > $1";
/// One row a line, its decisive marks in it.
const ALL_MARKS: &str = "SELECT line_id, MIN(task_id), string_agg(seq || ' ' || kind || ' ' || at || ' ' || \
     COALESCE(CAST(done_on AS TEXT), ''), ';' ORDER BY seq) FROM mark WHERE kind <> 'progress' AND seq > $1 GROUP BY line_id";
/// Progress marks come along: asking for decisive ones only would lead SQLite to their index, which
/// is in another order, and through all of it.
const NEW_MARKS: &str = "SELECT line_id, task_id, seq || ' ' || kind || ' ' || at || ' ' || \
     COALESCE(CAST(done_on AS TEXT), '') FROM mark WHERE seq > $1 ORDER BY seq";

fn read_version(row: &Row, shared: &mut Shared) -> Result<Version> {
    let (no, name) = (row.text(9)?, row.text(10)?);
    let mut text = |i: usize| row.text(i).map(|t| shared.text(t));
    let (section_no, section_title, product) = (text(7)?, text(8)?, text(12)?);
    let (deadline_text, deadline_kind, lead_text) = (text(13)?, text(14)?, text(16)?);
    let (coordinating_text, responsible_text) = (text(17)?, text(18)?);
    let (authority_text, source_documents_text) = (text(19)?, text(20)?);
    let lead_folded = shared.folded(&lead_text);
    let search = format!("{} {} {} {lead_folded}", no.to_lowercase(), row.text(11)?, shared.folded(&product));
    let due_on = row.opt_int(15)?.map(DayNo::try_from).transpose().map_err(Fault::internal)?;
    Ok(Version {
        version: row.int(3)?,
        from_day: DayNo::try_from(row.int(4)?).map_err(Fault::internal)?,
        withdrawn: row.flag(5)?,
        seq: row.int(6)?,
        due: Due { on: due_on, rhythm: Rhythm::of_kind(&deadline_kind) },
        leads: Arc::new([]),
        coordinating: Arc::new([]),
        text: Arc::new(Text {
            section_no,
            section_title,
            no: no.into(),
            name: name.into(),
            product,
            deadline_text,
            deadline_kind,
            lead_text,
            lead_folded,
            coordinating_text,
            responsible_text,
            authority_text,
            source_documents_text,
            search: search.into(),
        }),
    })
}
