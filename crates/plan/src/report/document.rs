//! The report as an official document: sections, sentences and tables from the figures.
use kernel::{Day, Say};
use paper::write::model::{Cell, Column, HeadCell, OfficialDocument, Para, Row as TableRow, Run, Signature, Table};

use super::{Figures, LateTask, Translate, UnitName, appendix, figures::AHEAD};
use crate::{list::Row, state::State, status::Tally};

/// Units named for one task before the rest is counted.
const NAMED: usize = 8;

/// Whose report it is and where it goes.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    /// The body above, in capitals.
    pub superior_body: Option<String>,
    /// The reporting body, in capitals.
    pub issuing_body: String,
    /// The reporting body as sentences name it.
    pub sender: String,
    /// Number and sign; a draft begins with the separator: `/BC-SKHCN`.
    pub number: String,
    /// Where it is issued.
    pub place: String,
    /// When it is issued; a draft has none.
    pub date: Option<Day>,
    /// `Kính gửi:` lines.
    pub addressees: Vec<String>,
    /// `Nơi nhận:` lines.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signature: Signature,
}

/// Lays out the report. `say` puts messages into words, `unit_name` names units.
#[must_use]
pub fn compose(figures: &Figures, head: &Letterhead, say: Translate<'_>, unit_name: UnitName<'_>) -> OfficialDocument {
    let w = Writer { figures, say, unit_name };
    let day = figures.asked.day;
    let mut body = vec![w.text(Say::new("plan-report-intro").arg("sender", head.sender.as_str()).arg("day", day))];
    body.extend(w.tasks());
    body.extend(w.targets());
    body.extend(w.late());
    body.extend(w.near());
    body.extend(w.asks());
    if figures.documents.iter().any(|d| d.sample) || figures.targets.iter().any(|t| t.simulated) {
        body.push(Para::Text(vec![Run::italic(w.t("plan-report-simulated"))]));
    }
    body.push(w.text(Say::new("plan-report-end").arg("sender", head.sender.as_str())));
    OfficialDocument {
        superior_body: head.superior_body.clone(),
        issuing_body: head.issuing_body.clone(),
        number: head.number.clone(),
        place: head.place.clone(),
        date: head.date,
        kind: w.t("plan-report-kind"),
        title: (w.say)(&Say::new("plan-report-title").arg("day", day)),
        addressees: head.addressees.clone(),
        body,
        recipients: head.recipients.clone(),
        signature: head.signature.clone(),
        appendices: appendix::appendices(&w),
        ..OfficialDocument::default()
    }
}

/// Figures with the words to say them in.
pub(super) struct Writer<'a> {
    pub(super) figures: &'a Figures,
    pub(super) say: Translate<'a>,
    pub(super) unit_name: UnitName<'a>,
}

