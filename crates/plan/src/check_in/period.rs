//! Rhythms and their periods: months, quarters and years of the calendar.
use kernel::{Day, WorkCalendar, text::fold_words};

/// Working days after a period's end within which its check-in is due.
pub const DUE_WORKING_DAYS: i32 = 5;

/// How often a recurring task is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// *Hằng tháng*.
    Monthly,
    /// *Hằng quý*; also what stands for *thường xuyên*.
    Quarterly,
    /// *Hằng năm*.
    Yearly,
}
impl Rhythm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Monthly, Self::Quarterly, Self::Yearly];
    /// As stored and in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
    /// From a printed deadline. What names no rhythm ("thường xuyên") is checked by quarter.
    #[must_use]
    pub fn of_text(printed: &str) -> Self {
        let folded = format!(" {} ", fold_words(printed));
        let says = |words: &[&str]| words.iter().any(|w| folded.contains(&format!(" {w} ")));
        if says(&["hang thang", "moi thang", "dinh ky thang", "thang"]) {
            Self::Monthly
        } else if says(&["hang quy", "moi quy", "dinh ky quy", "quy"]) {
            Self::Quarterly
        } else if says(&["hang nam", "moi nam", "dinh ky nam", "nam"]) {
            Self::Yearly
        } else {
            Self::Quarterly
        }
    }
    /// The period that holds a day.
    #[must_use]
    pub fn period(self, day: Day) -> Period {
        let months = self.months();
        let month = (day.month() - 1) / months * months + 1;
        Period { rhythm: self, year: day.year(), month }
    }
    fn months(self) -> i8 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::Yearly => 12,
        }
    }
}

/// A month, quarter or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    rhythm: Rhythm,
    year: i16,
    /// Its first month.
    month: i8,
}
impl Period {
    /// How long it is.
    #[must_use]
    pub fn rhythm(self) -> Rhythm {
        self.rhythm
    }
    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }
    /// Its number within the year: month 1 to 12, quarter 1 to 4, year 1.
    #[must_use]
    pub fn no(self) -> i8 {
        (self.month - 1) / self.rhythm.months() + 1
    }
    /// `2026-05`, `2026-Q2`, `2026`: as stored and in addresses.
    #[must_use]
    pub fn code(self) -> String {
        match self.rhythm {
            Rhythm::Monthly => format!("{:04}-{:02}", self.year, self.month),
            Rhythm::Quarterly => format!("{:04}-Q{}", self.year, self.no()),
            Rhythm::Yearly => format!("{:04}", self.year),
        }
    }
    /// Reads [`code`](Self::code) back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (year, rest) = code.split_once('-').unwrap_or((code, ""));
        let year: i16 = year.parse().ok().filter(|y| (1900..=9999).contains(y))?;
        let (rhythm, month) = match rest.strip_prefix('Q') {
            Some(no) => (Rhythm::Quarterly, no.parse::<i8>().ok().filter(|n| (1..=4).contains(n))? * 3 - 2),
            None if rest.is_empty() => (Rhythm::Yearly, 1),
            None => (Rhythm::Monthly, rest.parse().ok().filter(|m| (1..=12).contains(m))?),
        };
        Some(Self { rhythm, year, month }).filter(|p| p.code() == code)
    }
    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        Day::new(self.year, self.month, 1).unwrap_or_else(|| Day::from_number(0))
    }
    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        let month = self.month + self.rhythm.months() - 1;
        Day::month_end(self.year, month).unwrap_or_else(|| self.first())
    }
    /// The period after it.
    #[must_use]
    pub fn next(self) -> Self {
        self.rhythm.period(self.last().plus_days(1))
    }
    /// The last day for its check-in.
    #[must_use]
    pub fn due(self, calendar: &WorkCalendar) -> Day {
        calendar.plus_working_days(self.last(), DUE_WORKING_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn printed_rhythms() {
        for (printed, rhythm) in [
            ("Hằng tháng", Rhythm::Monthly),
            ("Định kỳ hàng quý", Rhythm::Quarterly),
            ("Hàng năm", Rhythm::Yearly),
            ("Thường xuyên", Rhythm::Quarterly),
            ("Thường xuyên, hằng năm", Rhythm::Yearly),
        ] {
            assert_eq!(Rhythm::of_text(printed), rhythm, "{printed}");
        }
    }
    #[test]
    fn periods_follow_each_other_and_are_read_back() {
        let day: Day = "2026-12-31".parse().unwrap();
        for (rhythm, code, next) in [
            (Rhythm::Monthly, "2026-12", "2027-01"),
            (Rhythm::Quarterly, "2026-Q4", "2027-Q1"),
            (Rhythm::Yearly, "2026", "2027"),
        ] {
            let period = rhythm.period(day);
            assert_eq!((period.code().as_str(), period.next().code().as_str()), (code, next));
            assert_eq!(Period::from_code(code), Some(period));
            assert_eq!(period.last(), day);
        }
        for bad in ["2026-13", "2026-Q5", "26", "2026-1", "x"] {
            assert_eq!(Period::from_code(bad), None, "{bad}");
        }
    }
    #[test]
    fn a_check_in_is_due_after_the_holidays() {
        let calendar = WorkCalendar {
            off: [1, 2].iter().map(|d| Day::new(2027, 1, *d).unwrap()).collect(),
            ..WorkCalendar::default()
        };
        let period = Period::from_code("2026-Q4").unwrap();
        assert_eq!(period.due(&calendar).to_string(), "2027-01-08");
    }
}
