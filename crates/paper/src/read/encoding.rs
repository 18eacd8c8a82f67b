//! Old Vietnamese encodings: TCVN3 (ABC, `.VnTime`), VNI, windows-1258, UTF-16, decomposed accents.
use kernel::text::nfc;

use super::model::{Block, for_each};
pub use back::{to_tcvn3, to_vni};
use syllable::score;

mod back;
mod syllable;

/// An encoding from before Unicode, whose letters show as Western ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN 5712 (ABC): one byte a letter; capitals by a font of their own.
    Tcvn3,
    /// VNI: a letter and a byte for its accents.
    Vni,
}

/// Which old encoding a font's name tells, and whether it is a font of capitals.
#[must_use]
pub fn legacy_font(name: &str) -> Option<(Legacy, bool)> {
    let name = name.trim();
    if name.len() > 3 && name.as_bytes()[..3].eq_ignore_ascii_case(b".Vn") {
        return Some((Legacy::Tcvn3, name.ends_with('H')));
    }
    name.to_ascii_uppercase().starts_with("VNI-").then_some((Legacy::Vni, false))
}

const TCVN3: [(u8, char); 74] = [
    (0xA1, 'Ă'),
    (0xA2, 'Â'),
    (0xA3, 'Ê'),
    (0xA4, 'Ô'),
    (0xA5, 'Ơ'),
    (0xA6, 'Ư'),
    (0xA7, 'Đ'),
    (0xA8, 'ă'),
    (0xA9, 'â'),
    (0xAA, 'ê'),
    (0xAB, 'ô'),
    (0xAC, 'ơ'),
    (0xAD, 'ư'),
    (0xAE, 'đ'),
    (0xB5, 'à'),
    (0xB6, 'ả'),
    (0xB7, 'ã'),
    (0xB8, 'á'),
    (0xB9, 'ạ'),
    (0xBB, 'ằ'),
    (0xBC, 'ẳ'),
    (0xBD, 'ẵ'),
    (0xBE, 'ắ'),
    (0xC6, 'ặ'),
    (0xC7, 'ầ'),
    (0xC8, 'ẩ'),
    (0xC9, 'ẫ'),
    (0xCA, 'ấ'),
    (0xCB, 'ậ'),
    (0xCC, 'è'),
    (0xCE, 'ẻ'),
    (0xCF, 'ẽ'),
    (0xD0, 'é'),
    (0xD1, 'ẹ'),
    (0xD2, 'ề'),
    (0xD3, 'ể'),
    (0xD4, 'ễ'),
    (0xD5, 'ế'),
    (0xD6, 'ệ'),
    (0xD7, 'ì'),
    (0xD8, 'ỉ'),
    (0xDC, 'ĩ'),
    (0xDD, 'í'),
    (0xDE, 'ị'),
    (0xDF, 'ò'),
    (0xE1, 'ỏ'),
    (0xE2, 'õ'),
    (0xE3, 'ó'),
    (0xE4, 'ọ'),
    (0xE5, 'ồ'),
    (0xE6, 'ổ'),
    (0xE7, 'ỗ'),
    (0xE8, 'ố'),
    (0xE9, 'ộ'),
    (0xEA, 'ờ'),
    (0xEB, 'ở'),
    (0xEC, 'ỡ'),
    (0xED, 'ớ'),
    (0xEE, 'ợ'),
    (0xEF, 'ù'),
    (0xF1, 'ủ'),
    (0xF2, 'ũ'),
    (0xF3, 'ú'),
    (0xF4, 'ụ'),
    (0xF5, 'ừ'),
    (0xF6, 'ử'),
    (0xF7, 'ữ'),
    (0xF8, 'ứ'),
    (0xF9, 'ự'),
    (0xFA, 'ỳ'),
    (0xFB, 'ỷ'),
    (0xFC, 'ỹ'),
    (0xFD, 'ý'),
    (0xFE, 'ỵ'),
];

/// The byte a letter stood for; Word shifts symbol fonts into a private area.
fn byte(c: char) -> Option<u8> {
    let code = u32::from(c);
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    u8::try_from(code).ok()
}

/// Text set in TCVN3, read as Unicode.
#[must_use]
pub fn from_tcvn3(text: &str, capitals: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for c in text.chars() {
        let found = byte(c).and_then(|b| TCVN3.iter().find(|(code, _)| *code == b)).map(|(_, c)| *c);
        let plain = byte(c).filter(|b| (0x20..0x7F).contains(b)).map(char::from);
        out.push(found.or(plain).unwrap_or(c));
    }
    if capitals { out.to_uppercase() } else { capitalise(&out) }
}

