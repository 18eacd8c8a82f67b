//! Giving the sample accounts a way in.
use access::{Accounts, Secret};
use kernel::{Ctx, Result};

use super::org::person_id;
use crate::people::{Role, people};

/// A sample account that can be used.
pub struct Account {
    /// Sign-in name.
    pub login: String,
    /// Password, made just now.
    pub password: Secret,
    /// Name.
    pub name: String,
    /// Post in words.
    pub title: String,
    /// What the account is for.
    pub role: Role,
}
impl Role {
    /// The id of its name in the Fluent files.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Focal => "sample-role-focal",
            Self::Head => "sample-role-head",
            Self::Officer => "sample-role-officer",
            Self::Commune => "sample-role-commune",
            Self::Leader => "sample-role-leader",
            Self::Admin => "sample-role-admin",
        }
    }
}

/// Makes new passwords for the sample accounts; the ones before end.
///
/// # Errors
/// When the province is not loaded, or the store can't be written.
pub async fn accounts(accounts: &Accounts, ctx: &Ctx) -> Result<Vec<Account>> {
    let mut list = vec![];
    for person in people() {
        let password = accounts.make_password(ctx, person_id(&person.login)).await?;
        let crate::people::Person { login, name, title, role, .. } = person;
        list.push(Account { login, password, name, title, role });
    }
    Ok(list)
}
