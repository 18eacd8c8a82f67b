//! What a document says of itself: kind, number, date, issuing body, title, the documents it rests on.
use kernel::{Day, text::squeeze};

use super::plain::{fold, fold_words};

use super::mentions::{Mention, law, mentions, spelled_date};
use super::model::{Block, Flag, Head, Table, TableKind};
use letterhead::{letterhead, letterhead_number, place_and_date};

mod letterhead;

const KINDS: [&str; 20] = [
    "Kế hoạch hành động",
    "Kế hoạch",
    "Quyết định",
    "Chương trình hành động",
    "Chương trình công tác",
    "Chương trình",
    "Nghị quyết",
    "Nghị định",
    "Chỉ thị",
    "Đề án",
    "Báo cáo",
    "Thông báo",
    "Công văn",
    "Hướng dẫn",
    "Kết luận",
    "Chiến lược",
    "Phương án",
    "Tờ trình",
    "Quy chế",
    "Thông tư",
];

/// Whether a line is the marking of a secret document, not a word in a sentence.
pub(crate) fn is_secret_marking(text: &str) -> bool {
    let bare: String = text.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    if bare.is_empty() || bare.chars().count() > 24 {
        return false;
    }
    let words = fold_words(&bare);
    if let Some(level) = words.strip_prefix("do mat ") {
        return matches!(level, "mat" | "toi mat" | "tuyet mat");
    }
    let joined: String = words.split(' ').collect();
    let capitals = bare.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let accented = !bare.is_ascii();
    capitals && accented && matches!(joined.as_str(), "mat" | "toimat" | "tuyetmat")
}

/// Whether the document is marked secret: the marking stands before the body.
pub(crate) fn is_secret(blocks: &[Block]) -> bool {
    let mut seen = 0;
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } => {
                seen += 1;
                if text.lines().any(is_secret_marking) {
                    return true;
                }
            }
            Block::Table(table) => {
                if table.rows.len() > 12 || table.kind != TableKind::Layout && table.rows.len() > 6 {
                    return false;
                }
                let cells = table.rows.iter().flat_map(|r| &r.cells);
                if cells.flat_map(|c| c.text.lines()).any(is_secret_marking) {
                    return true;
                }
            }
        }
        if seen > 40 {
            return false;
        }
    }
    false
}

/// Reads the head; `blocks` have their tables' kinds.
pub(crate) fn read(blocks: &[Block]) -> Head {
    let lines = lines(blocks);
    let mut head = Head::default();
    let kind_at = lines.iter().position(|l| kind_line(&l.text).is_some());
    let top = &lines[..kind_at.unwrap_or(0)];
    // The letterhead may stand under the title when a page was read column by column.
    let body = lines.iter().position(|l| is_section(&l.text) || starts_base(&l.text)).unwrap_or(lines.len().min(30));
    let early = &lines[..body.max(kind_at.map_or(0, |k| k + 1)).min(lines.len())];
    if let Some(at) = kind_at {
        let (kind, rest) = kind_line(&lines[at].text).unwrap_or_default();
        head.kind = Some(kind);
        head.title = title(&lines[at + 1..], &rest);
    }
    head.number = early.iter().find_map(|l| letterhead_number(&l.text));
    head.issued_on = early.iter().find_map(|l| place_and_date(&l.text));
    head.issuer = letterhead(top);
    attached(&lines, &mut head);
    if head.issuer.is_none() {
        head.issuer = lines.iter().find_map(|l| issuing_sentence(&l.text));
    }
    head.bases = bases(&lines, kind_at.unwrap_or(0));
    head
}

struct Line {
    number: u32,
    text: String,
    /// Stands in a cell of a layout table.
    cell: bool,
}

fn lines(blocks: &[Block]) -> Vec<Line> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { line, text } | Block::Paragraph { line, text } => {
                out.extend(text.lines().map(|t| Line { number: *line, text: t.trim().to_owned(), cell: false }));
            }
            Block::Table(table) if table.kind == TableKind::Layout => out.extend(cells(table)),
            Block::Table(_) => {}
        }
    }
    out
}

/// Column by column: the letterhead's left side belongs together.
fn cells(table: &Table) -> Vec<Line> {
    let columns = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let mut out = Vec::new();
    for column in 0..columns {
        for row in &table.rows {
            let Some(cell) = row.cells.get(column).filter(|c| !c.continued) else { continue };
            out.extend(cell.text.lines().map(|t| Line { number: row.line, text: t.trim().to_owned(), cell: true }));
        }
    }
    out
}

fn capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    letters > 0 && upper * 10 >= letters * 9
}

