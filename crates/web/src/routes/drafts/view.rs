//! The draft's page: what each row says as printed and as understood, what is open, what would change.
use std::collections::HashMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::{Ctx, Day, Result, Say};
use org::Directory;
use paper::read::{Block, Flag, TableKind};
use plan::{
    diff::{Amendment, Changed, Difference, FieldChange},
    document::{self, SameDocument},
    draft::{Certainty, Content, Decision, DraftPreview, DraftRow, DraftState, RowIs},
    resolve::{Part, PartTo},
};

use crate::{
    app::App,
    errors::Failure,
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
    routes::documents,
    session::Visitor,
    url::{self, Query},
};

/// What the address asks to see.
pub(super) struct Shown {
    /// `look`, `unread`, `certain`, `all`, `diff`; empty for the first that holds something.
    pub(super) show: String,
    /// The row that is being corrected.
    pub(super) row: Option<u32>,
    /// The head is being corrected.
    pub(super) head: bool,
}

struct HeadField {
    code: String,
    label: String,
    value: String,
}
struct FieldView {
    code: String,
    label: String,
    value: String,
    explained: String,
    carried: bool,
    long: bool,
}
struct UnknownUnit {
    printed: String,
    suggestions: Vec<Choice>,
}
struct RowView {
    row: String,
    section: String,
    state: &'static str,
    printed: Vec<String>,
    fields: Vec<FieldView>,
    notes: Vec<String>,
    edit: bool,
    edit_url: String,
    unknown: Vec<UnknownUnit>,
    dropped: bool,
    anchor: String,
}
struct UnreadView {
    text: String,
    why: String,
}
#[derive(Default)]
struct DiffView {
    added: Vec<DiffRow>,
    changed: Vec<DiffRow>,
    withdrawn: Vec<DiffRow>,
    unchanged: i64,
}
struct DiffRow {
    no: String,
    name: String,
    fields: Vec<DiffField>,
}
struct DiffField {
    label: String,
    before: String,
    after: String,
}
struct QuestionView {
    name: String,
    text: String,
    choices: Vec<Choice>,
}
struct AmendView {
    row: String,
    text: String,
    fields: Vec<DiffField>,
}
#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage {
    l: L,
    me: Me,
    frame: Frame,
    id: String,
    seen: String,
    open: bool,
    say: String,
    file: String,
    file_url: String,
    head: Vec<HeadField>,
    head_flags: Vec<String>,
    edit_head: bool,
    head_url: String,
    tabs: Vec<Choice>,
    rows: Vec<RowView>,
    unread: Vec<UnreadView>,
    show_diff: bool,
    diff: DiffView,
    questions: Vec<QuestionView>,
    amendments: Vec<AmendView>,
    certain: i64,
    total: i64,
    waiting: i64,
    from_day: String,
    problems: Vec<Problem>,
    units: Vec<Choice>,
    document_url: String,
}

/// The row's fields as text, by their names, in the order of the page.
pub(super) fn values_of(row: &DraftRow) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    match &row.is {
        RowIs::Task(t) => vec![
            ("no", text(&t.no)),
            ("name", t.name.clone()),
            ("lead_text", text(&t.lead_text)),
            ("coordinating_text", text(&t.coordinating_text)),
            ("deadline", text(&t.deadline.text)),
            ("product", text(&t.product)),
            ("responsible_text", text(&t.responsible_text)),
            ("source_documents_text", text(&t.source_documents_text)),
            ("section_no", text(&t.section_no)),
            ("section_title", text(&t.section_title)),
        ],
        RowIs::Target(t) => vec![
            ("no", text(&t.no)),
            ("name", t.name.clone()),
            ("unit", text(&t.unit)),
            ("lead_text", text(&t.lead_text)),
            ("source_documents_text", text(&t.source_documents_text)),
            ("direction", row.direction.clone()),
            ("definition", row.definition.clone()),
            ("section_no", text(&t.section_no)),
            ("section_title", text(&t.section_title)),
        ],
    }
}

