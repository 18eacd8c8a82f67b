//! Layouts that other plans use, each in a small plan of our own words; and that no row is ever lost.
mod support;

use paper::read::{Block, Flag, Limits, Plan, RowRole, TableKind, TaskRow, read_plan, to_json};
use support::docx;

fn text(body: &str) -> Plan {
    read_plan("plan.txt", body.replace('⇥', "\t").as_bytes(), &Limits::default()).unwrap()
}
fn brief(t: &TaskRow) -> String {
    let none = String::new();
    let get = |v: &Option<String>| v.as_ref().unwrap_or(&none).clone();
    let cells = [
        &get(&t.section_no),
        &get(&t.no),
        &t.name,
        &t.lead.join("+"),
        &t.coordinating.join("+"),
        &get(&t.product),
        &get(&t.deadline.text),
    ];
    cells.map(String::as_str).join("|")
}
fn briefs(plan: &Plan) -> Vec<String> {
    plan.tasks.iter().map(brief).collect()
}

const HEAD: &str = "STT⇥Nhiệm vụ⇥Cơ quan chủ trì⇥Cơ quan phối hợp⇥Sản phẩm⇥Thời gian hoàn thành\n";

#[test]
fn misplaced_cells_are_moved_only_on_clear_evidence() {
    let plan = text(&format!(
        "{HEAD}I⇥Hạ tầng⇥⇥⇥⇥
1⇥Xây dựng trung tâm dữ liệu của tỉnh⇥⇥Sở Khoa học và Công nghệ⇥Sở Tài chính⇥Đề án⇥6/2026
2⇥Nâng cấp mạng truyền số liệu⇥Sở Khoa học và Công nghệ⇥Báo cáo⇥Quý III/2026
3⇥Triển khai nền tảng dùng chung⇥Sở Khoa học và Công nghệ⇥UBND cấp xã⇥Kế hoạch⇥⇥12/2026
4 Đào tạo kỹ năng số cho cán bộ⇥Sở Nội vụ⇥Các sở, ban, ngành⇥Văn bản⇥Thường xuyên
5⇥Rà soát quy trình, thủ tục⇥nội bộ của các cơ quan⇥Văn phòng UBND tỉnh⇥Công an tỉnh⇥Quy trình⇥9/2026
6⇥Bố trí kinh phí⇥Sở Tài chính⇥⇥Quyết định⇥Hằng năm\n"
    ));
    assert_eq!(
        briefs(&plan),
        [
            "I|1|Xây dựng trung tâm dữ liệu của tỉnh|Sở Khoa học và Công nghệ|Sở Tài chính|Đề án|6/2026",
            "I|2|Nâng cấp mạng truyền số liệu|Sở Khoa học và Công nghệ||Báo cáo|Quý III/2026",
            "I|3|Triển khai nền tảng dùng chung|Sở Khoa học và Công nghệ|UBND cấp xã|Kế hoạch|12/2026",
            "I|4|Đào tạo kỹ năng số cho cán bộ|Sở Nội vụ|Các sở, ban, ngành|Văn bản|Thường xuyên",
            "I|5|Rà soát quy trình, thủ tục nội bộ của các cơ quan|Văn phòng UBND tỉnh|Công an tỉnh|Quy trình|9/2026",
            "I|6|Bố trí kinh phí|Sở Tài chính||Quyết định|Hằng năm",
        ]
    );
    let shifted: Vec<bool> = plan.tasks.iter().map(|t| t.flags.contains(&Flag::ShiftedColumns)).collect();
    assert_eq!(shifted, [true, true, true, true, true, false]);
    assert!(plan.tasks[1].flags.contains(&Flag::CellLost));
}

