//! The way back into the old encodings, for tests.
use kernel::text::nfc;

use super::{BREVE, CIRCUMFLEX, TCVN3, TONES, VNI_ALONE, from_vni, lower};

/// Text as TCVN3 would hold it, the way back for tests; letters it has no code for stay.
#[doc(hidden)]
#[must_use]
pub fn to_tcvn3(text: &str) -> String {
    nfc(text)
        .chars()
        .map(|c| {
            let code = |c: char| TCVN3.iter().find(|(_, l)| *l == c).map(|(b, _)| char::from(*b));
            code(c).or_else(|| code(lower(c)).filter(|_| !c.is_ascii())).unwrap_or(c)
        })
        .collect()
}

/// Text as VNI would hold it, the way back for tests.
#[doc(hidden)]
#[must_use]
pub fn to_vni(text: &str) -> String {
    let mut out = String::new();
    for c in nfc(text).chars() {
        out.push_str(&vni_letter(c));
    }
    out
}

fn vni_letter(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    let small = lower(c);
    let upper = c.is_uppercase();
    let found = ["a", "e", "o", "u", "y", "ô", "ö"]
        .iter()
        .flat_map(|base| {
            let marks =
                TONES.iter().map(|t| t.0).chain(CIRCUMFLEX.iter().map(|t| t.0)).chain(BREVE.iter().map(|t| t.0));
            marks.map(move |m| format!("{base}{m}"))
        })
        .chain(VNI_ALONE.iter().map(|(code, _)| code.to_string()))
        .find(|code| from_vni(code) == small.to_string());
    let found = found.unwrap_or_else(|| c.to_string());
    if upper { found.to_uppercase() } else { found }
}