/// `KẾ HOẠCH`, alone or with its title behind it.
fn kind_line(text: &str) -> Option<(String, String)> {
    let text = text.trim().trim_end_matches(':').trim();
    let folded = fold_words(text);
    for kind in KINDS {
        let want = fold_words(kind);
        if folded == want && (capitals(text) || text.split_whitespace().count() == want.split(' ').count()) {
            return Some((kind.to_owned(), String::new()));
        }
        if folded.starts_with(&format!("{want} ")) {
            let count = want.split(' ').count();
            let words: Vec<&str> = text.split_whitespace().collect();
            if words.len() > count && capitals(&words[..count].join(" ")) && text.chars().count() > want.len() + 8 {
                return Some((kind.to_owned(), words[count..].join(" ")));
            }
        }
    }
    None
}

fn is_section(text: &str) -> bool {
    let folded = fold(text);
    super::number::split_title(text).is_some_and(|(no, _)| no == "I" || no == "1" || no == "A")
        || folded.starts_with("dieu 1")
        || folded.starts_with("phan i ")
        || folded.starts_with("phan thu nhat")
}

fn starts_base(text: &str) -> bool {
    let folded = fold(text);
    let folded = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if folded.starts_with("can cu ") || folded.starts_with("xet de nghi") || folded.starts_with("theo de nghi") {
        return true;
    }
    let opens = [
        "thuc hien ",
        "trien khai ",
        "theo ",
        "tiep theo ",
        "tiep tuc thuc hien ",
        "trien khai thuc hien ",
        "de trien khai",
        "nham ",
    ];
    opens.iter().any(|o| folded.starts_with(o))
        && folded.contains(" so ")
        && text.trim_end().ends_with([';', '.', ':', ','])
}

/// The lines under the kind that make up the title.
fn title(lines: &[Line], first: &str) -> Option<String> {
    let mut out = first.trim().to_owned();
    let mut last = None;
    for line in lines.iter().take(8) {
        let text = line.text.trim();
        let rule = !text.chars().any(char::is_alphanumeric);
        if rule || letterhead_number(text).is_some() || place_and_date(text).is_some() {
            if out.is_empty() {
                continue;
            }
            break;
        }
        let folded = fold(text);
        let stop = folded.starts_with("can cu ")
            || is_section(text)
            || folded.starts_with("(ban hanh kem theo")
            || folded.starts_with("(kem theo")
            || (!out.is_empty()
                && (starts_base(text) || text.ends_with([';', ':', '.']) || text.chars().count() > 250));
        if stop {
            break;
        }
        if !out.is_empty() {
            let goes_on = text.starts_with(char::is_lowercase)
                || (capitals(&out) && capitals(text))
                || out.ends_with(',')
                || (last == Some(line.number.saturating_sub(1)) && out.chars().count() < 200 && !capitals(&out));
            if !goes_on || out.chars().count() > 600 {
                break;
            }
            out.push(' ');
        }
        out.push_str(text);
        last = Some(line.number);
    }
    let out = squeeze(&out);
    (!out.is_empty()).then_some(out)
}

/// `(Ban hành kèm theo Kế hoạch số … ngày … của …)` of the appendices: fills what the letterhead
/// leaves out, and is compared where there are several.
fn attached(lines: &[Line], head: &mut Head) {
    let mut numbers: Vec<String> = head.number.iter().cloned().collect();
    let mut dates: Vec<Day> = head.issued_on.iter().copied().collect();
    for (i, line) in lines.iter().enumerate() {
        let folded = fold(&line.text);
        if !folded.contains("kem theo ") || !folded.starts_with('(') || folded.chars().count() > 400 {
            continue;
        }
        // The bracket may close on the next line.
        let mut text = line.text.clone();
        if !text.contains(')')
            && let Some(next) = lines.get(i + 1)
        {
            text = format!("{text} {}", next.text);
        }
        let kinds = KINDS.iter().find(|k| fold(&text).contains(&format!("kem theo {}", fold(k))));
        let same_kind =
            head.kind.as_deref().is_none_or(|k| kinds.is_none_or(|found| fold(k).starts_with(&fold(found))));
        if !same_kind {
            continue;
        }
        let mentioned = mentions(&text);
        if let Some(found) = mentioned.first() {
            numbers.push(found.number.clone());
        }
        let folded = fold(&text);
        if let Some((day, _)) = folded.find("ngay").and_then(|at| spelled_date(&folded[at..])) {
            dates.push(day);
        }
        if head.kind.is_none() {
            head.kind = kinds.map(|k| (*k).to_owned());
        }
        if head.issuer.is_none() {
            head.issuer = issuer_of(&text);
        }
    }
    if head.number.is_none() {
        head.number = numbers.first().cloned();
    }
    if head.issued_on.is_none() {
        head.issued_on = dates.first().copied();
    }
    let disagree = numbers.windows(2).any(|w| w[0] != w[1]) || dates.windows(2).any(|w| w[0] != w[1]);
    if disagree {
        head.flags.push(Flag::HeadDisagrees);
    }
}

