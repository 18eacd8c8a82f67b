//! Which column holds what: headers in any wording and order, on one or several levels, with
//! recognition errors; what the header leaves open, the cells below decide.
use super::plain::{fold, fold_words};

use super::{
    fuzzy,
    header::{filled, modal_width},
    model::TableKind,
    table::{self, Slot},
    vocabulary,
};

use settle::{Profile, fill_unknown, settle_names, settle_pairs};

mod settle;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    No,
    Name,
    Unit,
    /// A target value, of a year.
    Value(Option<i16>),
    /// A base-year or actual value.
    Base(Option<i16>),
    Lead,
    Coordinating,
    /// Lead and coordinating units in one cell.
    Both,
    Product,
    Deadline,
    /// A year under "Lộ trình": marked where the task is due in it.
    Mark(i16),
    Source,
    Responsible,
    /// A group or field of work, usually merged over many rows.
    Group,
    Other,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its first grid column.
    pub(crate) start: usize,
    pub(crate) role: Role,
    pub(crate) title: String,
}

/// The columns of a table, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) columns: Vec<Column>,
    /// Grid columns in all.
    pub(crate) grid: usize,
    pub(crate) kind: TableKind,
}

impl Layout {
    pub(crate) fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|c| c.role == role)
    }
    /// Whether it is the same table going on: the same columns in the same order, but for what
    /// recognition made of a title on another page.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let alike = |a: &Column, b: &Column| a.role == b.role || similar(&a.title, &b.title);
        self.kind == other.kind
            && self.columns.len() == other.columns.len()
            && self.columns.iter().zip(&other.columns).all(|(a, b)| alike(a, b))
    }
}

fn similar(a: &str, b: &str) -> bool {
    let (a, b) = (fold_words(a), fold_words(b));
    fuzzy::distance(a.as_bytes(), b.as_bytes(), a.len().min(60) / 5).is_some()
}

/// What a header's words say: the role, and how much of the header its phrase covers (per cent).
pub(crate) fn title_role(text: &str) -> Option<(Role, usize)> {
    let outside = without_brackets(text);
    let folded = fold_words(if outside.trim().is_empty() { text } else { &outside });
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    if words.is_empty() && matches!(text.trim(), "#" | "№") {
        return Some((Role::No, 100));
    }
    if words.is_empty() || words.len() > 30 {
        return None;
    }
    let year = year(text);
    if let Some(role) = yearly(&words, year) {
        return Some((role, 100));
    }
    let letters: usize = words.iter().map(|w| w.len()).sum();
    let mut best: Option<(Role, usize)> = None;
    for (phrase, role) in vocabulary::HEADERS {
        let Some(score) = fuzzy::find(&words, phrase) else { continue };
        // What is done or was so is a base only with a year or its own word.
        if matches!(role, Role::Base(_)) && year.is_none() && phrase.contains("nam") && *phrase != "nam goc" {
            continue;
        }
        if best.is_none_or(|(_, b)| score > b) {
            best = Some((*role, score));
        }
    }
    let (role, score) = best?;
    let role = match role {
        Role::Base(_) => Role::Base(year),
        Role::Value(_) => Role::Value(year),
        // "Chỉ tiêu 2026", "Kết quả đến năm 2030": a value of that year.
        Role::Name | Role::Product if year.is_some() && !is_task_name(&folded) => Role::Value(year),
        role => role,
    };
    Some((role, (score * 100 / letters.max(1)).min(100)))
}

/// `Kế hoạch 2026`, `Mục tiêu 2030`, `TH 2025`: a year and what is planned for it, or was done in it.
fn yearly(words: &[&str], year: Option<i16>) -> Option<Role> {
    year?;
    const PLANNED: [&str; 22] = [
        "nam", "den", "giai", "doan", "kh", "tu", "het", "ke", "hoach", "muc", "tieu", "mt", "phan", "dau", "dat",
        "dinh", "huong", "giao", "duoc", "cuoi", "tam", "nhin",
    ];
    const DONE: [&str; 9] = ["th", "thuc", "hien", "uth", "uoc", "trang", "da", "so", "lieu"];
    let number = |w: &&str| w.len() == 4 && w.parse::<u32>().is_ok();
    // One letter of a longer word may be misread.
    let among = |list: &[&str], w: &str| {
        let near = |l: &&str| w.len() >= 4 && fuzzy::distance(l.as_bytes(), w.as_bytes(), 1).is_some();
        list.contains(&w) || list.iter().any(near)
    };
    let done = words.iter().any(|w| among(&DONE, w));
    let all = words.iter().all(|w| number(w) || among(&PLANNED, w) || among(&DONE, w));
    let planned = words.iter().any(|w| ["kh", "ke", "muc", "mt", "phan"].contains(w));
    (all && !(done && planned)).then_some(if done { Role::Base(year) } else { Role::Value(year) })
}

