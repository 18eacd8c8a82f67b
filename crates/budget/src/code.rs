//! The closed lists of this room: levels, natures of spending, funds, measures, paces. Their codes
//! are stored and stand in addresses; their names are messages `budget-<list>-<code>`.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $list:literal { $($(#[$each:meta])* $variant:ident $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }
        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The code that is stored and stands in addresses.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
            /// Reads [`code`](Self::code) back.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.code() == code)
            }
            /// The id of its name in the Fluent files.
            #[must_use]
            pub fn message_id(self) -> &'static str {
                match self { $(Self::$variant => concat!("budget-", $list, "-", $code),)* }
            }
        }
    )*};
}
codes! {
    /// The level of administration that spends (*cấp ngân sách*).
    Level "level" {
        /// A central body.
        Central "central",
        /// The province: departments and their projects.
        Province "province",
        /// Communes, wards, the special zone.
        Commune "commune",
    }
    /// The nature of spending.
    Nature "nature" {
        /// *Chi thường xuyên*.
        Recurrent "recurrent",
        /// *Chi đầu tư phát triển*.
        Investment "investment",
    }
    /// Where the money comes from (*nguồn vốn*).
    Fund "fund" {
        /// *Ngân sách trung ương*.
        Central "central",
        /// *Ngân sách địa phương*.
        Local "local",
        /// *Vốn ODA, vay ưu đãi*.
        Oda "oda",
        /// Firms, donations, other lawful sources.
        Other "other",
    }
    /// What an amount says.
    Measure "measure" {
        /// Assigned for the year, in total (*giao*).
        Assigned "assigned",
        /// Carried over from earlier years, in total (*chuyển nguồn, kéo dài*).
        Carried "carried",
        /// Net adjustment after the assignment, may be negative (*điều chỉnh*).
        Adjusted "adjusted",
        /// Disbursed since 1 January, in total (*giải ngân lũy kế*).
        Disbursed "disbursed",
        /// Planned to be disbursed by the end of a month, in total (*kế hoạch giải ngân*).
        Planned "planned",
    }
    /// How disbursement goes against what should have been disbursed by the day.
    Pace "pace" {
        /// As planned or faster.
        Ahead "ahead",
        /// Within the tolerance.
        Close "close",
        /// Slower.
        Behind "behind",
        /// Nothing stated yet that could be compared.
        Unknown "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn codes_are_read_back() {
        assert!(Fund::ALL.iter().all(|f| Fund::from_code(f.code()) == Some(*f)));
        assert_eq!(Measure::Carried.message_id(), "budget-measure-carried");
        assert_eq!(Level::from_code("nothing"), None);
    }
}
