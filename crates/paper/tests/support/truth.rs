//! What a made-up plan says: words of our own, in the shape of real plans.
use super::Dice;

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

const VERBS: [&str; 12] = [
    "Xây dựng",
    "Triển khai",
    "Rà soát",
    "Hoàn thiện",
    "Tổ chức",
    "Nâng cấp",
    "Ban hành",
    "Kiểm tra",
    "Đánh giá",
    "Vận hành",
    "Phát triển",
    "Tham mưu ban hành",
];
const THINGS: [&str; 16] = [
    "hệ thống báo cáo của tỉnh",
    "kho dữ liệu dùng chung",
    "nền tảng họp trực tuyến",
    "danh mục dữ liệu mở",
    "quy chế quản lý dữ liệu",
    "mạng truyền số liệu cấp xã",
    "cổng thông tin điện tử",
    "bản đồ số về đất đai",
    "chương trình bồi dưỡng kỹ năng số",
    "mô hình xã thông minh",
    "hồ sơ sức khỏe điện tử",
    "chữ ký số cho cán bộ",
    "quy trình nội bộ",
    "trung tâm giám sát an ninh mạng",
    "phần mềm một cửa",
    "kế hoạch ứng dụng trí tuệ nhân tạo",
];
const TAILS: [&str; 10] = [
    "trên địa bàn tỉnh",
    "phục vụ người dân và doanh nghiệp",
    "gắn với cải cách hành chính, bảo đảm an toàn thông tin",
    "tại các cơ quan, đơn vị, địa phương",
    "theo hướng dùng chung, thống nhất (bao gồm cả cấp xã)",
    "giai đoạn 2026 - 2030",
    "đến năm 2030, định hướng đến năm 2035",
    "; ưu tiên vùng sâu, vùng xa",
    "trong các ngành, lĩnh vực: y tế, giáo dục, đất đai",
    "",
];
const UNITS: [&str; 22] = [
    "Sở Khoa học và Công nghệ",
    "Sở Tài chính",
    "Sở Nội vụ",
    "Công an tỉnh",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Văn phòng UBND tỉnh",
    "Sở Nông nghiệp và Môi trường",
    "UBND các xã, phường, đặc khu",
    "Các sở, ban, ngành",
    "Báo và Phát thanh, Truyền hình tỉnh",
    "Thống kê tỉnh",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Công Thương",
    "UBND cấp xã",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Ban Quản lý các khu công nghiệp",
    "Sở Dân tộc và Tôn giáo",
    "Các cơ quan, đơn vị có liên quan",
    "Trung tâm Phục vụ hành chính công tỉnh",
    "Thanh tra tỉnh",
    "Kho bạc Nhà nước khu vực",
];
const PRODUCTS: [&str; 14] = [
    "Kế hoạch",
    "Quyết định của UBND tỉnh",
    "Báo cáo kết quả thực hiện",
    "Văn bản triển khai",
    "Hệ thống được đưa vào vận hành",
    "Các lớp tập huấn",
    "Nghị quyết của HĐND tỉnh",
    "Đề án được phê duyệt",
    "Danh mục được công bố",
    "Chương trình, kế hoạch",
    "100% hồ sơ được số hóa",
    "Quy chế được ban hành",
    "Báo cáo định kỳ hằng quý",
    "Bộ tiêu chí; tài liệu hướng dẫn",
];
const SOURCES: [&str; 8] = [
    "Nghị quyết số 57-NQ/TW",
    "Kế hoạch số 5039/KH-UBND",
    "Quyết định số 2629/QĐ-TTg ngày 01/12/2025",
    "Chương trình số 02-CTr/BCĐTW, ngày 02/02/2026",
    "Thông báo số 17-TB/TGV ngày 13/6/2025",
    "Nghị quyết số 71/NQ-CP",
    "Kế hoạch số 44-KH/TU ngày 13/3/2026; Công văn số 12/UBND-TH",
    "Chỉ thị số 07/CT-TTg",
];
const HEADS: [&str; 6] = [
    "Giám đốc Sở Khoa học và Công nghệ",
    "Chánh Văn phòng UBND tỉnh",
    "Thủ trưởng các sở, ban, ngành",
    "Chủ tịch UBND cấp xã",
    "Giám đốc Công an tỉnh",
    "Giám đốc Sở Tài chính",
];
pub const DEADLINES: [(&str, &str, &str); 30] = [
    ("Quý III, IV/2026", "quarter", "2026-12-31"),
    ("T6/2026", "month", "2026-06-30"),
    ("Trước 30.6.2026", "day", "2026-06-30"),
    ("Cuối năm 2026", "year", "2026-12-31"),
    ("6 tháng đầu năm 2026", "month", "2026-06-30"),
    ("Ngay sau khi có hướng dẫn", "external", ""),
    ("Tháng 6, 12 hằng năm", "recurring", ""),
    ("Q2/2026", "quarter", "2026-06-30"),
    ("6/2026", "month", "2026-06-30"),
    ("03/2026", "month", "2026-03-31"),
    ("Tháng 5/2026", "month", "2026-05-31"),
    ("Tháng 12 năm 2027", "month", "2027-12-31"),
    ("Quý III/2026", "quarter", "2026-09-30"),
    ("Quý IV năm 2026", "quarter", "2026-12-31"),
    ("Trước ngày 25/4/2026", "day", "2026-04-25"),
    ("Trước 30/6/2026", "day", "2026-06-30"),
    ("15/12/2026", "day", "2026-12-15"),
    ("Năm 2026", "year", "2026-12-31"),
    ("2026", "year", "2026-12-31"),
    ("2026 - 2030", "years", "2030-12-31"),
    ("2026-2027", "years", "2027-12-31"),
    ("Giai đoạn 2026-2030", "years", "2030-12-31"),
    ("Thường xuyên", "recurring", ""),
    ("Hằng năm", "recurring", ""),
    ("Hàng năm", "recurring", ""),
    ("Theo lộ trình được phê duyệt", "external", ""),
    ("Theo chương trình của Bộ Khoa học và Công nghệ", "external", ""),
    ("Định kỳ hằng quý", "recurring", ""),
    ("Trong tháng 9/2026", "month", "2026-09-30"),
    ("Hoàn thành trước ngày 31/3/2026", "day", "2026-03-31"),
];
const TARGET_NAMES: [&str; 10] = [
    "Tỷ lệ hồ sơ được xử lý trên môi trường điện tử",
    "Tỷ lệ người dân có chữ ký số",
    "Số doanh nghiệp công nghệ số",
    "Tỷ lệ thủ tục hành chính trực tuyến toàn trình",
    "Chỉ số chuyển đổi số cấp tỉnh",
    "Tỷ lệ phủ sóng 5G",
    "Số bộ dữ liệu mở được công bố",
    "Quy mô kinh tế số",
    "Mức độ trưởng thành về quản trị dữ liệu",
    "Tỷ lệ cán bộ được đào tạo kỹ năng số cơ bản",
];
const MEASURES: [&str; 9] = ["%", "Người", "Doanh nghiệp", "Bộ dữ liệu", "Điểm", "%GRDP", "-", "", "Xã, phường"];
/// Text, operator, value (as JSON), unit when the cell itself names one.
pub const VALUES: [(&str, &str, &str, &str); 23] = [
    ("Top 20", "", "\"Top 20\"", ""),
    ("Phấn đấu 50", "", "50", ""),
    ("97,61", "", "97.61", ""),
    ("≥70%", ">=", "70", "%"),
    ("1.459.910", "", "1459910", ""),
    ("≥ 70", ">=", "70", ""),
    ("100", "", "100", ""),
    ("≥ 0,65", ">=", "0.65", ""),
    ("14,5", "", "14.5", ""),
    (">= 80", ">=", "80", ""),
    ("> 50", ">", "50", ""),
    ("≤ 5", "<=", "5", ""),
    ("Có", "", "\"Có\"", ""),
    ("-", "", "null", ""),
    ("05", "", "5", ""),
    ("Đạt 2% GRDP", "", "2", "% GRDP"),
    ("Mức độ 3", "", "\"Mức độ 3\"", ""),
    ("1.250", "", "1250", ""),
    ("90%", "", "90", "%"),
    ("Tối thiểu 30", ">=", "30", ""),
    ("≥ 95%", ">=", "95", "%"),
    ("Trên 60%", ">", "60", "%"),
    ("12.500", "", "12500", ""),
];
const TITLES: [&str; 9] = [
    "Nâng cao nhận thức, hoàn thiện thể chế",
    "Phát triển hạ tầng số",
    "Phát triển dữ liệu",
    "Chính quyền số",
    "Kinh tế số, xã hội số",
    "An toàn thông tin, an ninh mạng",
    "Phát triển nguồn nhân lực",
    "Hợp tác, nghiên cứu và đổi mới sáng tạo",
    "Công tác chỉ đạo, điều hành",
];

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
