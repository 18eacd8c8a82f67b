//! The sample accounts. Their passwords are made when the data is loaded.
use serde::Deserialize;

use crate::embedded;

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works in the focal department.
    Focal,
    /// Heads a department.
    Head,
    /// Reports for a department.
    Officer,
    /// Reports for a commune.
    Commune,
    /// Sees the whole province.
    Leader,
    /// Runs the system.
    Admin,
}
/// A sample account.
#[derive(Clone, Debug, Deserialize)]
pub struct Person {
    /// Sign-in name.
    pub login: String,
    /// A name that says it is a sample.
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// Post in words.
    pub title: String,
    /// What the account is for.
    pub role: Role,
}
#[derive(Deserialize)]
struct File {
    person: Vec<Person>,
}

/// The sample accounts.
#[must_use]
pub fn people() -> Vec<Person> {
    embedded::toml::<File>("people.toml", include_str!("../data/people.toml")).person
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::units::units;
    #[test]
    fn one_of_each_role_in_a_known_unit() {
        let people = super::people();
        assert_eq!(people.iter().map(|p| p.role).collect::<BTreeSet<_>>().len(), 6);
        assert_eq!(people.iter().map(|p| &p.login).collect::<BTreeSet<_>>().len(), people.len());
        let units = units();
        assert!(people.iter().all(|p| units.name_of(&p.unit).is_some() && p.name.contains("Mẫu")));
    }
}
