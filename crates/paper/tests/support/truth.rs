//! What a made-up plan says: words of our own, in the shape of real plans.
use super::Dice;
pub use super::words::*;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Col {
    No,
    Name,
    Lead,
    Coordinating,
    Product,
    Deadline,
    Source,
    Responsible,
    Note,
    Unit,
    Base(i16),
    Value(i16),
}

/// A cell: its text, and whether it is the lower part of a merged cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub merged: bool,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub no: String,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub no: String,
    pub title: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub targets: bool,
    pub columns: Vec<Col>,
    pub titles: Vec<String>,
    /// Title over a run of columns: first, last, text.
    pub spans: Vec<(usize, usize, String)>,
    pub sections: Vec<Section>,
    pub numbering_row: bool,
}

fn header(col: Col, targets: bool, dice: &mut Dice) -> String {
    let list: &[&str] = match col {
        Col::No => &["STT", "TT", "Số TT", "Stt"],
        Col::Name if targets => {
            &["Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Chỉ tiêu chủ yếu", "Mục tiêu, chỉ tiêu"]
        }
        Col::Name => &[
            "Nhiệm vụ",
            "Tên nhiệm vụ",
            "Nội dung nhiệm vụ",
            "Nội dung",
            "Nhiệm vụ, giải pháp",
            "Nội dung công việc",
            "Nội dung thực hiện",
            "Danh mục nhiệm vụ",
            "Công việc",
            "Tên chương trình, dự án, nhiệm vụ",
            "Nội dung, nhiệm vụ",
            "Nhiệm vụ cụ thể",
            "Nội dung triển khai",
            "Tên công việc",
        ],
        Col::Lead if targets => {
            &["Cơ quan chủ trì theo dõi, đánh giá", "Đơn vị chủ trì", "Cơ quan theo dõi", "Đơn vị thực hiện"]
        }
        Col::Lead => &[
            "Cơ quan chủ trì",
            "Đơn vị chủ trì",
            "Chủ trì",
            "Cơ quan, đơn vị chủ trì",
            "Đơn vị thực hiện",
            "Cơ quan chủ trì thực hiện",
            "Cơ quan chủ trì tham mưu",
            "Đầu mối thực hiện",
            "Cơ quan thực hiện",
            "Đơn vị đầu mối",
            "Phân công thực hiện",
        ],
        Col::Coordinating => &["Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp"],
        Col::Product => &[
            "Sản phẩm",
            "Sản phẩm, kết quả yêu cầu",
            "Kết quả/Sản phẩm",
            "Sản phẩm đầu ra",
            "Kết quả đầu ra",
            "Sản phẩm dự kiến",
            "Dự kiến sản phẩm",
            "Kết quả/sản phẩm dự kiến",
            "Kết quả",
            "Kết quả, sản phẩm hoàn thành",
        ],
        Col::Deadline => &[
            "Thời gian hoàn thành",
            "Thời gian thực hiện",
            "Thời hạn",
            "Lộ trình",
            "Thời hạn hoàn thành",
            "Tiến độ",
            "Thời gian",
            "Lộ trình thực hiện",
            "Tiến độ thực hiện",
            "Thời gian, tiến độ hoàn thành",
            "Tiến độ hoàn thành",
            "Thời hạn thực hiện",
            "Mốc thời gian",
        ],
        Col::Source if targets => &["Văn bản nguồn", "Văn bản giao", "Căn cứ"],
        Col::Source => &["Văn bản giao", "Căn cứ", "Văn bản chỉ đạo", "Cơ sở pháp lý", "Văn bản giao nhiệm vụ"],
        Col::Responsible => {
            &["Người đứng đầu chịu trách nhiệm", "Lãnh đạo phụ trách", "Người chịu trách nhiệm", "Đồng chí phụ trách"]
        }
        Col::Note => &["Ghi chú", "Nguồn kinh phí", "Kinh phí (triệu đồng)"],
        Col::Unit => &["Đơn vị tính", "ĐVT", "Đơn vị"],
        Col::Base(y) => {
            return (*dice.pick(&[
                "Thực hiện năm ",
                "Hiện trạng năm ",
                "Kết quả năm ",
                "Ước thực hiện ",
                "Thực hiện ",
                "TH ",
            ]))
            .to_owned()
                + &y.to_string();
        }
        Col::Value(y) => {
            let words = [
                "Năm ",
                "Mục tiêu năm ",
                "Kế hoạch năm ",
                "Phấn đấu đến năm ",
                "Chỉ tiêu năm ",
                "Mục tiêu đến ",
                "Kết quả đạt được năm ",
                "Kế hoạch ",
                "Mục tiêu ",
                "KH ",
            ];
            return (*dice.pick(&words)).to_owned() + &y.to_string();
        }
    };
    (*dice.pick(list)).to_owned()
}

