//! The ways outside, as the settings have them: mail, webhooks, Web Push, with the words they speak.
use std::sync::Arc;

use kernel::{Arg, Ctx, Lang, Result};
use notify::{Hooks, Mailbag, Outward, Pushes, Speak, push::Vapid};
use store::outbox::{self, Deliver};
use words::Words;

use crate::{config::Config, mail::Smtp, wire::House};

/// The Fluent files.
struct Fluent;
impl Speak for Fluent {
    fn say(&self, lang: Lang, id: &str, args: &[(&str, Arg)]) -> String {
        Words::of(lang).with(id, args)
    }
}

/// Every way there is.
pub struct Ways {
    /// Mail, where a server is named.
    pub mail: Option<Smtp>,
    /// Webhooks.
    pub hooks: Hooks,
    /// Browsers.
    pub pushes: Pushes,
}

impl Ways {
    /// From the settings.
    ///
    /// # Errors
    /// `Invalid` naming the setting that is wrong.
    pub async fn open(config: &Config, house: &House, ctx: &Ctx, base_url: &str) -> Result<Self> {
        let speak: Arc<dyn Speak> = Arc::new(Fluent);
        let base_url = base_url.to_owned();
        let bag =
            Mailbag { directories: house.directories.clone(), speak: Arc::clone(&speak), base_url: base_url.clone() };
        let out = outward(config)?;
        let (store, ctx) = (house.store.clone(), ctx.clone());
        let vapid = Arc::new(Vapid::load(&store, &ctx).await?);
        Ok(Self {
            mail: Smtp::from_config(config, bag.clone())?,
            hooks: Hooks { store: store.clone(), ctx: ctx.clone(), out: out.clone(), speak, base_url },
            pushes: Pushes { store, ctx, out, bag, vapid },
        })
    }
    /// Hands over what is due, each way beside the others: one that is slow holds up none of them.
    pub async fn pump(&self, house: &store::Store, ctx: &Ctx) {
        let mail = async {
            if let Some(mail) = &self.mail {
                one(house, ctx, mail).await;
            }
        };
        tokio::join!(mail, one(house, ctx, &self.hooks), one(house, ctx, &self.pushes));
    }
}

async fn one(store: &store::Store, ctx: &Ctx, way: &dyn Deliver) {
    if let Err(fault) = outbox::pump(store, ctx, way).await {
        tracing::error!(?fault, channel = way.channel(), "outbox");
    }
}

/// The client for addresses that are not ours.
///
/// # Errors
/// `Internal` when it can't be made.
pub fn outward(config: &Config) -> Result<Outward> {
    Outward::new(config.flag("notify.allow_private"))
}
