//! The draft's page: what each row says as printed and as understood, what is open, what would change.
use askama::Template;
use axum::{http::StatusCode, response::Response};
use kernel::{Ctx, Day, Result, Say};
use plan::{
    document::SameDocument,
    draft::{Certainty, Content, DraftPreview, DraftRow, DraftState, RowIs},
};

use super::{
    changes::{AmendView, DiffView, QuestionView, amend_view, count, diff_view, questions},
    rows::{RowView, choice, printed_lines, row_view},
};
use crate::{
    app::App,
    errors::Failure,
    lang::L,
    pages::{self, Choice, Desk, Frame, Me, Problem},
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
    /// The first day in force as it was typed, where it has to be mended.
    pub(super) from: String,
}

struct HeadField {
    code: String,
    label: String,
    value: String,
}
struct UnreadView {
    text: String,
    why: String,
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
    head_line: String,
    show: String,
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

/// How many rows are in each group: to look at, certain, all.
fn counts(content: &Content) -> (usize, usize, usize) {
    let of = |c: Certainty| content.rows.iter().filter(|r| r.certainty() == c).count();
    (of(Certainty::Look), of(Certainty::Certain), content.rows.len())
}

/// The document in one line: kind and number, date, issuer.
fn head_line(fields: &[(&'static str, String)], issued: &dyn Fn(String) -> String) -> String {
    let of = |code: &str| fields.iter().find(|(c, _)| *c == code).map(|(_, v)| v.clone()).unwrap_or_default();
    let named = format!("{} {}", of("kind"), of("number"));
    let all = [named.trim().to_owned(), issued(of("issued_on")), of("issuer")];
    all.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ")
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
        head_line: head_line(&content.head.fields(), &issued),
        show: show.to_owned(),
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
        from_day: if shown.from.is_empty() { content.day(ctx.today()).vietnamese() } else { shown.from.clone() },
        problems,
        units,
        document_url: draft.document.map(url::document).unwrap_or_default(),
        l,
        me,
        frame,
    };
    pages::html_with(status, &page)
}
