//! Sample documents for the tests of all writers; the words are ours, the figures invented.
use kernel::Day;

use super::model::{
    Align, Appendix, Cell, Column, HeadCell, HeadStyle, OfficialDocument, Para, Row, Run, Signature, Table,
};

/// A letter: no kind, addressed to two bodies.
pub fn letter() -> OfficialDocument {
    OfficialDocument {
        superior_body: Some("UBND TỈNH LÂM ĐỒNG".into()),
        issuing_body: "SỞ KHOA HỌC VÀ CÔNG NGHỆ".into(),
        number: "/SKHCN-CĐS".into(),
        place: "Lâm Đồng".into(),
        title: "V/v đôn đốc nhiệm vụ sắp đến hạn <Quý IV> & quá hạn".into(),
        addressees: vec!["Sở Nội vụ".into(), "UBND phường Xuân Hương - Đà Lạt".into()],
        body: vec![Para::text("Đề nghị các cơ quan cập nhật tiến độ trước ngày 25/11/2026./.")],
        recipients: vec!["Như trên".into(), "Lưu: VT, CĐS".into()],
        signature: Signature {
            lines: vec!["KT. GIÁM ĐỐC".into(), "PHÓ GIÁM ĐỐC".into()],
            name: "Nguyễn Văn An".into(),
        },
        ..Default::default()
    }
}

/// A report with text, a table in it, an upright and a landscape appendix of `rows` rows.
pub fn report(rows: usize) -> OfficialDocument {
    let attached =
        "(Kèm theo Báo cáo số 05/BC-SKHCN ngày 09 tháng 02 năm 2026 của Sở Khoa học và Công nghệ)".to_owned();
    OfficialDocument {
        superior_body: Some("UBND TỈNH LÂM ĐỒNG".into()),
        issuing_body: "SỞ KHOA HỌC VÀ CÔNG NGHỆ".into(),
        number: "05/BC-SKHCN".into(),
        place: "Lâm Đồng".into(),
        date: Day::new(2026, 2, 9),
        kind: "BÁO CÁO".into(),
        title: "Tình hình thực hiện nhiệm vụ chuyển đổi số\ntháng 01 năm 2026 trên địa bàn tỉnh".into(),
        body: text(),
        recipients: vec![
            "Thường trực Tỉnh ủy".into(),
            "UBND tỉnh".into(),
            "Các sở, ban, ngành; UBND các xã, phường, đặc khu".into(),
            "Lưu: VT, CĐS".into(),
        ],
        signature: Signature {
            lines: vec!["KT. GIÁM ĐỐC".into(), "PHÓ GIÁM ĐỐC".into()],
            name: "Nguyễn Thị Ngọc Ánh".into(),
        },
        appendices: vec![
            Appendix {
                label: "Phụ lục I".into(),
                title: "TỔNG HỢP THEO VĂN BẢN GIAO NHIỆM VỤ".into(),
                attached_to: attached.clone(),
                landscape: false,
                body: vec![Para::Table(counts())],
            },
            Appendix {
                label: "Phụ lục II".into(),
                title: "DANH MỤC NHIỆM VỤ VÀ TIẾN ĐỘ THỰC HIỆN".into(),
                attached_to: attached,
                landscape: true,
                body: vec![Para::Table(tasks(rows))],
            },
        ],
        ..Default::default()
    }
}

/// The same report in the style of a Party body.
pub fn party() -> OfficialDocument {
    OfficialDocument {
        style: HeadStyle::Party,
        superior_body: Some("ĐẢNG BỘ TỈNH LÂM ĐỒNG".into()),
        issuing_body: "BAN THƯỜNG VỤ TỈNH ỦY".into(),
        number: "05-BC/TU".into(),
        title: "về tình hình thực hiện nhiệm vụ chuyển đổi số".into(),
        signature: Signature {
            lines: vec!["T/M BAN THƯỜNG VỤ".into(), "PHÓ BÍ THƯ".into()],
            name: "Nguyễn Văn An".into(),
        },
        appendices: Vec::new(),
        ..report(0)
    }
}