/// TCVN3 has small accented letters only: words otherwise in capitals are put into capitals, and
/// words that show nothing by themselves follow their neighbours.
fn capitalise(text: &str) -> String {
    #[derive(Clone, Copy, PartialEq)]
    enum Case {
        Capitals,
        Small,
        Silent,
        Mark,
    }
    let words: Vec<&str> = text.split_inclusive(|c: char| !c.is_alphanumeric()).collect();
    let case = |w: &&str| {
        let count = |f: fn(&char) -> bool| w.chars().filter(&f).count();
        match (count(char::is_ascii_uppercase), count(char::is_ascii_lowercase)) {
            _ if !w.chars().any(char::is_alphabetic) => Case::Mark,
            (_, 1..) => Case::Small,
            (2.., 0) => Case::Capitals,
            _ => Case::Silent,
        }
    };
    let cases: Vec<Case> = words.iter().map(case).collect();
    let telling = |c: &&Case| matches!(**c, Case::Capitals | Case::Small);
    let mut out = String::with_capacity(text.len());
    for (i, word) in words.iter().enumerate() {
        let beside = [cases[..i].iter().rev().find(telling), cases[i + 1..].iter().find(telling)];
        let follows = beside.contains(&Some(&Case::Capitals)) && !beside.contains(&Some(&Case::Small));
        if cases[i] == Case::Capitals || (cases[i] == Case::Silent && follows) {
            out.push_str(&word.to_uppercase());
        } else {
            out.push_str(word);
        }
    }
    out
}

const TONES: [(char, char); 5] =
    [('ù', '\u{301}'), ('ø', '\u{300}'), ('û', '\u{309}'), ('õ', '\u{303}'), ('ï', '\u{323}')];
const CIRCUMFLEX: [(char, &str); 6] =
    [('â', ""), ('á', "\u{301}"), ('à', "\u{300}"), ('å', "\u{309}"), ('ã', "\u{303}"), ('ä', "\u{323}")];
const BREVE: [(char, &str); 6] =
    [('ê', ""), ('é', "\u{301}"), ('è', "\u{300}"), ('ú', "\u{309}"), ('ü', "\u{303}"), ('ë', "\u{323}")];
