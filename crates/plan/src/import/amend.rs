//! Amending plans: finding the document a plan says it amends, and which of its rows amend which
//! tasks there. Every amendment is shown and confirmed; what matches nothing is a task of its own.
use std::collections::HashSet;

use kernel::{DocumentId, Result, text::fold_words};
use org::Directory;
use serde::Serialize;
use store::{Sql, args};

use super::{Amend, Amended, Amends, Held, ImportOptions, says::Says};
use crate::{
    diff::{
        Amendment, Candidate, Changed, Difference, FieldChange, HeldItem, NewItem, Question, RowAnswer, Saying,
        similar::Shape,
    },
    document::{self, Document, DocumentHead, number_key},
};

/// Words by which a title says that the document changes another. Vocabulary of documents.
const AMENDING: [&str; 5] = ["sua doi", "dieu chinh", "bo sung", "thay doi", "bai bo"];
/// Names this alike are the same task, if nothing else is nearly as alike.
const SAME_NAME: i64 = 750;
/// How far the second best must be behind.
const MARGIN: i64 = 80;

/// The held document that this one says it amends: its title must say so and name the other's
/// number; where the title names none, a base it rests on may.
pub(super) fn document(head: &DocumentHead, held: &[Document], own: Option<DocumentId>) -> Option<DocumentId> {
    let title = kernel::text::fold(&head.title);
    let says_so = AMENDING.iter().filter_map(|w| title.find(w)).min()?;
    let named = |text: &str| {
        let folded: String = kernel::text::fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        let mut found = held.iter().filter(|d| {
            let number = number_key(&d.head.number);
            Some(d.id) != own && number.contains('/') && contains_number(&folded, &number)
        });
        // The number starts anew every year: two that fit are none.
        found.next().filter(|_| found.next().is_none()).map(|d| d.id)
    };
    let rest = title.get(says_so..).unwrap_or("");
    named(rest)
        .or_else(|| (!rest.chars().any(|c| c.is_ascii_digit())).then(|| head.bases.iter().find_map(|b| named(b)))?)
}

/// An amendment that waits: the amending document was taken over before the one it amends was here.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// The document that amends.
    pub amending: Document,
    /// The file it came in.
    pub file_name: String,
    /// The document it amends, which came later.
    pub amended: Document,
}

/// Every amendment that waits. Derived from what the documents say and in which order they came;
/// taking the amending file over again (asked row by row, as always) applies it and ends the waiting.
///
/// # Errors
/// When the store can't be read.
pub async fn waiting(sql: &mut dyn Sql) -> Result<Vec<Waiting>> {
    let documents = document::list(sql).await?;
    let mut all = Vec::new();
    for amending in &documents {
        let Some(amended) = self::document(&amending.head, &documents, Some(amending.id)) else { continue };
        if !is_late(sql, amending.id, amended).await? {
            continue;
        }
        let newest =
            "SELECT file_name FROM edition WHERE document_id = $1 AND amended_by IS NULL ORDER BY no DESC LIMIT 1";
        let file_name = sql.one(newest, args![amending.id]).await?.text(0)?;
        let amended = documents.iter().filter(|d| d.id == amended).cloned();
        all.extend(amended.map(|amended| Waiting {
            amending: amending.clone(),
            file_name: file_name.clone(),
            amended,
        }));
    }
    Ok(all)
}

/// The amended document came after the amending one, which has amended nothing of it yet.
pub(super) async fn is_late(sql: &mut dyn Sql, amending: DocumentId, amended: DocumentId) -> Result<bool> {
    let text = "SELECT COALESCE((SELECT MIN(seq) FROM edition WHERE document_id = $2), 0), \
         COALESCE((SELECT MAX(seq) FROM edition WHERE document_id = $1 AND amended_by IS NULL), 0), \
         (SELECT COUNT(*) FROM edition WHERE document_id = $2 AND amended_by = $1)";
    let row = sql.one(text, args![amending, amended]).await?;
    Ok(row.int(0)? > row.int(1)? && row.int(2)? == 0)
}

