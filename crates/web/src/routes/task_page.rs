//! What a task's page shows: six clarities, what to do now, members, what happened.
use askama::Template;
use kernel::{Ctx, Fault, LineId, Resource, UnitId};
use org::Directory;
use plan::{
    board::Board,
    history::Entry,
    link::{Link, LinkState},
    list::{LastWord, LineRow, TaskDetail},
    progress::{TASK_CONFIRM, TASK_REPORT},
    state::{Standing, State},
};

use super::tasks::RowMaker;
use crate::{
    lang::L,
    pages::{self, Due, Event, FileLink, Frame, Me, Problem},
    url, views,
};

pub(crate) struct Fact {
    icon: &'static str,
    label: String,
    value: String,
    hint: String,
    missing: bool,
}
pub(crate) struct Square {
    label: String,
    state: String,
    url: String,
}
pub(crate) struct LineAct {
    id: String,
    unit: String,
    seen: String,
    state: String,
    percent: String,
    may_report: bool,
    may_decide: bool,
    may_reopen: bool,
    waiting: String,
    today: String,
    done_on: String,
    note: String,
}
pub(crate) struct Version {
    label: String,
    name: String,
    due: String,
    lead: String,
    now: bool,
}
pub(crate) struct Linked {
    name: String,
    document: String,
    url: String,
    offered: bool,
    id: String,
}
#[derive(Template)]
#[template(path = "task.html")]
pub(crate) struct TaskPage {
    pub(crate) l: L,
    pub(crate) me: Me,
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) no: String,
    pub(crate) state: String,
    pub(crate) due: Due,
    pub(crate) simulated: bool,
    pub(crate) say: String,
    pub(crate) document: String,
    pub(crate) document_url: String,
    pub(crate) section: String,
    pub(crate) clause_url: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) product: String,
    pub(crate) sources: String,
    pub(crate) acts: Vec<LineAct>,
    pub(crate) squares: Vec<Square>,
    pub(crate) members_say: String,
    pub(crate) events: Vec<Event>,
    pub(crate) versions: Vec<Version>,
    pub(crate) chase: Vec<super::chase::said::SaidRow>,
    pub(crate) links: Vec<Linked>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) daily: super::daily::task_part::TaskPart,
}

/// What the page is made from.
pub(crate) struct Scene<'a> {
    pub(crate) l: L,
    pub(crate) ctx: &'a Ctx,
    pub(crate) board: &'a Board,
    pub(crate) directory: &'a Directory,
    pub(crate) rows: RowMaker<'a>,
    pub(crate) task: &'a TaskDetail,
    pub(crate) words: &'a [LastWord],
    /// The line that the address asks for.
    pub(crate) line: Option<LineId>,
    /// What was typed before a mistake.
    pub(crate) typed: Option<Typed<'a>>,
}

/// What stood in a form that has to be mended.
#[derive(Clone, Copy, Default)]
pub(crate) struct Typed<'a> {
    /// The line it was about.
    pub(crate) line: &'a str,
    /// Note or reason.
    pub(crate) note: &'a str,
    /// Progress.
    pub(crate) percent: &'a str,
    /// The day it was done.
    pub(crate) done_on: &'a str,
}

/// At most so many lines are laid open at once; the others open by their square.
const OPEN_LINES: usize = 12;

