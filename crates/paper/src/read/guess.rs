//! What a cell's text looks like by itself: the evidence for columns and for misplaced cells.
use super::plain::fold;

use super::{deadline, number, units, value};

/// How far a text speaks for (positive) or against (negative) a kind of column.
pub(crate) type Weight = i32;

/// `1`, `IV`, `2.3`.
pub(crate) fn number(text: &str) -> bool {
    number::parse(text).is_some_and(|n| match n {
        number::Number::Plain(parts) => parts.iter().all(|p| *p < 1000),
        _ => true,
    })
}

/// A mark that stands for what the cell above says: `nt`, `-nt-`, `như trên`, `"`, `//`.
pub(crate) fn ditto(text: &str) -> bool {
    if text.len() > 24 || text.is_empty() {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !"-–—()[].,:;'`’‘“”\"″〃*".contains(*c)).collect();
    if bare.is_empty() {
        return text.contains(['"', '″', '〃', '”', '“']) || text.contains("''") || text.contains("’’");
    }
    matches!(fold(&bare).as_str(), "nt" | "nhutren" | "//" | "ditto" | "idem")
}

/// A deadline in a known form, and nothing much else.
pub(crate) fn deadline(text: &str) -> bool {
    deadline::looks_like(text)
}

/// Names of units.
pub(crate) fn unit(text: &str) -> bool {
    text.chars().count() <= 300 && units::looks_like_unit(text) && !document(text)
}

const POSTS: [&str; 20] = [
    "giam doc",
    "pho giam doc",
    "chu tich",
    "pho chu tich",
    "thu truong",
    "chanh van phong",
    "chanh",
    "hieu truong",
    "chi huy truong",
    "truong ban",
    "pho truong ban",
    "cuc truong",
    "truong phong",
    "dong chi",
    "d/c",
    "ong ",
    "ba ",
    "tong giam doc",
    "bi thu",
    "truong",
];

/// A post or a person.
pub(crate) fn person(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let university =
        bare.starts_with("truong dai hoc") || bare.starts_with("truong cao dang") || bare.starts_with("truong thpt");
    !university && POSTS.iter().any(|p| bare.starts_with(p)) && text.chars().count() <= 200
}

const DOCUMENTS: [&str; 18] = [
    "quyet dinh",
    "nghi quyet",
    "ke hoach so",
    "chuong trinh so",
    "thong bao so",
    "cong van",
    "nghi dinh",
    "chi thi",
    "luat ",
    "ket luan",
    "van ban so",
    "thong tu",
    "cong dien",
    "ke hoach hanh dong so",
    "huong dan so",
    "quy che so",
    "to trinh",
    "bao cao so",
];

/// Names a document with its number.
pub(crate) fn document(text: &str) -> bool {
    let folded = fold(text);
    let signed = folded.split_whitespace().any(|w| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.starts_with(|c: char| c.is_ascii_digit())
            && (w.contains("/") || w.contains('-'))
            && w.contains(char::is_alphabetic)
    });
    let named = DOCUMENTS.iter().any(|d| folded.contains(d));
    named && (signed || folded.contains(" so ")) || signed && folded.chars().count() < 40
}

/// A target's value.
pub(crate) fn target(text: &str) -> bool {
    let parsed = value::parse(text, None);
    match parsed.value {
        Some(value::Value::Number(_)) => text.chars().count() <= 30,
        Some(value::Value::Text(t)) => {
            let folded = fold(&t);
            let level = ["muc do ", "cap do ", "muc ", "top ", "hang ", "loai "]
                .iter()
                .any(|w| folded.strip_prefix(w).is_some_and(|r| r.bytes().all(|b| b.is_ascii_digit())));
            level || t.chars().count() <= 16 && ["co", "khong", "dat", "x", "hoan thanh"].contains(&folded.as_str())
        }
        None => !text.trim().is_empty(),
    }
}
