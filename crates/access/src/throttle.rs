//! Guessing is slowed, per account and per address: after a few failures each further one doubles the
//! wait. Kept in the store, so that a restart forgives nothing.
use kernel::{Fault, Millis, Result};
use serde_json::json;
use store::{NewEvent, Tx};

use crate::{
    accounts::Client,
    db::{self, Tries},
    secret::digest,
};

/// The longest wait.
const LONGEST_MILLIS: i64 = 15 * 60_000;
/// Failures older than this are forgotten.
const FORGET_MILLIS: i64 = 60 * 60_000;
/// Failures that cost an account nothing.
const ACCOUNT_FREE: i64 = 5;
/// Failures that cost an address nothing: a whole office may share one.
const ADDRESS_FREE: i64 = 20;

/// What is counted in one try.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    /// Stored as digests: a password typed in the wrong field must not end up in a table.
    subjects: Vec<(String, i64)>,
}

/// An office's IPv6 addresses change by the hour; its network does not.
fn network(address: &str) -> String {
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => {
            let s = v6.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
        _ => address.to_owned(),
    }
}

fn wait(failures: i64, free: i64) -> i64 {
    let over = failures - free;
    if over <= 0 { 0 } else { LONGEST_MILLIS.min(1000_i64 << over.min(20)) }
}

impl Throttle {
    pub(crate) fn of(username: &str, client: &Client) -> Self {
        let mut subjects = vec![(digest(&format!("account:{username}")), ACCOUNT_FREE)];
        if !client.address.is_empty() {
            subjects.push((digest(&format!("address:{}", network(&client.address))), ADDRESS_FREE));
        }
        Self { subjects }
    }
    /// Counts a try before it is made, so that many at once gain nothing.
    pub(crate) async fn begin(&self, tx: &mut Tx) -> Result<()> {
        let now = tx.ctx().now();
        for (subject, free) in &self.subjects {
            let mut tries = db::tries(tx, subject).await?;
            let left = tries.open_at.0 - now.0;
            // Longer than the longest wait: the clock was set back.
            if left > 0 && left <= LONGEST_MILLIS {
                return Err(Fault::slow_down("access-slow-down").arg("seconds", (left + 999) / 1000));
            }
            if now.0 - tries.last_at.0 > FORGET_MILLIS || tries.last_at.0 > now.0 {
                tries = Tries::default();
            }
            tries.failures += 1;
            tries.last_at = now;
            tries.open_at = Millis(now.0 + wait(tries.failures, *free));
            db::put_tries(tx, subject, tries).await?;
            if tries.failures == free + 1 {
                // Said once a series, not once a try: a guesser must not fill the log.
                let what = if *free == ACCOUNT_FREE { "account" } else { "address" };
                tx.append(NewEvent::new(
                    "session.slowed",
                    format!("{what}:{}", &subject[..16]),
                    json!({ "what": what }),
                ))
                .await?;
            }
        }
        Ok(())
    }
    /// The try was none after all (right password, code still to come): it costs no wait. Those before
    /// it stay counted; none can have begun since, for beyond the free ones each waits for the last.
    pub(crate) async fn take_back(&self, tx: &mut Tx) -> Result<()> {
        for (subject, _) in &self.subjects {
            let mut tries = db::tries(tx, subject).await?;
            tries.failures = (tries.failures - 1).max(0);
            tries.open_at = tries.last_at;
            db::put_tries(tx, subject, tries).await?;
        }
        Ok(())
    }
    /// The account's owner came in: its failures are forgiven. The address's are not, or one's own
    /// account would pay for guessing others.
    pub(crate) async fn succeed(&self, tx: &mut Tx) -> Result<()> {
        self.take_back(tx).await?;
        db::put_tries(tx, &self.subjects[0].0, Tries::default()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=17).map(|n| wait(n, ACCOUNT_FREE) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(wait(i64::MAX, 5), LONGEST_MILLIS);
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::9"));
        assert_ne!(network("10.0.0.1"), network("10.0.0.2"));
    }
}
