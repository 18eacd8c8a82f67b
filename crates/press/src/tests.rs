//! What the pages hold, whatever the words are.
use kernel::Day;
use paper::write::model::{Appendix, Column, HeadCell, OfficialDocument, Para, Row, Run, Signature, Table};

use super::Press;

/// Typefaces from the built assets or the system; without any, pages can't be tested.
fn press() -> Option<Press> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = [root.join("ui/dist/fonts/tinos"), "/usr/share/fonts/truetype/liberation".into()];
    for place in places {
        let files = std::fs::read_dir(place).into_iter().flatten().flatten().map(|e| e.path());
        let fonts: Vec<&'static [u8]> = files
            .filter(|p| {
                let name = p.file_name().unwrap_or_default().to_string_lossy().into_owned();
                name.starts_with("Tinos") || name.starts_with("LiberationSerif") || name.starts_with("tinos")
            })
            .filter_map(|p| std::fs::read(p).ok())
            .map(|bytes| &*bytes.leak())
            .collect();
        if !fonts.is_empty() {
            return Some(Press::new(&fonts));
        }
    }
    eprintln!("pages are not tested: no typefaces found (run `make ui`)");
    None
}

fn report(rows: usize) -> OfficialDocument {
    let table = Table {
        caption: Some("Đơn vị tính: nhiệm vụ".into()),
        columns: vec![Column::center(1), Column::left(6), Column::right(2)],
        head: vec![vec![HeadCell::new("TT"), HeadCell::new("Nhiệm vụ"), HeadCell::new("Số")]],
        rows: (0..rows)
            .map(|n| {
                Row::plain([
                    n.to_string(),
                    format!("Nhiệm vụ thứ {n}, số hóa hồ sơ và kết quả giải quyết"),
                    "1.234".into(),
                ])
            })
            .collect(),
    };
    OfficialDocument {
        superior_body: Some("UBND TỈNH LÂM ĐỒNG".into()),
        issuing_body: "SỞ KHOA HỌC VÀ CÔNG NGHỆ".into(),
        number: "05/BC-SKHCN".into(),
        place: "Lâm Đồng".into(),
        date: Day::new(2026, 6, 19),
        kind: "BÁO CÁO".into(),
        title: "Tình hình thực hiện nhiệm vụ #let x = 1 $ * _ ] ) \" \\".into(),
        addressees: vec!["Ủy ban nhân dân tỉnh".into()],
        body: vec![
            Para::heading(1, "I. KẾT QUẢ"),
            Para::Text(vec![
                Run::plain("Đã hoàn thành "),
                Run::bold("157"),
                Run::plain(" nhiệm vụ #panic(\"x\") [a] <b> ệ ỡ ặ."),
            ]),
            Para::bullet("Chuyển đổi số"),
            Para::Table(table.clone()),
        ],
        recipients: vec!["Như trên".into(), "Lưu: VT".into()],
        signature: Signature { lines: vec!["GIÁM ĐỐC".into()], name: "Nguyễn Văn Mẫu".into() },
        appendices: vec![Appendix {
            label: "Phụ lục I".into(),
            title: "DANH MỤC".into(),
            landscape: true,
            body: vec![Para::Table(table)],
            ..Default::default()
        }],
        ..Default::default()
    }
}

/// The text of the pages, where `pdftotext` is installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    use std::io::Write;
    let mut child = std::process::Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .map_err(|_| eprintln!("the text of pages is not tested: pdftotext is not installed"))
        .ok()?;
    let mut input = child.stdin.take()?;
    let bytes = pdf.to_vec();
    std::thread::spawn(move || input.write_all(&bytes));
    Some(String::from_utf8_lossy(&child.wait_with_output().ok()?.stdout).into_owned())
}

#[test]
fn pages_hold_every_word_and_no_word_is_taken_for_markup() {
    let Some(press) = press() else { return };
    let pdf = press.pdf(&report(3)).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    if let Ok(dir) = std::env::var("BAZAN_KEEP_PAGES") {
        std::fs::write(format!("{dir}/press.pdf"), &pdf).unwrap();
    }
    let Some(text) = text_of(&pdf) else { return };
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-SKHCN",
        "Lâm Đồng, ngày 19 tháng 6 năm 2026",
        "#let x = 1 $ * _ ] )",
        "#panic(\"x\") [a] <b> ệ ỡ ặ",
        "Nguyễn Văn Mẫu",
        "Phụ lục I",
        "1.234",
    ] {
        assert!(text.contains(words), "missing: {words}\n{text}");
    }
}

#[test]
fn long_tables_repeat_their_header_and_pages_are_numbered() {
    let Some(press) = press() else { return };
    let pdf = press.pdf(&report(120)).unwrap();
    let Some(text) = text_of(&pdf) else { return };
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert!(pages.len() > 6, "{} pages", pages.len());
    assert!(pages[1].trim_start().starts_with('2'), "{}", pages[1]);
    assert!(pages[1..4].iter().all(|p| p.contains("Nhiệm vụ")));
}

#[test]
fn without_typefaces_it_says_so() {
    assert!(Press::new(&[]).pdf(&report(1)).is_err());
}

#[test]
fn a_table_that_does_not_fit_its_columns_is_a_fault_and_no_panic() {
    let Some(press) = press() else { return };
    let mut document = report(1);
    document.body = vec![Para::Table(Table {
        columns: vec![Column::left(1)],
        head: vec![vec![HeadCell::across("a", 3)]],
        rows: vec![],
        caption: None,
    })];
    assert!(press.pdf(&document).is_err());
}