impl Writer<'_> {
    pub(super) fn t(&self, id: &'static str) -> String {
        (self.say)(&Say::new(id))
    }
    fn text(&self, say: Say) -> Para {
        Para::text((self.say)(&say))
    }
    fn heading(&self, level: u8, id: &'static str) -> Para {
        Para::heading(level, self.t(id))
    }
    pub(super) fn head(&self, ids: &[&'static str]) -> Vec<Vec<HeadCell>> {
        vec![ids.iter().map(|id| HeadCell::new(self.t(id))).collect()]
    }

    fn tasks(&self) -> Vec<Para> {
        let status = &self.figures.status;
        let tally = &status.tasks;
        let open = tally.total() - tally.done() - tally.of(State::NotApplicable);
        let sum = Say::new("plan-report-tasks-sum")
            .arg("day", self.figures.asked.day)
            .arg("total", tally.total())
            .arg("documents", status.by_document.len())
            .arg("done", tally.done())
            .arg("share", share(tally.done(), tally.total()))
            .arg("ontime", tally.of(State::DoneOnTime))
            .arg("late", tally.of(State::DoneLate))
            .arg("open", open)
            .arg("overdue", tally.of(State::Overdue));
        let extended = self.figures.tasks.iter().filter(|row| row.extended > 0).count();
        let extended = (extended > 0).then(|| self.text(Say::new("plan-report-extended").arg("count", extended)));
        let mut body =
            vec![self.heading(1, "plan-report-h-tasks"), self.heading(2, "plan-report-h-tasks-all"), self.text(sum)];
        body.extend(extended);
        body.extend([
            self.compared("done", self.figures.before.tasks.done(), tally.done()),
            self.compared("overdue", self.figures.before.tasks.of(State::Overdue), tally.of(State::Overdue)),
            Para::Table(self.by_state()),
            self.heading(2, "plan-report-h-tasks-document"),
            Para::Table(self.by_document()),
        ]);
        body
    }
    /// How a number moved since the end of the month before.
    fn compared(&self, what: &str, before: u32, now: u32) -> Para {
        let id = match (what, now.cmp(&before)) {
            ("done", std::cmp::Ordering::Greater) => "plan-report-done-up",
            ("done", std::cmp::Ordering::Less) => "plan-report-done-down",
            ("done", std::cmp::Ordering::Equal) => "plan-report-done-same",
            (_, std::cmp::Ordering::Greater) => "plan-report-overdue-up",
            (_, std::cmp::Ordering::Less) => "plan-report-overdue-down",
            (_, std::cmp::Ordering::Equal) => "plan-report-overdue-same",
        };
        let say = Say::new(id).arg("day", self.figures.before.as_of).arg("before", before);
        self.text(say.arg("change", now.abs_diff(before)))
    }
    fn by_state(&self) -> Table {
        let (now, before) = (&self.figures.status.tasks, &self.figures.before.tasks);
        let mut rows = Vec::new();
        for state in State::ALL.into_iter().filter(|s| now.of(*s) + before.of(*s) > 0) {
            rows.push(TableRow::plain([
                (rows.len() + 1).to_string(),
                self.t(state.message_id()),
                now.of(state).to_string(),
                share(now.of(state), now.total()),
                before.of(state).to_string(),
                moved(before.of(state), now.of(state)),
            ]));
        }
        let total = [
            String::new(),
            self.t("plan-report-total"),
            now.total().to_string(),
            share(now.total(), now.total()),
            before.total().to_string(),
            moved(before.total(), now.total()),
        ];
        rows.push(bold(total));
        let mut head =
            self.head(&["plan-report-c-no", "plan-report-c-state", "plan-report-c-count", "plan-report-c-share"]);
        let before = Say::new("plan-report-c-before").arg("day", self.figures.before.as_of);
        head[0].push(HeadCell::new((self.say)(&before)));
        head[0].push(HeadCell::new(self.t("plan-report-c-change")));
        let numbers = [Column::right(2); 4];
        let columns = [Column::center(1), Column::left(6)].into_iter().chain(numbers).collect();
        Table { caption: None, columns, head, rows }
    }
    fn by_document(&self) -> Table {
        let cells = |tally: &Tally| {
            let open = tally.of(State::Running) + tally.of(State::NotStarted);
            let other = tally.of(State::Recurring) + tally.of(State::Waiting) + tally.of(State::NotApplicable);
            [
                tally.total(),
                tally.of(State::DoneOnTime),
                tally.of(State::DoneLate),
                open,
                tally.of(State::DueSoon),
                tally.of(State::Overdue),
                other,
            ]
            .map(|n| n.to_string())
        };
        let mut rows: Vec<TableRow> = Vec::new();
        for (n, of) in self.figures.status.by_document.iter().enumerate() {
            let name = format!("{} {}", of.document.kind, of.document.number);
            rows.push(TableRow::plain([(n + 1).to_string(), name].into_iter().chain(cells(&of.tally))));
        }
        let total = [String::new(), self.t("plan-report-total")].into_iter();
        rows.push(bold(total.chain(cells(&self.figures.status.tasks))));
        let down = |id| HeadCell::down(self.t(id), 2);
        let under = [
            "plan-report-c-ontime",
            "plan-report-c-late",
            "plan-report-c-open",
            "plan-report-c-soon",
            "plan-report-c-overdue",
            "plan-report-c-other",
        ];
        let top = vec![
            down("plan-report-c-no"),
            down("plan-report-c-document"),
            down("plan-report-c-total"),
            HeadCell::across(self.t("plan-report-c-of-which"), 6),
        ];
        let head = vec![top, under.iter().map(|id| HeadCell::new(self.t(id))).collect()];
        let numbers = [Column::right(5); 7];
        let columns = [Column::center(3), Column::left(10)].into_iter().chain(numbers).collect();
        Table { caption: None, columns, head, rows }
    }

    fn targets(&self) -> Vec<Para> {
        let t = &self.figures.status.targets;
        let mut body = vec![self.heading(1, "plan-report-h-targets")];
        if t.total == 0 {
            body.push(self.text(Say::new("plan-report-targets-none")));
            return body;
        }
        let say = Say::new("plan-report-targets-sum")
            .arg("day", self.figures.asked.day)
            .arg("total", t.total)
            .arg("met", t.met)
            .arg("share", share(t.met, t.total))
            .arg("exceeded", t.exceeded)
            .arg("running", t.running);
        body.push(self.text(say.arg("missed", t.not_met)));
        let before = &self.figures.before.targets;
        if t.met > before.met {
            let say = Say::new("plan-report-targets-up").arg("day", self.figures.before.as_of);
            body.push(self.text(say.arg("change", t.met - before.met)));
        }
        body
    }

    fn late(&self) -> Vec<Para> {
        let mut body = vec![self.heading(1, "plan-report-h-late")];
        if self.figures.late.is_empty() {
            body.push(self.text(Say::new("plan-report-late-none").arg("day", self.figures.asked.day)));
            return body;
        }
        body.push(self.text(Say::new("plan-report-late-sum").arg("count", self.figures.late.len())));
        let rows = self.figures.late.iter().enumerate().map(|(n, late)| self.late_row(n, late)).collect();
        let head = self.head(&[
            "plan-report-c-no",
            "plan-report-c-task",
            "plan-report-c-lead",
            "plan-report-c-due",
            "plan-report-c-days-late",
            "plan-report-c-reason",
        ]);
        let columns = vec![
            Column::center(3),
            Column::left(11),
            Column::left(8),
            Column::center(6),
            Column::right(4),
            Column::left(9),
        ];
        body.push(Para::Table(Table { caption: None, columns, head, rows }));
        if !self.figures.worst.is_empty() {
            body.push(self.text(Say::new("plan-report-worst")));
            body.push(Para::Table(self.worst()));
        }
        body
    }
    fn late_row(&self, n: usize, late: &LateTask) -> TableRow {
        let mut names: Vec<String> = late.reasons.iter().take(NAMED).map(|(u, _)| (self.unit_name)(*u)).collect();
        if late.reasons.len() > NAMED {
            let more = Say::new("plan-report-more-units").arg("count", late.reasons.len() - NAMED);
            names.push((self.say)(&more));
        }
        let lead = if names.is_empty() { late.row.lead_text.clone() } else { names.join("; ") };
        let many = late.reasons.len() > 1;
        let noted = late.reasons.iter().filter(|(_, note)| !note.is_empty()).take(NAMED);
        let reasons: Vec<String> = noted
            .map(|(unit, note)| if many { format!("{}: {note}", (self.unit_name)(*unit)) } else { note.clone() })
            .collect();
        let reason = if reasons.is_empty() { self.t("plan-report-no-reason") } else { reasons.join("\n") };
        TableRow::plain([
            (n + 1).to_string(),
            task_name(&late.row),
            lead,
            due(&late.row, self.say),
            late.days.to_string(),
            reason,
        ])
    }
    fn worst(&self) -> Table {
        let row = |(n, of): (usize, &crate::status::UnitTally)| {
            let tally = &of.tally;
            TableRow::plain([
                (n + 1).to_string(),
                (self.unit_name)(of.unit),
                tally.total().to_string(),
                tally.done().to_string(),
                tally.of(State::Overdue).to_string(),
                tally.on_time_permille().map(permille).unwrap_or_default(),
            ])
        };
        let head = self.head(&[
            "plan-report-c-no",
            "plan-report-c-unit",
            "plan-report-c-total",
            "plan-report-c-done",
            "plan-report-c-overdue",
            "plan-report-c-ontime-share",
        ]);
        let columns = [Column::center(1), Column::left(7)].into_iter().chain([Column::right(2); 4]).collect();
        Table { caption: None, columns, head, rows: self.figures.worst.iter().enumerate().map(row).collect() }
    }

    fn near(&self) -> Vec<Para> {
        let day = self.figures.asked.day;
        let mut body = vec![self.heading(1, "plan-report-h-near")];
        let say = if self.figures.near.is_empty() { "plan-report-near-none" } else { "plan-report-near-sum" };
        let until = day.plus_days(AHEAD.into());
        let sum = Say::new(say).arg("from", day).arg("until", until).arg("count", self.figures.near.len());
        body.push(self.text(sum));
        if self.figures.near.is_empty() {
            return body;
        }
        let row = |(n, row): (usize, &Row)| {
            let left = row.due_on.map_or(0, |due| day.days_until(due));
            let cells =
                [(n + 1).to_string(), task_name(row), row.lead_text.clone(), due(row, self.say), left.to_string()];
            TableRow::plain(cells.into_iter().chain([self.t(row.state.message_id())]))
        };
        let head = self.head(&[
            "plan-report-c-no",
            "plan-report-c-task",
            "plan-report-c-lead",
            "plan-report-c-due",
            "plan-report-c-days-left",
            "plan-report-c-state",
        ]);
        let columns = vec![
            Column::center(3),
            Column::left(12),
            Column::left(8),
            Column::center(6),
            Column::right(4),
            Column::left(6),
        ];
        let rows = self.figures.near.iter().enumerate().map(row).collect();
        body.push(Para::Table(Table { caption: None, columns, head, rows }));
        body
    }

    /// What is asked of whom: only where there is something to ask.
    fn asks(&self) -> Vec<Para> {
        let (late, near) = (self.figures.late.len(), self.figures.near.len());
        let waiting = self.figures.status.awaiting;
        let mut body = Vec::new();
        if late > 0 {
            body.push(Para::bullet((self.say)(&Say::new("plan-report-ask-late").arg("count", late))));
        }
        if near > 0 {
            body.push(Para::bullet((self.say)(&Say::new("plan-report-ask-near").arg("count", near))));
        }
        if waiting > 0 {
            body.push(Para::bullet((self.say)(&Say::new("plan-report-ask-confirm").arg("count", waiting))));
        }
        if !body.is_empty() {
            body.insert(0, self.heading(1, "plan-report-h-asks"));
        }
        body
    }
}

