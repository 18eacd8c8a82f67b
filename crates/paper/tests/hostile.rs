//! Files that are not what they seem, too large, broken or hostile: each is refused with a message
//! that names file, table, row and remedy, and quickly.
mod support;

use std::io::{Cursor, Write};

use kernel::{Fault, fault::Arg};
use paper::read::{Flag, Limits, read_plan};
use support::docx::{RELS, TYPES, document, package};
use zip::{ZipWriter, write::SimpleFileOptions};

fn refused(name: &str, bytes: &[u8]) -> Fault {
    refused_within(name, bytes, &Limits::default())
}
fn refused_within(name: &str, bytes: &[u8], limits: &Limits) -> Fault {
    let fault = read_plan(name, bytes, limits).map(|p| (p.tasks.len(), p.targets.len())).unwrap_err();
    let named = fault.say.args.iter().any(|(n, v)| *n == "file" && *v == Arg::Text(name.to_owned()));
    assert!(named, "the message names the file: {fault}");
    fault
}
fn arg(fault: &Fault, name: &str) -> Option<i64> {
    fault.say.args.iter().find_map(|(n, v)| match v {
        Arg::Number(v) if *n == name => Some(*v),
        _ => None,
    })
}
fn cell(text: &str) -> String {
    format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}
fn row(cells: &[&str]) -> String {
    format!("<w:tr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>())
}
const HEADER: [&str; 4] = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"];
fn plan_of(rows: &[[&str; 4]]) -> Vec<u8> {
    let rows: String = rows.iter().map(|r| row(r)).collect();
    document(&format!("<w:tbl>{}{rows}</w:tbl>", row(&HEADER)))
}

#[test]
fn formats_that_are_not_ours() {
    let ole = |text: &str| {
        let mut out = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        out.resize(2048, 0);
        out
    };
    assert_eq!(refused("cu.doc", &ole("WordDocument")).say.id, "paper-legacy");
    assert_eq!(refused("khoa.docx", &ole("EncryptedPackage")).say.id, "paper-encrypted");
    assert_eq!(refused("ban.pdf", b"%PDF-1.7 ...").say.id, "paper-pdf");
    assert_eq!(refused("ban.rtf", b"{\\rtf1 ...}").say.id, "paper-rtf");
    assert_eq!(refused("anh.docx", &[0x89, b'P', b'N', b'G', 0, 0]).say.id, "paper-unsupported");
    assert_eq!(refused("trang.txt", b"<!DOCTYPE html><html></html>").say.id, "paper-unsupported");
    assert_eq!(refused("rong.docx", b"").say.id, "paper-file-empty");
    assert_eq!(refused("nhi-phan.txt", &[1, 0, 2, 0, 0, 0, 7, 9, 0]).say.id, "paper-unsupported");
    assert_eq!(refused("khac.zip", &package(&[("a.txt", "x")])).say.id, "paper-unsupported");
}

#[test]
fn broken_files() {
    let whole = plan_of(&[["1", "Việc", "Sở Y tế", "6/2026"]]);
    assert!(read_plan("p.docx", &whole, &Limits::default()).is_ok());
    for cut in [4, 30, whole.len() / 2, whole.len() - 10] {
        let id = refused("cut.docx", &whole[..cut]).say.id;
        assert_eq!(id, "paper-broken", "cut at {cut}");
    }
    let torn = package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/document.xml", "<w:document><w:body><w:p>"),
    ]);
    assert_eq!(refused("torn.docx", &torn).say.id, "paper-broken");
    // Any single byte may be wrong: an answer or a refusal, never a crash.
    for at in (0..whole.len()).step_by(7) {
        let mut bent = whole.clone();
        bent[at] ^= 0x55;
        let _ = read_plan("bent.docx", &bent, &Limits::default());
    }
}

#[test]
fn entity_attacks() {
    let laugh = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"#;
    let file = package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", laugh)]);
    assert_eq!(refused("cuoi.docx", &file).say.id, "paper-doctype");
    let unknown = "<w:document><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>";
    let file = package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", unknown)]);
    assert_eq!(refused("la.docx", &file).say.id, "paper-doctype");
    let deep =
        format!("<w:document><w:body>{}{}</w:body></w:document>", "<w:sdt>".repeat(5000), "</w:sdt>".repeat(5000));
    let file = package(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", &deep)]);
    assert_eq!(refused("sau.docx", &file).say.id, "paper-too-deep");
}

#[test]
fn bombs_and_giants() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", TYPES), ("_rels/.rels", RELS)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let blank = vec![b' '; 1 << 20];
    for _ in 0..110 {
        zip.write_all(&blank).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 2_000_000);
    assert_eq!(refused("bom.docx", &bomb).say.id, "paper-unpacked-too-large");
    let limits = Limits { max_bytes: 1000, ..Limits::default() };
    assert_eq!(refused_within("to.docx", &bomb, &limits).say.id, "paper-file-too-large");
    let limits = Limits { max_unpacked_bytes: 500, ..Limits::default() };
    let small = plan_of(&[["1", "Việc", "Sở Y tế", "6/2026"]]);
    assert_eq!(refused_within("nho.docx", &small, &limits).say.id, "paper-unpacked-too-large");
}

