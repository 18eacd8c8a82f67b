//! Documents named in a text: kind, number and date, as printed.
use kernel::Day;

use super::plain::{fold, fold_words};

/// A document named in a text.
pub(crate) struct Mention {
    pub(crate) text: String,
    pub(crate) number: String,
}

const NAMED: [&str; 27] = [
    "ke hoach hanh dong",
    "ke hoach",
    "quyet dinh",
    "nghi quyet",
    "nghi dinh",
    "cong van",
    "to trinh",
    "chuong trinh hanh dong",
    "chuong trinh cong tac",
    "chuong trinh",
    "thong bao ket luan",
    "thong bao",
    "ket luan",
    "chi thi",
    "thong tu lien tich",
    "thong tu",
    "bao cao",
    "van ban",
    "huong dan",
    "quy che",
    "quy dinh",
    "cong dien",
    "luat",
    "phap lenh",
    "de an",
    "phuong an",
    "lenh",
];

/// Every document a text names with a number, in order.
pub(crate) fn mentions(text: &str) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(found) = find_so(&text[from..]) {
        let at = from + found.0;
        let rest_at = from + found.1;
        from = rest_at;
        let Some((number, length)) = document_number(&text[rest_at..]) else { continue };
        let before: Vec<&str> = text[..at].split_whitespace().collect();
        let kind = (1..=4usize).rev().find_map(|n| {
            let words = before.len().checked_sub(n).map(|i| before[i..].join(" "))?;
            NAMED.contains(&fold_words(&words).as_str()).then_some(words)
        });
        let after = text[rest_at + length..].trim_start_matches([',', ' ']);
        let date = printed_date(after);
        let mut name = kind.map_or_else(String::new, |k| capital(k.trim_start_matches(|c: char| !c.is_alphanumeric())));
        if name.is_empty() {
            continue;
        }
        name.push_str(" số ");
        name.push_str(&number);
        if let Some(date) = date {
            name.push_str(" ngày ");
            name.push_str(&date);
        }
        out.push(Mention { text: name, number });
        from = rest_at + length;
    }
    out
}

/// The next word `số`: where it begins and where what follows begins.
fn find_so(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if bare.chars().count() <= 3 && fold(bare.trim_end_matches(':')) == "so" {
            return Some((
                at,
                at + word.len() + text[at + word.len()..].len() - text[at + word.len()..].trim_start().len(),
            ));
        }
        at += word.len();
    }
    None
}

fn printed_date(text: &str) -> Option<String> {
    let folded = fold(text);
    let rest = folded.strip_prefix("ngay ")?;
    let slash = rest.split(|c: char| !(c.is_ascii_digit() || "/.-".contains(c))).next().unwrap_or("");
    if slash.matches(['/', '.', '-']).count() == 2 {
        return Some(slash.trim_end_matches(['.', '-']).to_owned());
    }
    let (day, _) = spelled_date(&folded)?;
    Some(format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()))
}

/// `Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;` has no number.
pub(crate) fn law(text: &str) -> Option<Mention> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().take(4).position(|w| matches!(fold(w).as_str(), "luat" | "phap" | "hien"))?;
    let rest = words[at..].join(" ");
    let end = rest.find([';', ',', '(']).unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches('.').to_owned();
    (name.chars().count() > 4 && name.chars().count() < 200).then(|| Mention { number: name.clone(), text: name })
}

/// A document's number at the beginning of a text: `11/QĐ-BCĐCP`, `193/2025/NQ-QH15`, `06 - TB/TW`;
/// and where it ends.
pub(crate) fn document_number(text: &str) -> Option<(String, usize)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() && chars[i].1.is_ascii_digit() {
        out.push(chars[i].1);
        i += 1;
    }
    if out.is_empty() || out.len() > 6 {
        return None;
    }
    // Early editions carry letters too: "12a/NQ-CP".
    if i < chars.len() && chars[i].1.is_ascii_lowercase() && chars.get(i + 1).is_some_and(|c| matches!(c.1, '/' | '-'))
    {
        out.push(chars[i].1);
        i += 1;
    }
    let mut parts = 0;
    loop {
        let mut j = i;
        while j < chars.len() && chars[j].1.is_whitespace() {
            j += 1;
        }
        let Some((_, mark)) = chars.get(j).copied().filter(|(_, c)| matches!(c, '/' | '-' | '–')) else { break };
        // Blanks around the first mark are a printer's; later ones end the number.
        if j > i && parts > 0 {
            break;
        }
        let mut k = j + 1;
        while parts == 0 && k < chars.len() && chars[k].1.is_whitespace() {
            k += 1;
        }
        let start = k;
        while k < chars.len() && (chars[k].1.is_alphanumeric() || "&.".contains(chars[k].1)) {
            k += 1;
        }
        if k == start {
            break;
        }
        let part: String = chars[start..k].iter().map(|(_, c)| c).collect();
        let part = part.trim_end_matches('.');
        out.push(if mark == '–' { '-' } else { mark });
        out.push_str(part);
        i = start + part.chars().count();
        parts += 1;
    }
    let end = chars.get(i).map_or(text.len(), |(at, _)| *at);
    (parts > 0 && out.chars().any(char::is_alphabetic)).then_some((out, end))
}

/// `ngày 17 tháng 3 năm 2026` or `ngày 17/3/2026` at the beginning of folded text, and its end.
pub(crate) fn spelled_date(folded: &str) -> Option<(Day, usize)> {
    let rest = folded.strip_prefix("ngay")?;
    let mut numbers: Vec<i16> = Vec::new();
    let mut at = "ngay".len();
    let mut digits = String::new();
    for (i, c) in rest.char_indices().chain([(rest.len(), ' ')]) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            numbers.push(digits.parse().ok()?);
            digits.clear();
            at = "ngay".len() + i;
            if numbers.len() == 3 {
                break;
            }
        }
        let known = " /.-thangnm".contains(c);
        if !known {
            break;
        }
    }
    let [day, month, year] = numbers[..] else { return None };
    if year < 1900 {
        return None;
    }
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).map(|d| (d, at))
}

/// With a capital letter at the beginning.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
