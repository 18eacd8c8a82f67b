//! What all pages share: the frame, the small types templates take, and how dates, deadlines and
//! figures are put into words.
use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use kernel::{Action, Ctx, Day, Decimal, Fault, Lang, Millis, Post, Resource, Result, WorkCalendar, number};

use crate::{
    app::App,
    errors::{self, Failure},
    lang::L,
    resend,
    session::Visitor,
};

/// Who reads the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Me {
    pub(crate) signed_in: bool,
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) unit: String,
    pub(crate) post: String,
    pub(crate) place: String,
    pub(crate) csrf: String,
    pub(crate) once: String,
    pub(crate) theme: String,
    pub(crate) see_all: bool,
    pub(crate) may_import: bool,
    pub(crate) may_admin: bool,
    /// Notices not read, or empty.
    pub(crate) unread: String,
    /// What the bell says to those who do not see it.
    pub(crate) bell: String,
}

/// Where in the house the page is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) nav: String,
    pub(crate) here: String,
    pub(crate) flash: Option<Flash>,
}
/// What the last step said.
#[derive(Clone, Debug)]
pub(crate) struct Flash {
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) undo: Option<Undo>,
}
/// How to take it back.
#[derive(Clone, Debug)]
pub(crate) struct Undo {
    pub(crate) action: String,
    pub(crate) label: String,
}
/// One of several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) label: String,
    pub(crate) url: String,
    pub(crate) on: bool,
    pub(crate) count: String,
}
/// A filter with its choices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    #[expect(dead_code, reason = "names the filter for templates that need it")]
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) on: bool,
    pub(crate) clear_url: String,
    pub(crate) choices: Vec<Choice>,
}
/// A mistake in a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problem {
    pub(crate) field: String,
    pub(crate) text: String,
}
/// A deadline in words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Due {
    pub(crate) words: String,
    pub(crate) date: String,
    pub(crate) printed: String,
    pub(crate) state: String,
}
/// Part of a bar 1000 wide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slice {
    pub(crate) state: String,
    pub(crate) label: String,
    pub(crate) count: String,
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) url: String,
}
/// Something that happened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) text: String,
    pub(crate) quote: String,
    pub(crate) state: String,
    pub(crate) files: Vec<FileLink>,
}
/// A kept file.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileLink {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) size: String,
}
/// A piece of a sentence; with an address it opens its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct SayPart {
    pub(crate) text: String,
    pub(crate) url: String,
}
impl SayPart {
    /// A piece that opens.
    pub(crate) fn link(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self { text: text.into(), url: url.into() }
    }
}

/// A sentence with links in it: the message is written with `{…}` numbered marks, `⟨0⟩`, `⟨1⟩`, in
/// the places of the links, so that each language may order them as it likes.
pub(crate) fn sentence(text: &str, links: &[SayPart]) -> Vec<SayPart> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('⟨') {
        let Some(close) = rest[open..].find('⟩') else { break };
        let inner = &rest[open + '⟨'.len_utf8()..open + close];
        if open > 0 {
            parts.push(SayPart { text: rest[..open].to_owned(), url: String::new() });
        }
        if let Some(link) = inner.parse::<usize>().ok().and_then(|i| links.get(i)) {
            parts.push(link.clone());
        }
        rest = &rest[open + close + '⟩'.len_utf8()..];
    }
    if !rest.is_empty() {
        parts.push(SayPart { text: rest.to_owned(), url: String::new() });
    }
    parts
}

/// The parts every page begins with.
pub(crate) struct Desk {
    pub(crate) l: L,
    pub(crate) me: Me,
    pub(crate) frame: Frame,
}

fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = |w: Option<&&str>| w.and_then(|w| w.chars().next());
    let last = if words.len() > 1 { first(words.last()) } else { None };
    first(words.first()).into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// May they, on the province as a whole?
pub(crate) fn may(ctx: &Ctx, action: &'static str) -> bool {
    ctx.may(Action(action), &Resource::all("province"))
}

/// Of several posts, the one that people know somebody by.
fn weightiest(posts: &[Post]) -> Option<Post> {
    [Post::Leader, Post::Focal, Post::Head, Post::Admin, Post::Officer].into_iter().find(|p| posts.contains(p))
}

/// Frame and reader of a page.
pub(crate) async fn desk(app: &App, visitor: &Visitor, nav: &str) -> Result<Desk> {
    let directory = app.directories.now().await?;
    let l = visitor.l;
    let settings = app.kept.settings(&app.store).await?;
    let mut me = Me {
        place: settings.province.short.clone(),
        theme: visitor.theme.to_owned(),
        csrf: visitor.csrf.clone(),
        once: resend::fresh(),
        ..Me::default()
    };
    if let Ok(ctx) = visitor.ctx() {
        let actor = &ctx.actor;
        me.signed_in = true;
        me.name.clone_from(&actor.name);
        me.initials = initials(&actor.name);
        me.unit = actor.unit.and_then(|id| directory.unit(id)).map(|u| u.name.clone()).unwrap_or_default();
        me.post = weightiest(&actor.posts).map(|p| l.tk("post", p.word())).unwrap_or_default();
        me.see_all = may(ctx, "province.read");
        me.may_import = may(ctx, "plan.import");
        me.may_admin = may(ctx, "org.change");
        if let Some(person) = actor.person {
            let unread = app.unread.count(&app.store, person).await?;
            me.bell = l.tn("notices-bell", &unread);
            me.unread = match unread {
                0 => String::new(),
                1..=99 => unread.to_string(),
                _ => "99+".to_owned(),
            };
        }
    }
    let flash = visitor.flash.as_ref().filter(|id| l.knows(id)).map(|id| Flash {
        kind: if id.contains("-warn-") { "warn".into() } else { "ok".into() },
        text: l.t(id),
        undo: None,
    });
    Ok(Desk { l, me, frame: Frame { nav: nav.to_owned(), here: visitor.here.clone(), flash } })
}

