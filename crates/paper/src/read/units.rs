//! Units named in a cell: splitting them as a reader would, and telling a unit's name from other text.
use super::plain::fold;

mod listed;
mod names;

use names::{BEGINNINGS, NOT_UNITS};

/// Whether the text begins as the name of a unit or a group of units does.
#[must_use]
pub fn looks_like_unit(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    begins(bare) && !is_thing(bare) && bare.chars().count() <= 400
}

fn is_thing(folded: &str) -> bool {
    let more = [
        "quy ii",
        "quy iv",
        "hoi nghi",
        "hoi thao",
        "phong trao",
        "phong chong",
        "ban do",
        "ban tin",
        "doan kiem tra",
        "thue dich vu",
        "khoi luong",
        "dai hoi",
        "vien tro",
        "hat nhan",
        "cac bai",
        "cac mo hinh",
        "cac chi tieu",
        "cac chuyen",
        "thong ke so lieu",
        "bao hanh",
        "to chuc chinh tri",
    ];
    let starts = |list: &[&str]| {
        list.iter().any(|t| folded.strip_prefix(t).is_some_and(|r| !r.starts_with(char::is_alphanumeric)))
    };
    (starts(&NOT_UNITS) || starts(&more)) && !folded.starts_with("to chuc chinh tri")
}

fn begins(folded: &str) -> bool {
    BEGINNINGS
        .iter()
        .any(|b| folded.strip_prefix(b).is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_alphanumeric)))
}

/// Whether the text is nothing but such a beginning: `Sở`, `UBND`.
fn bare_beginning(folded: &str) -> bool {
    BEGINNINGS.contains(&folded) || matches!(folded, "uy ban nhan dan" | "hoi dong nhan dan" | "cac so")
}

