//! Whether words are shaped like Vietnamese syllables: how a wrong encoding is told.
use kernel::text::nfc;

/// Vietnamese syllables with accents, less what can't be one.
pub(super) fn score(text: &str) -> i64 {
    let mut total = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "“”‘’–—…≥≤".contains(c))
    {
        if word.is_empty() || word.is_ascii() {
            continue;
        }
        total += if is_syllable(word) { 1 } else { -1 };
    }
    total
}

const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x",
];
const CLUSTERS: [&str; 55] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia",
    "iê", "iu", "oa", "oă", "oe", "oi", "oo", "ôi", "ơi", "ua", "uâ", "uê", "ui", "uô", "uơ", "uy", "ưa", "ưi", "ươ",
    "ưu", "yê", "iêu", "oai", "oao", "oay", "oeo", "uai", "uây", "uôi", "uya", "uyê", "ươi", "ươu", "yêu",
];
const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether a word is shaped like a Vietnamese syllable.
fn is_syllable(word: &str) -> bool {
    use unicode_tone::strip;
    let mut tones = 0;
    let mut bare = String::new();
    for c in nfc(word).to_lowercase().chars() {
        let (letter, tone) = strip(c);
        tones += usize::from(tone);
        bare.push(letter);
    }
    if tones > 1 {
        return false;
    }
    let rests = ONSETS.iter().filter_map(|o| bare.strip_prefix(o)).chain([bare.as_str()]);
    for rest in rests {
        let end = rest.find(|c: char| !"aăâeêioôơuưy".contains(c)).unwrap_or(rest.len());
        if CLUSTERS.contains(&&rest[..end]) && CODAS.contains(&&rest[end..]) {
            return true;
        }
    }
    false
}

mod unicode_tone {
    //! Taking the tone off a Vietnamese letter.

    /// The letter without its tone, and whether it had one.
    pub(super) fn strip(c: char) -> (char, bool) {
        const ROWS: [(char, &str); 12] = [
            ('a', "àảãáạ"),
            ('ă', "ằẳẵắặ"),
            ('â', "ầẩẫấậ"),
            ('e', "èẻẽéẹ"),
            ('ê', "ềểễếệ"),
            ('i', "ìỉĩíị"),
            ('o', "òỏõóọ"),
            ('ô', "ồổỗốộ"),
            ('ơ', "ờởỡớợ"),
            ('u', "ùủũúụ"),
            ('ư', "ừửữứự"),
            ('y', "ỳỷỹýỵ"),
        ];
        ROWS.iter().find(|(_, row)| row.contains(c)).map_or((c, false), |(base, _)| (*base, true))
    }
}
