//! A first password made for somebody: easy to read out, strong enough, shown once.
use kernel::{Ctx, PersonId, Result};

use crate::{
    accounts::Accounts,
    secret::{Secret, random},
};

/// Letters and digits that nobody mistakes for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

impl Accounts {
    /// Sets a made password of four groups of four letters (80 bits) and returns it.
    ///
    /// # Errors
    /// As [`set_password`](Self::set_password).
    pub async fn make_password(&self, ctx: &Ctx, person: PersonId) -> Result<Secret> {
        let bytes = random::<16>()?;
        let groups: Vec<String> = bytes
            .chunks(4)
            .map(|group| group.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect())
            .collect();
        let password = groups.join("-");
        self.set_password(ctx, person, &password).await?;
        Ok(Secret::from_text(password))
    }
}