#[test]
fn a_task_goes_on_over_the_page() {
    let plan = text(&format!(
        "{HEAD}1⇥Xây dựng trung tâm dữ liệu bảo đảm hoạt động liên tục và⇥Sở Khoa học và⇥Sở Tài chính⇥Đề án⇥6/2026

{HEAD}⇥an toàn cho các hệ thống⇥Công nghệ⇥⇥⇥
2⇥Nâng cấp mạng⇥Sở Y tế⇥⇥Báo cáo⇥Quý III/2026

⇥Tổ chức tập huấn cho cán bộ⇥Sở Nội vụ⇥UBND cấp xã⇥Lớp học⇥Hằng năm\n"
    ));
    assert_eq!(
        briefs(&plan),
        [
            "|1|Xây dựng trung tâm dữ liệu bảo đảm hoạt động liên tục và an toàn cho các hệ thống|Sở Khoa học và Công nghệ|Sở Tài chính|Đề án|6/2026",
            "|2|Nâng cấp mạng|Sở Y tế||Báo cáo|Quý III/2026",
            "||Tổ chức tập huấn cho cán bộ|Sở Nội vụ|UBND cấp xã|Lớp học|Hằng năm",
        ]
    );
    assert!(plan.tasks[0].flags.contains(&Flag::RowJoined));
    assert!(plan.tasks[2].flags.contains(&Flag::NumberMissing));
}

#[test]
fn headings_between_tables_are_sections_and_the_letterhead_is_read() {
    let plan = text(
        "ỦY BAN NHÂN DÂN⇥CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH ĐẮK LẮK⇥Độc lập - Tự do - Hạnh phúc

Số: 129/KH-UBND⇥Đắk Lắk, ngày 21 tháng 4 năm 2026

KẾ HOẠCH
Phát triển dữ liệu
trên địa bàn tỉnh đến năm 2030

Căn cứ Luật Dữ liệu ngày 30/11/2024;
Căn cứ Quyết định số 142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ;

I. MỤC TIÊU
PHỤ LỤC
NHIỆM VỤ

1. Hoàn thiện thể chế

TT⇥Nội dung công việc⇥Chủ trì⇥Phối hợp⇥Thời gian
1.1⇥Thành lập Ban Chỉ đạo⇥Công an tỉnh⇥Các sở, ban, ngành⇥2026
1.2⇥Ban hành quy chế⇥Công an tỉnh⇥⇥2026

2. Phát triển hạ tầng

TT⇥Nội dung công việc⇥Chủ trì⇥Phối hợp⇥Thời gian
2.1⇥Xây dựng kho dữ liệu⇥Sở Khoa học và Công nghệ⇥⇥2026-2030
",
    );
    let head = &plan.document;
    assert_eq!(head.number.as_deref(), Some("129/KH-UBND"));
    assert_eq!(head.issuer.as_deref(), Some("Ủy ban nhân dân tỉnh Đắk Lắk"));
    assert_eq!(head.issued_on.unwrap().to_string(), "2026-04-21");
    assert_eq!(head.title.as_deref(), Some("Phát triển dữ liệu trên địa bàn tỉnh đến năm 2030"));
    assert_eq!(head.bases, ["Luật Dữ liệu ngày 30/11/2024", "Quyết định số 142/QĐ-TTg ngày 02/02/2024"]);
    let places: Vec<_> =
        plan.tasks.iter().map(|t| (t.section_no.as_deref().unwrap(), t.no.as_deref().unwrap())).collect();
    assert_eq!(places, [("1", "1.1"), ("1", "1.2"), ("2", "2.1")]);
    assert!(plan.unread.is_empty());
}