impl Scene<'_> {
    pub(crate) fn unit_name(&self, id: UnitId) -> String {
        self.directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
    }
    /// The state as a sentence.
    pub(crate) fn say(&self) -> String {
        self.l.t1("task-say", "why", self.l.tk("formula", self.task.row.state.code()))
    }
    fn fact(&self, icon: &'static str, label: &'static str, value: &str, hint: String) -> Fact {
        let missing = value.is_empty();
        let value = if missing { self.l.t("clear-missing") } else { value.to_owned() };
        Fact { icon, label: self.l.t(label), value, hint, missing }
    }
    /// *06 rõ*: person, work, time, responsibility, product, authority.
    pub(crate) fn facts(&self) -> Vec<Fact> {
        let (row, task) = (&self.task.row, self.task);
        let none = String::new;
        let day = row.due_on.map(|d| self.l.t1("clear-last-day", "day", d)).unwrap_or_default();
        let helpers = if row.coordinating_text.is_empty() {
            none()
        } else {
            self.l.t1("clear-helpers", "units", &row.coordinating_text)
        };
        vec![
            self.fact("user", "clear-person", &task.responsible_text, none()),
            self.fact("list-check", "clear-work", &row.name, none()),
            self.fact("calendar", "clear-time", &row.deadline_text, day),
            self.fact("building", "clear-responsibility", &row.lead_text, helpers),
            self.fact("file-text", "clear-product", &row.product, none()),
            self.fact("shield-check", "clear-authority", &task.authority_text, none()),
        ]
    }
    fn word(&self, line: LineId) -> Option<&LastWord> {
        self.words.iter().find(|w| w.line == line)
    }
    fn act(&self, line: &LineRow) -> LineAct {
        let resource = Resource { id: self.task.row.task.to_string(), leads: vec![line.unit], ..Resource::all("task") };
        let decides = self.ctx.may(TASK_CONFIRM, &resource);
        let waiting = match line.standing {
            Standing::Reported(day) => self.l.t1("task-waits-done", "day", kernel::Day::from_number(day)),
            Standing::NaClaimed => self.l.t("task-waits-na"),
            _ => String::new(),
        };
        let note = self.word(line.line).filter(|w| !w.note.is_empty() && line.standing != Standing::Open);
        let waiting = match note {
            Some(word) if !waiting.is_empty() => format!("{waiting} “{}”", word.note),
            _ => waiting,
        };
        let said = self.word(line.line).and_then(|w| w.percent);
        let own = self.typed.filter(|t| t.line == line.line.to_string()).unwrap_or_default();
        let typed = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        LineAct {
            id: line.line.to_string(),
            unit: self.unit_name(line.unit),
            seen: line.last_mark.to_string(),
            state: line.state.code().to_owned(),
            percent: typed(own.percent).unwrap_or_else(|| said.unwrap_or(0).to_string()),
            may_report: line.standing == Standing::Open && self.ctx.may(TASK_REPORT, &resource),
            may_decide: decides,
            may_reopen: decides && line.state.is_closed(),
            waiting,
            today: self.ctx.today().to_string(),
            done_on: typed(own.done_on).unwrap_or_else(|| self.ctx.today().vietnamese()),
            note: typed(own.note).unwrap_or_default(),
        }
    }
    /// Lines on which this person has something to do, those that wait first.
    pub(crate) fn acts(&self) -> Vec<LineAct> {
        let mut lines: Vec<&LineRow> = self.task.lines.iter().collect();
        lines.sort_by_key(|l| (Some(l.line) != self.line, !l.standing.awaits()));
        let acts = lines.into_iter().map(|l| self.act(l));
        acts.filter(|a| a.may_report || (a.may_decide && !a.waiting.is_empty()) || a.may_reopen)
            .take(OPEN_LINES)
            .collect()
    }
    /// Members of a group task.
    pub(crate) fn squares(&self) -> Vec<Square> {
        if self.task.lines.len() < 2 {
            return vec![];
        }
        let page = url::task(self.task.row.task);
        let square = |line: &LineRow| Square {
            label: self.unit_name(line.unit),
            state: line.state.code().to_owned(),
            url: format!("{}#line-{}", url::Query::new().with("line", line.line).at(&page), line.line),
        };
        self.task.lines.iter().map(square).collect()
    }
    pub(crate) fn members_say(&self) -> String {
        let row = &self.task.row;
        self.l.t2("members-done", "done", row.closed, "all", row.lines)
    }
    pub(crate) fn versions(&self) -> Vec<Version> {
        let all = self.task.versions.iter().enumerate();
        all.map(|(i, v)| Version {
            label: self.l.t2("version-label", "version", v.version, "day", v.from_day),
            name: if v.withdrawn { self.l.t("state-withdrawn") } else { v.name.clone() },
            due: v.deadline_text.clone(),
            lead: v.lead_text.clone(),
            now: i == 0,
        })
        .collect()
    }
    /// Links to tasks of other documents, as far as the reader may see those.
    pub(crate) fn links(&self, links: &[Link]) -> Vec<Linked> {
        let own = self.task.row.task.to_string();
        let moment = views::asked(self.rows.as_of);
        let sight = views::sight(self.ctx);
        let seen = links.iter().filter(|k| k.state != LinkState::Declined).filter_map(|k| {
            let other = if k.a.id == own { &k.b } else { &k.a };
            let id = other.id.parse().ok()?;
            self.board.task(id, moment, &sight)?;
            Some(Linked {
                name: other.name.clone(),
                document: other.document_number.clone(),
                url: url::task(id),
                offered: k.state == LinkState::Offered,
                id: k.id.to_string(),
            })
        });
        seen.collect()
    }
}

/// How an event is coloured: as the state that it leads to.
fn colour(kind: &str) -> &'static str {
    match kind {
        "task.done" | "task.na_claimed" | "actual.recorded" => "submitted",
        "task.confirmed" | "task.na_confirmed" | "actual.confirmed" => State::DoneOnTime.code(),
        "task.returned" | "actual.returned" => "returned",
        "task.progressed" => State::Running.code(),
        _ => State::NotStarted.code(),
    }
}

/// Entries of a history as the template shows them.
pub(crate) fn events(l: L, entries: Vec<Entry>) -> Vec<Event> {
    let event = |entry: Entry| {
        let files = entry.line.map(|line| {
            let link = |e: &plan::progress::Evidence| FileLink {
                name: e.name.clone(),
                url: url::evidence(line, &e.digest),
                size: pages::size(l, e.size),
            };
            entry.evidence.iter().map(link).collect()
        });
        Event {
            at: entry.at.vietnamese(),
            who: String::new(),
            text: l.say(&entry.say),
            quote: entry.note,
            state: colour(&entry.kind).to_owned(),
            files: files.unwrap_or_default(),
        }
    };
    entries.into_iter().map(event).collect()
}

/// What a form's mistake looks like on the page.
pub(crate) fn problem(l: L, fault: &Fault, line: &str) -> Vec<Problem> {
    let field = match fault.field {
        Some("done_on") => format!("done-{line}"),
        Some(field @ ("percent" | "note" | "file")) => format!("{field}-{line}"),
        Some("reason") => format!("reason-{line}"),
        Some("until") => format!("until-{line}"),
        Some("text") => "comment-text".to_owned(),
        _ => format!("line-{line}"),
    };
    vec![Problem { field, text: l.say(&fault.say) }]
}
