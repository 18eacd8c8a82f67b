//! What stands beside a task on its page: where lines are due and extended, periods of recurring
//! ones, the unit's steps, what is unclear and who mends it, what people say.
use askama::Template;
use kernel::{Ctx, Day, Resource, Result, WorkCalendar};
use org::Directory;
use plan::{
    check_in::{self, PeriodRow, PeriodState},
    clarity::{Clarity, Field},
    comment::{self, Comment},
    extension::{self, Extension, Outcome},
    list::{LineRow, TaskDetail},
    progress::{TASK_CONFIRM, TASK_REPORT},
    state::Standing,
    step::{self, Step},
};
use store::Sql;

use crate::{
    api::daily as d,
    lang::L,
    pages::{self, Choice, FileLink, Me},
    url,
};

/// What was typed into one of the forms before a mistake.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    form: &'static str,
    of: String,
    text: String,
    day: String,
    source: String,
}
impl Typed {
    pub(crate) fn new(form: &'static str, of: &str, text: &str) -> Self {
        Self { form, of: of.to_owned(), text: text.to_owned(), ..Self::default() }
    }
    pub(crate) fn day(self, day: &str) -> Self {
        Self { day: day.to_owned(), ..self }
    }
    pub(crate) fn source(self, source: &str) -> Self {
        Self { source: source.to_owned(), ..self }
    }
    /// What the form was about: a line, or the number of a request.
    pub(crate) fn about(&self) -> &str {
        &self.of
    }
    fn is(&self, form: &str, of: &str) -> bool {
        self.form == form && self.of == of
    }
    /// Words typed into that form, or none.
    fn text_of(&self, form: &str, of: &str) -> String {
        if self.is(form, of) { self.text.clone() } else { String::new() }
    }
    /// The day typed into that form, else another.
    fn day_of(&self, form: &str, of: &str, other: String) -> String {
        if self.is(form, of) && !self.day.is_empty() { self.day.clone() } else { other }
    }
}

/// Everything about a task that is kept beside it, as far as the reader may see.
pub(crate) struct Around {
    pub(crate) extensions: Vec<Extension>,
    /// By line.
    periods: Vec<(kernel::LineId, Vec<PeriodRow>)>,
    pub(crate) steps: Vec<Step>,
    comments: Vec<Comment>,
    pub(crate) watching: bool,
}

/// At most so many comments are shown, and so many periods of a line.
const COMMENTS: usize = 100;
const PERIODS: usize = 12;
/// At most so many lines are laid open.
const OPEN_LINES: usize = 12;

impl Around {
    pub(crate) async fn gather(
        sql: &mut dyn Sql,
        ctx: &Ctx,
        task: &TaskDetail,
        as_of: Day,
        calendar: &WorkCalendar,
    ) -> Result<Self> {
        let id = task.row.task;
        let known = |line| task.lines.iter().any(|l| l.line == line || l.continues == Some(line));
        let mut extensions = extension::of_task(sql, id).await?;
        extensions.retain(|e| known(e.line));
        let lines: Vec<_> = task.lines.iter().flat_map(|l| std::iter::once(l.line).chain(l.continues)).collect();
        let mut periods = Vec::new();
        if !task.rhythms.is_empty() {
            let all = check_in::of_lines(sql, &lines).await?;
            for line in &task.lines {
                let own = all.iter().filter(|c| c.line == line.line || Some(c.line) == line.continues).cloned();
                let own: Vec<_> = own.collect();
                periods.push((line.line, check_in::rows(&task.rhythms, task.given_on, as_of, calendar, &own)));
            }
        }
        let watching = match ctx.actor.person {
            Some(person) => comment::watches(sql, id, person).await?,
            None => false,
        };
        Ok(Self {
            extensions,
            periods,
            steps: step::of_lines(sql, &lines).await?,
            comments: comment::comments(sql, id, ctx.actor.unit, COMMENTS).await?,
            watching,
        })
    }
    fn rows_of(&self, line: &LineRow) -> &[PeriodRow] {
        self.periods.iter().find(|(id, _)| *id == line.line).map_or(&[], |(_, rows)| rows)
    }
    pub(crate) fn period_items(&self) -> Vec<d::PeriodItem> {
        let item = |line: &kernel::LineId, row: &PeriodRow| d::PeriodItem {
            line: line.to_string(),
            period: row.period.code(),
            due: row.due.to_string(),
            state: row.state.code(),
            late: row.late,
            check_in: row.check_in.as_ref().map(|c| c.check_in),
            note: row.check_in.as_ref().map(|c| c.note.clone()).unwrap_or_default(),
        };
        self.periods.iter().flat_map(|(line, rows)| rows.iter().map(move |row| item(line, row))).collect()
    }
    pub(crate) fn comment_items(&self) -> Vec<d::CommentItem> {
        let item = |c: &Comment| d::CommentItem {
            comment: c.comment,
            text: c.text.clone(),
            internal: c.only.is_some(),
            at: c.at.0,
            by_name: c.by_name.clone(),
        };
        self.comments.iter().map(item).collect()
    }
}

