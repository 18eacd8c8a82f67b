//! Names of many: the two classes every province has (departments, communes) in any wording, and
//! words that name nobody in particular.

/// What a collective name collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// *Các sở, ban, ngành*.
    Departments = 0,
    /// *UBND các xã, phường, đặc khu*; *UBND cấp xã*.
    Communes = 1,
}

const RELEVANT: [&str; 4] = [" co lien quan", " lien quan", " khac", " co lien quan khac"];

/// The name without "(có) liên quan" at its end.
pub(super) fn without_relevant(name: &str) -> Option<&str> {
    RELEVANT.iter().find_map(|end| name.strip_suffix(end)).map(|rest| rest.strip_suffix(" co").unwrap_or(rest))
}

fn only_of(name: &str, allowed: &[&str]) -> bool {
    name.split(' ').all(|word| allowed.contains(&word) || word.bytes().all(|b| b.is_ascii_digit()))
}

/// Which class, judging by the words alone; nothing else may be in the name.
pub(super) fn class(name: &str) -> Option<Class> {
    let has = |word: &str| name.split(' ').any(|w| w == word);
    const SO: [&str; 12] = ["cac", "so", "ban", "nganh", "cap", "tinh", "thuoc", "don", "vi", "co", "quan", "cua"];
    if has("so") && (has("nganh") || has("ban")) && only_of(name, &SO) {
        return Some(Class::Departments);
    }
    const XA: [&str; 21] = [
        "cac", "uy", "ban", "nhan", "dan", "cap", "xa", "phuong", "dac", "khu", "thi", "tran", "tinh", "thuoc", "tren",
        "dia", "ban", "toan", "cua", "don", "vi",
    ];
    let kinds = usize::from(has("xa")) + usize::from(has("phuong")) + usize::from(name.contains("dac khu"));
    let many = name.contains("cap xa") || kinds >= 2 || (kinds == 1 && has("cac"));
    (many && kinds >= 1 && only_of(name, &XA)).then_some(Class::Communes)
}

/// "Các cơ quan, đơn vị có liên quan" and its like: nobody in particular.
pub(super) fn is_unspecific(name: &str) -> bool {
    const WORDS: [&str; 42] = [
        "cac", "co", "quan", "don", "vi", "dia", "phuong", "to", "chuc", "ca", "nhan", "doanh", "nghiep", "lien",
        "duoc", "giao", "khac", "thuoc", "tinh", "theo", "chuc", "nang", "nhiem", "vu", "tren", "ban", "so", "nganh",
        "doan", "the", "cap", "chinh", "quyen", "phan", "cong", "hoi", "hiep", "truc", "trong", "toan", "he", "thong",
    ];
    if are_schools(name) {
        return true;
    }
    let someone = ["co quan", "don vi", "to chuc", "doanh nghiep", "dia phuong", "doan the"];
    someone.iter().any(|w| name.contains(w)) && only_of(name, &WORDS)
}

/// "Các trường đại học, cao đẳng": all of them, and none by its name.
fn are_schools(name: &str) -> bool {
    const WORDS: [&str; 27] = [
        "cac", "truong", "dai", "hoc", "cao", "dang", "trung", "cap", "nghe", "vien", "nghien", "cuu", "co", "so",
        "giao", "duc", "dao", "tao", "tren", "dia", "ban", "tinh", "thuoc", "tai", "va", "chuyen", "nghiep",
    ];
    let kinds = ["dai hoc", "cao dang", "trung cap", "vien nghien cuu"].iter().filter(|k| name.contains(*k)).count();
    only_of(name, &WORDS) && (kinds > 1 || kinds == 1 && name.starts_with("cac "))
}

#[cfg(test)]
mod tests {
    use super::{Class, class, is_unspecific};
    #[test]
    fn classes_in_any_wording() {
        for name in
            ["so ban nganh", "so nganh", "so ban nganh tinh", "so ban nganh thuoc tinh", "so ban nganh cap tinh"]
        {
            assert_eq!(class(name), Some(Class::Departments), "{name}");
        }
        for name in [
            "uy ban nhan dan cap xa",
            "uy ban nhan dan cac xa phuong dac khu",
            "cac xa phuong",
            "cap xa",
            "uy ban nhan dan 124 xa phuong dac khu",
            "uy ban nhan dan xa phuong dac khu tren dia ban tinh",
        ] {
            assert_eq!(class(name), Some(Class::Communes), "{name}");
        }
        for name in ["so tu phap", "xa bao lam 1", "uy ban nhan dan tinh", "cong an xa", "uy ban nhan dan xa"] {
            assert_eq!(class(name), None, "{name}");
        }
    }
    #[test]
    fn nobody_in_particular() {
        for name in [
            "cac truong dai hoc cao dang",
            "truong dai hoc cao dang tren dia ban tinh",
            "cac don vi co lien quan",
            "don vi lien quan",
            "cac co quan don vi dia phuong",
            "co quan duoc giao",
        ] {
            assert!(is_unspecific(name), "{name}");
        }
        for name in
            ["truong dai hoc da lat", "truong cao dang", "so tai chinh", "doanh nghiep vien thong", "cong an tinh"]
        {
            assert!(!is_unspecific(name), "{name}");
        }
    }
}
