//! Meetings of the steering committee (*họp Ban Chỉ đạo*): conclusions typed once become a draft of one
//! document, read and accepted like any other, so that units and deadlines mean the same; the next
//! agenda lists what was not done of earlier conclusions.
use kernel::{Ctx, Day, Fault, Result, Say, text};
use org::Directories;
use paper::{
    read::{Head, Plan, TaskRow, deadline, split_units},
    write::model::{Cell, Column, HeadCell, OfficialDocument, Para, Row as TableRow, Table},
};
use store::Store;

use crate::{
    board::{Asked, Board, Document, Sight},
    draft::{Draft, ReadDraft, draft_of_plan},
    list::{Filter, PageAsk, Row, Sort},
    report::{Letterhead, Translate},
    state::State,
};

/// The kind under which conclusions are kept, as officers print it.
pub const KIND: &str = "Thông báo kết luận";
/// Most conclusions of one meeting.
const MOST: usize = 100;

/// One conclusion, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conclusion {
    /// What is to be done.
    pub name: String,
    /// Who leads, as typed.
    pub lead: String,
    /// Who helps, as typed.
    pub coordinating: String,
    /// By when, as typed: `Trước ngày 30/6/2026`, `Quý III/2026`.
    pub deadline: String,
    /// What comes out of it.
    pub product: String,
}
impl Conclusion {
    fn is_empty(&self) -> bool {
        [&self.name, &self.lead, &self.coordinating, &self.deadline, &self.product].iter().all(|t| t.trim().is_empty())
    }
}

/// A meeting with its conclusions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Number of the notice of conclusions.
    pub number: String,
    /// Its date.
    pub issued_on: Day,
    /// Who issued it.
    pub issuer: String,
    /// The meeting: `Phiên họp thứ 5 của Ban Chỉ đạo`.
    pub name: String,
    /// What was concluded; rows without a word are left out.
    pub conclusions: Vec<Conclusion>,
}

/// Makes a draft of the conclusions: units and deadlines are understood as in a document that was read,
/// and a person accepts it. The same words again while the draft is open give that draft.
///
/// # Errors
/// `Forbidden`, or `Invalid` naming field and row.
pub async fn draft_conclusions(store: &Store, ctx: &Ctx, dirs: &Directories, meeting: Meeting) -> Result<Draft> {
    let (plan, printed) = plan_of(&meeting, ctx.today())?;
    let file_name = format!("{}.txt", text::fold_words(&meeting.number).replace(' ', "-"));
    draft_of_plan(store, ctx, dirs, ReadDraft { file_name, bytes: printed.into_bytes() }, plan).await
}

/// The meeting as a plan that was read, and its words as a file.
fn plan_of(meeting: &Meeting, today: Day) -> Result<(Plan, String)> {
    let number = text::squeeze(&meeting.number);
    let name = text::nfc(&text::squeeze(&meeting.name));
    if number.is_empty() {
        return Err(Fault::invalid("plan-meeting-number-missing").field("number"));
    }
    if name.is_empty() {
        return Err(Fault::invalid("plan-meeting-name-missing").field("name"));
    }
    if meeting.issued_on > today {
        return Err(Fault::invalid("plan-meeting-in-future").arg("day", meeting.issued_on).field("issued_on"));
    }
    let rows: Vec<(usize, &Conclusion)> = (1..).zip(&meeting.conclusions).filter(|(_, c)| !c.is_empty()).collect();
    if rows.is_empty() || rows.len() > MOST {
        return Err(Fault::invalid("plan-meeting-empty").arg("limit", MOST).field("conclusions"));
    }
    let mut tasks = Vec::with_capacity(rows.len());
    let mut printed = format!("{KIND}\n{number}\n{}\n{name}\n", meeting.issued_on.vietnamese());
    for (no, (at, row)) in (1u32..).zip(rows) {
        let words = |t: &str| text::nfc(&text::squeeze(t));
        if words(&row.name).is_empty() {
            return Err(Fault::invalid("plan-meeting-row").arg("row", at).field("conclusions"));
        }
        let some = |t: &str| Some(words(t)).filter(|t| !t.is_empty());
        tasks.push(TaskRow {
            line: no,
            no: Some(no.to_string()),
            name: words(&row.name),
            lead: split_units(&words(&row.lead)),
            lead_text: some(&row.lead),
            coordinating: split_units(&words(&row.coordinating)),
            coordinating_text: some(&row.coordinating),
            product: some(&row.product),
            deadline: deadline::parse(&words(&row.deadline), Some(meeting.issued_on.year())),
            ..TaskRow::default()
        });
        let line = [&row.name, &row.lead, &row.coordinating, &row.deadline, &row.product].map(|t| words(t)).join(" | ");
        printed.push_str(&format!("{no} | {line}\n"));
    }
    let document = Head {
        kind: Some(KIND.to_owned()),
        number: Some(number),
        issued_on: Some(meeting.issued_on),
        issuer: Some(text::nfc(&text::squeeze(&meeting.issuer))).filter(|t| !t.is_empty()),
        title: Some(name),
        ..Head::default()
    };
    Ok((Plan { document, tasks, ..Plan::default() }, printed))
}