/// A line's last day, for the API.
pub(crate) fn line_due(task: &TaskDetail, line: &LineRow) -> d::LineDue {
    d::LineDue {
        line: line.line.to_string(),
        due_on: line.due_on.map(|day| day.to_string()),
        printed_due_on: task.row.printed_due_on.map(|day| day.to_string()),
        extended: line.extended,
    }
}

struct RequestView {
    no: String,
    say: String,
    reason: String,
    answer: String,
    state: &'static str,
    files: Vec<FileLink>,
    may_decide: bool,
    may_withdraw: bool,
    grant: String,
    typed: String,
}
struct PeriodView {
    label: String,
    word: String,
    state: &'static str,
    note: String,
    no: String,
    may_answer: bool,
    typed: String,
}
struct StepView {
    no: String,
    name: String,
    who: String,
    due: String,
    done: bool,
    late: bool,
}
struct LineView {
    id: String,
    unit: String,
    due: String,
    requests: Vec<RequestView>,
    may_ask: bool,
    until: String,
    asked: String,
    periods: Vec<PeriodView>,
    owed: Vec<Choice>,
    may_check: bool,
    noted: String,
    steps: Vec<StepView>,
    may_step: bool,
    people: Vec<Choice>,
    step_name: String,
    step_due: String,
}
struct Gap {
    field: &'static str,
    label: String,
    value: String,
    source: String,
    due: String,
    open: bool,
}
struct CommentView {
    who: String,
    at: String,
    text: String,
    internal: bool,
}

/// The part.
#[derive(Template)]
#[template(path = "daily/task.html")]
pub(crate) struct TaskPart {
    l: L,
    me: Me,
    id: String,
    lines: Vec<LineView>,
    gaps: Vec<Gap>,
    comments: Vec<CommentView>,
    may_comment: bool,
    said: String,
    watching: bool,
}

/// What it is made from.
pub(crate) struct Scene<'a> {
    pub(crate) l: L,
    pub(crate) me: &'a Me,
    pub(crate) ctx: &'a Ctx,
    pub(crate) directory: &'a Directory,
    pub(crate) task: &'a TaskDetail,
    pub(crate) around: &'a Around,
    pub(crate) typed: &'a Typed,
    pub(crate) today: Day,
}