/// A target's value of a year, as printed.
pub(super) fn value_of(row: &DraftRow, year: i16) -> String {
    let RowIs::Target(target) = &row.is else { return String::new() };
    target.targets.iter().find(|v| v.year == Some(year)).and_then(|v| v.text.clone()).unwrap_or_default()
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What a cell's names mean, in words.
fn explained(l: L, parts: &[Part]) -> String {
    let word = |p: &Part| match &p.to {
        PartTo::Unit { name, .. } => Some(name.clone()),
        PartTo::Group { name, members, .. } => Some(l.t2("draft-members", "name", name, "count", *members)),
        PartTo::Open | PartTo::Unknown { .. } => None,
    };
    parts.iter().filter_map(word).collect::<Vec<_>>().join("; ")
}

fn fields(l: L, row: &DraftRow) -> Vec<FieldView> {
    let carried: Vec<&str> = match &row.is {
        RowIs::Task(t) => t.carried.iter().map(|f| f.code()).collect(),
        RowIs::Target(t) => t.carried.iter().map(|f| f.code()).collect(),
    };
    let meaning = |code: &str, value: &str| match (code, &row.is) {
        ("lead_text", _) => Some(explained(l, &row.lead)).filter(|e| e != value).unwrap_or_default(),
        ("coordinating_text", _) => Some(explained(l, &row.coordinating)).filter(|e| e != value).unwrap_or_default(),
        ("deadline", RowIs::Task(t)) => t.deadline.due_on.map(Day::vietnamese).unwrap_or_default(),
        _ => String::new(),
    };
    let mut all: Vec<FieldView> = values_of(row)
        .into_iter()
        .map(|(code, value)| FieldView {
            label: l.t(&format!("plan-field-{}", code.replace('_', "-"))),
            explained: meaning(code, &value),
            carried: carried.contains(&code),
            long: value.chars().count() > 60 || code == "name",
            code: code.to_owned(),
            value,
        })
        .collect();
    if let RowIs::Target(target) = &row.is {
        let values = target.targets.iter().filter_map(|v| Some((v.year?, v.text.clone().unwrap_or_default()))).map(
            |(year, value)| FieldView {
                code: format!("value-{year}"),
                label: l.t1("plan-field-value", "year", year.to_string()),
                value,
                explained: String::new(),
                carried: carried.contains(&"targets"),
                long: false,
            },
        );
        all.splice(3..3, values.collect::<Vec<_>>());
    }
    all
}

fn unknown(directory: &Directory, row: &DraftRow) -> Vec<UnknownUnit> {
    row.unclear_units()
        .map(|p| {
            let suggestions = match &p.to {
                PartTo::Unknown { suggestions } => {
                    suggestions.iter().map(|s| choice(&s.name, s.unit.to_string())).collect()
                }
                PartTo::Unit { unit, name, .. } => vec![choice(name, unit.to_string())],
                PartTo::Group { code, name, .. } => vec![choice(name, format!("group:{code}"))],
                PartTo::Open => vec![],
            };
            let groups = directory.groups().map(|g| choice(&g.name, format!("group:{}", g.code)));
            UnknownUnit { printed: p.printed.clone(), suggestions: suggestions.into_iter().chain(groups).collect() }
        })
        .collect()
}
fn choice(label: &str, value: String) -> Choice {
    Choice { label: label.to_owned(), url: value, on: false, count: String::new() }
}

fn notes(l: L, row: &DraftRow) -> Vec<String> {
    let mut notes: Vec<String> = row.flags().iter().map(|f: &Flag| l.t(f.message_id())).collect();
    notes.extend(row.unclear_units().map(|p| match &p.to {
        PartTo::Unit { name, .. } | PartTo::Group { name, .. } => {
            l.t2("draft-unit-near", "name", &p.printed, "unit", name)
        }
        _ => l.t1("draft-unit-unknown", "name", &p.printed),
    }));
    if let Decision::Dropped { reason, .. } = &row.decision {
        notes.push(l.t1("draft-dropped", "reason", reason));
    }
    notes
}

/// Cells of each table row, by line number.
fn printed_lines(content: &Content) -> HashMap<u32, Vec<String>> {
    let tables = content.outline.iter().filter_map(|b| match b {
        Block::Table(t) if matches!(t.kind, TableKind::Tasks | TableKind::Targets) => Some(t),
        _ => None,
    });
    let rows = tables.flat_map(|t| &t.rows);
    rows.map(|r| (r.line, r.cells.iter().map(|c| c.text.clone()).filter(|t| !t.is_empty()).collect())).collect()
}

fn state_of(row: &DraftRow) -> &'static str {
    match row.certainty() {
        Certainty::Certain => "certain",
        Certainty::Look => "flagged",
        Certainty::Dropped => "withdrawn",
    }
}

