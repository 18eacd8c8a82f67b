//! A day in a page's address and in its field: what was typed, which day that is, and what is wrong
//! with it. Days are shown and typed as people write them here: `19/6/2026`.
use axum::http::StatusCode;
use kernel::{Day, Result};

use crate::{
    extract::{self, Fields},
    lang::L,
    pages::{self, Problem},
};

/// A field that says for which day a page is shown.
pub(crate) struct DayField {
    /// The day; the usual one where nothing was typed, or nothing that could be read.
    pub(crate) day: Day,
    /// What stands in the field.
    pub(crate) text: String,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
}

impl DayField {
    /// `as_of`: a day that is not in the future, today when the address does not say.
    pub(crate) fn as_of(l: L, asked: &Fields, today: Day) -> Result<Self> {
        Self::read(l, asked, "as_of", today, extract::as_of(asked, today).map(Some))
    }
    /// Any day; `usual` when the address does not say.
    pub(crate) fn any(l: L, asked: &Fields, name: &'static str, usual: Day) -> Result<Self> {
        Self::read(l, asked, name, usual, asked.day(name))
    }
    fn read(l: L, asked: &Fields, name: &str, usual: Day, found: Result<Option<Day>>) -> Result<Self> {
        match found {
            Ok(day) => {
                let day = day.unwrap_or(usual);
                Ok(Self { day, text: day.vietnamese(), problems: vec![] })
            }
            Err(fault) => {
                Ok(Self { day: usual, text: asked.get(name).to_owned(), problems: pages::problems(l, fault, name)? })
            }
        }
    }
    /// The answer's status: what can't be read is said on the page itself.
    pub(crate) fn status(&self) -> StatusCode {
        if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

/// A day that a form must have.
pub(crate) fn needed(fields: &Fields, name: &'static str) -> Result<Day> {
    fields.day(name)?.ok_or_else(|| kernel::Fault::invalid("fault-day-missing").field(name))
}