/// `5039/kh-ubnd` in `…kehoachso5039/kh-ubndngay…`, but not in `15039/kh-ubnd`.
fn contains_number(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_digit()))
}

/// What a row says of the task it amends.
#[derive(Debug, Default, PartialEq, Eq)]
struct Reference {
    no: Option<String>,
    section: Option<String>,
    /// The new name, behind the colon.
    name: Option<String>,
    /// It ends the task.
    withdraws: bool,
    /// The text is nothing but the reference.
    only: bool,
}

/// Reads `Sửa đổi nhiệm vụ số 5 mục II: …`, `Bãi bỏ nhiệm vụ 12, phần III`.
fn reference(text: &str) -> Reference {
    let (front, name) = match text.split_once(':') {
        Some((front, rest)) if front.chars().count() <= 160 => (front, Some(rest.trim())),
        _ => (text, None),
    };
    let folded = kernel::text::fold(front);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|w| !w.is_empty()).collect();
    let mut out = Reference::default();
    let number =
        |w: &str| w.starts_with(|c: char| c.is_ascii_digit()) && w.chars().all(|c| c.is_ascii_digit() || c == '.');
    for (i, pair) in words.windows(2).enumerate() {
        let next = |skip: &[&str], from: usize| words[from..].iter().find(|w| !skip.contains(w)).copied();
        if matches!(pair, ["nhiem", "vu"] | ["chi", "tieu"] | ["thu", "tu"]) && out.no.is_none() {
            out.no =
                next(&["so", "thu", "tu", "stt"], i + 2).filter(|w| number(w)).map(|w| w.trim_end_matches('.').into());
        }
        if matches!(pair[0], "muc" | "phan" | "nhom") && out.section.is_none() {
            let word = next(&["so", "thu", "nhiem", "vu"], i + 1).unwrap_or("").trim_end_matches('.');
            let roman = !word.is_empty() && word.chars().all(|c| "ivxlc".contains(c));
            out.section = (roman || number(word)).then(|| word.to_owned());
        }
    }
    out.withdraws = folded.starts_with("bai bo") || folded.starts_with("huy bo");
    out.name = name.filter(|n| !n.is_empty() && out.no.is_some()).map(str::to_owned);
    let opens = AMENDING.iter().any(|w| folded.starts_with(w))
        || folded.starts_with("nhiem vu so")
        || folded.starts_with("huy bo");
    out.only = out.no.is_some() && name.is_none() && opens && words.len() <= 16;
    out
}

/// Takes the rows that amend out of what the document says itself.
pub(super) fn take(
    says: &mut Says,
    other: Held,
    own: Option<&Held>,
    options: &ImportOptions,
    directory: &Directory,
    difference: &mut Difference,
) -> Amends {
    let document = other.document.id;
    let own_tasks: HashSet<_> = own.map_or_else(HashSet::new, |h| h.tasks.iter().map(|t| t.base.key()).collect());
    let own_targets: HashSet<_> = own.map_or_else(HashSet::new, |h| h.targets.iter().map(|t| t.base.key()).collect());
    let mut matcher = Matcher { options, directory, document, difference };
    let tasks = matcher.items(&mut says.tasks, &other.tasks, |row| own_tasks.contains(&row.key()));
    let targets = matcher.items(&mut says.targets, &other.targets, |row| own_targets.contains(&row.key()));
    Amends { held: other, tasks, targets }
}

struct Matcher<'a> {
    options: &'a ImportOptions,
    directory: &'a Directory,
    document: DocumentId,
    difference: &'a mut Difference,
}

