//! Configuration: one TOML file, overridden by environment variables. The table below is the only
//! place where a setting is named; the reference in docs/configuration.md is printed from it.
use std::{collections::BTreeMap, path::Path};

use kernel::{Fault, Result};

/// A setting: `section.name` in the file, `BAZAN_SECTION_NAME` in the environment.
pub struct Field {
    /// `server.listen`.
    pub key: &'static str,
    /// The default, as text; empty for none.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

macro_rules! fields {
    ($($key:literal = $default:literal: $meaning:literal;)*) => {
        /// Every setting there is.
        pub const FIELDS: &[Field] = &[$(Field { key: $key, default: $default, meaning: $meaning }),*];
    };
}
fields! {
    "server.listen" = "127.0.0.1:8600": "Address and port the server listens on.";
    "server.base_url" = "": "Address people use, for links in mails and for secure cookies; default: http:// and the listening address.";
    "server.trust_proxy" = "false": "Take the client's address from X-Forwarded-For (only behind a proxy of yours).";
    "store.url" = "": "Where the data are: sqlite:///path/bazan.db or postgres://user:password@server/database; default: bazan.db in the data folder.";
    "store.readers" = "8": "Connections for reading.";
    "province.name" = "": "Name of the province as the pages show it; default: the name of the unit tree's root.";
    "limits.upload_mb" = "50": "Largest file that may be uploaded, in megabytes.";
    "mail.server" = "": "SMTP server as host:port; empty: messages wait in the outbox.";
    "mail.user" = "": "SMTP user; empty: no sign-in at the mail server.";
    "mail.password" = "": "SMTP password. Better set through the environment.";
    "mail.tls" = "starttls": "starttls, tls or none.";
    "mail.from" = "bazan@localhost": "Sender address of messages.";
    "notify.allow_private" = "false": "Let webhooks and Web Push call addresses of the inner network, also without TLS.";
    "chase.hour" = "6": "From this hour of a working day on the reminders of the ladder are sent, 0 to 23; after a downtime at once.";
    "oidc.issuer" = "": "Issuer URL of the single sign-on; empty: password sign-in only.";
    "oidc.client_id" = "": "Client id registered there.";
    "oidc.client_secret" = "": "Client secret. Better set through the environment.";
    "oidc.username_claim" = "": "Claim that holds our account names; only where the provider hands out the very names used here.";
    "oidc.groups_claim" = "": "Claim that lists groups.";
    "oidc.posts" = "": "Posts given to members of a group: group=post, separated by commas; posts are officer, head, focal, leader, admin.";
    "access.key" = "": "Key that seals second factors in the store: 64 hexadecimal digits; default: the file secret.key in the data folder, made at the first start. Not in backups: keep a copy apart.";
    "access.policies" = "": "Folder with further Cedar policies (*.cedar) beside the built-in ones.";
    "log.format" = "text": "text or json.";
    "log.level" = "info,sqlx=error": "Log filter, e.g. debug,sqlx=warn.";
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Config(BTreeMap<&'static str, String>);

impl Config {
    /// Reads the file (a missing default file is no error, a named one is) and the environment.
    ///
    /// # Errors
    /// `Invalid` naming file and key when the file can't be read or holds a setting that does not exist.
    pub fn load(file: Option<&Path>, default_file: &Path) -> Result<Self> {
        let mut values: BTreeMap<_, _> = FIELDS.iter().map(|f| (f.key, f.default.to_owned())).collect();
        let path = file.unwrap_or(default_file);
        let shown = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => read_toml(&shown, &text, &mut values)?,
            Err(e) if file.is_some() => return Err(Fault::invalid("config-unreadable").arg("file", shown).because(e)),
            Err(_) => {}
        }
        for field in FIELDS {
            if let Ok(value) = std::env::var(environment_name(field.key)) {
                values.insert(field.key, value);
            }
        }
        Ok(Self(values))
    }
    /// A setting's value; empty when it is not set.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
    /// A value that may be absent.
    #[must_use]
    pub fn opt(&self, key: &str) -> Option<&str> {
        Some(self.get(key)).filter(|v| !v.is_empty())
    }
    /// A number.
    ///
    /// # Errors
    /// `Invalid` naming the key.
    pub fn number(&self, key: &str) -> Result<u32> {
        self.get(key)
            .parse()
            .map_err(|_| Fault::invalid("config-not-a-number").arg("key", key).arg("value", self.get(key)))
    }
    /// `true` or `false`.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.get(key) == "true"
    }
    /// Sets a value, for command-line options that stand above file and environment.
    pub fn set(&mut self, key: &'static str, value: String) {
        self.0.insert(key, value);
    }
}

/// `server.listen` is `BAZAN_SERVER_LISTEN`.
fn environment_name(key: &str) -> String {
    format!("BAZAN_{}", key.replace('.', "_").to_uppercase())
}

fn read_toml(file: &str, text: &str, values: &mut BTreeMap<&'static str, String>) -> Result<()> {
    let table: toml::Table = text
        .parse()
        .map_err(|e: toml::de::Error| Fault::invalid("config-bad-toml").arg("file", file).arg("why", e.message()))?;
    for (section, inner) in table {
        let toml::Value::Table(inner) = inner else {
            return Err(Fault::invalid("config-unknown-key").arg("file", file).arg("key", section));
        };
        for (name, value) in inner {
            let key = format!("{section}.{name}");
            let Some(field) = FIELDS.iter().find(|f| f.key == key) else {
                return Err(Fault::invalid("config-unknown-key").arg("file", file).arg("key", key));
            };
            let text = match value {
                toml::Value::String(s) => s,
                other => other.to_string(),
            };
            values.insert(field.key, text);
        }
    }
    Ok(())
}

/// The reference as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut out = String::from(
        "# Configuration\n\nOne TOML file (`bazan.toml` in the data folder, or `--config FILE`), then the environment.\n\
         This page is printed by `bazan config`; a test keeps it true.\n\n| setting | environment | default | meaning |\n| --- | --- | --- | --- |\n",
    );
    for Field { key, default, meaning } in FIELDS {
        let default = if default.is_empty() { "–".to_owned() } else { format!("`{default}`") };
        out.push_str(&format!("| `{key}` | `{}` | {default} | {meaning} |\n", environment_name(key)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_reference_page_is_current() {
        let page = include_str!("../../../docs/configuration.md");
        assert_eq!(page, reference(), "run: cargo run -p bazan -- config > docs/configuration.md");
    }
    #[test]
    fn a_misspelt_setting_is_named() {
        let mut values = BTreeMap::new();
        let fault = read_toml("bazan.toml", "[server]\nlisen = \"x\"\n", &mut values).unwrap_err();
        assert_eq!(fault.to_string(), "Invalid config-unknown-key file=\"bazan.toml\" key=\"server.lisen\"");
        assert!(read_toml("bazan.toml", "[server\n", &mut values).is_err());
    }
}