#[test]
fn one_cell_for_lead_and_others_and_a_column_of_groups() {
    let plan = text(
        "CHƯƠNG TRÌNH HÀNH ĐỘNG
Chuyển đổi số năm 2026

TT⇥Lĩnh vực⇥Nội dung thực hiện⇥Cơ quan chủ trì, phối hợp⇥Sản phẩm⇥Tiến độ
1⇥Hạ tầng số⇥Phủ sóng 5G toàn tỉnh⇥Chủ trì: Sở Khoa học và Công nghệ. Phối hợp: UBND cấp xã; doanh nghiệp viễn thông⇥Báo cáo⇥Quý IV/2026
2⇥⇥Nâng cấp cáp quang⇥Sở Khoa học và Công nghệ⇥⇥2026
3⇥Dữ liệu số⇥Làm sạch dữ liệu đất đai⇥Sở Nông nghiệp và Môi trường chủ trì; phối hợp: Công an tỉnh⇥Dữ liệu⇥6/2026
",
    );
    assert_eq!(plan.document.kind.as_deref(), Some("Chương trình hành động"));
    assert_eq!(
        briefs(&plan),
        [
            "|1|Phủ sóng 5G toàn tỉnh|Sở Khoa học và Công nghệ|UBND cấp xã+doanh nghiệp viễn thông|Báo cáo|Quý IV/2026",
            "|2|Nâng cấp cáp quang|Sở Khoa học và Công nghệ|||2026",
            "|3|Làm sạch dữ liệu đất đai|Sở Nông nghiệp và Môi trường|Công an tỉnh|Dữ liệu|6/2026",
        ]
    );
    let titles: Vec<_> = plan.tasks.iter().map(|t| t.section_title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["Hạ tầng số", "Hạ tầng số", "Dữ liệu số"]);
}

#[test]
fn sections_nest_and_close_again() {
    let plan = text(
        "TT⇥Nhiệm vụ⇥Đơn vị chủ trì⇥Đơn vị phối hợp⇥Thời gian⇥Kết quả
A⇥NHIỆM VỤ CHUNG⇥⇥⇥⇥
I⇥Thể chế⇥⇥⇥⇥
1⇥Xây dựng quy chế⇥⇥⇥⇥
a)⇥Quy chế khai thác kho dữ liệu⇥Sở Y tế⇥⇥2026⇥Quyết định
b)⇥Quy chế bảo mật⇥Công an tỉnh⇥⇥2026⇥Quyết định
2⇥Ban hành danh mục⇥Sở Y tế⇥⇥2026⇥Quyết định
II⇥Hạ tầng⇥⇥⇥⇥
-⇥Nâng cấp máy chủ⇥Sở Khoa học và Công nghệ⇥⇥6/2026⇥Máy chủ
-⇥Nâng cấp mạng⇥Sở Khoa học và Công nghệ⇥⇥6/2026⇥Mạng
Tổng cộng⇥5 nhiệm vụ⇥⇥⇥⇥
Ghi chú: Các đơn vị báo cáo trước ngày 15 hằng tháng.
",
    );
    let places: Vec<_> =
        plan.tasks.iter().map(|t| (t.section_no.as_deref().unwrap(), t.no.as_deref().unwrap())).collect();
    assert_eq!(places, [("1", "a)"), ("1", "b)"), ("I", "2"), ("II", "-"), ("II", "-")]);
    assert_eq!(plan.unread.len(), 1);
    assert_eq!(plan.unread[0].why.code(), "remark");
}

#[test]
fn base_years_are_no_targets() {
    let plan = text(
        "TT⇥Chỉ tiêu⇥ĐVT⇥Hiện trạng⇥Mục tiêu⇥Đơn vị chủ trì⇥Ghi chú
⇥⇥⇥2024⇥2025⇥2026⇥2027⇥⇥
A⇥CHÍNH QUYỀN SỐ⇥⇥⇥⇥⇥⇥⇥
1⇥Tỷ lệ hồ sơ trực tuyến⇥%⇥60⇥70⇥80⇥≥ 90⇥Văn phòng UBND tỉnh⇥
",
    );
    let row = &plan.targets[0];
    assert_eq!(row.targets.iter().map(|t| t.year).collect::<Vec<_>>(), [Some(2026), Some(2027)]);
    assert_eq!(row.baseline.iter().map(|t| t.year).collect::<Vec<_>>(), [Some(2024), Some(2025)]);
    assert_eq!(row.lead, ["Văn phòng UBND tỉnh"]);
}