impl Matcher<'_> {
    fn items<I: Copy + ToString, S: Saying>(
        &mut self,
        rows: &mut Vec<NewItem<S>>,
        held: &[HeldItem<I, S>],
        is_own: impl Fn(&S) -> bool,
    ) -> Vec<Amended<I, S>> {
        let shapes: Vec<Shape> = held.iter().map(|h| Shape::of(&fold_words(h.now.name()))).collect();
        let mut used = HashSet::new();
        let mut out = Vec::new();
        rows.retain(|row| {
            if !row.included || is_own(&row.says) {
                return true;
            }
            let said = reference(row.says.name());
            let (index, named, permille) = match self.find(row, &said, held, &shapes) {
                Found::Nothing => return true,
                Found::One(index, _, _) if !used.insert(index) => return true,
                Found::One(index, named, permille) => (index, named, permille),
                Found::Several(candidates) => {
                    self.difference.questions.push(ask(row, held, &candidates));
                    return false;
                }
            };
            let (amendment, amended) = self.amendment(row, &said, &held[index], named, permille);
            let confirmed = amendment.confirmed;
            let nothing = amended.fields.is_empty() && !amended.withdraws;
            if !nothing && confirmed != Some(false) {
                self.difference.amendments.push(amendment);
            }
            if confirmed == Some(true) && !nothing {
                out.push(amended);
            }
            confirmed == Some(false)
        });
        out
    }

    /// The task a row amends: the one it names, else the one whose name is clearly the same.
    fn find<I: ToString, S: Saying>(
        &self,
        row: &NewItem<S>,
        said: &Reference,
        held: &[HeldItem<I, S>],
        shapes: &[Shape],
    ) -> Found {
        match self.options.rows.get(&row.row) {
            Some(RowAnswer::New) => return Found::Nothing,
            Some(RowAnswer::Same { id }) => {
                let found = held.iter().position(|h| h.id.to_string() == *id);
                return found.map_or(Found::Nothing, |i| Found::One(i, true, 1000));
            }
            None => {}
        }
        if let Some(no) = &said.no {
            let fits = |h: &HeldItem<I, S>| {
                let section = said.section.as_ref().is_none_or(|s| fold_words(h.now.section_no()) == *s);
                !h.withdrawn && h.now.no().trim_end_matches('.') == no && section
            };
            let found: Vec<(i64, usize)> = (0..held.len()).filter(|i| fits(&held[*i])).map(|i| (1000, i)).collect();
            match found.as_slice() {
                [] => {}
                [(_, only)] => return Found::One(*only, true, 1000),
                _ => return Found::Several(found),
            }
        }
        let shape = Shape::of(&fold_words(said.name.as_deref().unwrap_or(row.says.name())));
        let mut scores: Vec<(i64, usize)> = (0..held.len())
            .filter(|i| !held[*i].withdrawn)
            .map(|i| (shape.permille(&shapes[i]), i))
            .filter(|(score, _)| *score >= SAME_NAME - MARGIN)
            .collect();
        scores.sort_unstable_by(|a, b| b.cmp(a));
        match scores.as_slice() {
            [(best, _), ..] if *best < SAME_NAME => Found::Nothing,
            [] => Found::Nothing,
            [(best, index)] => Found::One(*index, false, *best),
            [(best, index), (second, _), ..] if best - second >= MARGIN => Found::One(*index, false, *best),
            _ => Found::Several(scores),
        }
    }

    fn amendment<I: Copy + ToString, S: Saying>(
        &self,
        row: &NewItem<S>,
        said: &Reference,
        held: &HeldItem<I, S>,
        named: bool,
        permille: i64,
    ) -> (Amendment, Amended<I, S>) {
        let name = match (&said.name, said.only || said.withdraws) {
            (Some(name), _) => Some(name.as_str()),
            (None, true) => None,
            (None, false) => Some(row.says.name()),
        };
        let withdraws = said.withdraws && named;
        let says = if withdraws { held.now.clone() } else { S::amended(&held.now, &row.says, name) };
        let fields: Vec<FieldChange> = held.now.changes(&says, self.directory);
        let confirmed = match &self.options.amend {
            Amend::All => Some(true),
            Amend::Ask => None,
            Amend::Rows { yes, .. } if yes.contains(&row.row) => Some(true),
            Amend::Rows { no, .. } if no.contains(&row.row) => Some(false),
            Amend::Rows { .. } => None,
        };
        let change = Changed {
            item: S::ITEM,
            row: row.row,
            id: held.id.to_string(),
            no: held.now.no().into(),
            name: held.now.name().into(),
            fields: fields.clone(),
        };
        let amendment = Amendment { document: self.document, change, withdraws, named, permille, confirmed };
        (amendment, Amended { id: held.id, ordinal: held.ordinal, says, withdraws, fields })
    }
}