/// A page as answer.
pub(crate) fn html(page: &impl Template) -> Result<Response, Failure> {
    html_with(StatusCode::OK, page)
}
/// A page with a status: forms that need mending.
pub(crate) fn html_with(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    let text = page.render().map_err(Fault::internal)?;
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response())
}
/// After a POST: see there.
pub(crate) fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// The page that says what went wrong.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    l: L,
    me: Me,
    frame: Frame,
    code: String,
    title: String,
    text: String,
    trace: String,
    actions: Vec<Choice>,
}

fn kind_word(fault: &Fault) -> String {
    serde_json::to_value(fault.kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The fault as a page.
pub(crate) async fn error(app: &App, visitor: &Visitor, fault: &Fault) -> Response {
    let status = errors::status(fault.kind);
    let Ok(Desk { l, me, frame }) = desk(app, visitor, "").await else {
        return errors::json(fault, visitor.l, &visitor.trace);
    };
    let page = ErrorPage {
        l,
        me,
        frame,
        code: status.as_str().to_owned(),
        title: l.tk("error", &kind_word(fault)),
        text: l.say(&fault.say),
        trace: visitor.trace.clone(),
        actions: vec![],
    };
    html_with(status, &page).unwrap_or_else(|_| errors::json(fault, l, &visitor.trace))
}

/// A fault as mistakes of a form; anything but a mistake in the input goes on as it is.
pub(crate) fn problems(l: L, fault: Fault, default_field: &str) -> Result<Vec<Problem>> {
    use kernel::FaultKind as K;
    match fault.kind {
        K::Invalid | K::Conflict | K::TooLarge | K::Unsupported | K::SlowDown => {
            Ok(vec![Problem { field: fault.field.unwrap_or(default_field).to_owned(), text: l.say(&fault.say) }])
        }
        _ => Err(fault),
    }
}

/// A deadline in words, seen from a day. `state` is the state of the task it belongs to.
pub(crate) fn due(l: L, calendar: &WorkCalendar, due_on: Option<Day>, printed: &str, state: &str, seen: Day) -> Due {
    let words = match (due_on, state) {
        (None, _) | (_, "done_on_time" | "done_late" | "not_applicable" | "recurring" | "waiting") => String::new(),
        (Some(day), _) if day == seen => l.t("due-today"),
        (Some(day), _) if day < seen => l.tn("due-over", &day.days_until(seen)),
        (Some(day), _) if seen.days_until(day) > 60 => String::new(),
        (Some(day), _) => l.tn("due-left", &i64::from(calendar.working_days_between(seen, day))),
    };
    Due {
        words,
        date: due_on.map(Day::vietnamese).unwrap_or_default(),
        printed: printed.to_owned(),
        state: state.to_owned(),
    }
}

/// A whole number as the language writes it.
pub(crate) fn count(l: L, n: impl TryInto<i64>) -> String {
    decimal(l, Decimal::from(n.try_into().unwrap_or(i64::MAX)))
}

/// A figure as the language writes it.
pub(crate) fn decimal(l: L, value: Decimal) -> String {
    let text = number::vietnamese(value);
    match l.language() {
        Lang::Vi => text,
        Lang::En => text
            .chars()
            .map(|c| match c {
                '.' => ',',
                ',' => '.',
                c => c,
            })
            .collect(),
    }
}

/// A share in per cent with at most one decimal; `0` of nothing.
pub(crate) fn percent(l: L, part: usize, whole: usize) -> String {
    let permille = (part * 1000 + whole / 2).checked_div(whole).unwrap_or(0);
    let value = Decimal::new(i64::try_from(permille).unwrap_or(0), 1);
    format!("{}%", decimal(l, value.normalize()))
}

/// When something happened, as near as it matters: a clock time today, a date before.
pub(crate) fn when(at: Millis, today: Day) -> String {
    if at.day() == today {
        let civil = at.civil();
        return format!("{:02}:{:02}", civil.hour(), civil.minute());
    }
    at.vietnamese()
}

/// Size of a file in words.
pub(crate) fn size(l: L, bytes: usize) -> String {
    let kb = Decimal::from(bytes.div_ceil(1024));
    if bytes < 1_048_576 {
        return format!("{} KB", decimal(l, kb));
    }
    format!("{} MB", decimal(l, (kb / Decimal::from(1024)).round_dp(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn sentences_keep_their_links_in_the_languages_order() {
        let links = [SayPart::link("3 tasks", "/tasks"), SayPart::link("2", "/b")];
        let parts = sentence("Overdue: ⟨0⟩, soon ⟨1⟩.", &links);
        let text: String = parts.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(text, "Overdue: 3 tasks, soon 2.");
        assert_eq!(parts[1].url, "/tasks");
    }
    #[test]
    fn figures() {
        let l = L::of(Lang::Vi);
        assert_eq!(percent(l, 157, 264), "59,5%");
        assert_eq!(percent(l, 0, 0), "0%");
        assert_eq!(size(L::of(Lang::En), 1500), "2 KB");
        assert_eq!(initials("Nguyễn Văn An"), "NA");
    }
}