#[test]
fn years_marked_under_a_schedule_are_the_deadline() {
    let plan = text(
        "TT⇥Nhiệm vụ⇥Đơn vị chủ trì⇥Lộ trình thực hiện⇥⇥⇥Sản phẩm
⇥⇥⇥2026⇥2027⇥2028⇥
1⇥Xây dựng kho dữ liệu⇥Sở Y tế⇥x⇥x⇥⇥Kho dữ liệu
2⇥Mở dữ liệu⇥Sở Nội vụ⇥⇥⇥x⇥Cổng dữ liệu
",
    );
    let due: Vec<_> =
        plan.tasks.iter().map(|t| (t.deadline.kind.code(), t.deadline.due_on.unwrap().to_string())).collect();
    assert_eq!(due, [("years", "2027-12-31".to_owned()), ("year", "2028-12-31".to_owned())]);
    assert_eq!(plan.tasks[0].product.as_deref(), Some("Kho dữ liệu"));
}

#[test]
fn tables_without_numbers_or_without_a_header() {
    let plan = text(
        "Nội dung nhiệm vụ⇥Đơn vị thực hiện⇥Thời hạn\nI. HẠ TẦNG⇥⇥\n1. Phủ sóng 5G⇥Sở Y tế⇥Quý IV/2026\n2. Nâng cấp cáp quang⇥Sở Y tế⇥2026\n",
    );
    assert_eq!(briefs(&plan), ["I|1|Phủ sóng 5G|Sở Y tế|||Quý IV/2026", "I|2|Nâng cấp cáp quang|Sở Y tế|||2026"]);
    let plan = text(
        "I⇥Hạ tầng⇥⇥⇥⇥
1⇥Xây dựng trung tâm dữ liệu tỉnh⇥Sở Y tế⇥Sở Tài chính⇥Đề án trung tâm⇥6/2027
2⇥Xây dựng cổng dữ liệu mở của tỉnh⇥Sở Nội vụ⇥⇥Đề án cổng⇥6/2027
3⇥Xây dựng kho dữ liệu⇥Sở Y tế⇥UBND cấp xã⇥Kho dữ liệu⇥12/2027\n",
    );
    assert_eq!(plan.tasks.len(), 3);
    assert_eq!(brief(&plan.tasks[2]), "I|3|Xây dựng kho dữ liệu|Sở Y tế|UBND cấp xã|Kho dữ liệu|12/2027");
}

#[test]
fn misread_headers_on_every_page_are_one_table() {
    let plan = text(
        "STT⇥Nội dung nhiệm vụ⇥Cơ quan chủ trì⇥Cơ quan phối hợp⇥Sản phẩm⇥Thời gian hoàn thành
I⇥Hạ tầng⇥⇥⇥⇥
1⇥Xây dựng trung tâm⇥Sở Y tế⇥⇥Đề án⇥6/2027

SIT⇥Nội dung nhiém vu⇥Cơ quan chu trỉ⇥Cơ quan phối hơp⇥Sàn phẩm⇥Thời gian hoàn thành
2⇥Xây dựng cổng⇥Sở Y tế⇥⇥Đề án⇥6/2027
2

STI⇥Nội dung nhiệm vụ⇥Cơ quan chú trì⇥Cơ quan phổi hợp⇥Sản phầm⇥Thơi gian hoan thanh
II⇥Dữ liệu⇥⇥⇥⇥
1⇥Xây dựng kho⇥Sở Y tế⇥⇥Đề án⇥6/2027
",
    );
    let places: Vec<_> =
        plan.tasks.iter().map(|t| (t.section_no.as_deref().unwrap(), t.no.as_deref().unwrap())).collect();
    assert_eq!(places, [("I", "1"), ("I", "2"), ("II", "1")]);
}

