//! The letterhead: number, place and date, and the body that issues.
use kernel::{Day, text::squeeze};

use super::{Line, capitals, is_secret_marking};
use crate::read::{
    mentions::{capital, document_number, spelled_date},
    plain::{fold, fold_words},
};

/// `Số: 3450/KH-UBND` at the beginning of a line.
pub(super) fn letterhead_number(text: &str) -> Option<String> {
    let text = text.trim();
    let word = text.split(|c: char| c == ':' || c == '.' || c.is_whitespace()).next()?;
    if fold(word) != "so" {
        return None;
    }
    let rest = text[word.len()..].trim_start_matches(|c: char| ":. \u{a0}".contains(c));
    document_number(rest).map(|(number, _)| number).filter(|_| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `Lâm Đồng, ngày 17 tháng 3 năm 2026`: only when complete.
pub(super) fn place_and_date(text: &str) -> Option<Day> {
    let folded = fold(text);
    let at = folded.find("ngay ")?;
    if folded.chars().count() > 160 || !(folded[..at].trim_end().ends_with(',') || at == 0) {
        return None;
    }
    spelled_date(&folded[at..]).map(|(day, _)| day)
}

/// The issuing body of the letterhead: capitals before the state's or the Party's name.
pub(super) fn letterhead(top: &[Line]) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    for line in top {
        let text = line.text.trim();
        let cut = ["CỘNG HÒA", "CỘNG HOÀ", "ĐẢNG CỘNG SẢN"].iter().find_map(|w| text.find(w)).unwrap_or(text.len());
        let left = text[..cut].trim().trim_end_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(left);
        if folded.starts_with("so ")
            || folded.starts_with("so:")
            || folded.starts_with("doc lap")
            || place_and_date(text).is_some()
        {
            if !out.is_empty() && !line.cell {
                break;
            }
            continue;
        }
        if !left.is_empty() && capitals(left) && !is_secret_marking(left) && left.chars().count() > 2 {
            out.push(left.to_owned());
        }
        if cut < text.len() && !out.is_empty() && !line.cell {
            // The body's second line may stand on the line of the motto.
            continue;
        }
    }
    out.retain(|l| !matches!(fold_words(l).as_str(), "dang cong san viet nam" | "cong hoa xa hoi chu nghia viet nam"));
    let joined = own_body(&out);
    (!joined.is_empty()).then(|| sentence_case(&joined))
}

/// Of a superior body and the body under it, the latter issues.
fn own_body(lines: &[String]) -> String {
    let begins = |l: &String| {
        let f = fold(l);
        [
            "so ",
            "ban ",
            "cong an",
            "van phong",
            "ubnd",
            "uy ban",
            "hoi dong",
            "tinh uy",
            "thanh uy",
            "dang uy",
            "bo ",
            "chi cuc",
            "trung tam",
            "thanh tra",
            "huyen uy",
        ]
        .iter()
        .any(|b| f.starts_with(b) || f == b.trim())
    };
    let starts: Vec<usize> = (0..lines.len()).filter(|i| begins(&lines[*i])).collect();
    let from = starts.last().copied().unwrap_or(0);
    // "ỦY BAN NHÂN DÂN" / "TỈNH LÂM ĐỒNG" stays together.
    lines[from.min(lines.len())..].join(" ")
}

/// Capitals as a sentence prints them: `Ủy ban nhân dân tỉnh Lâm Đồng`.
pub(crate) fn sentence_case(text: &str) -> String {
    let text = squeeze(text);
    if !capitals(&text) {
        return text;
    }
    let mut place = false;
    let mut fresh = true;
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let small = word.to_lowercase();
        let bare = small.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let short = matches!(fold(&bare).as_str(), "ubnd" | "hdnd" | "mttq" | "dbqh");
        if short {
            out.push(word.to_owned());
            fresh = false;
            continue;
        }
        let marks_place =
            matches!(bare.as_str(), "tỉnh" | "xã" | "phường" | "huyện" | "quận" | "khu" | "phố") && !out.is_empty();
        if fresh || (place && !marks_place) {
            out.push(capital(&small))
        } else {
            out.push(small.clone())
        }
        let opens = matches!(bare.as_str(), "sở" | "bộ" | "ban" | "cục" | "và") && !(bare == "ban" && out.len() > 1);
        fresh = opens || small.ends_with(',');
        place = place || marks_place;
    }
    out.join(" ")
}