fn row_view(
    l: L,
    directory: &Directory,
    printed: &HashMap<u32, Vec<String>>,
    row: &DraftRow,
    base: &Query,
    at: &str,
    shown: &Shown,
) -> RowView {
    let section = match &row.is {
        RowIs::Task(t) => [t.section_no.clone(), t.section_title.clone()],
        RowIs::Target(t) => [t.section_no.clone(), t.section_title.clone()],
    };
    let edit = shown.row == Some(row.row);
    RowView {
        row: row.row.to_string(),
        section: section.into_iter().flatten().collect::<Vec<_>>().join(". "),
        state: state_of(row),
        printed: printed.get(&row.line()).cloned().unwrap_or_default(),
        fields: fields(l, row),
        notes: notes(l, row),
        edit,
        edit_url: format!("{}#row-{}", base.with("row", row.row).at(at), row.row),
        unknown: if edit { unknown(directory, row) } else { vec![] },
        dropped: matches!(row.decision, Decision::Dropped { .. }),
        anchor: format!("row-{}", row.row),
    }
}

fn diff_fields(l: L, fields: &[FieldChange]) -> Vec<DiffField> {
    fields
        .iter()
        .map(|f| DiffField { label: l.say(&f.label()), before: f.before.clone(), after: f.after.clone() })
        .collect()
}
fn changed(l: L, c: &Changed) -> DiffRow {
    DiffRow { no: c.no.clone(), name: c.name.clone(), fields: diff_fields(l, &c.fields) }
}

fn diff_view(l: L, d: &Difference) -> DiffView {
    let plain = |no: &String, name: &String| DiffRow { no: no.clone(), name: name.clone(), fields: vec![] };
    DiffView {
        added: d.added.iter().map(|a| plain(&a.no, &a.name)).collect(),
        changed: d.changed.iter().map(|c| changed(l, c)).collect(),
        withdrawn: d.withdrawn.iter().map(|w| plain(&w.no, &w.name)).collect(),
        unchanged: count(d.unchanged),
    }
}

fn amend_view(l: L, a: &Amendment) -> AmendView {
    let id = if a.withdraws { "draft-amend-withdraw" } else { "draft-amend-row" };
    AmendView {
        row: a.change.row.to_string(),
        text: l.t2(id, "no", &a.change.no, "name", &a.change.name),
        fields: diff_fields(l, &a.change.fields),
    }
}

async fn questions(app: &App, l: L, d: &Difference) -> Result<Vec<QuestionView>> {
    let mut all = Vec::new();
    if let SameDocument::Offered { documents: ids } = &d.same {
        let mut sql = app.store.read().await?;
        let mut choices = Vec::new();
        for id in ids {
            let held = document::get(&mut sql, *id).await?;
            choices.push(choice(&format!("{} – {}", documents::number(l, &held), held.head.title), id.to_string()));
        }
        choices.push(choice(&l.t("draft-q-new-document"), "new".into()));
        all.push(QuestionView { name: "document".into(), text: l.t("draft-q-document"), choices });
    }
    for q in &d.questions {
        let mut choices: Vec<Choice> =
            q.candidates.iter().map(|c| choice(&format!("{}. {}", c.no, c.name), c.id.clone())).collect();
        choices.push(choice(&l.t("draft-q-new-row"), "new".into()));
        all.push(QuestionView {
            name: format!("row-{}", q.row),
            text: l.t2("draft-q-row", "no", &q.no, "name", &q.name),
            choices,
        });
    }
    Ok(all)
}

