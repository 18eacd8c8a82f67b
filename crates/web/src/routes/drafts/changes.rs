//! What accepting a draft would change in what is followed already, and what must be answered first.
use kernel::Result;
use plan::{
    diff::{Amendment, Changed, Difference, FieldChange},
    document::{self, SameDocument},
};

use super::rows::choice;
use crate::{app::App, lang::L, pages::Choice, routes::documents};

/// A number for the page.
pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[derive(Default)]
pub(super) struct DiffView {
    pub(super) added: Vec<DiffRow>,
    pub(super) changed: Vec<DiffRow>,
    pub(super) withdrawn: Vec<DiffRow>,
    pub(super) unchanged: i64,
}
pub(super) struct DiffRow {
    pub(super) no: String,
    pub(super) name: String,
    pub(super) fields: Vec<DiffField>,
}
pub(super) struct DiffField {
    pub(super) label: String,
    pub(super) before: String,
    pub(super) after: String,
}
pub(super) struct QuestionView {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) choices: Vec<Choice>,
}
pub(super) struct AmendView {
    pub(super) row: String,
    pub(super) text: String,
    pub(super) fields: Vec<DiffField>,
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

pub(super) fn diff_view(l: L, d: &Difference) -> DiffView {
    let plain = |no: &String, name: &String| DiffRow { no: no.clone(), name: name.clone(), fields: vec![] };
    DiffView {
        added: d.added.iter().map(|a| plain(&a.no, &a.name)).collect(),
        changed: d.changed.iter().map(|c| changed(l, c)).collect(),
        withdrawn: d.withdrawn.iter().map(|w| plain(&w.no, &w.name)).collect(),
        unchanged: count(d.unchanged),
    }
}

pub(super) fn amend_view(l: L, a: &Amendment) -> AmendView {
    let id = if a.withdraws { "draft-amend-withdraw" } else { "draft-amend-row" };
    AmendView {
        row: a.change.row.to_string(),
        text: l.t2(id, "no", &a.change.no, "name", &a.change.name),
        fields: diff_fields(l, &a.change.fields),
    }
}

/// What a person must say before the draft can be accepted.
pub(super) async fn questions(app: &App, l: L, d: &Difference) -> Result<Vec<QuestionView>> {
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