/// The last day as a date, or as printed where there is none; an extended one with the one before it.
pub(super) fn due(row: &Row, say: Translate<'_>) -> String {
    match (row.due_on, row.printed_due_on) {
        (Some(due), Some(printed)) if row.extended > 0 && due != printed => {
            say(&Say::new("plan-report-due-extended").arg("day", due).arg("printed", printed))
        }
        (due, _) => due.map_or_else(|| row.deadline_text.clone(), Day::vietnamese),
    }
}
/// The task with the number of its document.
fn task_name(row: &Row) -> String {
    format!("{} ({})", row.name, row.document_number)
}
/// A share in per cent with one decimal, as printed in Vietnamese.
fn share(part: u32, whole: u32) -> String {
    permille(if whole == 0 { 0 } else { (u64::from(part) * 1000 / u64::from(whole)) as u32 })
}
fn permille(value: u32) -> String {
    kernel::number::vietnamese(kernel::Decimal::new(value.into(), 1))
}
/// A change with its sign.
fn moved(before: u32, now: u32) -> String {
    match i64::from(now) - i64::from(before) {
        0 => "0".to_owned(),
        change => format!("{change:+}"),
    }
}
fn bold<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> TableRow {
    let cells = cells.into_iter().map(|c| Cell::of(Run::bold(c))).collect();
    TableRow { cells, opens_group: false }
}
