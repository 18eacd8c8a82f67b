//! People: who they are, where they sit, what they are there, and who stands in for whom.
use std::collections::HashMap;

use kernel::{Day, Lang, PersonId, Post, UnitId};
use serde::{Deserialize, Serialize};

/// A person known to the system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The sign-in name, lower case, unique.
    pub username: String,
    /// The full name.
    pub name: String,
    /// Where invitations and reminders go; may be empty.
    pub email: String,
    /// Their unit.
    pub unit: UnitId,
    /// What they are in it.
    pub posts: Vec<Post>,
    /// May they come in?
    pub active: bool,
    /// The language they read.
    pub lang: Lang,
}

/// Within these days `to` stands in for `from`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delegation {
    /// Its id.
    pub id: String,
    /// Whoever is away.
    pub from: PersonId,
    /// Whoever stands in.
    pub to: PersonId,
    /// First day.
    pub valid_from: Day,
    /// Last day.
    pub valid_to: Day,
}

/// Everybody, in memory.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) all: Vec<Person>,
    pub(crate) delegations: Vec<Delegation>,
    by_id: HashMap<PersonId, usize>,
    by_username: HashMap<String, usize>,
}
impl People {
    pub(crate) fn new(all: Vec<Person>, delegations: Vec<Delegation>) -> Self {
        let by_id = all.iter().enumerate().map(|(i, p)| (p.id, i)).collect();
        let by_username = all.iter().enumerate().map(|(i, p)| (p.username.clone(), i)).collect();
        Self { all, delegations, by_id, by_username }
    }
    pub(crate) fn person(&self, id: PersonId) -> Option<&Person> {
        self.by_id.get(&id).map(|i| &self.all[*i])
    }
    pub(crate) fn by_username(&self, username: &str) -> Option<&Person> {
        self.by_username.get(username).map(|i| &self.all[*i])
    }
}
