//! What Word does to a plan beside tables of plain text: numbers it counts by itself, tracked
//! changes, notes, fields, text boxes, nested tables, hidden text.
mod support;

use paper::read::{Limits, Plan, read_plan};
use support::docx::{RELS, TYPES, document, package};

fn read(body: &str) -> Plan {
    read_plan("plan.docx", &document(body), &Limits::default()).unwrap()
}
fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}
fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}
fn cell(inner: &str) -> String {
    format!("<w:tc><w:tcPr/>{inner}</w:tc>")
}
fn row(cells: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(&p(&run(c)))).collect::<String>())
}
fn raw_row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}
fn auto(list: usize) -> String {
    cell(&format!(r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr></w:p>"#))
}
const HEADER: [&str; 5] = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Sản phẩm"];
fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}{}</w:tbl>", row(&HEADER), rows.concat())
}
fn text(t: &str) -> String {
    cell(&p(&run(t)))
}
fn numbers(plan: &Plan) -> Vec<&str> {
    plan.tasks.iter().map(|t| t.no.as_deref().unwrap_or("")).collect()
}

#[test]
fn rows_struck_out_are_gone_and_not_counted() {
    let gone = |cells: String| format!(r#"<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>{cells}</w:tr>"#);
    let new = |cells: String| format!(r#"<w:tr><w:trPr><w:ins w:id="2" w:author="a"/></w:trPr>{cells}</w:tr>"#);
    let line = |name: &str| auto(3) + &text(name) + &text("Sở Y tế") + &text("6/2026") + &text("Báo cáo");
    let plan = read(&table(&[
        raw_row(&[line("Việc thứ nhất")]),
        gone(line("Việc bỏ đi")),
        new(line("Việc thêm vào")),
        raw_row(&[line("Việc cuối cùng")]),
    ]));
    assert_eq!(numbers(&plan), ["1", "2", "3"]);
    assert_eq!(plan.tasks[1].name, "Việc thêm vào");
}

#[test]
fn a_paragraph_struck_out_is_not_counted() {
    let gone = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="101"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>MỤC CŨ</w:delText></w:r></w:del></w:p>"#;
    let kept = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="101"/></w:numPr></w:pPr><w:r><w:t>MỤC CÒN LẠI</w:t></w:r></w:p>"#;
    let rows = [row(&["1", "Xây dựng kho dữ liệu", "Sở Y tế", "6/2026", "Kho dữ liệu"])];
    let second = [row(&["1", "Mở dữ liệu", "Sở Nội vụ", "6/2026", "Cổng"])];
    let plan = read(&format!("{kept}{}{gone}{kept}{}", table(&rows), table(&second)));
    let sections: Vec<_> = plan.tasks.iter().map(|t| t.section_no.as_deref().unwrap_or("")).collect();
    assert_eq!(sections, ["I", "II"]);
}

#[test]
fn changes_notes_fields_and_links_inside_cells() {
    let name = p(&(run("Xây dựng ")
        + r#"<w:del w:id="1"><w:r><w:delText>cổng cũ </w:delText></w:r></w:del><w:ins w:id="2">"#
        + &run("cổng dữ liệu")
        + "</w:ins>"
        + r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>"#
        + r#"<w:r><w:softHyphen/></w:r><w:hyperlink r:id="rId9">"#
        + &run(" mở")
        + "</w:hyperlink>"
        + r#"<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r>"#));
    let unit = p(&(r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD dv </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#.to_owned()
        + &run("Sở\u{a0}Y\u{a0}tế")
        + r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        + r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>(1)</w:t></w:r>"#));
    let due = p(&(r#"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>"#.to_owned()
        + &run("30/6/2026")
        + "</w:sdtContent></w:sdt>"));
    let product =
        p(&(run("Nhà 500 m") + r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>"#));
    let plan = read(&table(&[raw_row(&[text("1"), cell(&name), cell(&unit), cell(&due), cell(&product)])]));
    let task = &plan.tasks[0];
    assert_eq!(task.name, "Xây dựng cổng dữ liệu mở");
    assert_eq!(task.lead, ["Sở Y tế"]);
    assert_eq!(task.deadline.due_on.unwrap().to_string(), "2026-06-30");
    assert_eq!(task.product.as_deref(), Some("Nhà 500 m2"));
}

#[test]
fn a_raised_figure_is_no_digit_of_the_value() {
    let header = row(&["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Cơ quan chủ trì"]);
    let value =
        cell(&p(&(run("≥ 70") + r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>"#)));
    let formula = cell(&p("<m:oMath><m:r><m:t>≥0,65</m:t></m:r></m:oMath>"));
    let rows = [
        raw_row(&[text("1"), text("Tỷ lệ hồ sơ trực tuyến"), text("%"), value, text("Sở Nội vụ")]),
        raw_row(&[text("2"), text("Chỉ số chuyển đổi số"), text("Điểm"), formula, text("Sở Nội vụ")]),
    ];
    let plan = read(&format!("<w:tbl>{header}{}</w:tbl>", rows.concat()));
    let texts: Vec<_> = plan.targets.iter().map(|t| t.targets[0].text.as_deref().unwrap_or("")).collect();
    assert_eq!(texts, ["≥ 70", "≥0,65"]);
}

#[test]
fn tables_in_boxes_and_in_cells_are_read() {
    let inner = table(&[row(&["1", "Xây dựng kho dữ liệu", "Sở Y tế", "6/2026", "Kho dữ liệu"])]);
    let boxed = format!(
        r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#
    );
    assert_eq!(numbers(&read(&boxed)), ["1"]);
    let outer =
        format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&p(&run("Bảng phân công"))), cell(&(inner + "<w:p/>")));
    assert_eq!(numbers(&read(&outer)), ["1"]);
}

#[test]
fn lists_of_styles_and_legal_numbers() {
    let numbering = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Muc"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#;
    let styles = r#"<w:styles xmlns:w="x"><w:style w:type="numbering" w:styleId="Muc"><w:name w:val="Muc"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="De1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let heading = |t: &str, level: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="De1"/>{level}</w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"#)
    };
    let deeper = r#"<w:numPr><w:ilvl w:val="1"/></w:numPr>"#;
    let rows = [row(&["1", "Xây dựng kho dữ liệu", "Sở Y tế", "6/2026", "Kho dữ liệu"])];
    let body = heading("HẠ TẦNG", "") + &heading("Dữ liệu", deeper) + &table(&rows);
    let xml = format!(r#"<w:document xmlns:w="x"><w:body>{body}</w:body></w:document>"#);
    let file = package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/document.xml", &xml),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
    ]);
    let plan = read_plan("plan.docx", &file, &Limits::default()).unwrap();
    let task = &plan.tasks[0];
    assert_eq!((task.section_no.as_deref(), task.section_title.as_deref()), (Some("1.1"), Some("Dữ liệu")));
}

#[test]
fn numbers_under_a_merged_cell_are_not_counted() {
    let merged = |inner: String, how: &str| format!("<w:tc><w:tcPr><w:vMerge{how}/></w:tcPr>{inner}</w:tc>");
    let numbered = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>"#.to_owned();
    let rest = |unit: &str| text(unit) + &text("6/2026") + &text("Báo cáo");
    let plan = read(&table(&[
        raw_row(&[
            merged(numbered.clone(), r#" w:val="restart""#),
            merged(p(&run("Việc chung")), r#" w:val="restart""#),
            rest("Sở Y tế"),
        ]),
        raw_row(&[merged(numbered.clone(), ""), merged("<w:p/>".into(), ""), rest("Sở Nội vụ")]),
        raw_row(&[cell(&numbered), text("Việc riêng"), rest("Sở Tài chính")]),
    ]));
    assert_eq!(numbers(&plan), ["1", "1", "2"]);
    assert_eq!(plan.tasks[1].name, "Việc chung");
}
