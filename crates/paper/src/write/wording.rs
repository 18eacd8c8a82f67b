//! The fixed wording and the measures of the two layouts: Nghị định 30/2020/NĐ-CP, appendix I, for
//! state bodies, and Hướng dẫn 36-HD/VPTW (2018) for Party bodies. Vocabulary of the rules, not
//! interface text; DOCX and PDF both take it from here.
use kernel::Day;

use super::model::{HeadStyle, OfficialDocument};

/// The state's name (Quốc hiệu).
pub const STATE_TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// Its motto (Tiêu ngữ).
pub const STATE_MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// The title of Party documents.
pub const PARTY_TITLE: &str = "ĐẢNG CỘNG SẢN VIỆT NAM";
/// Stands under the issuing body of Party documents.
pub const PARTY_MARK: &str = "*";
/// Before those a letter is addressed to.
pub const ADDRESSEES: &str = "Kính gửi:";
/// Before those who receive a copy.
pub const RECIPIENTS: &str = "Nơi nhận:";

/// Paper and margins in millimetres. The text is 165 mm wide upright.
pub mod page {
    /// A4, short side.
    pub const SHORT: u32 = 210;
    /// A4, long side.
    pub const LONG: u32 = 297;
    /// From the top edge to the text.
    pub const TOP: u32 = 20;
    /// From the text to the bottom edge.
    pub const BOTTOM: u32 = 20;
    /// Left margin.
    pub const LEFT: u32 = 30;
    /// Right margin.
    pub const RIGHT: u32 = 15;
    /// From the top edge to the page number.
    pub const NUMBER: u32 = 10;
    /// Width of the left column of the head: issuing body and number.
    pub const HEAD_LEFT: u32 = 72;
    /// Width of the left column of the foot: recipients.
    pub const FOOT_LEFT: u32 = 82;
    /// Width of the text on a page.
    #[must_use]
    pub const fn text_width(landscape: bool) -> u32 {
        (if landscape { LONG } else { SHORT }) - LEFT - RIGHT
    }
}

/// Type sizes in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Quốc hiệu, or the Party's title.
    pub head: u32,
    /// Tiêu ngữ.
    pub motto: u32,
    /// Superior and issuing body.
    pub issuer: u32,
    /// Number, and place and date.
    pub number: u32,
    /// What a letter is about, under its number.
    pub subject: u32,
    /// Kind of document.
    pub kind: u32,
    /// Title, text, signature, page number.
    pub text: u32,
    /// `Nơi nhận:`.
    pub recipients_label: u32,
    /// The list under it.
    pub recipients: u32,
    /// Tables.
    pub table: u32,
}

/// The type sizes of a style.
#[must_use]
pub const fn sizes(style: HeadStyle) -> Sizes {
    match style {
        HeadStyle::State => Sizes {
            head: 12,
            motto: 13,
            issuer: 12,
            number: 13,
            subject: 12,
            kind: 14,
            text: 14,
            recipients_label: 12,
            recipients: 11,
            table: 12,
        },
        HeadStyle::Party => Sizes {
            head: 15,
            motto: 15,
            issuer: 14,
            number: 14,
            subject: 12,
            kind: 16,
            text: 14,
            recipients_label: 14,
            recipients: 12,
            table: 12,
        },
    }
}

/// `Số: 05/BC-SKHCN`, for the Party `Số 05-BC/TU`; room before the sign where the number is to come.
#[must_use]
pub fn number_line(doc: &OfficialDocument) -> String {
    let label = match doc.style {
        HeadStyle::State => "Số:",
        HeadStyle::Party => "Số",
    };
    let room = if doc.number.starts_with(['/', '-']) { ROOM } else { "" };
    format!("{label} {room}{}", doc.number)
}

/// `Lâm Đồng, ngày 09 tháng 02 năm 2026`: days below 10 and the months 1 and 2 take a nought.
#[must_use]
pub fn date_line(place: &str, date: Option<Day>) -> String {
    let Some(date) = date else { return format!("{place}, ngày{ROOM}tháng{ROOM}năm{ROOM}") };
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("{place}, ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// No-break spaces, wide enough for two written digits.
const ROOM: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// The lines of a list of bodies: a dash before, a semicolon after, a full stop after the last.
#[must_use]
pub fn listed(bodies: &[String]) -> Vec<String> {
    let last = bodies.len().saturating_sub(1);
    let line = |(i, body): (usize, &String)| format!("- {body}{}", if i == last { "." } else { ";" });
    bodies.iter().enumerate().map(line).collect()
}

/// Whether a line of the signature block is bold: all of them in state documents; in those of the
/// Party the authority (`T/M`, `K/T`, `T/L`) but not the post.
#[must_use]
pub fn signature_bold(style: HeadStyle, line: &str) -> bool {
    style == HeadStyle::State || line.contains('/')
}

/// About how long a line set in Times bold is, in thousandths of its type size. Rules under a line
/// are a third to a half of it, so an estimate by classes of letters is near enough.
#[must_use]
pub fn bold_width(text: &str) -> u32 {
    let of = |c: char| match c {
        ' ' | '\u{a0}' | '.' | ',' | 'i' | 'l' | 'I' => 270,
        c if c.is_uppercase() => 720,
        c if c.is_alphanumeric() => 490,
        _ => 330,
    };
    text.chars().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn dates_take_noughts_where_the_decree_wants_them() {
        let line = |y, m, d| date_line("Lâm Đồng", Day::new(y, m, d));
        assert_eq!(line(2026, 2, 9), "Lâm Đồng, ngày 09 tháng 02 năm 2026");
        assert_eq!(line(2026, 6, 19), "Lâm Đồng, ngày 19 tháng 6 năm 2026");
        assert!(date_line("Đà Lạt", None).contains("tháng\u{a0}"));
    }
    #[test]
    fn numbers_follow_their_style_and_drafts_leave_room() {
        let mut doc = OfficialDocument { number: "05/BC-SKHCN".into(), ..Default::default() };
        assert_eq!(number_line(&doc), "Số: 05/BC-SKHCN");
        doc.number = "/BC-SKHCN".into();
        assert!(number_line(&doc).starts_with("Số: \u{a0}\u{a0}"));
        doc = OfficialDocument { style: HeadStyle::Party, number: "05-BC/TU".into(), ..doc };
        assert_eq!(number_line(&doc), "Số 05-BC/TU");
    }
    #[test]
    fn lists_end_with_a_full_stop() {
        assert_eq!(listed(&["Như trên".into(), "Lưu: VT".into()]), ["- Như trên;", "- Lưu: VT."]);
        assert!(listed(&[]).is_empty());
    }
}
