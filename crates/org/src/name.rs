//! Printed names of units brought into one form: accents and case folded away, abbreviations
//! written out, connecting words dropped. Two names that a reader takes for the same give the same
//! key. The words here are vocabulary of documents, not interface text.
use kernel::text::{fold, nfc};

/// Abbreviations that mean one thing wherever they stand. Connecting "và" is dropped everywhere.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("mttq", "mat tran to quoc"),
    ("mttqvn", "mat tran to quoc viet nam"),
    ("ubmttq", "uy ban mat tran to quoc"),
    ("ubmttqvn", "uy ban mat tran to quoc viet nam"),
    ("vn", "viet nam"),
    ("dbqh", "dai bieu quoc hoi"),
    ("xtdt", "xuc tien dau tu"),
    ("khcn", "khoa hoc cong nghe"),
    ("tttt", "thong tin truyen thong"),
    ("gddt", "giao duc dao tao"),
    ("nnmt", "nong nghiep moi truong"),
    ("nnptnt", "nong nghiep phat trien nong thon"),
    ("tnmt", "tai nguyen moi truong"),
    ("vhttdl", "van hoa the thao du lich"),
    ("vhtt", "van hoa the thao"),
    ("ldtbxh", "lao dong thuong binh xa hoi"),
    ("khdt", "ke hoach dau tu"),
    ("gtvt", "giao thong van tai"),
    ("dttg", "dan toc ton giao"),
    ("ngv", "ngoai vu"),
    ("vp", "van phong"),
    ("vpub", "van phong uy ban nhan dan"),
    ("vpubnd", "van phong uy ban nhan dan"),
    ("vphdnd", "van phong hoi dong nhan dan"),
    ("vptu", "van phong tinh uy"),
    ("bqlkcn", "ban quan ly khu cong nghiep"),
    ("bqlda", "ban quan ly du an"),
    ("bql", "ban quan ly"),
    ("ql", "quan ly"),
    ("bchqs", "bo chi huy quan su"),
    ("chqs", "chi huy quan su"),
    ("bdbp", "bo doi bien phong"),
    ("qs", "quan su"),
    ("tp", "thanh pho"),
    ("ttpvhcc", "trung tam phuc vu hanh chinh cong"),
    ("pvhcc", "phuc vu hanh chinh cong"),
    ("hcc", "hanh chinh cong"),
    ("ptth", "phat thanh truyen hinh"),
    ("bhxh", "bao hiem xa hoi"),
    ("nhnn", "ngan hang nha nuoc"),
    ("kbnn", "kho bac nha nuoc"),
    ("tand", "toa an nhan dan"),
    ("vksnd", "vien kiem sat nhan dan"),
    ("thads", "thi hanh an dan su"),
    ("qltt", "quan ly thi truong"),
    ("ldld", "lien doan lao dong"),
    ("lhpn", "lien hiep phu nu"),
    ("ccb", "cuu chien binh"),
    ("tncs", "thanh nien cong san"),
    ("tncshcm", "thanh nien cong san ho chi minh"),
    ("hcm", "ho chi minh"),
    ("dh", "dai hoc"),
    ("cd", "cao dang"),
    ("kcn", "khu cong nghiep"),
    ("tgdv", "tuyen giao dan van"),
    ("ubkt", "uy ban kiem tra"),
    ("bcd", "ban chi dao"),
    ("cat", "cong an tinh"),
    ("dk", "dac khu"),
];

/// Abbreviations that mean this only right after "Sở".
const AFTER_SO: &[(&str, &str)] = &[
    ("tp", "tu phap"),
    ("tc", "tai chinh"),
    ("nv", "noi vu"),
    ("yt", "y te"),
    ("xd", "xay dung"),
    ("ct", "cong thuong"),
    ("dl", "du lich"),
    ("nn", "nong nghiep"),
];

/// Longest run of printed pieces that one abbreviation may be made of (`LĐ - TB & XH`).
const RUN: usize = 5;

struct Piece {
    folded: String,
    /// Printed in capitals without tone marks, as abbreviations are (Đ counts as plain).
    capital: bool,
    /// What follows it directly is a full stop: `P. Mũi Né`.
    dotted: bool,
}

fn pieces(text: &str) -> Vec<Piece> {
    let text = nfc(text);
    let mut out: Vec<Piece> = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String, next: Option<char>| {
        if !word.is_empty() {
            let capital = word.chars().all(|c| c.is_ascii_uppercase() || c == 'Đ');
            out.push(Piece { folded: fold(word), capital, dotted: next == Some('.') });
            word.clear();
        }
    };
    for c in text.chars() {
        // A letter of the wrong accent stays a letter; combining marks that did not compose too.
        if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) {
            word.push(c);
        } else {
            end(&mut word, Some(c));
        }
    }
    end(&mut word, None);
    out
}

fn look_up<'t>(table: &'t [(&str, &str)], word: &str) -> Option<&'t str> {
    table.iter().find(|(short, _)| *short == word).map(|(_, long)| *long)
}