enum Found {
    Nothing,
    /// Which, whether it is named by number, how alike.
    One(usize, bool, i64),
    /// Likeness and index of each.
    Several(Vec<(i64, usize)>),
}

fn ask<I: ToString, S: Saying>(row: &NewItem<S>, held: &[HeldItem<I, S>], found: &[(i64, usize)]) -> Question {
    let candidate = |(permille, i): &(i64, usize)| Candidate {
        id: held[*i].id.to_string(),
        no: held[*i].now.no().into(),
        name: held[*i].now.name().into(),
        permille: *permille,
    };
    Question {
        item: S::ITEM,
        row: row.row,
        no: row.says.no().into(),
        name: row.says.name().into(),
        candidates: found.iter().take(5).map(candidate).collect(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Day, EditionId};

    use super::*;
    #[test]
    fn rows_name_the_task_they_amend() {
        let got = reference("Sửa đổi nhiệm vụ số 5 mục II: Ban hành quy chế mới");
        assert_eq!((got.no.as_deref(), got.section.as_deref()), (Some("5"), Some("ii")));
        assert_eq!((got.name.as_deref(), got.withdraws, got.only), (Some("Ban hành quy chế mới"), false, false));
        let got = reference("Bãi bỏ nhiệm vụ 12, phần III Phụ lục 2");
        assert_eq!((got.no.as_deref(), got.section.as_deref(), got.withdraws), (Some("12"), Some("iii"), true));
        assert!(reference("Điều chỉnh thời hạn nhiệm vụ số 1.2 tại mục IV").only);
        let got = reference("Tổ chức tập huấn cho 124 xã: nhóm 1 và nhóm 2");
        assert_eq!((got.no, got.name), (None, None));
    }
    #[test]
    fn only_a_title_that_says_so_amends() {
        let held = |number: &str| Document {
            id: DocumentId::from_name(number),
            head: DocumentHead { number: number.into(), ..DocumentHead::default() },
            from_day: Day::from_number(0),
            sample: false,
            edition: EditionId::from_name(number),
        };
        let all = [held("22-KH/TU"), held("122-KH/TU")];
        let head = |title: &str, bases: &[&str]| DocumentHead {
            title: title.into(),
            bases: bases.iter().map(|b| (*b).to_owned()).collect(),
            ..DocumentHead::default()
        };
        let find = |h: DocumentHead| document(&h, &all, None);
        assert_eq!(find(head("Sửa đổi, bổ sung Kế hoạch số 22-KH/TU ngày 14/01/2026", &[])), Some(all[0].id));
        assert_eq!(find(head("Điều chỉnh Kế hoạch số 122-KH/TU", &[])), Some(all[1].id));
        assert_eq!(find(head("Sửa đổi, bổ sung một số nội dung", &["Kế hoạch số 22-KH/TU"])), Some(all[0].id));
        assert_eq!(
            find(head("Triển khai Kế hoạch số 22-KH/TU", &["Kế hoạch số 44 sửa đổi Kế hoạch số 22-KH/TU"])),
            None
        );
        assert_eq!(find(head("Sửa đổi Kế hoạch số 9-KH/TU", &["Kế hoạch số 22-KH/TU"])), None);
    }
}
