//! A document: its sections with tasks and targets, what is printed beside what was understood, its
//! text, its editions.
use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use indicator::explain;
use kernel::{Ctx, Day, DocumentId, Say, UnitId, WorkCalendar, text::fold_words};
use org::Directory;
use paper::read::{Block, RowRole};
use plan::{
    board::{Asked as Moment, Board, Sight},
    document::{self, Document, DocumentHistory},
    edition,
    import::{self, Waiting},
    list::{Filter, PageAsk, Row, Sort},
};

use super::{number, targets_of};
use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked},
    lang::L,
    pages::{self, Choice, Desk, Due, Frame, Me, Slice},
    session::Signed,
    url::{self, Query},
    views,
};

struct Pair {
    label: String,
    value: String,
}
struct TaskLine {
    section: String,
    first: bool,
    anchor: String,
    no: String,
    name: String,
    url: String,
    state: String,
    lead: String,
    /// Who really leads, where that says something else than the printed words.
    means: String,
    due: Due,
}
struct TargetLine {
    no: String,
    name: String,
    url: String,
    value: String,
    state: String,
}
struct TextBlock {
    heading: bool,
    text: String,
    rows: Vec<TextRow>,
    anchor: String,
}
struct TextRow {
    header: bool,
    cells: Vec<String>,
}
struct EditionRow {
    label: String,
    file: String,
    file_url: String,
    who: String,
    at: String,
    changes: String,
    now: bool,
}
struct NoteLink {
    text: String,
    url: String,
    /// Where to post so that a waiting amendment is applied; empty where none waits.
    apply: String,
}
#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    l: L,
    me: Me,
    frame: Frame,
    number: String,
    title: String,
    say: String,
    sample: bool,
    facts: Vec<Pair>,
    sections: Vec<Choice>,
    tasks: Vec<TaskLine>,
    targets: Vec<TargetLine>,
    text: Vec<TextBlock>,
    editions: Vec<EditionRow>,
    slices: Vec<Slice>,
    notes: Vec<NoteLink>,
    show_text: bool,
    text_url: String,
}

/// What is known beside the rows.
struct Held<'a> {
    board: &'a Board,
    directory: &'a Directory,
    calendar: &'a WorkCalendar,
    moment: Moment,
    sight: &'a Sight,
}
impl Held<'_> {
    /// The units that lead a task, as far as the reader sees them.
    fn leads(&self, row: &Row) -> Vec<UnitId> {
        if let Some(line) = &row.line {
            return vec![line.unit];
        }
        let task = self.board.task(row.task, self.moment, self.sight);
        task.map(|t| t.lines.iter().map(|line| line.unit).collect()).unwrap_or_default()
    }
}

