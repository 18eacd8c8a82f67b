//! Documents that are held: what they say of themselves, finding the one that a file is an edition
//! of, and what amends what.
use kernel::{Day, DocumentId, EditionId, Fault, Result, text::fold_words};
use serde::{Deserialize, Serialize};
use store::{Row, Sql, args};

use crate::{
    diff::similar::permille,
    edition::{self, Edition, EditionsOf},
};

/// What a document says of itself; empty where it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentHead {
    /// `Kế hoạch`, `Quyết định`…
    pub kind: String,
    /// `3450/KH-UBND`.
    pub number: String,
    /// Date of issue.
    pub issued_on: Option<Day>,
    /// Issuing body.
    pub issuer: String,
    /// Title under the kind.
    pub title: String,
    /// Documents it rests on.
    pub bases: Vec<String>,
}

impl DocumentHead {
    /// From what was read.
    #[must_use]
    pub fn of(head: &paper::read::Head) -> Self {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        Self {
            kind: text(&head.kind),
            number: text(&head.number),
            issued_on: head.issued_on,
            issuer: text(&head.issuer),
            title: text(&head.title),
            bases: head.bases.clone(),
        }
    }
    /// The fields as text, by the names of the JSON contract.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, String); 6] {
        [
            ("kind", self.kind.clone()),
            ("number", self.number.clone()),
            ("issued_on", self.issued_on.map(|d| d.to_string()).unwrap_or_default()),
            ("issuer", self.issuer.clone()),
            ("title", self.title.clone()),
            ("bases", self.bases.join("\n")),
        ]
    }
    /// For search.
    pub(crate) fn folded(&self) -> String {
        fold_words(&format!("{} {} {} {}", self.kind, self.number, self.title, self.issuer))
    }
}

/// A document that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// What it says of itself.
    #[serde(flatten)]
    pub head: DocumentHead,
    /// The first day on which it holds.
    pub from_day: Day,
    /// Written by us for the sample province.
    pub sample: bool,
    /// Its newest edition.
    pub edition: EditionId,
}

const COLUMNS: &str = "id, kind, number, issued_on, issuer, title, bases, from_day, sample, edition_id";

fn of_row(row: &Row) -> Result<Document> {
    Ok(Document {
        id: row.id(0)?,
        head: DocumentHead {
            kind: row.text(1)?,
            number: row.text(2)?,
            issued_on: row.opt_day(3)?,
            issuer: row.text(4)?,
            title: row.text(5)?,
            bases: serde_json::from_str(&row.text(6)?).map_err(Fault::internal)?,
        },
        from_day: row.day(7)?,
        sample: row.flag(8)?,
        edition: row.id(9)?,
    })
}

/// All documents, newest issue first.
///
/// # Errors
/// When the store can't be read.
pub async fn list(sql: &mut dyn Sql) -> Result<Vec<Document>> {
    let text = format!("SELECT {COLUMNS} FROM document ORDER BY from_day DESC, number, id");
    sql.rows(&text, vec![]).await?.iter().map(of_row).collect()
}

/// One document.
///
/// # Errors
/// `NotFound` when it is not held.
pub async fn get(sql: &mut dyn Sql, id: DocumentId) -> Result<Document> {
    let text = format!("SELECT {COLUMNS} FROM document WHERE id = $1");
    let row = sql.opt(&text, args![id]).await?;
    of_row(&row.ok_or_else(|| Fault::not_found("plan-document-unknown"))?)
}

/// A document with its history, for its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentHistory {
    /// The document.
    pub document: Document,
    /// Its editions, oldest first; those made by an amending document name it.
    pub editions: Vec<Edition>,
    /// The documents that amended it.
    pub amended_by: Vec<Document>,
    /// The editions it made of other documents by amending them.
    pub amends: Vec<(Document, Edition)>,
}

/// A document with its editions and what it amends or is amended by.
///
/// # Errors
/// `NotFound` when it is not held.
pub async fn history(sql: &mut dyn Sql, id: DocumentId) -> Result<DocumentHistory> {
    let document = get(sql, id).await?;
    let editions = edition::list(sql, EditionsOf::Document(id)).await?;
    let mut amended_by: Vec<Document> = Vec::new();
    for by in editions.iter().filter_map(|e| e.amended_by) {
        if amended_by.iter().all(|d| d.id != by) {
            amended_by.push(get(sql, by).await?);
        }
    }
    let mut amends = Vec::new();
    for made in edition::list(sql, EditionsOf::Amender(id)).await? {
        amends.push((get(sql, made.document).await?, made));
    }
    Ok(DocumentHistory { document, editions, amended_by, amends })
}

/// Whether a file is an edition of a document that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SameDocument {
    /// A new one.
    New,
    /// It is this one.
    Held {
        /// Which.
        document: DocumentId,
    },
    /// It may be this one: a person says.
    Offered {
        /// Which ones, likeliest first.
        documents: Vec<DocumentId>,
    },
}

