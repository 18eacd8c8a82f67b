//! A cell that names several units: where to divide it. Semicolons and line ends always divide;
//! commas and "và" also stand inside names, so the division is taken that explains most.
use kernel::text::squeeze;

use super::{Named, Resolution};
use crate::name::key;

/// Divides a cell and resolves its pieces.
pub(super) fn split(text: &str, resolve: impl Fn(&str) -> Resolution) -> Vec<Named> {
    let mut out = Vec::new();
    for part in hard_parts(text) {
        let whole = resolve(part);
        if !matches!(whole, Resolution::Unknown { .. } | Resolution::Unspecific) && !is_near(&whole) {
            out.push(Named { text: trimmed(part), is: whole });
            continue;
        }
        let segments = soft_segments(part);
        if segments.len() == 1 {
            out.push(Named { text: trimmed(part), is: whole });
        } else {
            out.extend(best_division(part, &segments, &whole, &resolve));
        }
    }
    out
}

fn trimmed(text: &str) -> String {
    squeeze(text.trim_matches(|c: char| c.is_whitespace() || ";,-–•+".contains(c)))
}

fn is_near(r: &Resolution) -> bool {
    matches!(r, Resolution::Unit { near: true, .. } | Resolution::Group { near: true, .. })
}

/// Semicolons and line ends outside brackets. A line end inside a name (a wrapped cell) is mended by
/// the reader of the document, which knows the cell's width; here it divides.
fn hard_parts(text: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let cut = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth <= 0 && (c == ';' || c == '\n')
    };
    text.split(cut).filter(|p| p.chars().any(char::is_alphanumeric)).collect()
}

/// Byte ranges between commas, colons after "Các sở", and "và".
fn soft_segments(text: &str) -> Vec<(usize, usize)> {
    let mut cuts = Vec::new();
    let mut depth = 0i32;
    for (i, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth > 0 {
            continue;
        }
        if c == ',' || c == ':' {
            cuts.push((i, i + 1));
        } else if c.is_whitespace() {
            let rest = text[i..].trim_start();
            let word = rest.split_whitespace().next().unwrap_or_default();
            if matches!(kernel::text::nfc(word).to_lowercase().as_str(), "và" | "&") {
                let at = text.len() - rest.len();
                cuts.push((i, at + word.len()));
            }
        }
    }
    let mut from = 0;
    let mut out = Vec::new();
    for (end, next) in cuts {
        if text[from..end.max(from)].chars().any(char::is_alphanumeric) {
            out.push((from, end));
        }
        from = next.max(from);
    }
    if text[from..].chars().any(char::is_alphanumeric) {
        out.push((from, text.len()));
    }
    out
}

/// Words with which the name of a unit begins.
const BEGINNINGS: [&str; 26] = [
    "so",
    "ban",
    "uy ban",
    "cong an",
    "van phong",
    "truong",
    "vien",
    "bao",
    "hoi",
    "doan",
    "trung tam",
    "chi cuc",
    "cuc",
    "bo",
    "tinh uy",
    "tinh doan",
    "lien doan",
    "mat tran",
    "xa",
    "phuong",
    "dac khu",
    "dang uy",
    "kho bac",
    "toa an",
    "bao hiem",
    "cac",
];
fn begins_a_name(text: &str) -> bool {
    let name = key(text);
    BEGINNINGS.iter().any(|b| name.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// No cell names so many at once that trying every division would cost anything.
const LONGEST: usize = 7;

fn best_division(
    text: &str,
    segments: &[(usize, usize)],
    whole: &Resolution,
    resolve: &impl Fn(&str) -> Resolution,
) -> Vec<Named> {
    let count = segments.len();
    // best[i]: score of what begins at segment i, where its first piece ends, and what that means.
    let mut best: Vec<(i32, usize, Option<Named>)> = vec![(0, count, None); count + 1];
    let listing = shared_word(&text[..segments[0].1]);
    for i in (0..count).rev() {
        let mut top: Option<(i32, usize, Option<Named>)> = None;
        for j in i + 1..=count.min(i + LONGEST) {
            let piece = &text[segments[i].0..segments[j - 1].1];
            let is = if i == 0 && j == count { whole.clone() } else { resolve(piece) };
            let is = match (&is, listing) {
                (Resolution::Unknown { .. }, Some(word)) if !begins_a_name(piece) => {
                    let listed = resolve(&format!("{word} {}", piece.trim()));
                    if matches!(listed, Resolution::Unit { near: false, .. }) { listed } else { is }
                }
                _ => is,
            };
            let size = i32::try_from(j - i).unwrap_or(i32::MAX);
            let inner = segments[i + 1..j].iter().filter(|s| begins_a_name(&text[s.0..s.1])).count();
            let worth = match &is {
                Resolution::Unknown { .. } => -1 - 4 * i32::try_from(inner).unwrap_or(0),
                Resolution::Unspecific => 5 * size - 1,
                near if is_near(near) => 8 * size - 2,
                _ => 10 * size - 1,
            };
            let score = worth + best[j].0;
            if top.as_ref().is_none_or(|t| score > t.0) {
                top = Some((score, j, Some(Named { text: trimmed(piece), is })));
            }
        }
        if let Some(top) = top {
            best[i] = top;
        }
    }
    let (mut at, mut out) = (0, Vec::new());
    while at < count {
        let (_, next, named) = best[at].clone();
        out.extend(named);
        at = next;
    }
    // A heading such as "Các sở:" or "UBND các xã:" names nobody beside what it lists.
    let heading =
        text[segments[0].1..].starts_with(':') && out.len() > 1 && out[0].text == trimmed(&text[..segments[0].1]);
    if listing.is_some() && heading {
        out.remove(0);
    }
    out
}

/// "Sở Tư pháp, Nội vụ", "Các sở: Tài chính, Nội vụ", "UBND các xã: A, B": the word all share.
fn shared_word(first: &str) -> Option<&'static str> {
    let name = key(first);
    let name = name.strip_prefix("cac ").unwrap_or(&name);
    [
        ("so", "Sở"),
        ("uy ban nhan dan cac xa", "xã"),
        ("uy ban nhan dan cac phuong", "phường"),
        ("truong dai hoc", "Trường Đại học"),
    ]
    .into_iter()
    .find(|(lead, _)| name.strip_prefix(lead).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    .map(|(_, word)| word)
}
