//! What a list shows of a task, and a task in full.
use kernel::{Day, DocumentId, LineId, Result, TaskId, UnitId};
use store::{Sql, Value};

use crate::{
    board::{Board, Line, Task, Version, View, Visible},
    check_in,
    clarity::{Clarity, Field},
    state::{Standing, State},
};

/// A task in a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub task: TaskId,
    /// The document that gives it.
    pub document: DocumentId,
    /// That document's number.
    pub document_number: String,
    /// It belongs to the sample province.
    pub sample: bool,
    /// Number of its section, as printed.
    pub section_no: String,
    /// Title of its section.
    pub section_title: String,
    /// Its number, as printed.
    pub no: String,
    /// Its name.
    pub name: String,
    /// Its product.
    pub product: String,
    /// Its deadline, as printed.
    pub deadline_text: String,
    /// Kind of its deadline.
    pub deadline_kind: String,
    /// Its last day: of the lines that count for this reader, the nearest one still open.
    pub due_on: Option<Day>,
    /// Its last day as the document prints it.
    pub printed_due_on: Option<Day>,
    /// Lines that count for this reader whose last day was extended.
    pub extended: u32,
    /// Lead units, as printed.
    pub lead_text: String,
    /// Coordinating units, as printed.
    pub coordinating_text: String,
    /// Its state as this reader sees it.
    pub state: State,
    /// Lines that count for this reader.
    pub lines: u32,
    /// Of those, how many are closed.
    pub closed: u32,
    /// Of those, how many wait for confirmation.
    pub awaiting: u32,
    /// Of those, how many are overdue.
    pub overdue: u32,
    /// The line itself, where exactly one counts.
    pub line: Option<LineRow>,
    /// The event that last changed it.
    pub changed: i64,
}

/// A unit's line on a task.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// Its id.
    pub line: LineId,
    /// Its unit.
    pub unit: UnitId,
    /// Its state.
    pub state: State,
    /// Where it stands between the unit and the focal department.
    pub standing: Standing,
    /// When the work was done, as reported or confirmed.
    pub done_on: Option<Day>,
    /// Its last day.
    pub due_on: Option<Day>,
    /// That day is an extended one.
    pub extended: bool,
    /// The line of a unit that is no more, with whose work this one goes on.
    pub continues: Option<LineId>,
    /// Its unit has reported anything.
    pub begun: bool,
    /// To be handed back as `seen` when a mark is made; 0 for none yet.
    pub last_mark: i64,
}

/// A version of a task, for its history.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// 1, 2, 3…
    pub version: i64,
    /// From when it holds.
    pub from_day: Day,
    /// The document no longer has the task.
    pub withdrawn: bool,
    /// Name as this version prints it.
    pub name: String,
    /// Deadline as this version prints it.
    pub deadline_text: String,
    /// Lead units as this version prints them.
    pub lead_text: String,
    /// Product as this version prints it.
    pub product: String,
}

/// A task in full.
#[derive(Clone, Debug)]
pub struct TaskDetail {
    /// What lists show.
    pub row: Row,
    /// The accountable head, as printed.
    pub responsible_text: String,
    /// Who decides, as printed.
    pub authority_text: String,
    /// The documents it rests on, as printed.
    pub source_documents_text: String,
    /// Units that lead it.
    pub leads: Vec<UnitId>,
    /// Units that help.
    pub coordinating: Vec<UnitId>,
    /// Lines that this reader may see, by unit.
    pub lines: Vec<LineRow>,
    /// Where it recurs: its rhythms, each with the day from which it holds, oldest first.
    pub rhythms: Vec<(Day, check_in::Rhythm)>,
    /// From when its document gives it.
    pub given_on: Day,
    /// Which of the six clarities it lacks.
    pub unclear: Vec<Clarity>,
    /// Its versions so far, newest first.
    pub versions: Vec<VersionRow>,
}

