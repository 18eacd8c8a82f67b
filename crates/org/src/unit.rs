//! Units of the political system as a dated tree, what became of them, and groups of them.
use kernel::{Block, Day, UnitId};
use serde::{Deserialize, Serialize};

/// What sort of unit it is; names in the store and in JSON are the snake-case words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The province (or city) as a whole; former ones too.
    Province,
    /// A department or body counted among *các sở, ban, ngành*.
    Department,
    /// Any other provincial body: party offices, councils, centres, press.
    Body,
    /// *Xã*.
    Commune,
    /// *Phường*.
    Ward,
    /// *Đặc khu*.
    SpecialZone,
    /// A university or college.
    School,
    /// Anything else, such as a central body on the spot.
    Other,
}
impl UnitKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Province,
        Self::Department,
        Self::Body,
        Self::Commune,
        Self::Ward,
        Self::SpecialZone,
        Self::School,
        Self::Other,
    ];
    /// The word stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Department => "department",
            Self::Body => "body",
            Self::Commune => "commune",
            Self::Ward => "ward",
            Self::SpecialZone => "special_zone",
            Self::School => "school",
            Self::Other => "other",
        }
    }
    /// Reads [`word`](Self::word) back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
    /// Is it a unit of the commune level (*cấp xã*)?
    #[must_use]
    pub fn is_commune(self) -> bool {
        matches!(self, Self::Commune | Self::Ward | Self::SpecialZone)
    }
}

/// A unit. Also the input that creates one: the id is chosen by whoever creates it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id; `UnitId::new()`, or from a name where it must be stable.
    pub id: UnitId,
    /// A short code, unique for ever: the official area code of a commune, or initials.
    pub code: String,
    /// The full name: `Sở Khoa học và Công nghệ`, `UBND xã Bảo Lâm 1`.
    pub name: String,
    /// The name where room is scarce.
    pub short: String,
    /// What sort of unit.
    pub kind: UnitKind,
    /// Its block.
    pub block: Block,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// First day on which it exists.
    pub valid_from: Day,
    /// Last day on which it exists; `None` while it lives.
    pub valid_to: Option<Day>,
    /// The title of whoever answers for it: `Giám đốc Sở Khoa học và Công nghệ`.
    pub head_title: String,
    /// The official code of its area, for joining figures and maps; may be empty.
    pub area_code: String,
    /// Column and row in the ordered grid of communes.
    pub tile: Option<(i32, i32)>,
}
impl Unit {
    /// Does it exist on that day?
    #[must_use]
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// How units became others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// The whole unit went into another.
    Merge,
    /// The unit was divided.
    Split,
}
impl SuccessionKind {
    /// The word stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
        }
    }
}

/// One edge of lineage: on that day `from` (or `permille` thousandths of it) became `to`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Succession {
    /// The older unit.
    pub from: UnitId,
    /// The newer unit.
    pub to: UnitId,
    /// First day of the new order.
    pub on: Day,
    /// Merge or split.
    pub kind: SuccessionKind,
    /// How much of the older one went there, in thousandths: for dividing its old figures.
    pub permille: i64,
}

/// What a unit came from and became, one step each way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lineage {
    /// Edges that end in the unit.
    pub predecessors: Vec<Succession>,
    /// Edges that begin in it.
    pub successors: Vec<Succession>,
}

/// A named set of units that plans address as one: `Các sở, ban, ngành`, `UBND cấp xã`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// A short code.
    pub code: String,
    /// The name as people read it.
    pub name: String,
}

/// Membership of a group from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupMember {
    /// The unit.
    pub unit: UnitId,
    /// First day.
    pub from: Day,
    /// Last day, if it ended.
    pub to: Option<Day>,
}

/// What an alias stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AliasTarget {
    /// One unit.
    Unit(UnitId),
    /// A group, by its code.
    Group(String),
}

/// A printed name that stands for a unit or group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alias {
    /// As it was printed.
    pub printed: String,
    /// What it means.
    pub target: AliasTarget,
    /// Learned from a correction (as opposed to entered with the unit).
    pub learned: bool,
}