/// A number as compared: `Số: 3450 / KH-UBND` is `3450/kh-ubnd`; one without digits before the
/// slash is no number.
#[must_use]
pub fn number_key(number: &str) -> String {
    let folded = kernel::text::fold(number);
    let bare: String = folded.trim_start_matches("so").chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { String::new() }
}

fn agree(a: &str, b: &str, enough: i64) -> bool {
    permille(&fold_words(a), &fold_words(b)) >= enough
}

/// Finds the document that `head` is an edition of. The number starts anew every year and every
/// body has its own, so a number alone is not enough: year and issuer must not contradict.
#[must_use]
pub fn find_same(head: &DocumentHead, held: &[Document]) -> SameDocument {
    let number = number_key(&head.number);
    let (mut same, mut maybe) = (Vec::new(), Vec::new());
    for document in held {
        let other = &document.head;
        let years = head.issued_on.zip(other.issued_on).map(|(a, b)| a.year() == b.year());
        let issuers =
            (!head.issuer.is_empty() && !other.issuer.is_empty()).then(|| agree(&head.issuer, &other.issuer, 800));
        let titled = !head.title.is_empty() && agree(&head.title, &other.title, 900);
        let kinds = head.kind.is_empty() || other.kind.is_empty() || agree(&head.kind, &other.kind, 900);
        let their = number_key(&other.number);
        if !number.is_empty() && number == their {
            match (years, issuers) {
                (Some(false), _) => {}
                (Some(true), None | Some(true)) | (None, Some(true)) => same.push(document.id),
                (Some(true), Some(false)) | (None, None) if titled => same.push(document.id),
                // Another body's document of that number; unless the body was read wrong.
                (_, Some(false)) if !agree(&head.title, &other.title, 600) => {}
                _ => maybe.push(document.id),
            }
        } else if number.is_empty()
            && their.is_empty()
            && titled
            && kinds
            && issuers != Some(false)
            && years != Some(false)
        {
            same.push(document.id);
        } else if (number.is_empty() != their.is_empty())
            && titled
            && kinds
            && issuers != Some(false)
            && years != Some(false)
        {
            maybe.push(document.id);
        }
    }
    match (same.as_slice(), maybe.is_empty()) {
        ([only], _) => SameDocument::Held { document: *only },
        ([], true) => SameDocument::New,
        _ => SameDocument::Offered { documents: same.into_iter().chain(maybe).collect() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn head(number: &str, issued: Option<&str>, issuer: &str, title: &str) -> DocumentHead {
        DocumentHead {
            kind: "Kế hoạch".into(),
            number: number.into(),
            issued_on: issued.map(|d| d.parse().unwrap()),
            issuer: issuer.into(),
            title: title.into(),
            bases: vec![],
        }
    }
    fn held(head: DocumentHead) -> Document {
        Document {
            id: DocumentId::from_name(&format!("{head:?}")),
            head,
            from_day: "2026-01-01".parse().unwrap(),
            sample: false,
            edition: EditionId::from_name("e"),
        }
    }
    #[test]
    fn numbers_start_anew_every_year_and_every_body_has_its_own() {
        let ours = held(head("12/KH-UBND", Some("2026-03-01"), "UBND tỉnh Lâm Đồng", "Chuyển đổi số năm 2026"));
        let all = [ours.clone()];
        let same = SameDocument::Held { document: ours.id };
        let find = |h: DocumentHead| find_same(&h, &all);
        assert_eq!(find(head("Số: 12 /KH-UBND", Some("2026-03-02"), "UBND TỈNH LÂM ĐỒNG", "Khác hẳn")), same);
        assert_eq!(find(head("12/KH-UBND", None, "UBND tỉnh Lâm Đồng", "Chuyển đổi số")), same);
        assert_eq!(find(head("12/KH-UBND", Some("2025-03-01"), "UBND tỉnh Lâm Đồng", "Năm trước")), SameDocument::New);
        let other = head("12/KH-UBND", Some("2026-05-01"), "UBND phường Xuân Hương", "Kế hoạch phòng, chống thiên tai");
        assert_eq!(find(other), SameDocument::New);
        assert_eq!(find(head("12/KH-UBND", None, "", "Khác")), SameDocument::Offered { documents: vec![ours.id] });
        assert_eq!(
            find(head("13/KH-UBND", Some("2026-03-01"), "UBND tỉnh Lâm Đồng", "Chuyển đổi số năm 2026")),
            SameDocument::New
        );
    }
    #[test]
    fn without_a_number_the_title_tells_and_a_number_that_comes_later_is_offered() {
        let title = "Triển khai thi hành Luật mẫu trên địa bàn tỉnh";
        let ours = held(head("/KH-UBND", None, "UBND tỉnh", title));
        let all = [ours.clone()];
        assert_eq!(find_same(&head("", None, "UBND tỉnh", title), &all), SameDocument::Held { document: ours.id });
        let later = head("77/KH-UBND", Some("2026-04-20"), "UBND tỉnh", title);
        assert_eq!(find_same(&later, &all), SameDocument::Offered { documents: vec![ours.id] });
        assert_eq!(find_same(&head("", None, "UBND tỉnh", "Phòng, chống dịch bệnh"), &all), SameDocument::New);
    }
}
