//! Wiring: opens the store and stands the rooms on it, in the order of the house.
use std::sync::Arc;

use access::{Accounts, AccountsConfig, Cedar, Vault};
use kernel::{Actor, Clock, Ctx, Gate, Result, SystemClock, Via};
use org::Directories;
use plan::board::Boards;
use store::{Store, StoreConfig};

use crate::Call;

/// The rooms, ready.
pub struct House {
    /// The operational store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The policies.
    pub gate: Arc<dyn Gate>,
    cedar: Arc<Cedar>,
    /// Units and people.
    pub directories: Directories,
    /// The read model.
    pub boards: Arc<Boards>,
    /// Sign-in.
    pub accounts: Accounts,
}

impl House {
    /// Opens the store that settings and data folder name, and brings it up to date.
    ///
    /// # Errors
    /// When the store can't be opened or migrated, or a policy is wrong.
    pub async fn open(call: &Call<'_>) -> Result<Self> {
        Self::open_with(call, vault(call)?).await
    }
    /// Opens it for people to come in: makes the secret key where there is none, and seals what an
    /// older version left open.
    ///
    /// # Errors
    /// As [`open`](Self::open); when the key file can't be made.
    pub async fn open_to_serve(call: &Call<'_>) -> Result<Self> {
        let vault = match vault(call)? {
            Some(vault) => vault,
            None => Vault::from_file_or_new(&call.data.join(KEY_FILE))?,
        };
        let house = Self::open_with(call, Some(vault)).await?;
        house.accounts.seal_open_keys(&house.program("serve")).await?;
        Ok(house)
    }
    async fn open_with(call: &Call<'_>, vault: Option<Vault>) -> Result<Self> {
        let store = Store::open(&store_config(call)?).await?;
        for room in [
            org::MIGRATIONS,
            access::MIGRATIONS,
            indicator::MIGRATIONS,
            notify::MIGRATIONS,
            plan::MIGRATIONS,
            budget::MIGRATIONS,
            voice::MIGRATIONS,
            chase::MIGRATIONS,
        ] {
            store.migrate(room).await?;
        }
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let cedar = Cedar::load(call.config.opt("access.policies").map(std::path::Path::new))?;
        let cedar = Arc::new(cedar);
        let gate: Arc<dyn Gate> = Arc::<Cedar>::clone(&cedar);
        let directories = Directories::new(store.clone());
        let accounts = Accounts::new(
            store.clone(),
            directories.clone(),
            Arc::clone(&clock),
            Arc::clone(&gate),
            AccountsConfig { vault, ..AccountsConfig::default() },
        );
        let boards = Arc::new(Boards::new(store.clone()));
        let house = Self { store, clock, gate, cedar, directories, boards, accounts };
        house.know_office().await?;
        Ok(house)
    }
    /// Tells the policies which unit is the provincial office; after it was set.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn know_office(&self) -> Result<()> {
        let office = org::province(&mut self.store.read().await?).await?.office;
        self.cedar.set_office(office);
        Ok(())
    }
    /// A context in the name of a command: policies allow it everything.
    #[must_use]
    pub fn program(&self, name: &str) -> Ctx {
        Ctx {
            actor: Actor::program(name, Via::Command),
            clock: Arc::clone(&self.clock),
            gate: Arc::clone(&self.gate),
            trace: String::new(),
            lang: kernel::Lang::Vi,
        }
    }
}

/// The file of the secret key, in the data folder.
pub const KEY_FILE: &str = "secret.key";

/// The vault that settings or data folder name, if there is one yet.
fn vault(call: &Call<'_>) -> Result<Option<Vault>> {
    match call.config.opt("access.key") {
        Some(key) => Vault::from_hex(key, "access.key").map(Some),
        None => Vault::from_file(&call.data.join(KEY_FILE)),
    }
}

fn store_config(call: &Call<'_>) -> Result<StoreConfig> {
    let readers = call.config.number("store.readers")?;
    Ok(match call.config.opt("store.url") {
        Some(url) => StoreConfig { url: url.to_owned(), readers },
        None => StoreConfig { readers, ..StoreConfig::embedded(&call.data) },
    })
}
