//! The way to other people's servers: addresses that an administrator or a browser gave us. Nothing
//! inside our own network is ever asked (unless a setting allows it), no redirect is followed, and
//! nobody may keep us waiting.
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use kernel::{Fault, Result};
use reqwest::{
    Client, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::HeaderMap,
    redirect::Policy,
};

/// How long an answer may take, all in all.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);

/// A client for addresses that are not ours. Cheap to clone.
#[derive(Clone)]
pub struct Outward {
    client: Client,
    allow_private: bool,
}

impl Outward {
    /// `allow_private`: let addresses of the inner network be called, also without TLS.
    ///
    /// # Errors
    /// `Internal` when the client can't be made.
    pub fn new(allow_private: bool) -> Result<Self> {
        Self::patient(allow_private, PATIENCE)
    }
    /// With another patience, for tests.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn patient(allow_private: bool, patience: Duration) -> Result<Self> {
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(patience)
            .connect_timeout(CONNECT.min(patience))
            .dns_resolver(Arc::new(Looked { allow_private }))
            .user_agent(concat!("Bazan/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Fault::internal)?;
        Ok(Self { client, allow_private })
    }

    /// Is that an address we may call? Names are looked at again whenever they are resolved.
    ///
    /// # Errors
    /// `Invalid`, saying what is wrong with it.
    pub fn check(&self, address: &str) -> Result<Url> {
        let bad = |id: &'static str| Fault::invalid(id).arg("url", address).field("url");
        let url = Url::parse(address.trim()).map_err(|_| bad("notify-url-form"))?;
        let plain = url.scheme() == "http" && self.allow_private;
        if url.scheme() != "https" && !plain {
            return Err(bad("notify-url-https"));
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(bad("notify-url-form"));
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_lowercase();
        if host.is_empty() {
            return Err(bad("notify-url-form"));
        }
        let inner = match host.parse::<IpAddr>() {
            Ok(ip) => !is_public(ip),
            Err(_) => host == "localhost" || host.ends_with(".localhost") || !host.contains('.'),
        };
        if inner && !self.allow_private {
            return Err(bad("notify-url-private"));
        }
        Ok(url)
    }

    /// Sends a POST; what is wrong on the way is `Unavailable` (to be tried again), an address that
    /// turned out to be private `Invalid`.
    pub(crate) async fn post(&self, address: &str, headers: HeaderMap, body: Vec<u8>) -> Result<Response> {
        let url = self.check(address)?;
        let sent = self.client.post(url).headers(headers).body(body).send().await;
        sent.map_err(|error| {
            if is_refused(&error) {
                Fault::invalid("notify-url-private").arg("url", address).because(error)
            } else {
                // The address holds no secret of ours, but may hold one of theirs: not into the log.
                Fault::unavailable("notify-no-answer").because(error.without_url())
            }
        })
    }
}

/// Names resolve to public addresses only. The addresses found here are those connected to, so
/// that a name can't change its mind in between.
struct Looked {
    allow_private: bool,
}
/// Why a name was refused.
#[derive(Debug)]
struct Refused;
impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name leads into a private network")
    }
}
impl std::error::Error for Refused {}

impl Resolve for Looked {
    fn resolve(&self, name: Name) -> Resolving {
        let allow = self.allow_private;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let good: Vec<SocketAddr> = found.iter().copied().filter(|a| allow || is_public(a.ip())).collect();
            if good.is_empty() && !found.is_empty() {
                return Err(Box::new(Refused) as Box<dyn std::error::Error + Send + Sync>);
            }
            Ok(Box::new(good.into_iter()) as Addrs)
        })
    }
}

fn is_refused(error: &reqwest::Error) -> bool {
    let mut at: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = at {
        if error.is::<Refused>() {
            return true;
        }
        at = error.source();
    }
    false
}

/// Does it belong to the open internet? (IANA's special-purpose registries.)
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b));
    !special
}
fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let s = ip.segments();
    let embedded = |hi: u16, lo: u16| Ipv4Addr::from((u32::from(hi) << 16) | u32::from(lo));
    match s {
        // NAT64 and 6to4 carry an address of version 4.
        [0x64, 0xff9b, 0, 0, 0, 0, hi, lo] => is_public_v4(embedded(hi, lo)),
        [0x2002, hi, lo, ..] => is_public_v4(embedded(hi, lo)),
        [0x2001, 0xdb8, ..] => false,
        // Global unicast is 2000::/3; everything else is special.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn inner_addresses_are_refused_in_every_dress() {
        let out = Outward::new(false).unwrap();
        for good in ["https://example.vn/hook?x=1", "https://8.8.8.8/", "https://[2001:4860:4860::8888]/a"] {
            assert!(out.check(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://example.vn/", "notify-url-https"),
            ("ftp://example.vn/", "notify-url-https"),
            ("https://u:p@example.vn/", "notify-url-form"),
            ("nonsense", "notify-url-form"),
            ("https://localhost/", "notify-url-private"),
            ("https://intranet/", "notify-url-private"),
            ("https://127.0.0.1/", "notify-url-private"),
            ("https://2130706433/", "notify-url-private"),
            ("https://0x7f.1/", "notify-url-private"),
            ("https://10.1.2.3/", "notify-url-private"),
            ("https://169.254.169.254/latest", "notify-url-private"),
            ("https://100.64.0.1/", "notify-url-private"),
            ("https://[::1]/", "notify-url-private"),
            ("https://[::ffff:192.168.0.1]/", "notify-url-private"),
            ("https://[64:ff9b::a00:1]/", "notify-url-private"),
            ("https://[2002:7f00:1::]/", "notify-url-private"),
            ("https://[fd00::1]/", "notify-url-private"),
            ("https://[fe80::1]/", "notify-url-private"),
        ] {
            assert_eq!(out.check(bad).unwrap_err().say.id, why, "{bad}");
        }
        assert!(Outward::new(true).unwrap().check("http://127.0.0.1:9/").is_ok());
    }
    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_when_it_is_resolved() {
        let looked = Looked { allow_private: false };
        let name = "localhost".parse::<Name>().unwrap();
        assert!(looked.resolve(name).await.is_err_and(|e| e.is::<Refused>()));
    }
}