fn text() -> Vec<Para> {
    let mut paras = vec![
        Para::text(
            "Thực hiện kế hoạch năm 2026 của Ủy ban nhân dân tỉnh về phát triển khoa học, công nghệ, đổi mới sáng tạo \
             và chuyển đổi số, Sở Khoa học và Công nghệ báo cáo kết quả thực hiện đến ngày 31 tháng 01 năm 2026 như sau:",
        ),
        Para::heading(1, "I. KẾT QUẢ THỰC HIỆN"),
        Para::heading(2, "1. Nhiệm vụ"),
        Para::Text(vec![
            Run::plain("Tổng số nhiệm vụ được giao là "),
            Run::bold("264"),
            Run::plain(" nhiệm vụ, trong đó đã hoàn thành 157 nhiệm vụ "),
            Run::italic("(đúng hạn 143, quá hạn 14)"),
            Run::plain(", đang thực hiện 106 nhiệm vụ và quá hạn 01 nhiệm vụ. Chi tiết tại Phụ lục I, Phụ lục II."),
        ]),
        Para::Table(counts()),
        Para::heading(2, "2. Chỉ tiêu"),
        Para::heading(3, "a) Chỉ tiêu đạt và vượt"),
        Para::text("Có 30 chỉ tiêu đạt kế hoạch, 14 chỉ tiêu vượt kế hoạch (số liệu mô phỏng)."),
        Para::heading(3, "b) Chỉ tiêu còn khó khăn"),
        Para::bullet("Tỷ lệ hồ sơ trực tuyến toàn trình đạt 71,5%, thấp hơn mục tiêu 80%;"),
        Para::bullet("Tỷ lệ số hóa kết quả giải quyết thủ tục hành chính còn chênh lệch giữa các xã, phường, đặc khu."),
        Para::heading(1, "II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"),
    ];
    paras.extend((0..4).map(|_| {
        Para::text(
            "Một số đơn vị cập nhật tiến độ chậm, số liệu gửi về chưa thống nhất giữa các kỳ báo cáo; hạ tầng ở vùng sâu, \
             vùng xa còn hạn chế nên việc triển khai các nền tảng dùng chung chưa đồng đều. Nguồn nhân lực chuyên trách \
             ở cấp xã còn mỏng, phải kiêm nhiệm nhiều việc.",
        )
    }));
    paras.push(Para::heading(1, "III. KIẾN NGHỊ"));
    paras.push(Para::text(
        "Trên đây là báo cáo của Sở Khoa học và Công nghệ, kính trình Ủy ban nhân dân tỉnh xem xét./.",
    ));
    paras
}

fn counts() -> Table {
    Table {
        caption: Some("Đơn vị tính: nhiệm vụ".into()),
        columns: vec![
            Column::center(6),
            Column::left(34),
            Column::right(10),
            Column::right(12),
            Column::right(12),
            Column::right(12),
        ],
        head: vec![
            vec![
                HeadCell::down("TT", 2),
                HeadCell::down("Văn bản giao", 2),
                HeadCell::down("Tổng số", 2),
                HeadCell::across("Trong đó", 3),
            ],
            vec![HeadCell::new("Hoàn thành"), HeadCell::new("Đang thực hiện"), HeadCell::new("Quá hạn")],
        ],
        rows: vec![
            Row::plain(["1", "Kế hoạch thực hiện nghị quyết về khoa học, công nghệ", "138", "80", "57", "1"]),
            Row::plain(["2", "Kế hoạch chuyển đổi số của tỉnh", "126", "77", "49", "0"]),
            Row {
                cells: vec![
                    Cell { align: Some(Align::Center), columns: 2, ..Cell::of(Run::bold("Tổng cộng")) },
                    Cell::of(Run::bold("264")),
                    Cell::of(Run::bold("157")),
                    Cell::of(Run::bold("106")),
                    Cell::of(Run::bold("1")),
                ],
                opens_group: false,
            },
        ],
    }
}

fn tasks(rows: usize) -> Table {
    let head = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm", "Tiến độ"];
    let row = |i: usize| {
        if i.is_multiple_of(40) {
            return Row::group(["I", "II", "III", "IV", "V"][i / 40 % 5], "Nhóm nhiệm vụ hạ tầng số và dữ liệu", 7);
        }
        Row::plain([
            i.to_string(),
            format!("Nhiệm vụ số {i}: xây dựng, hoàn thiện cơ sở dữ liệu chuyên ngành và kết nối với trục liên thông"),
            "Sở Khoa học và Công nghệ".to_owned(),
            "Các sở, ban, ngành; UBND các xã, phường, đặc khu".to_owned(),
            "Quý III/2026".to_owned(),
            "Báo cáo; cơ sở dữ liệu".to_owned(),
            if i.is_multiple_of(3) { "Hoàn thành đúng hạn" } else { "Đang thực hiện" }.to_owned(),
        ])
    };
    Table {
        caption: None,
        columns: vec![
            Column::center(5),
            Column::left(30),
            Column::left(16),
            Column::left(18),
            Column::center(10),
            Column::left(12),
            Column::left(11),
        ],
        head: vec![head.map(HeadCell::new).to_vec()],
        rows: (0..rows).map(row).collect(),
    }
}
