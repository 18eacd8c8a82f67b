//! Whom a rung means on a day: the people who hold the post now, not those who held it when the
//! task was given. Whoever stands in for one of them is `notify`'s to know.
use std::collections::HashMap;

use kernel::{Day, PersonId, UnitId};
use org::Directory;

use crate::Role;

/// Who is told of a unit's lines in a role, of one day.
pub(crate) struct Addresses<'a> {
    directory: &'a Directory,
    day: Day,
    of_unit: HashMap<(UnitId, Role), Vec<PersonId>>,
    of_province: HashMap<Role, Vec<PersonId>>,
}
impl<'a> Addresses<'a> {
    pub(crate) fn new(directory: &'a Directory, day: Day) -> Self {
        let mut all = Self { directory, day, of_unit: HashMap::new(), of_province: HashMap::new() };
        for person in directory.people().iter().filter(|p| p.active) {
            for role in Role::ALL.into_iter().filter(|r| person.posts.contains(&r.post())) {
                if role.is_of_unit() {
                    all.of_unit.entry((person.unit, role)).or_default().push(person.id);
                } else {
                    all.of_province.entry(role).or_default().push(person.id);
                }
            }
        }
        all
    }
    fn exactly(&self, unit: UnitId, role: Role) -> Vec<PersonId> {
        if !role.is_of_unit() {
            return self.of_province.get(&role).cloned().unwrap_or_default();
        }
        // A unit that has ended is answered for by those that carry it on.
        let units = self.directory.successors_on(unit, self.day);
        units.iter().filter_map(|unit| self.of_unit.get(&(*unit, role))).flatten().copied().collect()
    }
    /// The people in that role, or in the nearest one above in which there is somebody; none where
    /// nobody is in any.
    pub(crate) fn of(&self, unit: UnitId, role: Role) -> Vec<PersonId> {
        let mut at = Some(role);
        while let Some(role) = at {
            let people = self.exactly(unit, role);
            if !people.is_empty() {
                return people;
            }
            at = role.above();
        }
        vec![]
    }
}