impl Board {
    pub(crate) fn row(&self, hit: &Visible<'_>, view: View) -> Row {
        let (task, version) = (hit.task, hit.version);
        let document = self.document_of(task);
        let text = &version.text;
        let (mut lines, mut closed, mut awaiting, mut overdue, mut extended, mut only) = (0, 0, 0, 0, 0, None);
        for line in task.lines_of(version).filter(|l| hit.subset.holds(l.unit)) {
            let state = task.line_state(line, version, view);
            lines += 1;
            closed += u32::from(state.is_closed());
            awaiting += u32::from(line.standing(view).awaits());
            overdue += u32::from(state == State::Overdue);
            extended += u32::from(task.shift(version, Some(line.unit), view).is_some_and(|s| s.line.is_some()));
            only = Some(line);
        }
        Row {
            task: task.id,
            document: document.id,
            document_number: document.number.clone(),
            sample: document.sample,
            section_no: text.section_no.to_string(),
            section_title: text.section_title.to_string(),
            no: text.no.to_string(),
            name: text.name.to_string(),
            product: task.text(Field::Product, version, view).to_owned(),
            deadline_text: text.deadline_text.to_string(),
            deadline_kind: text.deadline_kind.to_string(),
            due_on: hit.due(view).on.map(Day::from_number),
            printed_due_on: version.due.on.map(Day::from_number),
            extended,
            lead_text: text.lead_text.to_string(),
            coordinating_text: text.coordinating_text.to_string(),
            state: hit.state,
            lines,
            closed,
            awaiting,
            overdue,
            line: only.filter(|_| lines == 1).map(|l| self.line_row(task, l, version, view)),
            changed: task.changed,
        }
    }
    fn line_row(&self, task: &Task, line: &Line, version: &Version, view: View) -> LineRow {
        let standing = line.standing(view);
        let done_on = match standing {
            Standing::Reported(on) | Standing::Done(on) => Some(Day::from_number(on)),
            Standing::Open | Standing::NaClaimed | Standing::NotApplicable => None,
        };
        let shift = task.shift(version, Some(line.unit), view);
        LineRow {
            line: line.id,
            unit: self.units().id(line.unit),
            state: task.line_state(line, version, view),
            standing,
            done_on,
            due_on: task.due(version, Some(line.unit), view).on.map(Day::from_number),
            extended: shift.is_some_and(|s| s.line.is_some()),
            continues: line.continues,
            begun: line.has_begun(view),
            last_mark: line.last_mark,
        }
    }
    pub(super) fn detail(&self, hit: &Visible<'_>, view: View) -> TaskDetail {
        let text = &hit.version.text;
        let ids = |set: &[u16]| set.iter().map(|u| self.units().id(*u)).collect();
        let lines = hit.task.lines_of(hit.version).filter(|l| hit.subset.holds(l.unit));
        let versions = hit.task.versions.iter().rev().filter(|v| v.seq <= view.known).map(|v| VersionRow {
            version: v.version,
            from_day: Day::from_number(v.from_day),
            withdrawn: v.withdrawn,
            name: v.text.name.to_string(),
            deadline_text: v.text.deadline_text.to_string(),
            lead_text: v.text.lead_text.to_string(),
            product: v.text.product.to_string(),
        });
        TaskDetail {
            row: self.row(hit, view),
            responsible_text: hit.task.text(Field::Person, hit.version, view).to_owned(),
            authority_text: hit.task.text(Field::Authority, hit.version, view).to_owned(),
            source_documents_text: text.source_documents_text.to_string(),
            leads: ids(&hit.version.leads),
            coordinating: ids(&hit.version.coordinating),
            lines: lines.map(|l| self.line_row(hit.task, l, hit.version, view)).collect(),
            rhythms: hit.task.rhythms(hit.version, view),
            given_on: hit.task.versions.first().map_or_else(|| Day::from_number(0), |v| Day::from_number(v.from_day)),
            unclear: hit.task.unclear(hit.version, view),
            versions: versions.collect(),
        }
    }
}

/// The newest words on a line: shown beside it, read for one page at a time.
#[derive(Clone, Debug)]
pub struct LastWord {
    /// The line.
    pub line: LineId,
    /// The newest percentage reported.
    pub percent: Option<i64>,
    /// The newest note or reason.
    pub note: String,
    /// What kind of mark it was on.
    pub kind: String,
    /// Who wrote it.
    pub by_name: String,
    /// When.
    pub at: kernel::Millis,
}

/// The newest mark of each of these lines.
///
/// # Errors
/// When the store can't be read.
pub async fn last_words(sql: &mut dyn Sql, lines: &[LineId]) -> Result<Vec<LastWord>> {
    let mut words = Vec::with_capacity(lines.len());
    for some in lines.chunks(200) {
        let marks: Vec<String> = (1..=some.len()).map(|i| format!("${i}")).collect();
        let text = format!(
            "SELECT l.id, (SELECT p.percent FROM mark p WHERE (p.line_id = l.id OR p.line_id = l.continues) AND p.percent IS NOT NULL ORDER BY p.seq DESC LIMIT 1), \
             m.note, m.kind, m.by_name, m.at FROM line l JOIN mark m ON m.seq = l.last_mark WHERE l.id IN ({})",
            marks.join(",")
        );
        for row in sql.rows(&text, some.iter().map(|l| Value::from(*l)).collect()).await? {
            words.push(LastWord {
                line: row.id(0)?,
                percent: row.opt_int(1)?,
                note: row.text(2)?,
                kind: row.text(3)?,
                by_name: row.text(4)?,
                at: row.millis(5)?,
            });
        }
    }
    Ok(words)
}
