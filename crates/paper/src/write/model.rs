//! What an official document is made of, before it is DOCX or PDF. All text is the caller's;
//! the writers add only the fixed wording of the decree (see `wording`).
use kernel::Day;

/// Whose rules the first page follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadStyle {
    /// State bodies: Nghị định 30/2020/NĐ-CP, appendix I (Quốc hiệu and Tiêu ngữ).
    #[default]
    State,
    /// Party bodies: Hướng dẫn 36-HD/VPTW of 2018 (title of the Party, an asterisk, `T/M`).
    Party,
}

/// A report, plan or letter ready to be laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfficialDocument {
    /// Whose rules the first page follows.
    pub style: HeadStyle,
    /// The body above the issuing one, in capitals as printed; none for the top ones.
    pub superior_body: Option<String>,
    /// The issuing body, in capitals as printed.
    pub issuing_body: String,
    /// Number and sign, e.g. `05/BC-SKHCN` (Party: `05-BC/TU`). A draft begins with the separator
    /// (`/BC-SKHCN`): room is left for the clerk's number.
    pub number: String,
    /// Where it is issued, e.g. the province's name.
    pub place: String,
    /// The date of issue; a draft without one leaves room for day and month.
    pub date: Option<Day>,
    /// Kind in capitals, e.g. `BÁO CÁO`. Empty for a letter (công văn), whose title stands under
    /// its number instead.
    pub kind: String,
    /// What it is about; for a letter it begins with `V/v`.
    pub title: String,
    /// `Kính gửi:` lines; empty for none.
    pub addressees: Vec<String>,
    /// The text.
    pub body: Vec<Para>,
    /// `Nơi nhận:` lines without dash and end mark.
    pub recipients: Vec<String>,
    /// Who signs.
    pub signature: Signature,
    /// Appendices, each beginning a page.
    pub appendices: Vec<Appendix>,
}

/// The signature block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Authority and post lines in capitals, e.g. `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub lines: Vec<String>,
    /// The signer's name; empty leaves room.
    pub name: String,
}

/// One appendix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Appendix {
    /// `Phụ lục I`.
    pub label: String,
    /// Its title in capitals.
    pub title: String,
    /// What it belongs to, with brackets: `(Kèm theo Báo cáo số … ngày … của …)`.
    pub attached_to: String,
    /// On its side, for wide tables.
    pub landscape: bool,
    /// Its text and tables.
    pub body: Vec<Para>,
}

/// A piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Para {
    /// A heading with its numeral as printed: level 1 is `I.`, 2 is `1.`, 3 is `a)`.
    Heading {
        /// 1 to 3; deeper ones are set as 3.
        level: u8,
        /// Numeral and words.
        text: String,
    },
    /// A paragraph with first-line indent.
    Text(Vec<Run>),
    /// A paragraph that begins with a dash.
    Bullet(Vec<Run>),
    /// A table.
    Table(Table),
}
impl Para {
    /// A heading.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }
    /// A plain paragraph.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(vec![Run::plain(text)])
    }
    /// A plain dashed paragraph.
    #[must_use]
    pub fn bullet(text: impl Into<String>) -> Self {
        Self::Bullet(vec![Run::plain(text)])
    }
}

/// Text in one face. A line feed in it breaks the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// In bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
}
impl Run {
    /// Upright, regular weight.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    /// Bold.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, italic: false }
    }
    /// Italic.
    #[must_use]
    pub fn italic(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, italic: true }
    }
}

/// A table whose header is repeated on each page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Stands above the table, e.g. its name or unit of measure.
    pub caption: Option<String>,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Header rows; a cell covered by a span from above or from the left is left out.
    pub head: Vec<Vec<HeadCell>>,
    /// Body rows.
    pub rows: Vec<Row>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Share of the width, relative to the other columns'.
    pub weight: u16,
    /// How its body cells are set.
    pub align: Align,
}
impl Column {
    /// Set from the left.
    #[must_use]
    pub fn left(weight: u16) -> Self {
        Self { weight, align: Align::Left }
    }
    /// Centred.
    #[must_use]
    pub fn center(weight: u16) -> Self {
        Self { weight, align: Align::Center }
    }
    /// Set to the right, for numbers.
    #[must_use]
    pub fn right(weight: u16) -> Self {
        Self { weight, align: Align::Right }
    }
}

/// Where the lines of a cell stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// From the left.
    #[default]
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// A header cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadCell {
    /// The words.
    pub text: String,
    /// Columns it covers, at least 1.
    pub columns: u16,
    /// Rows it covers, at least 1.
    pub rows: u16,
}
impl HeadCell {
    /// A cell of one column and one row.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, rows: 1 }
    }
    /// A cell over several columns.
    #[must_use]
    pub fn across(text: impl Into<String>, columns: u16) -> Self {
        Self { text: text.into(), columns, rows: 1 }
    }
    /// A cell over several rows.
    #[must_use]
    pub fn down(text: impl Into<String>, rows: u16) -> Self {
        Self { text: text.into(), columns: 1, rows }
    }
}

/// A body row. It is never broken across pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Cells from left to right; missing ones at the end are empty.
    pub cells: Vec<Cell>,
    /// A row that opens a group of rows: kept with the next one.
    pub opens_group: bool,
}
impl Row {
    /// A row of plain cells.
    #[must_use]
    pub fn plain<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self { cells: cells.into_iter().map(Cell::plain).collect(), opens_group: false }
    }
    /// A row that names the group below it: its number, and its bold title over the other columns.
    #[must_use]
    pub fn group(no: impl Into<String>, title: impl Into<String>, columns: u16) -> Self {
        let title = Cell { runs: vec![Run::bold(title)], columns: columns.saturating_sub(1).max(1), align: None };
        Self { cells: vec![Cell { runs: vec![Run::bold(no)], columns: 1, align: None }, title], opens_group: true }
    }
}

/// A body cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The words.
    pub runs: Vec<Run>,
    /// Columns it covers, at least 1.
    pub columns: u16,
    /// Its own alignment, where it is not the column's.
    pub align: Option<Align>,
}
impl Cell {
    /// A plain cell of one column.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of(Run::plain(text))
    }
    /// A cell of one run and one column.
    #[must_use]
    pub fn of(run: Run) -> Self {
        Self { runs: vec![run], columns: 1, align: None }
    }
}