impl Scene<'_> {
    pub(crate) fn part(&self) -> TaskPart {
        let mut lines: Vec<&LineRow> = self.task.lines.iter().collect();
        lines.sort_by_key(|l| !self.waits(l));
        let lines = lines.into_iter().map(|l| self.line(l)).filter(LineView::has_something).take(OPEN_LINES).collect();
        TaskPart {
            l: self.l,
            me: self.me.clone(),
            id: self.task.row.task.to_string(),
            lines,
            gaps: self.gaps(),
            comments: self.comments(),
            may_comment: self.ctx.actor.person.is_some(),
            said: self.typed.text_of("comment", ""),
            watching: self.around.watching,
        }
    }
    /// Something on this line waits for an answer.
    fn waits(&self, line: &LineRow) -> bool {
        self.around.extensions.iter().any(|e| e.line == line.line && e.outcome == Outcome::Open)
            || self.around.rows_of(line).iter().any(|r| r.state == PeriodState::Reported)
    }
    fn resource(&self, line: &LineRow) -> Resource {
        Resource { id: self.task.row.task.to_string(), leads: vec![line.unit], ..Resource::all("task") }
    }
    fn line(&self, line: &LineRow) -> LineView {
        let (id, resource) = (line.line.to_string(), self.resource(line));
        let reports = self.ctx.may(TASK_REPORT, &resource);
        let decides = self.ctx.may(TASK_CONFIRM, &resource);
        let own = |other| other == line.line || Some(other) == line.continues;
        let requests: Vec<&Extension> = self.around.extensions.iter().filter(|e| own(e.line)).collect();
        let waits = requests.iter().any(|e| e.outcome == Outcome::Open);
        let due = match (line.due_on, self.task.row.printed_due_on) {
            (Some(due), Some(printed)) if line.extended => {
                self.l.t2("daily-due-extended", "day", due, "printed", printed)
            }
            (Some(due), None) => self.l.t1("daily-due-set", "day", due),
            _ => String::new(),
        };
        let steps: Vec<StepView> = self.around.steps.iter().filter(|s| own(s.line)).map(|s| self.step(s)).collect();
        let rows = self.around.rows_of(line);
        let shown = rows.len().saturating_sub(PERIODS);
        let owed = rows.iter().rev().filter(|r| matches!(r.state, PeriodState::Missing | PeriodState::Open));
        let owed: Vec<Choice> =
            owed.map(|r| Choice { label: self.period_name(r), url: r.period.code(), ..Choice::default() }).collect();
        let may_check = reports && !owed.is_empty();
        LineView {
            unit: self.unit_name(line.unit),
            due,
            requests: requests.into_iter().map(|e| self.request(e, decides, reports)).collect(),
            may_ask: reports && !waits && line.standing == Standing::Open && line.due_on.is_some(),
            until: self.typed.day_of("extend", &id, String::new()),
            asked: self.typed.text_of("extend", &id),
            periods: rows[shown..].iter().map(|r| self.period(r, decides)).collect(),
            owed,
            may_check,
            noted: self.typed.text_of("check-in", &id),
            steps,
            may_step: reports,
            people: if reports { self.people(line) } else { vec![] },
            step_name: self.typed.text_of("step", &id),
            step_due: self.typed.day_of("step", &id, String::new()),
            id,
        }
    }
    fn unit_name(&self, id: kernel::UnitId) -> String {
        self.directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
    }
    fn people(&self, line: &LineRow) -> Vec<Choice> {
        let people = self.directory.people_of(line.unit).filter(|p| p.active);
        people.map(|p| Choice { label: p.name.clone(), url: p.id.to_string(), ..Choice::default() }).collect()
    }
    fn request(&self, e: &Extension, decides: bool, reports: bool) -> RequestView {
        let (l, open) = (self.l, e.outcome == Outcome::Open);
        let day = e.granted.unwrap_or(e.until);
        let say = format!(
            "{} {}",
            l.t2("daily-request-say", "from", e.due_on, "until", e.until),
            l.t2(&format!("daily-request-{}", e.outcome.word()), "name", &e.answered_by, "day", day)
        );
        let state = match e.outcome {
            Outcome::Open => "submitted",
            Outcome::Granted => "done_on_time",
            Outcome::Refused => "returned",
            Outcome::Withdrawn => "withdrawn",
        };
        let no = e.request.to_string();
        let link = |f: &plan::progress::Evidence| FileLink {
            name: f.name.clone(),
            url: url::evidence(e.line, &f.digest),
            size: pages::size(l, f.size),
        };
        RequestView {
            say,
            reason: e.reason.clone(),
            answer: e.answer.clone(),
            state,
            files: e.evidence.iter().map(link).collect(),
            may_decide: decides && open,
            may_withdraw: reports && open,
            grant: self.typed.day_of("decide", &no, e.until.vietnamese()),
            typed: self.typed.text_of("decide", &no),
            no,
        }
    }
    fn period_name(&self, row: &PeriodRow) -> String {
        let id = format!("daily-period-{}", row.period.rhythm().code());
        let (no, year) = (i64::from(row.period.no()), row.period.year().to_string());
        self.l.t2(&id, "no", no, "year", year)
    }
    fn period(&self, row: &PeriodRow, decides: bool) -> PeriodView {
        let (word, state) = match (row.state, row.late) {
            (PeriodState::Confirmed, false) => ("daily-period-confirmed", "done_on_time"),
            (PeriodState::Confirmed, true) => ("daily-period-confirmed-late", "done_late"),
            (PeriodState::Reported, _) => ("daily-period-reported", "submitted"),
            (PeriodState::Missing, _) => ("daily-period-missing", "overdue"),
            (PeriodState::Open, _) => ("daily-period-open", "not_started"),
        };
        let no = row.check_in.as_ref().map(|c| c.check_in.to_string()).unwrap_or_default();
        PeriodView {
            label: self.period_name(row),
            word: self.l.t1(word, "day", row.due),
            state,
            note: row.check_in.as_ref().map(|c| c.note.clone()).unwrap_or_default(),
            may_answer: decides && row.state == PeriodState::Reported,
            typed: self.typed.text_of("answer", &no),
            no,
        }
    }
    fn step(&self, step: &Step) -> StepView {
        let person = step.person.and_then(|id| self.directory.person(id));
        StepView {
            no: step.step.to_string(),
            name: step.name.clone(),
            // Somebody who left no longer answers for it.
            who: person.filter(|p| p.active).map(|p| p.name.clone()).unwrap_or_default(),
            due: step.due_on.map(Day::vietnamese).unwrap_or_default(),
            done: step.done_on.is_some(),
            late: step.done_on.is_none() && step.due_on.is_some_and(|due| due < self.today),
        }
    }
    /// What is not clear and can be mended here.
    fn gaps(&self) -> Vec<Gap> {
        if !pages::may(self.ctx, "plan.accept") {
            return vec![];
        }
        let mut fields: Vec<Field> = self.task.unclear.iter().filter_map(|c: &Clarity| c.field()).collect();
        if self.task.row.deadline_kind == "external" {
            fields.push(Field::Deadline);
        }
        if !self.task.rhythms.is_empty() {
            fields.push(Field::Rhythm);
        }
        let gap = |field: Field| Gap {
            field: field.word(),
            label: self.l.t(&format!("daily-gap-{}", field.word())),
            value: self.typed.text_of("complete", field.word()),
            source: if self.typed.is("complete", field.word()) { self.typed.source.clone() } else { String::new() },
            due: self.typed.day_of("complete", field.word(), String::new()),
            open: self.typed.is("complete", field.word()),
        };
        fields.into_iter().map(gap).collect()
    }
    fn comments(&self) -> Vec<CommentView> {
        let view = |c: &Comment| CommentView {
            who: c.by_name.clone(),
            at: pages::when(c.at, self.today),
            text: c.text.clone(),
            internal: c.only.is_some(),
        };
        self.around.comments.iter().map(view).collect()
    }
}

impl LineView {
    fn has_something(&self) -> bool {
        !self.requests.is_empty()
            || self.may_ask
            || !self.periods.is_empty()
            || self.may_check
            || !self.steps.is_empty()
            || self.may_step
            || !self.due.is_empty()
    }
}