/// A meeting's conclusions as they stand.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The document.
    pub document: &'a Document,
    /// How many conclusions the reader sees.
    pub all: usize,
    /// Those not done, overdue ones first.
    pub open: Vec<Row>,
}

/// Meetings up to the asked day, newest first, with what was not done.
///
/// # Errors
/// When the list can't be made.
pub fn meetings<'a>(board: &'a Board, asked: Asked, sight: &Sight) -> Result<Vec<Standing<'a>>> {
    let wanted = text::fold(KIND);
    let held = board.documents().into_iter().filter(|d| text::fold(&d.kind) == wanted && d.from_day <= asked.day);
    let mut all = Vec::new();
    for document in held {
        let filter = Filter { document: Some(document.id), ..Filter::default() };
        let ask = PageAsk { sort: Sort::Document, ..PageAsk::default() };
        let rows = board.list(asked, sight, &filter, &ask)?.rows;
        let count = rows.len();
        let mut open: Vec<Row> = rows.into_iter().filter(|r| !r.state.is_closed()).collect();
        open.sort_by_key(|r| (r.state != State::Overdue, r.due_on.map_or(i32::MAX, Day::number)));
        all.push(Standing { document, all: count, open });
    }
    all.reverse();
    Ok(all)
}

/// The next agenda: for each earlier meeting a table of what was not done.
#[must_use]
pub fn agenda(meetings: &[Standing<'_>], asked: Asked, head: &Letterhead, say: Translate<'_>) -> OfficialDocument {
    let t = |id: &'static str| say(&Say::new(id));
    let mut body = vec![Para::text(say(&Say::new("plan-agenda-intro").arg("day", asked.day)))];
    let open: Vec<&Standing<'_>> = meetings.iter().filter(|m| !m.open.is_empty()).collect();
    if open.is_empty() {
        body.push(Para::text(t("plan-agenda-none")));
    }
    for (n, meeting) in (1usize..).zip(open) {
        let of = &meeting.document;
        body.push(Para::heading(2, format!("{n}. {} ({})", of.title, of.number)));
        let said = Say::new("plan-agenda-count").arg("open", meeting.open.len()).arg("all", meeting.all);
        body.push(Para::text(say(&said)));
        body.push(Para::Table(table(&meeting.open, say)));
    }
    OfficialDocument {
        superior_body: head.superior_body.clone(),
        issuing_body: head.issuing_body.clone(),
        number: head.number.clone(),
        place: head.place.clone(),
        date: head.date,
        kind: t("plan-agenda-kind"),
        title: say(&Say::new("plan-agenda-title").arg("day", asked.day)),
        addressees: head.addressees.clone(),
        body,
        recipients: head.recipients.clone(),
        signature: head.signature.clone(),
        ..OfficialDocument::default()
    }
}

fn table(rows: &[Row], say: Translate<'_>) -> Table {
    let head = [
        "plan-report-c-no",
        "plan-report-c-task",
        "plan-report-c-lead",
        "plan-report-c-deadline",
        "plan-report-c-state",
    ];
    let state = |row: &Row| say(&Say::new(row.state.message_id()));
    let due = |row: &Row| row.due_on.map_or_else(|| row.deadline_text.clone(), Day::vietnamese);
    let line = |(n, row): (usize, &Row)| TableRow {
        cells: [n.to_string(), row.name.clone(), row.lead_text.clone(), due(row), state(row)].map(Cell::plain).into(),
        opens_group: false,
    };
    Table {
        caption: None,
        columns: vec![Column::center(5), Column::left(42), Column::left(24), Column::center(13), Column::left(16)],
        head: vec![head.map(|id| HeadCell::new(say(&Say::new(id)))).into()],
        rows: (1..).zip(rows).map(line).collect(),
    }
}
