//! Taking markup out of text: HTML tags and entities, stars of bold and italics, formula signs;
//! composing accents and squeezing blanks, line by line.
use kernel::text::{nfc, squeeze};

use super::model::{Block, for_each};

/// Cleans every text of the document.
pub(crate) fn clean(blocks: &mut Vec<Block>) {
    for_each(blocks, &mut |text| *text = clean_text(text));
    blocks.retain(|b| b.text().is_none_or(|t| !t.is_empty()));
}

/// One text, cleaned; line breaks stay.
#[must_use]
pub(crate) fn clean_text(text: &str) -> String {
    let mut text = nfc(text);
    if text.contains(['<', '&']) {
        text = without_tags(&entities(&text));
    }
    if text.contains('$') || text.contains('\\') {
        text = formulas(&text);
    }
    if text.contains('*') {
        text = without_stars(&text);
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let kept: String = line.chars().filter(|c| !invisible(*c)).collect();
        let line = squeeze(&kept);
        if !line.is_empty() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&line);
        }
    }
    out
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fffd}' | '\u{202a}'..='\u{202e}')
        || (c.is_control() && c != '\t')
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(i, _)| i);
        let found = end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end)));
        match found {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "nbsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ge" => '≥',
        "le" => '≤',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => {
            let code = name.strip_prefix('#')?;
            let hex = code.strip_prefix(['x', 'X']).map(|h| u32::from_str_radix(h, 16));
            char::from_u32(hex.unwrap_or_else(|| code.parse()).ok()?)?
        }
    })
}

const TAGS: [&str; 30] = [
    "i", "b", "u", "s", "em", "strong", "ul", "ol", "li", "br", "p", "sub", "sup", "span", "div", "font", "td", "tr",
    "th", "table", "tbody", "thead", "h1", "h2", "h3", "h4", "a", "small", "center", "mark",
];
const BREAKS: [&str; 8] = ["br", "p", "li", "div", "ul", "ol", "tr", "td"];

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let body = rest[1..].trim_start_matches('/');
        let name_end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
        let name = body[..name_end].to_ascii_lowercase();
        let end = rest.find('>').filter(|e| *e < 300);
        match end {
            Some(end) if TAGS.contains(&name.as_str()) => {
                if BREAKS.contains(&name.as_str()) {
                    out.push('\n');
                }
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

const COMMANDS: [(&str, &str); 16] = [
    ("\\geqslant", "≥"),
    ("\\leqslant", "≤"),
    ("\\geq", "≥"),
    ("\\leq", "≤"),
    ("\\ge", "≥"),
    ("\\le", "≤"),
    ("\\gt", ">"),
    ("\\lt", "<"),
    ("\\times", "×"),
    ("\\pm", "±"),
    ("\\approx", "≈"),
    ("\\%", "%"),
    ("\\,", " "),
    ("\\&", "&"),
    ("\\_", "_"),
    ("{,}", ","),
];

fn formulas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let after = &rest[at + 1..];
        let Some(end) = after.find('$') else { break };
        let inner = &after[..end];
        let formula = inner.contains('\\') || inner.chars().all(|c| "0123456789.,%<>=≥≤ +-".contains(c));
        if !formula {
            out.push_str(&rest[..=at]);
            rest = after;
            continue;
        }
        out.push_str(&rest[..at]);
        out.push_str(inner.trim_matches('$'));
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    for (command, sign) in COMMANDS {
        if out.contains(command) {
            out = out.replace(command, sign);
        }
    }
    while let Some(at) = out.find("\\text{") {
        let Some(end) = out[at..].find('}') else { break };
        out = format!("{}{}{}", &out[..at], &out[at + 6..at + end], &out[at + end + 1..]);
    }
    out
}

/// `**bold**` and `*italics*`; a star that marks a note stays.
fn without_stars(text: &str) -> String {
    let text = text.replace("**", "");
    let chars: Vec<char> = text.chars().collect();
    let mut drop = vec![false; chars.len()];
    let mut open: Option<usize> = None;
    for (i, c) in chars.iter().enumerate() {
        if *c != '*' {
            continue;
        }
        let before = i.checked_sub(1).map(|j| chars[j]);
        let after = chars.get(i + 1).copied();
        match open {
            Some(start) if before.is_some_and(|b| !b.is_whitespace()) => {
                (drop[start], drop[i]) = (true, true);
                open = None;
            }
            _ if after.is_some_and(|a| !a.is_whitespace() && a != '*') => open = Some(i),
            _ => {}
        }
    }
    chars.into_iter().zip(drop).filter(|(_, d)| !d).map(|(c, _)| c).collect()
}

/// Lines that were only broken for want of room become one; true breaks stay.
#[must_use]
pub(crate) fn flow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim();
        if out.is_empty() {
            out.push_str(line);
            continue;
        }
        let joins = line.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || "(),.;:%/".contains(c))
            && super::number::split_title(line).is_none();
        let folded = super::plain::fold(out.lines().last().unwrap_or(""));
        let open = folded.ends_with([',', '-', '/', '('])
            || [" va", " cua", " cac", " voi", " tai", " ve", " cho", " theo", " so", " va/hoac", " cong", " khoa hoc"]
                .iter()
                .any(|w| folded.ends_with(w));
        out.push(if joins || open { ' ' } else { '\n' });
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn markup_goes_and_text_stays() {
        for (text, want) in [
            ("Số đơn (<i>sáng chế</i>) mỗi năm", "Số đơn (sáng chế) mỗi năm"),
            ("$\\geq 0,65$", "≥ 0,65"),
            ("<ul style=\"x\"> - Máy tính. ", "- Máy tính."),
            ("**“Hành động”**", "“Hành động”"),
            ("(*qua Sở*) *", "(qua Sở) *"),
            ("70&nbsp;%", "70 %"),
            ("a < 5 và b > 3", "a < 5 và b > 3"),
            ("R&D", "R&D"),
            ("5 $ và 6 đồng", "5 $ và 6 đồng"),
            ("một<br>hai", "một\nhai"),
            ("a  \t b\u{200b}", "a b"),
            ("&#8805; 5", "≥ 5"),
        ] {
            assert_eq!(clean_text(text), want, "{text}");
        }
    }
    #[test]
    fn lines_flow() {
        assert_eq!(flow("Sở Khoa học và\nCông nghệ"), "Sở Khoa học và Công nghệ");
        assert_eq!(flow("Việc:\n- một\n- hai"), "Việc:\n- một\n- hai");
        assert_eq!(flow("Xây dựng nền\ntảng"), "Xây dựng nền tảng");
        assert_eq!(flow("Sở Tài chính\nSở Nội vụ"), "Sở Tài chính\nSở Nội vụ");
    }
    proptest::proptest! {
        #[test]
        fn cleaning_never_fails_and_is_stable(text in "\\PC{0,60}") {
            let once = clean_text(&text);
            let _ = flow(&once);
            proptest::prop_assert!(once.len() <= text.len() * 4 + 8);
        }
    }
}
