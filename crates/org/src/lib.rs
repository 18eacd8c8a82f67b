//! Units of the political system as a dated tree with merge and split lineage, groups, printed
//! names and what they mean, people, posts and delegation.
mod boundaries;
mod db;
mod directory;
mod name;
mod ops;
mod person;
mod resolve;
mod setting;
mod unit;

pub use boundaries::{Area, Ring, boundaries, boundaries_digest, keep_boundaries};
pub use db::{people_by_id, people_of_units, people_with_post, standing_in, unit_names};
pub use directory::{Directories, Directory};
pub use name::key as name_key;
pub use ops::{
    group::{LearnAlias, PutGroup, forget_alias, learn_alias, learn_alias_in, put_group},
    person::{
        ChangePerson, Delegate, NewPerson, change_person, create_person, deactivate_person, delegate, end_delegation,
        give_posts, reactivate_person, set_own_lang,
    },
    unit::{
        ChangeUnit, MergeInto, MergeUnits, Part, SplitUnit, change_unit, create_unit, create_units, merge_units,
        split_unit,
    },
};
pub use person::{Delegation, Person};
pub use resolve::{Named, Resolution};
pub use setting::{Province, calendar, province, set_calendar, set_province};
pub use unit::{Alias, AliasTarget, Group, GroupMember, Lineage, Succession, SuccessionKind, Unit, UnitKind};

use kernel::Action;

/// Changing units, groups, aliases, the calendar and the province's identity.
pub const ORG_CHANGE: Action = Action("org.change");
/// Teaching what a printed name means.
pub const ALIAS_LEARN: Action = Action("alias.learn");
/// Creating and changing people.
pub const PERSON_CHANGE: Action = Action("person.change");
/// Delegating: for oneself, or as an administrator.
pub const PERSON_DELEGATE: Action = Action("person.delegate");
/// Changing what is one's own: language, password, second factor.
pub const PERSON_OWN: Action = Action("person.own");

/// This room's tables, oldest first.
pub const MIGRATIONS: &[store::Migration] =
    &[store::Migration { room: "org", no: 1, sql: include_str!("../migrations/0001.sql") }];
