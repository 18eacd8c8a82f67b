//! Units listed behind a word they share: `Các sở: Tài chính, Nội vụ`.
use crate::read::plain::fold;

/// Names of departments that hold a comma or an "và", folded.
const WHOLE: [&str; 14] = [
    "van hoa, the thao va du lich",
    "van hoa va the thao",
    "khoa hoc va cong nghe",
    "giao duc va dao tao",
    "nong nghiep va moi truong",
    "nong nghiep va phat trien nong thon",
    "tai nguyen va moi truong",
    "dan toc va ton giao",
    "quy hoach va kien truc",
    "ke hoach va dau tu",
    "thong tin va truyen thong",
    "lao dong - thuong binh va xa hoi",
    "lao dong, thuong binh va xa hoi",
    "giao thong cong chanh",
];

/// The units listed behind a colon, each with the word they share; `None` when it is no such list.
pub(super) fn listed(line: &str) -> Option<Vec<String>> {
    let (head, rest) = line.split_once(':')?;
    let shared = match fold(head).as_str() {
        "cac so" | "so" => "Sở",
        "ubnd cac xa" | "uy ban nhan dan cac xa" | "cac xa" => "UBND xã",
        "ubnd cac phuong" | "uy ban nhan dan cac phuong" | "cac phuong" => "UBND phường",
        _ => return None,
    };
    let mut out: Vec<String> = Vec::new();
    let mut rest = rest.trim().trim_end_matches(['.', ';', ',']);
    while !rest.is_empty() {
        let (name, next) = first(rest);
        if !name.starts_with(char::is_uppercase) {
            return None;
        }
        let bare = name.strip_prefix("Sở ").filter(|_| shared == "Sở").unwrap_or(name);
        out.push(format!("{shared} {bare}"));
        rest = next;
    }
    (out.len() > 1).then_some(out)
}

/// The first name of a list and what follows it.
fn first(text: &str) -> (&str, &str) {
    let folded = fold(text);
    let known = WHOLE
        .iter()
        .find(|w| folded.strip_prefix(**w).is_some_and(|r| r.is_empty() || !r.starts_with(char::is_alphanumeric)));
    let from = known.map_or(0, |w| text.char_indices().nth(w.chars().count()).map_or(text.len(), |(at, _)| at));
    let mark = text[from..].char_indices().find_map(|(at, c)| {
        let here = &text[from + at..];
        let and = here.starts_with(" và ").then_some(" và ".len());
        (c == ',').then_some(1).or(and).map(|length| (from + at, from + at + length))
    });
    let (end, next) = mark.unwrap_or((text.len(), text.len()));
    (text[..end].trim(), text[next..].trim_start())
}
