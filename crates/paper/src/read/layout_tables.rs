//! Tables that only lay out a page: letterheads, signatures, lists of receivers.
use super::{
    model::{Block, TableKind},
    plain::fold,
};

/// Tables that only hold letterhead and signatures apart.
pub(crate) fn mark_layout(blocks: &mut [Block]) {
    for block in blocks {
        let Block::Table(table) = block else { continue };
        let columns = table.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let text =
            fold(&table.rows.iter().flat_map(|r| &r.cells).map(|c| c.text.as_str()).collect::<Vec<_>>().join(" "));
        let words = [
            "cong hoa xa hoi",
            "doc lap - tu do",
            "doc lap tu do",
            "dang cong san viet nam",
            "noi nhan",
            "kt. chu tich",
            "tm. ",
            "kt.chu tich",
            "luu: vt",
            "luu vt",
            "chu tich",
            "bi thu",
            "giam doc",
            "uy ban nhan dan",
        ];
        let strong = words[..5].iter().any(|w| text.contains(w)) || words[5..10].iter().any(|w| text.contains(w));
        let numbered = columns <= 3
            && table.rows.len() <= 2
            && (text.starts_with("so:") || text.starts_with("so "))
            && text.contains("ngay");
        let strong = strong || numbered;
        let small = columns <= 3 && table.rows.len() <= 8;
        if small && (strong || (columns <= 2 && table.rows.len() <= 3 && words.iter().any(|w| text.contains(w))))
            || columns <= 1
        {
            table.kind = TableKind::Layout;
        }
    }
}