/// How many rows are in each group: to look at, certain, all.
fn counts(content: &Content) -> (usize, usize, usize) {
    let of = |c: Certainty| content.rows.iter().filter(|r| r.certainty() == c).count();
    (of(Certainty::Look), of(Certainty::Certain), content.rows.len())
}

pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    ctx: &Ctx,
    preview: DraftPreview,
    shown: &Shown,
    status: StatusCode,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    let Desk { l, me, frame } = pages::desk(app, visitor, "documents").await?;
    let DraftPreview { draft, difference } = preview;
    let content = &draft.content;
    let directory = app.directories.now().await?;
    let at = url::draft(draft.id);
    let unread: Vec<_> = content.unread.iter().filter(|u| u.row.is_none()).collect();
    let (look, certain, all) = counts(content);
    let edition = matches!(difference.same, SameDocument::Held { .. });
    let show = match shown.show.as_str() {
        "" if edition => "diff",
        "" if look > 0 => "look",
        "" => "all",
        other => other,
    };
    let base = Query::new().with("show", show);
    let tab = |code: &str, n: usize| Choice {
        label: l.t(&format!("draft-tab-{code}")),
        url: Query::new().with("show", code).at(&at),
        on: show == code,
        count: n.to_string(),
    };
    let mut tabs = vec![tab("look", look), tab("unread", unread.len()), tab("certain", certain), tab("all", all)];
    if edition {
        tabs.push(tab("diff", difference.added.len() + difference.changed.len() + difference.withdrawn.len()));
    }
    let printed = printed_lines(content);
    let wanted = |r: &&DraftRow| match show {
        "look" => r.certainty() == Certainty::Look,
        "certain" => r.certainty() == Certainty::Certain,
        "all" => true,
        _ => false,
    } || shown.row == Some(r.row);
    let rows =
        content.rows.iter().filter(wanted).map(|r| row_view(l, &directory, &printed, r, &base, &at, shown)).collect();
    let targets = content.rows.iter().filter(|r| matches!(r.is, RowIs::Target(_))).count();
    let say = Say::new("draft-say")
        .arg("targets", targets)
        .arg("tasks", all - targets)
        .arg("look", look)
        .arg("unread", unread.len());
    let issued =
        |value: String| if value.is_empty() { value } else { value.parse::<Day>().map_or(value, Day::vietnamese) };
    let head = content
        .head
        .fields()
        .into_iter()
        .filter(|(code, _)| *code != "bases")
        .map(|(code, value)| HeadField {
            label: l.t(&format!("plan-field-{}", code.replace('_', "-"))),
            value: if code == "issued_on" { issued(value) } else { value },
            code: code.to_owned(),
        })
        .collect();
    let units = if shown.row.is_some() {
        directory.units_on(ctx.today()).map(|u| choice(&u.name, u.id.to_string())).collect()
    } else {
        vec![]
    };
    let taken = content.rows.iter().filter(|r| r.certainty() != Certainty::Dropped).count();
    let page = DraftPage {
        id: draft.id.to_string(),
        seen: draft.version.to_string(),
        open: draft.state == DraftState::Open,
        say: l.say(&say),
        file: draft.file_name.clone(),
        file_url: format!("{at}/file"),
        head,
        head_flags: content.head_flags.iter().map(|f| l.t(f.message_id())).collect(),
        edit_head: shown.head,
        head_url: format!("{at}?head=1"),
        tabs,
        rows,
        unread: if matches!(show, "unread" | "all" | "look") {
            unread.iter().map(|u| UnreadView { text: u.text.clone(), why: l.t(u.why.message_id()) }).collect()
        } else {
            vec![]
        },
        show_diff: show == "diff",
        diff: diff_view(l, &difference),
        questions: questions(app, l, &difference).await?,
        amendments: difference.amendments.iter().filter(|a| a.confirmed.is_none()).map(|a| amend_view(l, a)).collect(),
        certain: count(certain),
        total: count(taken),
        waiting: count(look),
        from_day: content.day(ctx.today()).to_string(),
        problems,
        units,
        document_url: draft.document.map(url::document).unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}