/// Recognition errors as scanners make them: accents lost or changed, a letter misread.
pub fn misread(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let times = dice.below(3);
    for _ in 0..times {
        let i = dice.below(chars.len());
        chars[i] = match chars[i] {
            'ấ' => 'ầ',
            'ơ' | 'ờ' | 'ở' => 'o',
            'ì' => 'i',
            'ộ' => 'ô',
            'à' => 'a',
            'á' => 'à',
            'ủ' => 'ú',
            'ế' => 'ể',
            'ị' => 'i',
            c => c,
        };
    }
    if chars.len() > 9 && dice.one_in(4) {
        let i = dice.between(2, chars.len() - 2);
        if chars[i].is_ascii_lowercase() && chars[i - 1] != ' ' {
            chars[i] = match chars[i] {
                'n' => 'm',
                'h' => 'b',
                'i' => 'l',
                'c' => 'e',
                'u' => 'n',
                c => c,
            };
        }
    }
    chars.into_iter().collect()
}

fn name(dice: &mut Dice) -> String {
    let tail = dice.pick(&TAILS);
    let join = if tail.starts_with(';') || tail.is_empty() { "" } else { " " };
    format!("{} {}{join}{tail}", dice.pick(&VERBS), dice.pick(&THINGS))
}

fn units(dice: &mut Dice, most: usize) -> String {
    let count = dice.between(1, most);
    let mut list: Vec<&str> = UNITS.to_vec();
    dice.shuffle(&mut list);
    list[..count].join("; ")
}

fn text(col: Col, dice: &mut Dice) -> String {
    match col {
        Col::No => String::new(),
        Col::Name => name(dice),
        Col::Lead => units(dice, 2),
        Col::Coordinating => {
            if dice.one_in(6) {
                String::new()
            } else {
                units(dice, 3)
            }
        }
        Col::Product => {
            if dice.one_in(12) {
                String::new()
            } else {
                (*dice.pick(&PRODUCTS)).to_owned()
            }
        }
        Col::Deadline => dice.pick(&DEADLINES).0.to_owned(),
        Col::Source => (*dice.pick(&SOURCES)).to_owned(),
        Col::Responsible => (*dice.pick(&HEADS)).to_owned(),
        Col::Note => {
            if dice.one_in(5) {
                "Ngân sách tỉnh".to_owned()
            } else {
                String::new()
            }
        }
        Col::Unit => (*dice.pick(&MEASURES)).to_owned(),
        Col::Base(_) | Col::Value(_) => dice.pick(&VALUES).0.to_owned(),
    }
}