fn is_task_name(folded: &str) -> bool {
    folded.contains("nhiem vu")
        || folded.contains("noi dung")
        || folded.contains("san pham")
        || folded.contains("cong viec")
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The last year printed in a text.
pub(crate) fn year(text: &str) -> Option<i16> {
    let mut found = None;
    for digits in text.split(|c: char| !c.is_ascii_digit()) {
        if digits.len() == 4 {
            found = digits.parse().ok().filter(|y| (2000..2100).contains(y)).or(found);
        }
    }
    found
}

/// Every year printed in a text, each once, in order of time.
pub(crate) fn years(text: &str) -> Vec<i16> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4);
    let mut out: Vec<i16> = digits.filter_map(|d| d.parse().ok()).filter(|y| (2000..2100).contains(y)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The columns of a header, their titles and cells weighed together.
pub(crate) fn layout(
    titles: Vec<(usize, Vec<String>)>,
    levels: &[Vec<Slot>],
    sample: &[&Vec<Slot>],
    hint: &str,
) -> Layout {
    let count = titles.len();
    let grid = levels.iter().map(|l| table::width(l)).max().unwrap_or(count).max(count);
    let mut columns: Vec<Column> = titles
        .into_iter()
        .map(|(start, texts)| {
            let texts: Vec<String> = texts.into_iter().filter(|t| !t.trim().is_empty()).collect();
            Column { start, role: role_of(&texts), title: texts.join(" ") }
        })
        .collect();
    let profiles: Vec<Profile> = (0..count).map(|i| Profile::of(sample, &columns, i)).collect();
    settle_names(&mut columns, &profiles);
    settle_pairs(&mut columns, &profiles);
    fill_unknown(&mut columns, &profiles);
    let kind = kind(&mut columns, hint);
    Layout { columns, grid, kind }
}

fn role_of(texts: &[String]) -> Role {
    let Some(last) = texts.last() else { return Role::Other };
    let whole = texts.join(" ");
    if texts.len() > 1 {
        match title_role(last) {
            // A year under "Hiện trạng" is a base, under "Mục tiêu" a target: the top decides.
            Some((Role::Value(year), _)) => {
                let top = texts[..texts.len() - 1].join(" ");
                return match title_role(&top) {
                    Some((Role::Base(_), _)) => Role::Base(year),
                    Some((Role::Other, _)) => Role::Other,
                    Some((Role::Deadline, _)) => year.map_or(Role::Deadline, Role::Mark),
                    _ => Role::Value(year),
                };
            }
            Some((role, coverage)) if coverage >= 38 => return role,
            _ => {}
        }
    }
    title_role(&whole).map_or(Role::Other, |(role, _)| role)
}

/// What the table holds, told by its columns; roles that make no sense in it are dropped.
fn kind(columns: &mut [Column], hint: &str) -> TableKind {
    let has = |role: Role| columns.iter().any(|c| c.role == role);
    let Some(name) = columns.iter().find(|c| c.role == Role::Name) else { return TableKind::Other };
    let values = columns.iter().filter(|c| matches!(c.role, Role::Value(_))).count();
    let title = fold(&name.title);
    let said_target = title.contains("chi tieu")
        || title.contains("chi so")
        || title.contains("tieu chi")
        || title.contains("muc tieu");
    let said_task = title.contains("nhiem vu")
        || title.contains("cong viec")
        || title.contains("hoat dong")
        || title.contains("de an")
        || title.contains("du an");
    let hint = fold(hint);
    let hinted = hint.contains("chi tieu") && !hint.contains("nhiem vu");
    let funding = columns.iter().any(|c| {
        let t = fold(&c.title);
        ["kinh phi", "du toan", "nguon von", "trieu dong", "ty dong", "tong muc", "von "].iter().any(|w| t.contains(w))
    });
    let task_columns = [Role::Deadline, Role::Product, Role::Responsible, Role::Coordinating, Role::Both]
        .iter()
        .filter(|r| has(**r))
        .count();
    let lead = has(Role::Lead) || has(Role::Both);
    let marked = columns.iter().any(|c| matches!(c.role, Role::Mark(_)));
    let targets = values > 0
        && (said_target
            || (hinted && !said_task)
            || (has(Role::Unit) && task_columns == 0)
            || (task_columns == 0 && lead && !said_task && !funding));
    let budget = funding && !lead && !has(Role::Unit) && !has(Role::Deadline) && !said_target;
    let kind = if budget {
        TableKind::Other
    } else if targets && !(said_task && !said_target && task_columns > 0) {
        TableKind::Targets
    } else if lead || marked || has(Role::Deadline) || (has(Role::Product) && said_task) || has(Role::Responsible) {
        TableKind::Tasks
    } else {
        TableKind::Other
    };
    // A table of targets whose only value column has no year word: "Chỉ tiêu giao".
    if kind == TableKind::Tasks {
        for column in columns.iter_mut().filter(|c| matches!(c.role, Role::Value(_) | Role::Base(_) | Role::Unit)) {
            column.role = Role::Other;
        }
    }
    kind
}

/// Columns of a table that lost its header, told by the cells alone; `None` unless number, name and
/// at least two telling columns show themselves.
pub(crate) fn without_header(rows: &[Vec<Slot>], hint: &str) -> Option<Layout> {
    let sample: Vec<&Vec<Slot>> = rows.iter().filter(|r| filled(r) >= 3).take(60).collect();
    let width = modal_width(&sample)?;
    if width < 4 || sample.len() < 3 {
        return None;
    }
    let mut columns: Vec<Column> =
        (0..width).map(|start| Column { start, role: Role::Other, title: String::new() }).collect();
    let sample: Vec<&Vec<Slot>> = sample.into_iter().filter(|r| r.len() == width).collect();
    let profiles: Vec<Profile> = (0..width).map(|i| Profile::of(&sample, &columns, i)).collect();
    fill_unknown(&mut columns, &profiles);
    settle_names(&mut columns, &profiles);
    let name = columns.iter().position(|c| c.role == Role::Name)?;
    let told = columns.iter().filter(|c| matches!(c.role, Role::Lead | Role::Deadline | Role::Responsible)).count();
    let numbered = columns[0].role == Role::No;
    if !(numbered && name <= 2 && told >= 2) {
        return None;
    }
    if columns.iter().all(|c| c.role != Role::Product) {
        let product =
            (0..width).find(|i| columns[*i].role == Role::Other && profiles[*i].filled > 1 && profiles[*i].mean() >= 6);
        if let Some(i) = product {
            columns[i].role = Role::Product;
        }
    }
    let kind = kind(&mut columns, hint);
    (kind == TableKind::Tasks).then_some(Layout { columns, grid: width, kind })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn titles_in_any_wording() {
        for (title, role) in [
            ("STT", Role::No),
            ("TT", Role::No),
            ("Tên nhiệm vụ", Role::Name),
            ("Nội dung nhiệm vụ", Role::Name),
            ("Nhiệm vụ, giải pháp", Role::Name),
            ("Chỉ tiêu", Role::Name),
            ("Đơn vị tính", Role::Unit),
            ("ĐVT", Role::Unit),
            ("Kết quả đạt được năm 2026", Role::Value(Some(2026))),
            ("Phần đầu đến năm 2030", Role::Value(Some(2030))),
            ("Mục tiêu năm 2027", Role::Value(Some(2027))),
            ("Giai đoạn 2026 - 2030", Role::Value(Some(2030))),
            ("2026", Role::Value(Some(2026))),
            ("Kế hoạch 2026", Role::Value(Some(2026))),
            ("Mục tiêu 2030", Role::Value(Some(2030))),
            ("Kế hoạcb 2030", Role::Value(Some(2030))),
            ("KH năm 2026", Role::Value(Some(2026))),
            ("Thực hiện 2025", Role::Base(Some(2025))),
            ("TH 2025", Role::Base(Some(2025))),
            ("Ước TH 2025", Role::Base(Some(2025))),
            ("Đầu mối thực hiện", Role::Lead),
            ("Dự kiến sản phẩm", Role::Product),
            ("Kết quả/sản phẩm dự kiến", Role::Product),
            ("Cấp trình", Role::Other),
            ("Cách tính", Role::Other),
            ("Tên văn bản", Role::Name),
            ("Hiện trạng năm 2025", Role::Base(Some(2025))),
            ("Thực hiện năm 2025", Role::Base(Some(2025))),
            ("Ước thực hiện 2025", Role::Base(Some(2025))),
            ("Cơ quan chủ trì theo dõi, đánh giá", Role::Lead),
            ("Đơn vi chủ trì", Role::Lead),
            ("Co quam chu tri", Role::Lead),
            ("Cơ quan phối hợp", Role::Coordinating),
            ("Đơn vị chủ trì, phối hợp", Role::Both),
            ("Sản phẩm, kết quả yêu cầu", Role::Product),
            ("Kết quả/Sản phẩm", Role::Product),
            ("Thời gian hoàn thanh", Role::Deadline),
            ("Lộ trình", Role::Deadline),
            ("Tiến độ thực hiện", Role::Deadline),
            ("Văn bản giao", Role::Source),
            ("Văn bản nguồn", Role::Source),
            ("Người đứng đầu chịu trách nhiệm", Role::Responsible),
            ("Ghi chú", Role::Other),
            ("Kinh phí thực hiện", Role::Other),
            ("Thời gian thực hiện (dự kiến)", Role::Deadline),
            ("Thời hạn hoàn thành năm 2026", Role::Deadline),
        ] {
            assert_eq!(title_role(title).map(|(r, _)| r), Some(role), "{title}");
        }
    }
}