#[test]
fn tables_without_end() {
    let rows: Vec<[&str; 4]> = vec![["1", "Việc", "Sở Y tế", "6/2026"]; 100_000];
    let fault = refused("dai.docx", &plan_of(&rows));
    assert_eq!(fault.say.id, "paper-too-many-rows");
    assert_eq!((arg(&fault, "table"), arg(&fault, "row"), arg(&fault, "limit")), (Some(1), Some(20_001), Some(20_000)));
    let text = HEADER.join("\t") + "\n" + &"1\tViệc\tSở Y tế\t6/2026\n".repeat(100_000);
    assert_eq!(refused("dai.txt", text.as_bytes()).say.id, "paper-too-many-rows");
    assert_eq!(refused("dai.csv", text.replace('\t', ",").as_bytes()).say.id, "paper-too-many-rows");
    let wide = "STT\tNhiệm vụ\tCơ quan chủ trì".to_owned() + &"\tx".repeat(400);
    assert_eq!(refused("rong.txt", wide.as_bytes()).say.id, "paper-too-many-columns");
}

#[test]
fn tables_that_are_no_task_tables() {
    let fault = refused(
        "kinh-phi.txt",
        "BẢNG\n\nSTT\tHạng mục\tKinh phí (triệu đồng)\n1\tMáy chủ\t500\n2\tMạng\t300\n".as_bytes(),
    );
    assert_eq!(fault.say.id, "paper-no-task-table");
    assert_eq!((arg(&fault, "table"), arg(&fault, "row")), (Some(1), Some(3)));
    assert_eq!(refused("thu.txt", "Kính gửi: Sở Y tế\n\nNội dung thư.\n".as_bytes()).say.id, "paper-no-table");
    // Beside a table of tasks such a table's rows are shown as unread, none is lost.
    let both = "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tXây dựng kho dữ liệu\tSở Y tế\t6/2026\n\nPhụ lục II\n\nSTT\tHạng mục\tKinh phí (triệu đồng)\n1\tMáy chủ\t500\n2\tMạng\t300\n";
    let plan = read_plan("hai.txt", both.as_bytes(), &Limits::default()).unwrap();
    assert_eq!((plan.tasks.len(), plan.unread.len()), (1, 2));
    assert_eq!(plan.unread[0].why.code(), "not-a-task-table");
}

#[test]
fn secret_documents() {
    for marking in ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: Mật"] {
        let text = format!(
            "{marking}\n\nKẾ HOẠCH\n\nTên\n\nSTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tViệc kín\tSở Y tế\t6/2026\n"
        );
        let fault = refused("mat.txt", text.as_bytes());
        assert_eq!(fault.say.id, "paper-secret");
        assert!(!format!("{fault:?}").contains("Việc kín"), "nothing of the content");
        let body = format!("<w:tbl>{}</w:tbl>", row(&["UBND TỈNH", marking]))
            + &format!("<w:tbl>{}{}</w:tbl>", row(&HEADER), row(&["1", "Việc", "Sở Y tế", "6/2026"]));
        assert_eq!(refused("mat.docx", &document(&body)).say.id, "paper-secret");
    }
    let word = "KẾ HOẠCH\n\nGửi nhận văn bản mật\n\nSTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tXử lý hồ sơ Mật, Tối Mật\tSở Y tế\t6/2026\n";
    assert_eq!(read_plan("thuong.txt", word.as_bytes(), &Limits::default()).unwrap().tasks.len(), 1);
}

#[test]
fn what_is_odd_is_flagged_and_kept() {
    let plan = read_plan(
        "p.docx",
        &plan_of(&[
            ["1", "Xây dựng kho dữ liệu", "Sở Y tế", "31/2/2026"],
            ["1", "Xây dựng cổng dữ liệu", "Sở Y tế", "Khi nào xong"],
            ["2", "Xây dựng bản đồ", "Ông Ba", "13/2026"],
        ]),
        &Limits::default(),
    )
    .unwrap();
    let has = |i: usize, flag: Flag| plan.tasks[i].flags.contains(&flag);
    assert!(has(0, Flag::ImpossibleDate) && has(0, Flag::DuplicateNumber) && has(1, Flag::DuplicateNumber));
    assert_eq!(plan.tasks[0].deadline.due_on, None);
    assert_eq!(plan.tasks[0].deadline.kind.code(), "day");
    assert_eq!(plan.tasks[0].deadline.text.as_deref(), Some("31/2/2026"));
    assert!(has(2, Flag::ImpossibleDate) && has(2, Flag::UnitSuspect));
    assert!(!has(2, Flag::DuplicateNumber));
}

#[test]
fn any_bytes_give_an_answer() {
    let mut dice = support::Dice::new(7);
    for _ in 0..120 {
        let size = dice.below(400);
        let bytes: Vec<u8> = (0..size).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        let _ = read_plan("x.bin", &bytes, &Limits::default());
        let mut zip = b"PK\x03\x04".to_vec();
        zip.extend(&bytes);
        let _ = read_plan("x.docx", &zip, &Limits::default());
        let text: String =
            (0..size).map(|_| *dice.pick(&['\t', '\n', '1', 'a', 'Đ', '.', '|', '"', 'I', ' ', '-'])).collect();
        let _ = read_plan("x.txt", text.as_bytes(), &Limits::default());
        let _ = read_plan("x.csv", text.as_bytes(), &Limits::default());
    }
}