const VNI_ALONE: [(char, char); 9] =
    [('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

/// Text set in VNI, read as Unicode.
#[must_use]
pub fn from_vni(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(|c| byte(c).map_or(c, char::from)).collect();
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let small = lower(c);
        let base = VNI_ALONE.iter().find(|(code, _)| *code == small).map_or(small, |(_, l)| *l);
        let next = chars.get(i + 1).map(|n| lower(*n));
        let mut accents = String::new();
        if let Some(n) = next
            && "aeouyơư".contains(base)
        {
            if let Some((_, tone)) = TONES.iter().find(|(code, _)| *code == n) {
                accents.push(*tone);
            } else if let Some((_, tone)) =
                CIRCUMFLEX.iter().find(|(code, _)| *code == n).filter(|_| "aeo".contains(base))
            {
                accents.push('\u{302}');
                accents.push_str(tone);
            } else if let Some((_, tone)) = BREVE.iter().find(|(code, _)| *code == n).filter(|_| base == 'a') {
                accents.push('\u{306}');
                accents.push_str(tone);
            }
        }
        if c.is_uppercase() {
            out.extend(base.to_uppercase())
        } else {
            out.push(base)
        }
        out.push_str(&accents);
        i += if accents.is_empty() { 1 } else { 2 };
    }
    nfc(&out)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

const CP1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn western(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|b| if (0x80..0xA0).contains(b) { CP1252[usize::from(*b) - 0x80] } else { char::from(*b) })
        .collect()
}

fn windows_1258(bytes: &[u8]) -> String {
    let text: String = bytes
        .iter()
        .map(|b| match b {
            0xC3 => 'Ă',
            0xCC => '\u{300}',
            0xD0 => 'Đ',
            0xD2 => '\u{309}',
            0xD5 => 'Ơ',
            0xDD => 'Ư',
            0xDE => '\u{303}',
            0xE3 => 'ă',
            0xEC => '\u{301}',
            0xF0 => 'đ',
            0xF2 => '\u{323}',
            0xF5 => 'ơ',
            0xFD => 'ư',
            0xFE => '₫',
            0x80..0xA0 => CP1252[usize::from(*b) - 0x80],
            _ => char::from(*b),
        })
        .collect();
    nfc(&text)
}

/// A text file's bytes as text; the flag says that an old encoding was converted.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<(String, bool)> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return Some((String::from_utf8_lossy(rest).into_owned(), false));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Some((utf16(rest, u16::from_le_bytes), false));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return Some((utf16(rest, u16::from_be_bytes), false));
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    if zeros(1) > head.len() / 4 && zeros(0) < head.len() / 16 + 1 {
        return Some((utf16(bytes, u16::from_le_bytes), false));
    }
    if zeros(0) > head.len() / 4 && zeros(1) < head.len() / 16 + 1 {
        return Some((utf16(bytes, u16::from_be_bytes), false));
    }
    if head.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_owned(), false));
    }
    // A file cut inside a letter is still UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    if broken * 50 < lossy.chars().filter(|c| !c.is_ascii()).count() {
        return Some((lossy.into_owned(), false));
    }
    let raw = western(bytes);
    let candidates = [windows_1258(bytes), from_tcvn3(&raw, false), from_vni(&raw)];
    candidates.into_iter().max_by_key(|text| score(text)).map(|text| (text, true))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|b| unit([b[0], b[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Which old encoding a Unicode text is really in, judged by its words.
#[must_use]
pub fn detect(text: &str) -> Option<Legacy> {
    if text.is_ascii() {
        return None;
    }
    // Letters that no Vietnamese word has are the sign of an old encoding; without them, no more
    // is asked.
    let (mut letters, mut foreign) = (0usize, 0usize);
    for c in text.chars() {
        letters += usize::from(c.is_alphabetic());
        foreign += usize::from(is_foreign(c));
    }
    if foreign * 50 < letters {
        return None;
    }
    let sample: String = text.chars().take(60_000).collect();
    let plain = score(&nfc(&sample));
    let [abc, vni] = [score(&from_tcvn3(&sample, false)), score(&from_vni(&sample))];
    let best = abc.max(vni);
    // Clearly better, not only a little: foreign names must not turn a text around.
    if best < 3 || best <= plain + best / 2 {
        return None;
    }
    Some(if abc >= vni { Legacy::Tcvn3 } else { Legacy::Vni })
}

/// A Western letter or sign that Vietnamese text does not use.
fn is_foreign(c: char) -> bool {
    let code = u32::from(c);
    ((0xA1..=0xFF).contains(&code) || (0xF0A1..=0xF0FF).contains(&code))
        && !"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý«»°·²³±×".contains(c)
}

/// Converts a whole document that stands in an old encoding without saying so; composes accents.
pub(crate) fn mend(blocks: &mut [Block]) -> bool {
    let mut all = String::new();
    for_each(blocks, &mut |text| {
        if all.len() < 200_000 {
            all.push_str(text);
            all.push(' ');
        }
    });
    let found = detect(&all);
    for_each(blocks, &mut |text| {
        let mended = match found {
            Some(Legacy::Tcvn3) => from_tcvn3(text, false),
            Some(Legacy::Vni) => from_vni(text),
            None => return,
        };
        *text = mended;
    });
    found.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    const TEXT: &str =
        "Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành; đổi mới sáng tạo, chuyển đổi số";

    #[test]
    fn old_encodings_come_back() {
        for upper in [false, true] {
            let text = if upper { TEXT.to_uppercase() } else { TEXT.to_owned() };
            assert_eq!(from_vni(&to_vni(&text)), text);
            assert_eq!(detect(&to_vni(&text)), Some(Legacy::Vni));
            assert_eq!(detect(&to_tcvn3(&text)), Some(Legacy::Tcvn3));
        }
        // TCVN3 has no capital accented letters: "Sở" has none, so it comes back whole.
        assert_eq!(from_tcvn3(&to_tcvn3(TEXT), false), TEXT);
        assert_eq!(from_tcvn3(&to_tcvn3("KẾ HOẠCH"), false), "KẾ HOẠCH");
        assert_eq!(from_tcvn3(&to_tcvn3("kế hoạch"), true), "KẾ HOẠCH");
    }
    #[test]
    fn unicode_text_is_left_alone() {
        assert_eq!(detect(TEXT), None);
        assert_eq!(detect("Größe, naïve café, señor"), None);
        assert_eq!(detect("plain"), None);
    }
    #[test]
    fn bytes_are_decoded() {
        let (abc, converted) = decode(&to_tcvn3(TEXT).chars().map(|c| c as u8).collect::<Vec<_>>()).unwrap();
        assert!(converted);
        assert_eq!(abc, TEXT);
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&wide).unwrap().0, TEXT);
        assert_eq!(decode(format!("\u{feff}{TEXT}").as_bytes()).unwrap().0, TEXT);
        assert_eq!(decode(b"a\0b\x01\x02"), None);
        assert_eq!(windows_1258(b"Ti\xEA\xECng Vi\xEA\xF2t"), "Tiếng Việt");
    }
    #[test]
    fn fonts_tell() {
        assert_eq!(legacy_font(".VnTime"), Some((Legacy::Tcvn3, false)));
        assert_eq!(legacy_font(".VnTimeH"), Some((Legacy::Tcvn3, true)));
        assert_eq!(legacy_font("VNI-Times"), Some((Legacy::Vni, false)));
        assert_eq!(legacy_font("Times New Roman"), None);
    }
}