fn section_name(row: &Row) -> String {
    [row.section_no.as_str(), row.section_title.as_str()].join(". ").trim_matches(['.', ' ']).to_owned()
}
fn section_anchor(no: &str) -> String {
    format!("muc-{}", no.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

/// At most so many units are named; of more, only how many.
const NAMED: usize = 3;

/// What printed lead units were understood as, or corrected to; empty where the words say it already.
fn means(l: L, directory: &Directory, printed: &str, leads: &[UnitId]) -> String {
    if leads.len() > NAMED {
        return l.tn("document-lead-count", &i64::try_from(leads.len()).unwrap_or(0));
    }
    let names: Vec<&str> = leads.iter().filter_map(|id| Some(directory.unit(*id)?.name.as_str())).collect();
    // The same names in another order, or with other signs between them, are the same.
    let words = |text: &str| fold_words(text).split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (said, held) = (words(printed), words(&names.join(" ")));
    if said == held { String::new() } else { l.t1("document-lead-means", "units", names.join("; ")) }
}

fn task_lines(l: L, held: &Held<'_>, rows: &[Row], today: Day) -> Vec<TaskLine> {
    let mut before = None;
    rows.iter()
        .map(|r| {
            let section = section_name(r);
            let first = before.replace(section.clone()) != Some(section.clone());
            TaskLine {
                first: first && !section.is_empty(),
                section,
                anchor: section_anchor(&r.section_no),
                no: r.no.clone(),
                name: r.name.clone(),
                url: url::task(r.task),
                state: r.state.code().to_owned(),
                means: means(l, held.directory, &r.lead_text, &held.leads(r)),
                lead: r.lead_text.clone(),
                due: pages::due(l, held.calendar, r.due_on, &r.deadline_text, r.state.code(), today),
            }
        })
        .collect()
}

fn sections(rows: &[Row]) -> Vec<Choice> {
    let mut found: Vec<(String, String, usize)> = Vec::new();
    for row in rows {
        match found.last_mut() {
            Some((no, _, count)) if *no == row.section_no => *count += 1,
            _ => found.push((row.section_no.clone(), section_name(row), 1)),
        }
    }
    found
        .into_iter()
        .filter(|(_, name, _)| !name.is_empty())
        .map(|(no, label, count)| Choice {
            label,
            url: format!("#{}", section_anchor(&no)),
            on: false,
            count: count.to_string(),
        })
        .collect()
}

fn text_block(block: Block) -> TextBlock {
    let plain = |heading, line: u32, text| TextBlock { heading, text, rows: vec![], anchor: format!("line-{line}") };
    match block {
        Block::Heading { line, text } => plain(true, line, text),
        Block::Paragraph { line, text } => plain(false, line, text),
        Block::Table(table) => TextBlock {
            heading: false,
            text: String::new(),
            anchor: format!("table-{}", table.number),
            rows: table
                .rows
                .into_iter()
                .map(|r| TextRow {
                    header: r.role == RowRole::Header,
                    cells: r.cells.into_iter().map(|c| c.text).collect(),
                })
                .collect(),
        },
    }
}

fn editions(l: L, history: &DocumentHistory, ctx: &Ctx) -> Vec<EditionRow> {
    let newest = history.editions.len();
    history
        .editions
        .iter()
        .enumerate()
        .rev()
        .map(|(i, e)| {
            let changes = Say::new("document-edition-changes")
                .arg("added", e.added)
                .arg("changed", e.changed)
                .arg("withdrawn", e.withdrawn);
            EditionRow {
                label: l.t1("document-edition", "no", e.no),
                file: e.file_name.clone(),
                file_url: if e.amended_by.is_some() {
                    String::new()
                } else {
                    format!("{}/editions/{}/file", url::document(e.document), e.no)
                },
                who: e.by_name.clone(),
                at: pages::when(e.at, ctx.today()),
                changes: l.say(&changes),
                now: i + 1 == newest,
            }
        })
        .collect()
}

fn notes(l: L, history: &DocumentHistory, waiting: &[Waiting]) -> Vec<NoteLink> {
    let id = history.document.id;
    let note = |message: &'static str, d: &Document, apply: String| NoteLink {
        text: l.t1(message, "number", number(l, d)),
        url: url::document(d.id),
        apply,
    };
    let by = history.amended_by.iter().map(|d| note("document-amended-by", d, String::new()));
    let of = history.amends.iter().map(|(d, _)| note("document-amends", d, String::new()));
    // An amending document that came first: offered on its own page and on that of the other.
    let apply = |w: &Waiting| format!("{}/draft", url::document(w.amending.id));
    let later = waiting.iter().filter_map(|w| match (w.amending.id == id, w.amended.id == id) {
        (true, _) => Some(note("document-amends-waiting", &w.amended, apply(w))),
        (_, true) => Some(note("document-amended-by-waiting", &w.amending, apply(w))),
        _ => None,
    });
    by.chain(of).chain(later).collect()
}

fn facts(l: L, document: &Document) -> Vec<Pair> {
    let pair = |id: &str, value: String| Pair { label: l.t(id), value };
    let head = &document.head;
    let all = [
        pair("plan-field-kind", head.kind.clone()),
        pair("plan-field-number", head.number.clone()),
        pair("plan-field-issuer", head.issuer.clone()),
        pair("plan-field-issued-on", head.issued_on.map(Day::vietnamese).unwrap_or_default()),
        pair("document-from", document.from_day.vietnamese()),
        pair("document-bases", head.bases.join("; ")),
    ];
    all.into_iter().filter(|p| !p.value.is_empty()).collect()
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let id: DocumentId = extract::id(&id)?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "documents").await?;
    let board = app.boards.now().await?;
    views::require_document(&board, &ctx, id)?;
    let (sight, moment) = (views::sight(&ctx), views::asked(ctx.today()));
    let mut sql = app.store.read().await?;
    let history = document::history(&mut sql, id).await?;
    let document = &history.document;
    let filter = Filter { document: Some(id), ..Filter::default() };
    let all = PageAsk { sort: Sort::Document, ..PageAsk::default() };
    let rows = board.list(moment, &sight, &filter, &all)?.rows;
    let tally = board.status(moment, &sight, &filter).tasks;
    let targets: Vec<TargetLine> = targets_of(&board, id, &sight, moment)
        .filter_map(|c| {
            let standing = c.standing(moment)?;
            Some(TargetLine {
                no: standing.says.no.clone(),
                name: standing.says.name.clone(),
                url: url::target(c.id),
                value: standing.value.map(explain::printed).unwrap_or_default(),
                state: standing.state.code().to_owned(),
            })
        })
        .collect();
    let show_text = asked.get("text") == "1";
    let text = if show_text {
        edition::outline(&mut sql, document.edition).await?.into_iter().map(text_block).collect()
    } else {
        vec![]
    };
    let (settings, directory) = (app.kept.settings(&app.store).await?, app.directories.now().await?);
    let (board, directory, calendar) = (board.as_ref(), directory.as_ref(), &settings.calendar);
    let held = Held { board, directory, calendar, moment, sight: &sight };
    let say = Say::new("document-say").arg("tasks", rows.len()).arg("targets", targets.len());
    pages::html(&DocumentPage {
        number: number(l, document),
        title: document.head.title.clone(),
        say: l.say(&say),
        sample: document.sample,
        facts: facts(l, document),
        sections: sections(&rows),
        tasks: task_lines(l, &held, &rows, ctx.today()),
        targets,
        text,
        editions: editions(l, &history, &ctx),
        slices: views::slices(l, &tally, &Query::new().with("document", id)),
        notes: notes(l, &history, &import::waiting(&mut sql).await?),
        show_text,
        text_url: if show_text { url::document(id) } else { Query::new().with("text", "1").at(&url::document(id)) },
        l,
        me,
        frame,
    })
}
