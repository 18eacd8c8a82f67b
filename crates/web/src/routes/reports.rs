//! The periodic report: choose a date, see its pages, take it as DOCX, PDF or XLSX.
use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Action, Ctx, Day, Fault, Resource, Result, Say, UnitId};
use org::{Directory, Province};
use paper::write::model::{OfficialDocument, Signature};
use plan::report::{self, Figures, Letterhead};

use crate::{
    app::App,
    errors::Failure,
    extract::{self, Asked, Fields},
    files,
    lang::L,
    pages::{self, Desk, Frame, Me, Problem},
    registry::{Case, Face, Route, route},
    session::Signed,
    url::{self, Query},
};

pub(crate) fn routes() -> Vec<Route> {
    let make = Case::Province("report.make");
    vec![
        route!(GET "/reports" make => page),
        route!(POST "/reports/restate" make => restate),
        route!(GET "/reports/{file}" make => file).face(Face::Plain),
        route!(GET "/api/v1/reports/{file}" make => file).gives(
            "application/octet-stream",
            "The periodic report: report.docx, report.pdf or report.xlsx. The first one made for a date closes it.",
            &[("as_of", "the day; today when absent")],
        ),
    ]
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    l: L,
    me: Me,
    frame: Frame,
    say: String,
    as_of: String,
    as_of_text: String,
    max: String,
    pdf_url: String,
    docx_url: String,
    xlsx_url: String,
    closed: String,
    problems: Vec<Problem>,
}

/// When and by whom a date was closed, in words.
async fn closed(app: &App, l: L, day: Day) -> Result<String> {
    let Some(closing) = report::closing(&mut app.store.read().await?, day).await? else { return Ok(String::new()) };
    let say = Say::new("report-closed")
        .arg("seq", closing.known_seq)
        .arg("at", closing.at.vietnamese())
        .arg("who", closing.by_name);
    Ok(l.say(&say))
}

async fn page(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    ctx.require(Action("report.make"), &Resource::all("report"))?;
    let Desk { l, me, frame } = pages::desk(&app, &visitor, "reports").await?;
    let (mut problems, mut chosen) = (vec![], None);
    if asked.opt("as_of").is_some() {
        match extract::as_of(&asked, ctx.today()) {
            Ok(day) => chosen = Some(day),
            Err(fault) => problems = pages::problems(l, fault, "as_of")?,
        }
    }
    let at = |file: &str| {
        chosen.map(|day| Query::new().with("as_of", day).at(&format!("/reports/{file}"))).unwrap_or_default()
    };
    let say = match chosen {
        Some(day) => l.t1("report-say", "day", day.vietnamese()),
        None => l.t("report-say-none"),
    };
    let closed = match chosen {
        Some(day) => closed(&app, l, day).await?,
        None => String::new(),
    };
    pages::html(&ReportsPage {
        say,
        as_of: chosen.unwrap_or_else(|| ctx.today()).to_string(),
        // What can't be read stays in the field, to be mended.
        as_of_text: match problems.is_empty() {
            true => chosen.unwrap_or_else(|| ctx.today()).vietnamese(),
            false => asked.get("as_of").to_owned(),
        },
        max: ctx.today().to_string(),
        pdf_url: at("report.pdf"),
        docx_url: at("report.docx"),
        xlsx_url: at("report.xlsx"),
        closed,
        problems,
        l,
        me,
        frame,
    })
}

async fn restate(State(app): State<Arc<App>>, Signed(_, ctx): Signed, fields: Fields) -> Result<Response, Failure> {
    let day = extract::as_of(&fields, ctx.today())?;
    report::close(&app.store, &ctx, day, true).await?;
    Ok(pages::go(&Query::new().with("as_of", day).at(url::REPORTS)))
}

/// Who writes to whom: the focal department to the province.
#[must_use]
pub fn letterhead(say: &dyn Fn(&Say) -> String, directory: &Directory, province: &Province, date: Day) -> Letterhead {
    let t = |id: &'static str| say(&Say::new(id));
    let focal = province.focal.and_then(|id| directory.unit(id));
    let sender = focal.map(|u| u.name.clone()).unwrap_or_default();
    // Within a name the kind of province is written small: `Ủy ban nhân dân tỉnh Lâm Đồng`.
    let mut letters = province.name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    let superior = say(&Say::new("report-superior").arg("province", &name));
    Letterhead {
        superior_body: Some(say(&Say::new("report-superior-short").arg("province", &name)).to_uppercase()),
        issuing_body: sender.to_uppercase(),
        number: t("report-number"),
        place: province.short.clone(),
        date: Some(date),
        addressees: vec![superior],
        recipients: [t("report-recipient-up"), t("report-recipient-file")].into(),
        signature: Signature {
            lines: vec![focal.map(|u| u.head_title.to_uppercase()).unwrap_or_default()],
            name: String::new(),
        },
        sender,
    }
}

/// The report as an official document.
#[must_use]
pub fn compose(
    figures: &Figures,
    l: words::Words,
    directory: &Directory,
    province: &Province,
    date: Day,
) -> OfficialDocument {
    let say = move |say: &Say| l.say(say);
    let name = |id: UnitId| directory.unit(id).map(|u| u.name.clone()).unwrap_or_default();
    report::compose(figures, &letterhead(&say, directory, province, date), &say, &name)
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(crate) async fn file(
    State(app): State<Arc<App>>,
    Signed(visitor, ctx): Signed,
    Path(file): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let day = extract::as_of(&asked, ctx.today())?;
    let name = format!("report-{day}.{}", file.trim_start_matches("report."));
    match file.as_str() {
        "report.docx" => {
            let document = made(&app, &ctx, visitor.l, day).await?;
            Ok(files::download(&name, DOCX, paper::write::docx(&document)?))
        }
        "report.pdf" => {
            let document = made(&app, &ctx, visitor.l, day).await?;
            let press = Arc::clone(&app.press);
            // Laying out pages takes a while: not on a thread that serves others.
            let pages = tokio::task::spawn_blocking(move || press(&document)).await.map_err(Fault::internal)?;
            Ok(files::shown(&name, "application/pdf", pages?))
        }
        "report.xlsx" => {
            let figures = report::make(&app.store, &ctx, &app.boards, day, false).await?;
            let directory = app.directories.now().await?;
            let (say, name_of) = (words_of(visitor.l), names(&directory));
            let sheets = report::sheets(&figures, &say, &name_of);
            Ok(files::download(&name, XLSX, plan::export::xlsx(&sheets, ctx.today())?))
        }
        _ => Err(Fault::not_found("fault-not-found").into()),
    }
}

fn words_of(l: L) -> impl Fn(&Say) -> String + Sync {
    move |say| l.say(say)
}
fn names(directory: &Directory) -> impl Fn(UnitId) -> String + Sync + '_ {
    |id| directory.unit(id).map(|u| u.name.clone()).unwrap_or_default()
}

async fn made(app: &App, ctx: &Ctx, l: L, day: Day) -> Result<OfficialDocument> {
    let figures = report::make(&app.store, ctx, &app.boards, day, false).await?;
    let directory = app.directories.now().await?;
    let settings = app.kept.settings(&app.store).await?;
    Ok(compose(&figures, words::Words::of(l.language()), &directory, &settings.province, ctx.today()))
}