#[test]
fn merged_names_make_several_rows_of_one_task() {
    let cell = |t: &str, p: &str| format!("<w:tc><w:tcPr>{p}</w:tcPr><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>");
    let (start, below) = (r#"<w:vMerge w:val="restart"/>"#, "<w:vMerge/>");
    let row = |cells: [String; 4]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = row(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"].map(|t| cell(t, "")))
        + &row([cell("1", start), cell("Xây dựng kho dữ liệu", start), cell("Sở Y tế", ""), cell("6/2026", "")])
        + &row([cell("", below), cell("", below), cell("Sở Nội vụ", ""), cell("9/2026", "")])
        + &row([cell("2", ""), cell("Mở dữ liệu", ""), cell("Sở Nội vụ", ""), cell("9/2026", "")]);
    let plan = read_plan("p.docx", &docx::document(&format!("<w:tbl>{body}</w:tbl>")), &Limits::default()).unwrap();
    assert_eq!(plan.tasks.len(), 3);
    let second = &plan.tasks[1];
    assert_eq!((second.no.as_deref(), second.name.as_str()), (Some("1"), "Xây dựng kho dữ liệu"));
    assert_eq!(second.carried.iter().map(|f| f.code()).collect::<Vec<_>>(), ["no", "name"]);
    assert!(second.flags.contains(&Flag::SameTaskAbove) && !second.flags.contains(&Flag::DuplicateNumber));
}

/// Every row of every table of tasks or targets is accounted for, and only once.
fn accounted(plan: &Plan) -> (usize, usize) {
    let mut rows = 0;
    let mut items = Vec::new();
    let mut unread = Vec::new();
    for block in &plan.outline {
        let Block::Table(table) = block else { continue };
        for row in &table.rows {
            rows += 1;
            let filled = row.cells.iter().any(|c| !c.continued && !c.text.trim().is_empty());
            match row.role {
                RowRole::Item => items.push(row.line),
                RowRole::Unread => unread.push(row.line),
                RowRole::Blank => assert!(!filled, "line {} holds something and counts as blank", row.line),
                RowRole::Header | RowRole::Section | RowRole::Continuation | RowRole::Layout => {}
            }
            if table.kind == TableKind::Layout {
                assert_eq!(row.role, RowRole::Layout);
            }
        }
    }
    let mut read: Vec<u32> = plan.tasks.iter().map(|t| t.line).chain(plan.targets.iter().map(|t| t.line)).collect();
    read.sort_unstable();
    items.sort_unstable();
    assert_eq!(items, read, "each item row is one task or target");
    assert_eq!(unread, plan.unread.iter().map(|u| u.line).collect::<Vec<_>>());
    (rows, read.len())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn no_row_is_lost(rows in proptest::collection::vec(proptest::collection::vec(0usize..14, 0..8), 1..30)) {
        const CELLS: [&str; 14] = [
            "", "1", "2", "II", "a)", "Xây dựng kho dữ liệu dùng chung", "và mạng truyền số liệu", "Sở Y tế", "Công an tỉnh; Sở Nội vụ",
            "6/2026", "Thường xuyên", "Tổng cộng", "- Quyết định", "1.1",
        ];
        let mut body = HEAD.to_owned();
        for row in &rows {
            body += &row.iter().map(|c| CELLS[*c]).collect::<Vec<_>>().join("⇥");
            body.push('\n');
        }
        let words = |t: &str| t.split(|c: char| c.is_whitespace() || c == '|').filter(|w| !w.is_empty()).count();
        if let Ok(plan) = read_plan("p.txt", body.replace('⇥', "\t").as_bytes(), &Limits::default()) {
            accounted(&plan);
            // Every word of an item row is in its task: nothing falls between the columns.
            let json = to_json(&plan);
            proptest::prop_assert!(json["tasks"].as_array().is_some());
            for block in &plan.outline {
                let Block::Table(table) = block else { continue };
                for row in table.rows.iter().filter(|r| r.role == RowRole::Item) {
                    let task = plan.tasks.iter().find(|t| t.line == row.line).unwrap();
                    let printed: usize = row.cells.iter().map(|c| words(&c.text)).sum();
                    let fields = [&task.no, &task.lead_text, &task.coordinating_text, &task.product, &task.deadline.text];
                    let read: usize = words(&task.name) + fields.iter().map(|f| f.as_deref().map_or(0, words)).sum::<usize>();
                    proptest::prop_assert!(read >= printed, "{row:?} became {task:?}");
                }
            }
        }
    }
}
