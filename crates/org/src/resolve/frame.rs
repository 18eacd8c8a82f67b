//! What stands around a name in a cell: bullets, numbers, "Chủ trì:", brackets, closing marks.

/// Without bullets and numbering before it and marks after it.
pub(super) fn bare(text: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || c == '\u{a0}' || ";,.:-–—+*•/|_".contains(c);
    let text = text.trim_matches(edge);
    // "1. ", "a) ", "2) ": a number or letter and its mark.
    let head = text.find([' ', '\u{a0}']).unwrap_or(0);
    let first = &text[..head];
    let marked = first.ends_with(['.', ')']) && first.chars().count() <= 3;
    let listed = marked && first.chars().next().is_some_and(|c| c.is_ascii_digit() || c.is_ascii_lowercase());
    if listed { text[head..].trim_matches(edge) } else { text }
}

/// Words that say what the unit is to do, before its name.
const LEADS: [&str; 8] = [
    "chủ trì:",
    "phối hợp:",
    "cơ quan chủ trì:",
    "đơn vị chủ trì:",
    "cơ quan phối hợp:",
    "đơn vị phối hợp:",
    "giao ",
    "đề nghị ",
];

/// Without "Chủ trì:" and its like.
pub(super) fn without_lead_words(text: &str) -> &str {
    for lead in LEADS {
        let end = text.char_indices().nth(lead.chars().count()).map_or(text.len(), |(i, _)| i);
        if text[..end].to_lowercase() == lead {
            return text[end..].trim_start();
        }
    }
    text
}

/// The text without what stands in brackets, if anything does.
pub(super) fn without_brackets(text: &str) -> Option<String> {
    let mut depth = 0i32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    (out.len() != text.len()).then_some(out)
}

/// Do the brackets only say which part it has ("chủ trì", "cơ quan thường trực") or count a note?
pub(super) fn says_only_the_part(text: &str) -> bool {
    let inside: String = text.chars().skip_while(|c| !"([".contains(*c)).skip(1).collect();
    let inside = crate::name::key(inside.split([')', ']']).next().unwrap_or_default());
    let parts = ["chu tri", "phoi hop", "dau moi", "co quan chu tri", "co quan thuong truc", "co quan dau moi"];
    inside.bytes().all(|b| b.is_ascii_digit()) || parts.contains(&inside.as_str())
}
