//! What stands in the forms of a project: what is held, what was typed, what can be chosen.
use budget::{
    Fund, Level, Measure, Nature,
    book::{Book, Project},
};
use kernel::{Ctx, Dong};
use org::Directory;
use plan::board::Board;

use super::{View, asked};
use crate::{extract::Fields, lang::L, views};

/// An option of a select.
pub(crate) struct Opt {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) on: bool,
}
/// What stands in the form for an amount.
#[derive(Default)]
pub(crate) struct FigureForm {
    pub(crate) measure: String,
    pub(crate) fund: String,
    pub(crate) year: String,
    pub(crate) month: String,
    pub(crate) amount: String,
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) note: String,
    pub(crate) replaces: String,
}
/// What stands in the form for a project.
#[derive(Default)]
pub(crate) struct ProjectForm {
    pub(crate) seen: String,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) total: String,
    pub(crate) documents: Vec<Opt>,
    pub(crate) units: Vec<Opt>,
    pub(crate) levels: Vec<Opt>,
    pub(crate) natures: Vec<Opt>,
    pub(crate) wholes: Vec<Opt>,
}
pub(crate) fn options<T: Copy>(
    l: L,
    all: &[T],
    code: fn(T) -> &'static str,
    message: fn(T) -> &'static str,
    on: &str,
) -> Vec<Opt> {
    let opt = |c: &T| Opt { value: code(*c).to_owned(), label: l.t(message(*c)), on: code(*c) == on };
    all.iter().map(opt).collect()
}

/// The form for a project, with what is held or was typed.
pub(crate) fn project_form(
    l: L,
    board: &Board,
    directory: &Directory,
    book: &Book,
    on: &Fields,
    day: kernel::Day,
) -> ProjectForm {
    let opt = |value: String, label: String, chosen: &str| Opt { on: value == chosen, value, label };
    let none = |chosen: &str| Opt { value: String::new(), label: l.t("budget-none"), on: chosen.is_empty() };
    let mut units: Vec<_> = directory.units_on(day).collect();
    units.sort_by(|a, b| (a.kind.is_commune(), &a.name).cmp(&(b.kind.is_commune(), &b.name)));
    let documents = board.documents().into_iter().map(|d| {
        let label = format!("{} {}", d.number, d.title).chars().take(120).collect();
        opt(d.id.to_string(), label, on.get("document"))
    });
    let moment = views::asked(day);
    let wholes = book.projects().iter().filter(|p| p.version(moment).is_some_and(|v| v.says.part_of.is_none()));
    ProjectForm {
        seen: on.get("seen").to_owned(),
        code: on.get("code").to_owned(),
        name: on.get("name").to_owned(),
        total: on.get("total").to_owned(),
        documents: std::iter::once(none(on.get("document"))).chain(documents).collect(),
        units: units.into_iter().map(|u| opt(u.id.to_string(), u.name.clone(), on.get("owner"))).collect(),
        levels: options(l, Level::ALL, Level::code, Level::message_id, on.get("level")),
        natures: options(l, Nature::ALL, Nature::code, Nature::message_id, on.get("nature")),
        wholes: std::iter::once(none(on.get("part_of")))
            .chain(wholes.map(|p| opt(p.id.to_string(), p.code.clone(), on.get("part_of"))))
            .collect(),
    }
}

/// What is held of a project, as its form would send it.
pub(crate) fn held(project: &Project, view: &View) -> Fields {
    let Some(version) = project.version(asked(view)) else { return Fields::default() };
    let says = &version.says;
    Fields::of(&[
        ("seen", version.version.to_string()),
        ("code", project.code.clone()),
        ("name", says.name.clone()),
        ("total", says.total.map(Dong::vietnamese).unwrap_or_default()),
        ("document", says.document.map(|d| d.to_string()).unwrap_or_default()),
        ("owner", says.owner.to_string()),
        ("level", says.level.code().to_owned()),
        ("nature", says.nature.code().to_owned()),
        ("part_of", says.part_of.map(|p| p.to_string()).unwrap_or_default()),
    ])
}

pub(crate) fn figure_form(
    ctx: &Ctx,
    view: &View,
    project: &Project,
    typed: Option<&Fields>,
    replaces: Option<kernel::FigureId>,
) -> FigureForm {
    if let Some(fields) = typed.filter(|f| f.opt("amount").is_some() || f.opt("source").is_some()) {
        let text = |name: &str| fields.get(name).to_owned();
        return FigureForm {
            measure: text("measure"),
            fund: text("fund"),
            year: text("year"),
            month: text("month"),
            amount: text("amount"),
            as_of: text("as_of"),
            source: text("source"),
            note: text("note"),
            replaces: text("replaces"),
        };
    }
    let old = replaces.and_then(|id| project.figures.iter().find(|f| f.id == id));
    FigureForm {
        measure: old.map_or(Measure::Disbursed, |f| f.measure).code().to_owned(),
        fund: old.map_or(Fund::Local, |f| f.fund).code().to_owned(),
        year: view.year.to_string(),
        month: old.map(|f| f.month.to_string()).filter(|m| m != "0").unwrap_or_default(),
        as_of: old.map_or(ctx.today(), |f| f.as_of).vietnamese(),
        replaces: old.map(|f| f.id.to_string()).unwrap_or_default(),
        ..FigureForm::default()
    }
}