fn issuer_of(text: &str) -> Option<String> {
    let at = text.rfind(" của ")? + " của ".len();
    let body = text[at..].trim().trim_end_matches(|c: char| ").;,./ ".contains(c)).trim();
    (super::units::looks_like_unit(body) && body.chars().count() < 120).then(|| squeeze(body))
}

/// `Ủy ban nhân dân tỉnh ban hành Kế hoạch …`
fn issuing_sentence(text: &str) -> Option<String> {
    let at = text.find(" ban hành ")?;
    let next = fold(&text[at + " ban hành ".len()..]);
    if !KINDS.iter().any(|k| next.starts_with(&fold(k))) {
        return None;
    }
    let left = &text[..at];
    let from = left.rfind([';', ',', ':', '.']).map_or(0, |i| i + 1);
    let body = left[from..].trim();
    let folded = fold(body);
    let ok = (folded.starts_with("uy ban")
        || folded.starts_with("ubnd")
        || folded.starts_with("chu tich")
        || super::units::looks_like_unit(body))
        && body.chars().count() < 90
        && !folded.contains(" so ");
    ok.then(|| squeeze(body))
}

fn bases(lines: &[Line], from: usize) -> Vec<String> {
    let mut out: Vec<Mention> = Vec::new();
    for line in lines.iter().skip(from + 1).take(60) {
        if is_section(&line.text) {
            break;
        }
        if !starts_base(&line.text) {
            continue;
        }
        let mut found = mentions(&line.text);
        if found.is_empty() {
            found.extend(law(&line.text));
        }
        for mention in found {
            if !out.iter().any(|m| fold(&m.number) == fold(&mention.number)) {
                out.push(mention);
            }
        }
    }
    out.into_iter().map(|m| m.text).collect()
}

#[cfg(test)]
mod tests {
    use super::letterhead::sentence_case;
    use super::*;
    use crate::read::mentions::document_number;
    #[test]
    fn markings_are_not_words() {
        for text in ["MẬT", "TỐI MẬT", "TUYỆT MẬT", " M Ậ T ", "Độ mật: Tối mật", "[MẬT]"] {
            assert!(is_secret_marking(text), "{text}");
        }
        for text in ["Mật", "văn bản Mật, Tối Mật qua mạng", "MẶT TRẬN", "BẢO MẬT", "", "mật"] {
            assert!(!is_secret_marking(text), "{text}");
        }
    }
    #[test]
    fn capitals_become_sentences() {
        assert_eq!(sentence_case("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG"), "Ủy ban nhân dân tỉnh Lâm Đồng");
        assert_eq!(sentence_case("SỞ KHOA HỌC VÀ CÔNG NGHỆ"), "Sở Khoa học và Công nghệ");
        assert_eq!(sentence_case("UBND TỈNH ĐẮK LẮK"), "UBND tỉnh Đắk Lắk");
    }
    #[test]
    fn numbers_of_documents() {
        let number = |t: &str| document_number(t).map(|(n, _)| n);
        assert_eq!(number("11/QĐ-BCĐCP ngày").as_deref(), Some("11/QĐ-BCĐCP"));
        assert_eq!(number("06 - TB/CQTTBCĐ ngày").as_deref(), Some("06-TB/CQTTBCĐ"));
        assert_eq!(number("193/2025/NQ-QH15 của").as_deref(), Some("193/2025/NQ-QH15"));
        assert_eq!(number("3450 /KH-UBND").as_deref(), Some("3450/KH-UBND"));
        assert_eq!(number("/KH-UBND"), None);
        assert_eq!(number("24/7"), None);
        assert_eq!(letterhead_number("Số: 129/KH-UBND").as_deref(), Some("129/KH-UBND"));
        assert_eq!(letterhead_number("Số: /KH-UBND"), None);
    }
    #[test]
    fn documents_named() {
        let found: Vec<String> = mentions("Căn cứ Kế hoạch số 22-KH/TU, ngày 14/01/2026 của Tỉnh ủy; Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024")
            .into_iter()
            .map(|m| m.text)
            .collect();
        assert_eq!(found, ["Kế hoạch số 22-KH/TU ngày 14/01/2026", "Nghị quyết số 57-NQ/TW ngày 22/12/2024"]);
    }
    #[test]
    fn dates_only_when_complete() {
        assert_eq!(place_and_date("Lâm Đồng, ngày 17 tháng 3 năm 2026"), Day::new(2026, 3, 17));
        assert_eq!(place_and_date("Lâm Đồng, ngày tháng 4 năm 2026"), None);
    }
}
