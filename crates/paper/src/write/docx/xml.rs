//! Small pieces of WordprocessingML: escaped text, runs, paragraphs.
use crate::write::model::Run;

/// Twentieths of a point in a millimetre: 1440 to the inch of 25.4 mm.
pub fn twips(millimetres: u32) -> u32 {
    (millimetres * 7200 + 63) / 127
}

/// Text as XML content or attribute value; characters XML 1.0 cannot carry are dropped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// How a run looks beyond its style.
#[derive(Clone, Copy, Default)]
pub struct Face {
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    /// In points; the style's own where none.
    pub size: Option<u32>,
}

/// A run of text; line feeds and tabs become breaks and tabs.
pub fn run(out: &mut String, text: &str, face: Face) {
    if text.is_empty() {
        return;
    }
    out.push_str("<w:r>");
    let mut look = String::new();
    if face.bold {
        look.push_str("<w:b/>");
    }
    if face.italic {
        look.push_str("<w:i/>");
    }
    if let Some(size) = face.size {
        let half = size * 2;
        look.push_str(&format!(r#"<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>"#));
    }
    if face.underline {
        look.push_str(r#"<w:u w:val="single"/>"#);
    }
    if !look.is_empty() {
        out.push_str(&format!("<w:rPr>{look}</w:rPr>"));
    }
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("<w:br/>");
        }
        for (j, piece) in line.split('\t').enumerate() {
            if j > 0 {
                out.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                out.push_str(&format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escape(piece)));
            }
        }
    }
    out.push_str("</w:r>");
}

/// Runs of the model.
pub fn runs(out: &mut String, runs: &[Run]) {
    for r in runs {
        run(out, &r.text, Face { bold: r.bold, italic: r.italic, ..Face::default() });
    }
}

/// A paragraph: its style, further properties in schema order, and what `fill` writes.
pub fn paragraph(out: &mut String, style: &str, properties: &str, fill: impl FnOnce(&mut String)) {
    out.push_str(&format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>"#));
    fill(out);
    out.push_str("</w:p>");
}

/// A paragraph of one run.
pub fn line(out: &mut String, style: &str, text: &str, face: Face) {
    paragraph(out, style, "", |out| run(out, text, face));
}

/// A ruled line of `length` twips, centred in `width`.
pub fn rule(out: &mut String, length: u32, width: u32) {
    let side = width.saturating_sub(length) / 2;
    let border = r#"<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>"#;
    let indent = format!(r#"{border}<w:ind w:left="{side}" w:right="{side}"/>"#);
    paragraph(out, "Rule", &indent, |_| ());
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(escape("a</w:t>&\u{0}\u{b}\u{ffff}\"é"), "a&lt;/w:t&gt;&amp;&quot;é");
    }
    #[test]
    fn line_feeds_become_breaks() {
        let mut out = String::new();
        run(&mut out, "một\nhai\tba", Face::default());
        assert_eq!(
            out,
            r#"<w:r><w:t xml:space="preserve">một</w:t><w:br/><w:t xml:space="preserve">hai</w:t><w:tab/><w:t xml:space="preserve">ba</w:t></w:r>"#
        );
    }
    #[test]
    fn an_inch_is_1440_twips() {
        assert_eq!(twips(254), 14_400);
        assert_eq!(twips(210), 11_906);
    }
}