const ROMANS: [&str; 9] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/// A table of tasks or targets. `merging` says which columns may be merged downwards.
pub fn sheet(dice: &mut Dice, targets: bool, merging: bool) -> Sheet {
    let mut columns = vec![Col::No, Col::Name];
    let mut spans = Vec::new();
    if targets {
        if !dice.one_in(6) {
            columns.push(Col::Unit);
        }
        if dice.one_in(3) {
            columns.push(Col::Base(2025));
        }
        let first = columns.len();
        for year in [2026, 2027, 2030].into_iter().take(dice.between(1, 3)) {
            columns.push(Col::Value(year));
        }
        if columns.len() - first > 1 && dice.one_in(2) {
            spans.push((
                first,
                columns.len() - 1,
                (*dice.pick(&["Mục tiêu", "Chỉ tiêu phấn đấu", "Kế hoạch giao", "Mục tiêu phấn đấu"])).to_owned(),
            ));
        }
        columns.push(Col::Lead);
        if dice.one_in(2) {
            columns.push(Col::Source);
        }
    } else {
        let mut rest: Vec<Vec<Col>> = vec![vec![Col::Lead, Col::Coordinating], vec![Col::Deadline]];
        if dice.one_in(8) {
            rest[0] = vec![Col::Lead];
        }
        if !dice.one_in(5) {
            rest.push(vec![Col::Product]);
        }
        if dice.one_in(2) {
            rest.push(vec![Col::Source]);
        }
        if dice.one_in(3) {
            rest.push(vec![Col::Responsible]);
        }
        dice.shuffle(&mut rest);
        if dice.one_in(4) {
            rest.push(vec![Col::Note]);
        }
        let joint = dice.one_in(3);
        for group in rest {
            if joint && group.len() == 2 {
                spans.push((
                    columns.len(),
                    columns.len() + 1,
                    (*dice.pick(&["Cơ quan thực hiện", "Phân công thực hiện", "Đơn vị thực hiện"])).to_owned(),
                ));
            }
            columns.extend(group);
        }
    }
    let noise = dice.one_in(2);
    let titles: Vec<String> = (0..columns.len())
        .map(|i| {
            let inside = spans.iter().any(|(a, b, _)| *a <= i && i <= *b);
            let title = match columns[i] {
                Col::Value(y) if inside => {
                    if dice.one_in(2) {
                        y.to_string()
                    } else {
                        format!("Năm {y}")
                    }
                }
                Col::Lead if inside => "Chủ trì".to_owned(),
                Col::Coordinating if inside => "Phối hợp".to_owned(),
                col => header(col, targets, dice),
            };
            if noise { misread(&title, dice) } else { title }
        })
        .collect();
    let sections = sections(dice, &columns, targets, merging);
    Sheet { targets, columns, titles, spans, sections, numbering_row: dice.one_in(5) }
}

fn sections(dice: &mut Dice, columns: &[Col], targets: bool, merging: bool) -> Vec<Section> {
    let flat = dice.one_in(6);
    let count = if flat { 1 } else { dice.between(2, 6) };
    let dotted = dice.one_in(6);
    let mut out = Vec::new();
    for (s, roman) in ROMANS.iter().enumerate().take(count) {
        let mut items: Vec<Item> = Vec::new();
        let mut skip = 0;
        for i in 0..dice.between(1, 12) {
            if dice.one_in(25) {
                skip += 1;
            }
            let n = i + 1 + skip;
            let no = if dotted && !flat { format!("{}.{n}", s + 1) } else { n.to_string() };
            let mut cells: Vec<Cell> = columns
                .iter()
                .map(|c| match c {
                    Col::Name if targets => Cell {
                        text: format!("{} {}", dice.pick(&TARGET_NAMES), dice.pick(&TAILS)).trim().to_owned(),
                        merged: false,
                    },
                    c => Cell { text: text(*c, dice), merged: false },
                })
                .collect();
            cells[0].text.clone_from(&no);
            items.push(Item { no, cells });
        }
        if merging {
            merge(dice, columns, &mut items);
        }
        let (no, title) = if flat {
            (String::new(), String::new())
        } else {
            (if dotted { (s + 1).to_string() } else { (*roman).to_owned() }, (*dice.pick(&TITLES)).to_owned())
        };
        out.push(Section { no, title, items });
    }
    out
}

/// Merges runs of rows in some columns: the lower cells say what the first one says.
fn merge(dice: &mut Dice, columns: &[Col], items: &mut [Item]) {
    for (c, column) in columns.iter().enumerate() {
        let may = matches!(column, Col::Lead | Col::Deadline);
        if !may || !dice.one_in(2) {
            continue;
        }
        let mut i = 1;
        while i < items.len() {
            if dice.one_in(3) && !items[i - 1].cells[c].text.is_empty() {
                let text = items[i - 1].cells[c].text.clone();
                items[i].cells[c] = Cell { text, merged: true };
            }
            i += 1;
        }
    }
}