/// Four letters and more, or no vowel: no Vietnamese word looks like that, so small letters will do.
fn no_word(folded: &str) -> bool {
    folded.len() >= 4 || !folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// The longest abbreviation that begins at `at`: what it means and how many pieces it takes.
fn abbreviation(all: &[Piece], at: usize, before: Option<&str>) -> Option<(&'static str, usize)> {
    let first = &all[at];
    if !first.capital && !no_word(&first.folded) {
        return None;
    }
    if before == Some("so")
        && let Some(long) = look_up(AFTER_SO, &first.folded)
        && !all.get(at + 1).is_some_and(|next| next.capital)
    {
        return Some((long, 1));
    }
    // "KH và CN" is written as often as "KH&CN".
    let joins = |p: &&Piece| p.capital || p.folded == "va";
    let run = all[at..].iter().take(RUN).take_while(joins).count().max(1);
    for count in (1..=run).rev() {
        let parts = all[at..at + count].iter().map(|p| p.folded.as_str());
        let joined: String = parts.filter(|word| *word != "va").collect();
        if let Some(long) = look_up(ABBREVIATIONS, &joined) {
            return Some((long, count));
        }
    }
    special(all, at).map(|long| (long, 1))
}

/// Abbreviations whose meaning hangs on what stands beside them.
fn special(all: &[Piece], at: usize) -> Option<&'static str> {
    let next = all.get(at + 1).map(|p| p.folded.as_str());
    match all[at].folded.as_str() {
        "bch" => Some(match next {
            Some("quan" | "qs" | "bo" | "bdbp") => "bo chi huy",
            _ => "ban chap hanh",
        }),
        "tt" => Some(if all[at].dotted { "thi tran" } else { "trung tam" }),
        "p" if at + 1 < all.len() => Some("phuong"),
        "x" if at + 1 < all.len() => Some("xa"),
        "ca" if all[at].capital && at + 1 < all.len() => Some("cong an"),
        "tu" if all[at].capital && at > 0 && at + 1 == all.len() => Some("tinh uy"),
        "nd" if at > 0 && all[at - 1].folded == "hoi" => Some("nong dan"),
        _ => None,
    }
}

/// The key of a printed name. Empty when it holds no letters or digits.
#[must_use]
pub fn key(text: &str) -> String {
    let all = pieces(text);
    let mut out = String::with_capacity(text.len());
    let mut last_start = 0;
    let mut at = 0;
    while at < all.len() {
        let before = (!out.is_empty()).then(|| out[last_start..].to_owned());
        let (word, took) = match abbreviation(&all, at, before.as_deref()) {
            Some((long, took)) => (long, took),
            None => (all[at].folded.as_str(), 1),
        };
        at += took;
        if word == "va" || word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        last_start = out.len();
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn abbreviations_and_full_names_give_one_key() {
        for (a, b) in [
            ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
            ("Sở KHCN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
            ("Sở KH-CN", "Sở Khoa học, Công nghệ"),
            ("Sở KH và CN", "Sở Khoa học và Công nghệ"),
            ("Ban QL các KCN", "Ban Quản lý các khu công nghiệp"),
            ("VP Đoàn ĐBQH và HĐND tỉnh", "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh"),
            ("Sở KH & CN;", "Sở Khoa  học và\u{a0}Công nghệ."),
            ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"),
            ("VPUBND tỉnh", "Văn phòng Uỷ ban nhân dân tỉnh"),
            ("Sở TP", "Sở Tư pháp"),
            ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
            ("Sở VH, TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
            ("Sở VHTT&DL", "Sở Văn hoá, Thể thao & Du lịch"),
            ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
            ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
            ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
            ("Sở TC", "Sở Tài chính"),
            ("BCH Quân sự tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
            ("Bộ CHQS tỉnh", "BCHQS tỉnh"),
            ("BCH BĐBP tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
            ("CA tỉnh", "Công an tỉnh"),
            ("P. Mũi Né", "Phường Mũi Né"),
            ("UBND X. Bảo Lâm 1", "ubnd xã Bảo Lâm 1"),
            ("ĐK Phú Quý", "Đặc khu Phú Quý"),
            ("TP. Đà Lạt", "Thành phố Đà Lạt"),
            ("UBMTTQ Việt Nam tỉnh", "Ủy ban MTTQ VN tỉnh"),
            ("Ban Tổ chức TU", "Ban Tổ chức Tỉnh ủy"),
            ("TT PVHCC tỉnh", "Trung tâm Phục vụ hành chính công tỉnh"),
            ("TTPVHCC", "Trung tâm phục vụ Hành chính công"),
            ("Hội ND tỉnh", "Hội Nông dân tỉnh"),
        ] {
            assert_eq!(key(a), key(b), "{a} / {b}");
        }
    }
    #[test]
    fn words_that_look_like_abbreviations_stay_words() {
        assert_eq!(key("Sở Tư pháp"), "so tu phap");
        assert_eq!(key("SỞ TƯ PHÁP"), "so tu phap");
        assert_eq!(key("Xã Tu Tra"), "xa tu tra");
        assert_eq!(key("Công an xã Ca Đô"), "cong an xa ca do");
        assert_eq!(key("Xã Đức An"), "xa duc an");
        assert_eq!(key(" ; - "), "");
    }
}