/// Whether the text is only the beginning of a unit's name, to which more belongs: `Văn phòng`.
pub(crate) fn is_beginning(text: &str) -> bool {
    bare_beginning(fold(text).trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// Splits a cell naming units: at `;` and bullets always; at line breaks, commas and `và` only
/// where a new unit's name begins. `Sở Văn hóa, Thể thao và Du lịch` stays whole.
#[must_use]
pub fn split_units(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in top_level(text, &[';']) {
        let mut lines: Vec<String> = Vec::new();
        for line in part.lines() {
            let (bullet, line) = strip_bullet(line);
            if line.is_empty() {
                continue;
            }
            let fresh = bullet || looks_like_unit(line);
            let open = lines.last().is_some_and(|l| l.ends_with(',') || ends_open(l));
            let begun = lines.last().is_some_and(|l| is_beginning(l.rsplit(',').next().unwrap_or(l)));
            match lines.last_mut() {
                Some(last)
                    if !fresh || begun && !bullet || (open && !bullet && !line.starts_with(char::is_uppercase)) =>
                {
                    last.push(' ');
                    last.push_str(line);
                }
                _ => lines.push(line.to_owned()),
            }
        }
        for line in lines {
            split_inline(&line, &mut out);
        }
    }
    out
}

/// A line that ends in a joining word continues on the next one.
fn ends_open(line: &str) -> bool {
    let folded = fold(line);
    [" va", " cua", " cac", " voi", " tai", " thuoc", " huyen", " tinh uy,"].iter().any(|w| folded.ends_with(w))
}

fn strip_bullet(line: &str) -> (bool, &str) {
    let line = line.trim();
    let bare = line.trim_start_matches(|c: char| "-–—+•*·▪\u{f0b7}".contains(c) || c.is_whitespace());
    if bare.len() < line.len() {
        return (true, bare);
    }
    // "(1) Sở A", "1. Sở A", "a) Sở A"
    let end = line.find(char::is_whitespace).unwrap_or(0);
    let head = &line[..end];
    if end > 0 && end <= 5 && head.ends_with([')', '.']) && super::number::parse(head).is_some() {
        let rest = line[end..].trim_start();
        if looks_like_unit(rest) {
            return (true, rest);
        }
    }
    (false, line)
}

fn split_inline(line: &str, out: &mut Vec<String>) {
    if let Some(found) = listed::listed(line) {
        out.extend(found);
        return;
    }
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let (mut depth, mut start, mut i) = (0i32, 0usize, 0usize);
    while i < chars.len() {
        let (at, c) = chars[i];
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth > 0 => {}
            ',' | '/' | '+' if boundary(&line[start..at], &line[at + 1..], false) => {
                push(&line[start..at], out);
                start = at + 1;
            }
            '-' | '–' if i > 0 && chars[i - 1].1.is_whitespace() => {
                let rest = &line[at + c.len_utf8()..];
                if boundary(&line[start..at], rest, false) {
                    push(&line[start..at], out);
                    start = at + c.len_utf8();
                }
            }
            _ if c.is_whitespace() => {
                if let Some(rest) = after_and(&line[at..])
                    && boundary(&line[start..at], rest, true)
                {
                    push(&line[start..at], out);
                    start = line.len() - rest.len();
                }
            }
            _ => {}
        }
        i += 1;
    }
    push(&line[start..], out);
}

/// Behind ` và `, in whatever accents it was recognised.
fn after_and(text: &str) -> Option<&str> {
    let rest = text.trim_start();
    let end = rest.find(char::is_whitespace)?;
    (fold(&rest[..end]) == "va" && end <= 5).then(|| rest[end..].trim_start())
}

/// Whether a new unit begins between `left` and `right`.
fn boundary(left: &str, right: &str, and: bool) -> bool {
    let right = right.trim_start();
    let (left, folded) = (fold(left), fold(right));
    let piece = folded.split([',', ';', '/']).next().unwrap_or("").trim();
    let upper = right.starts_with(char::is_uppercase);
    if !(begins(&folded) && (upper || folded.starts_with("cac "))) {
        return false;
    }
    if piece.split_whitespace().count() < 2 && !folded.starts_with("vnpt") && !folded.starts_with("viettel") {
        return false;
    }
    let left = left.trim().trim_end_matches(',').trim();
    if left.is_empty() || !begins(left) || bare_beginning(left) {
        return false;
    }
    !(and && office_of_two(left, &folded))
}

/// `Văn phòng HĐND và UBND xã`, `Văn phòng Đoàn ĐBQH và HĐND tỉnh` are one office.
fn office_of_two(left: &str, right: &str) -> bool {
    let councils = ["hdnd", "hoi dong nhan dan", "ubnd", "uy ban nhan dan"];
    let whole = [" tinh", " xa", " phuong", " thanh pho", " dac khu"].iter().any(|w| left.ends_with(w));
    (left.starts_with("van phong") || left.starts_with("thuong truc") || left.starts_with("vp"))
        && !whole
        && councils.iter().any(|c| right.starts_with(c))
}

fn push(piece: &str, out: &mut Vec<String>) {
    let piece = kernel::text::squeeze(piece);
    let piece = piece.trim_matches(|c: char| ",;.".contains(c) || c.is_whitespace());
    if piece.chars().any(char::is_alphanumeric) {
        out.push(piece.to_owned());
    }
}

/// Splits at marks outside brackets.
fn top_level<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let (mut depth, mut start) = (0i32, 0);
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            _ if depth == 0 && marks.contains(&c) => {
                out.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn splits_as_a_reader_would() {
        for (text, want) in [
            ("Sở Tư pháp; Sở Khoa học và Công nghệ", vec!["Sở Tư pháp", "Sở Khoa học và Công nghệ"]),
            ("Sở Văn hóa, Thể thao và Du lịch", vec!["Sở Văn hóa, Thể thao và Du lịch"]),
            ("Các sở, ban, ngành; UBND cấp xã.", vec!["Các sở, ban, ngành", "UBND cấp xã"]),
            ("Các sở, ban, ngành, địa phương", vec!["Các sở, ban, ngành, địa phương"]),
            (
                "Các sở, ban, ngành và UBND các xã, phường, đặc khu",
                vec!["Các sở, ban, ngành", "UBND các xã, phường, đặc khu"],
            ),
            ("Các sở: Tài chính, Nội vụ", vec!["Sở Tài chính", "Sở Nội vụ"]),
            (
                "Các sở: Văn hóa, Thể thao và Du lịch, Y tế và Nội vụ",
                vec!["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế", "Sở Nội vụ"],
            ),
            ("Báo và Phát thanh, Truyền hình tỉnh", vec!["Báo và Phát thanh, Truyền hình tỉnh"]),
            ("UBND các xã, phường, đặc khu", vec!["UBND các xã, phường, đặc khu"]),
            ("Các cơ quan, đơn vị có liên quan", vec!["Các cơ quan, đơn vị có liên quan"]),
            ("Sở Tư pháp và các đơn vị có liên quan", vec!["Sở Tư pháp", "các đơn vị có liên quan"]),
            ("Sở Tài chính, Sở Nội vụ và Công an tỉnh", vec!["Sở Tài chính", "Sở Nội vụ", "Công an tỉnh"]),
            ("Văn phòng\nUBND tỉnh", vec!["Văn phòng UBND tỉnh"]),
            ("- Sở Tài chính\n- Sở Nội vụ", vec!["Sở Tài chính", "Sở Nội vụ"]),
            ("Sở Tài chính\nSở Nội vụ", vec!["Sở Tài chính", "Sở Nội vụ"]),
            ("Sở Khoa học và\nCông nghệ", vec!["Sở Khoa học và Công nghệ"]),
            ("Văn phòng HĐND và UBND xã", vec!["Văn phòng HĐND và UBND xã"]),
            (
                "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh",
                vec!["Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh"],
            ),
            (
                "Ủy ban MTTQ Việt Nam tỉnh và các tổ chức chính trị - xã hội",
                vec!["Ủy ban MTTQ Việt Nam tỉnh", "các tổ chức chính trị - xã hội"],
            ),
            ("Sở, ban, ngành; UBND cấp xã.", vec!["Sở, ban, ngành", "UBND cấp xã"]),
            ("-", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(split_units(text), want, "{text}");
        }
    }
    proptest::proptest! {
        #[test]
        fn no_letter_is_lost(text in "[SởBanUBNDvàcác,; \\n()-]{0,60}") {
            let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).count();
            let joined: usize = split_units(&text).iter().map(|t| letters(t)).sum();
            // Only a joining "và" may go.
            proptest::prop_assert!(joined <= letters(&text));
            proptest::prop_assert!(joined + 2 * text.matches("và").count() >= letters(&text));
        }
    }
}
