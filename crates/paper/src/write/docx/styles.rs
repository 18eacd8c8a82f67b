//! The styles of a document: what an officer changes once in Word instead of on every page.
use crate::write::{model::HeadStyle, wording};

struct Style {
    id: &'static str,
    /// Built-in names are shown in the language of the reader's Word.
    name: &'static str,
    based_on: &'static str,
    paragraph: &'static str,
    run: String,
}

/// `word/styles.xml`.
pub fn styles(style: HeadStyle) -> String {
    let sizes = wording::sizes(style);
    let size = |points: u32| format!(r#"<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>"#, points * 2);
    let bold = |points: u32| format!("<w:b/><w:bCs/>{}", size(points));
    let italic = |points: u32| format!("<w:i/><w:iCs/>{}", size(points));
    let of = |id, name, based_on, paragraph, run| Style { id, name, based_on, paragraph, run };
    let all = [
        of("BodyText", "Body Text", "Normal", TEXT, String::new()),
        of("Heading1", "heading 1", "Normal", HEADING_1, bold(sizes.text)),
        of("Heading2", "heading 2", "Normal", HEADING_2, bold(sizes.text)),
        of("Heading3", "heading 3", "Normal", HEADING_3, size(sizes.text)),
        of("HeadLine", "Head Line", "Normal", CENTRED, size(sizes.issuer)),
        of("Rule", "Rule", "Normal", RULE, size(2)),
        of("Title", "Title", "Normal", TITLE, bold(sizes.kind)),
        of("Subtitle", "Subtitle", "Normal", SUBTITLE, bold(sizes.text)),
        of("Addressees", "Addressees", "Normal", ADDRESSEES, size(sizes.text)),
        of("AppendixLabel", "Appendix Label", "Normal", APPENDIX_LABEL, bold(14)),
        of("AppendixTitle", "Appendix Title", "Normal", APPENDIX_TITLE, bold(sizes.text)),
        of("AppendixNote", "Appendix Note", "Normal", CENTRED, italic(sizes.text)),
        of("Caption", "caption", "Normal", CAPTION, italic(13)),
        of("TableText", "Table Text", "Normal", CELL, size(sizes.table)),
        of("TableHead", "Table Head", "TableText", CELL_HEAD, bold(sizes.table)),
        of("Recipients", "Recipients", "Normal", "", size(sizes.recipients)),
        of("Signature", "Signature", "Normal", CENTRED, size(sizes.text)),
        of("Header", "header", "Normal", CENTRED, size(sizes.text)),
        of("Break", "Break", "Normal", BREAK, size(1)),
    ];
    let mut out = String::from(HEAD);
    out.push_str(&format!(r#"<w:docDefaults><w:rPrDefault><w:rPr>{FONT}{}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>"#, size(sizes.text)));
    out.push_str(NORMAL);
    for s in all {
        out.push_str(&format!(
            r#"<w:style w:type="paragraph"{custom} w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>{quick}<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#,
            custom = if CUSTOM.contains(&s.id) { r#" w:customStyle="1""# } else { "" },
            id = s.id,
            name = s.name,
            based = s.based_on,
            quick = if s.id == "Break" || s.id == "Rule" { "" } else { "<w:qFormat/>" },
            paragraph = s.paragraph,
            run = s.run,
        ));
    }
    out.push_str("</w:styles>");
    out
}

/// Styles that Word has no name of its own for.
const CUSTOM: [&str; 10] = [
    "HeadLine",
    "Rule",
    "Addressees",
    "AppendixLabel",
    "AppendixTitle",
    "AppendixNote",
    "TableText",
    "TableHead",
    "Recipients",
    "Break",
];

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;
const FONT: &str = r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>"#;
const NORMAL: &str = r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="75" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="75" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#;

// Properties in the order the schema wants them: keepNext, keepLines, widowControl, spacing, ind, jc, outlineLvl.
const TEXT: &str = r#"<w:widowControl/><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>"#;
const HEADING_1: &str = r#"<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="120" w:line="264" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:jc w:val="both"/><w:outlineLvl w:val="0"/>"#;
const HEADING_2: &str = r#"<w:keepNext/><w:keepLines/><w:spacing w:before="60" w:after="120" w:line="264" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:jc w:val="both"/><w:outlineLvl w:val="1"/>"#;
const HEADING_3: &str = r#"<w:keepNext/><w:keepLines/><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:jc w:val="both"/><w:outlineLvl w:val="2"/>"#;
const CENTRED: &str = r#"<w:jc w:val="center"/>"#;
const RULE: &str = r#"<w:spacing w:before="30" w:after="0" w:line="60" w:lineRule="exact"/><w:jc w:val="center"/>"#;
const TITLE: &str = r#"<w:keepNext/><w:spacing w:before="360" w:after="0"/><w:jc w:val="center"/>"#;
const SUBTITLE: &str = r#"<w:keepNext/><w:keepLines/><w:spacing w:before="20" w:after="0"/><w:jc w:val="center"/>"#;
const ADDRESSEES: &str = r#"<w:keepNext/><w:spacing w:before="0" w:after="60"/>"#;
const APPENDIX_LABEL: &str = r#"<w:keepNext/><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>"#;
const APPENDIX_TITLE: &str = r#"<w:keepNext/><w:keepLines/><w:spacing w:before="20" w:after="0"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>"#;
const CAPTION: &str = r#"<w:keepNext/><w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/>"#;
const CELL: &str = r#"<w:widowControl/>"#;
const CELL_HEAD: &str = r#"<w:keepNext/><w:jc w:val="center"/>"#;
const BREAK: &str = r#"<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>"#;
