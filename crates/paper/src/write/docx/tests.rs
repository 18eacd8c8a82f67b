//! The package is sound, the words come through, and LibreOffice lays the pages out.
use std::{io::Read, path::Path, process::Command};

use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::docx;
use crate::write::{model::*, sample};

fn part(file: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Names of the elements in order, having checked that every one is closed.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut names = Vec::new();
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) => {
                depth += 1;
                names.push(e.name().as_ref().to_owned());
            }
            Event::Empty(e) => names.push(e.name().as_ref().to_owned()),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    names
}

#[test]
fn the_package_is_sound() {
    let file = docx(&sample::report(60)).unwrap();
    let types = part(&file, "[Content_Types].xml");
    let names: Vec<String> = ZipArchive::new(std::io::Cursor::new(&file[..]))
        .unwrap()
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(names[0], "[Content_Types].xml");
    for name in &names {
        elements(&part(&file, name));
        let declared = name.ends_with(".rels") || name.starts_with('[') || types.contains(&format!("\"/{name}\""));
        assert!(declared, "{name} has no content type");
    }
    let relations = part(&file, "word/_rels/document.xml.rels");
    let document = part(&file, "word/document.xml");
    for id in ["rId3", "rId4"] {
        assert!(relations.contains(&format!("Id=\"{id}\"")) && document.contains(&format!("r:id=\"{id}\"")));
    }
    let styles = part(&file, "word/styles.xml");
    for used in document.split("w:pStyle w:val=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(styles.contains(&format!("w:styleId=\"{used}\"")), "style {used} is not defined");
    }
}

#[test]
fn sections_tables_and_headers_are_as_the_decree_wants() {
    let document = part(&docx(&sample::report(60)).unwrap(), "word/document.xml");
    let count = |what: &str| document.matches(what).count();
    assert_eq!(count("<w:sectPr>"), 3);
    assert_eq!(count("<w:titlePg/>"), 3);
    assert_eq!(count("w:orient=\"landscape\""), 1);
    // Two tables with two header rows, one with one.
    assert_eq!(count("<w:tblHeader/>"), 5);
    assert_eq!(count("<w:tr>"), count("<w:cantSplit/>"));
    // Every cell ends with a paragraph, and rows fill their grid.
    assert_eq!(count("</w:p></w:tc>"), count("<w:tc>"));
    for table in document.split("<w:tblGrid>").skip(1) {
        let (grid, rows) = table.split_once("</w:tblGrid>").unwrap();
        let columns = grid.matches("<w:gridCol").count();
        for row in rows.split("</w:tbl>").next().unwrap().split("<w:tr>").skip(1) {
            let spans: usize = row
                .split("<w:gridSpan w:val=\"")
                .skip(1)
                .map(|s| s.split('"').next().unwrap().parse::<usize>().unwrap() - 1)
                .sum();
            assert_eq!(row.matches("<w:tc>").count() + spans, columns);
        }
    }
}

#[test]
fn words_come_through() {
    let mut doc = sample::letter();
    let nasty = "</w:t></w:r> & \"quoted\" <b>đậm</b> ]]> \u{1}ẤẦẨẪẬ ở đâu?";
    doc.body.push(Para::text(nasty));
    let document = part(&docx(&doc).unwrap(), "word/document.xml");
    let mut reader = Reader::from_str(&document);
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Text(t) => text.push_str(&t),
            Event::GeneralRef(r) => {
                let entity: &str = &r;
                text.push_str(quick_xml::escape::resolve_xml_entity(entity).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(text.contains(&nasty.replace('\u{1}', "")), "{text}");
    for words in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kính gửi:", "- Sở Nội vụ;", "Nguyễn Văn An", "- Lưu: VT, CĐS."]
    {
        assert!(text.contains(words), "{words} is missing");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(docx(&sample::report(80)).unwrap(), docx(&sample::report(80)).unwrap());
}

#[test]
fn a_letter_reads_as_xml() {
    let document = part(&docx(&sample::letter()).unwrap(), "word/document.xml");
    insta::assert_snapshot!("letter", document.replace("<w:p>", "\n<w:p>").replace("<w:t", "\n  <w:t"));
}

/// Runs a converter; `None`, said aloud, where the machine has none.
fn tool(name: &str, arguments: &[&str], dir: &Path) -> Option<String> {
    match Command::new(name).args(arguments).current_dir(dir).env("HOME", dir).output() {
        Ok(done) => {
            assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
            Some(String::from_utf8_lossy(&done.stdout).into_owned())
        }
        Err(_) => {
            eprintln!("skipped: there is no {name} here");
            None
        }
    }
}

/// Set `BAZAN_PAGES` to a folder to keep the files and look at them.
#[test]
fn libreoffice_lays_the_pages_out() {
    let temporary = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("BAZAN_PAGES").map(std::path::PathBuf::from);
    let dir = kept.as_deref().unwrap_or(temporary.path());
    for (name, doc) in [("letter", sample::letter()), ("report", sample::report(60)), ("party", sample::party())] {
        std::fs::write(dir.join(format!("{name}.docx")), docx(&doc).unwrap()).unwrap();
        let file = format!("{name}.docx");
        let Some(_) = tool("soffice", &["--headless", "--convert-to", "pdf", &file], dir) else { return };
        let Some(text) = tool("pdftotext", &["-layout", &format!("{name}.pdf"), "-"], dir) else { return };
        let pages: Vec<&str> = text.split('\u{c}').collect();
        assert!(pages[0].contains(if name == "party" {
            "ĐẢNG CỘNG SẢN VIỆT NAM"
        } else {
            "CỘNG HÒA XÃ HỘI"
        }));
        if name == "report" {
            assert!(!pages[0].lines().any(|line| line.trim() == "1"), "the first page shows no number");
            assert!(pages[1].lines().any(|line| line.trim() == "2"), "the second page shows its number");
            let repeated = pages.iter().filter(|page| page.contains("Cơ quan chủ trì")).count();
            assert!(repeated >= 3, "the header of the long table is repeated, found {repeated}");
        }
    }
}
