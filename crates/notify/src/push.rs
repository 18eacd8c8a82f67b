//! Web Push: notices to browsers that a person allowed. The text is encrypted for the browser
//! (RFC 8291, `aes128gcm` of RFC 8188), and we show who we are by a signed token (VAPID, RFC 8292);
//! the push service in between sees neither. A browser that is gone is forgotten.
use std::sync::Arc;

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Salt},
    rand::{SystemRandom, fill},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use futures::future::BoxFuture;
use kernel::{Ctx, Fault, Millis, PersonId, PushId, Result};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::json;
use store::{
    NewEvent, Row, Sql, Store, args,
    outbox::{Deliver, Message, Outgoing, Taken},
};

use crate::{
    Digest, Mailbag, Outward, Ready, TEST_SHAPE, Told, choice::own, headline, sentence, speak::cut,
    webhook::now_message,
};

/// A browser that takes a person's notices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Browser {
    /// Its id.
    pub id: PushId,
    /// Whose it is.
    pub person: PersonId,
    /// What it calls itself, in words of ours.
    pub agent: String,
    /// Since when.
    pub created_at: Millis,
}

/// A person's browsers, oldest first.
///
/// # Errors
/// When the store can't be read.
pub async fn browsers(sql: &mut dyn Sql, person: PersonId) -> Result<Vec<Browser>> {
    let text = "SELECT id, person_id, agent, created_at FROM push_browser WHERE person_id = $1 ORDER BY created_at, id";
    let from = |r: &Row| Ok(Browser { id: r.id(0)?, person: r.id(1)?, agent: r.text(2)?, created_at: r.millis(3)? });
    sql.rows(text, args![person]).await?.iter().map(from).collect()
}

/// What a browser gives when it is allowed to show notices (`PushSubscription`).
#[derive(Clone, Debug)]
pub struct NewBrowser {
    /// The push service's address for it.
    pub endpoint: String,
    /// Its public key, URL-safe base64.
    pub p256dh: String,
    /// Its secret, URL-safe base64.
    pub auth: String,
    /// What it calls itself.
    pub agent: String,
}

/// Browsers of one person; more is a mistake or worse.
const BROWSERS: i64 = 20;

/// Lets a browser show one's notices. The same browser used by somebody else before is theirs no more.
///
/// # Errors
/// `Forbidden` for whoever is no person; `Invalid` for an address we may not call, keys that are
/// none, or too many browsers.
pub async fn subscribe(store: &Store, ctx: &Ctx, out: &Outward, new: NewBrowser) -> Result<PushId> {
    let person = own(ctx)?;
    let endpoint = out.check(&new.endpoint)?.to_string();
    let (key, auth) = (decode(&new.p256dh)?, decode(&new.auth)?);
    if key.len() != 65 || key[0] != 4 || auth.len() != 16 {
        return Err(Fault::invalid("notify-push-keys"));
    }
    let id = PushId::new();
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                tx.exec("DELETE FROM push_browser WHERE endpoint = $1", args![&endpoint]).await?;
                let count = "SELECT COUNT(*) FROM push_browser WHERE person_id = $1";
                if tx.one(count, args![person]).await?.int(0)? >= BROWSERS {
                    return Err(Fault::invalid("notify-push-too-many"));
                }
                let agent = cut(&new.agent, 80);
                tx.append(NewEvent::new("push.allowed", person.subject(), json!({ "browser": agent }))).await?;
                let now = tx.ctx().now();
                let sql = "INSERT INTO push_browser (id, person_id, endpoint, p256dh, auth, agent, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7)";
                tx.exec(sql, args![id, person, endpoint, new.p256dh, new.auth, agent, now]).await.map(drop)
            })
        })
        .await?;
    Ok(id)
}

/// Lets a browser of one's own show notices no longer.
///
/// # Errors
/// `NotFound` when there is none such of theirs.
pub async fn unsubscribe(store: &Store, ctx: &Ctx, id: PushId) -> Result<()> {
    let person = own(ctx)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                let sql = "DELETE FROM push_browser WHERE id = $1 AND person_id = $2";
                if tx.exec(sql, args![id, person]).await? == 0 {
                    return Err(Fault::not_found("notify-no-such-browser"));
                }
                tx.append(NewEvent::new("push.ended", person.subject(), json!({}))).await.map(drop)
            })
        })
        .await
}

fn decode(text: &str) -> Result<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Fault::invalid("notify-push-keys"))
}
fn failed(_: Unspecified) -> Fault {
    Fault::internal("the cryptographic library failed")
}

/// The setting that holds our key (PKCS#8, base64).
const KEY: &str = "notify.vapid";

/// The key by which push services know us; made when it is first needed.
pub struct Vapid(EcdsaKeyPair);
impl Vapid {
    /// Reads the key, or makes it.
    ///
    /// # Errors
    /// When the store can't be read or written.
    pub async fn load(store: &Store, ctx: &Ctx) -> Result<Self> {
        let known = store::setting::get(&mut store.read().await?, KEY).await?;
        let text = match known {
            Some(text) => text,
            None => {
                let alg = &ECDSA_P256_SHA256_FIXED_SIGNING;
                let made = EcdsaKeyPair::generate_pkcs8(alg, &SystemRandom::new()).map_err(failed)?;
                let made = STANDARD.encode(made.as_ref());
                store.write(ctx, move |tx| Box::pin(keep_first(tx, made))).await?
            }
        };
        let bytes = STANDARD.decode(text).map_err(Fault::internal)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes);
        Ok(Self(pair.map_err(Fault::internal)?))
    }
    /// What browsers are given (`applicationServerKey`).
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())
    }
    /// The `Authorization` of a message to that push service.
    fn authorization(&self, origin: &str, contact: &str, now: Millis) -> Result<String> {
        let part = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        // Twelve hours: the longest allowed is a day, and clocks differ.
        let exp = now.0.div_euclid(1000) + 12 * 3600;
        let head = part(json!({ "typ": "JWT", "alg": "ES256" }));
        let claims = part(json!({ "aud": origin, "exp": exp, "sub": contact }));
        let signed = format!("{head}.{claims}");
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).map_err(failed)?;
        Ok(format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.as_ref()), self.public()))
    }
}
async fn keep_first(tx: &mut store::Tx, made: String) -> Result<String> {
    if let Some(first) = store::setting::get(tx, KEY).await? {
        return Ok(first);
    }
    tx.set_setting(KEY, &made).await?;
    tx.append(NewEvent::new("push.key-made", "province:", json!({}))).await?;
    Ok(made)
}

struct Length(usize);
impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}
fn hkdf(salt: &[u8], secret: &[u8], info: &[&[u8]], length: usize) -> Result<Vec<u8>, Unspecified> {
    let mut out = vec![0; length];
    Salt::new(HKDF_SHA256, salt).extract(secret).expand(info, Length(length))?.fill(&mut out)?;
    Ok(out)
}

/// Encrypts for a browser: `ua` is its public key, `auth` its secret; `ours` and `salt` must be new
/// for every message.
fn encrypt(plain: &[u8], ua: &[u8], auth: &[u8], ours: &PrivateKey, salt: &[u8; 16]) -> Result<Vec<u8>, Unspecified> {
    let public = ours.compute_public_key()?;
    let public = public.as_ref();
    let shared = agree(ours, UnparsedPublicKey::new(&ECDH_P256, ua), Unspecified, |secret| {
        Ok::<_, Unspecified>(secret.to_vec())
    })?;
    let ikm = hkdf(auth, &shared, &[b"WebPush: info\0", ua, public], 32)?;
    let key = hkdf(salt, &ikm, &[b"Content-Encoding: aes128gcm\0"], 16)?;
    let nonce = hkdf(salt, &ikm, &[b"Content-Encoding: nonce\0"], 12)?;
    // One record: the text, and a 2 that says it is the last.
    let mut record = plain.to_vec();
    record.push(2);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(Nonce::try_assume_unique_for_key(&nonce)?, Aad::empty(), &mut record)?;
    let mut body = Vec::with_capacity(86 + record.len());
    body.extend_from_slice(salt);
    body.extend_from_slice(&4096u32.to_be_bytes());
    body.push(65);
    body.extend_from_slice(public);
    body.extend_from_slice(&record);
    Ok(body)
}

/// The Web Push channel.
pub struct Pushes {
    /// Where the browsers are.
    pub store: Store,
    /// The clock.
    pub ctx: Ctx,
    /// The way out.
    pub out: Outward,
    /// Words, and who is still there.
    pub bag: Mailbag,
    /// Our key.
    pub vapid: Arc<Vapid>,
}

/// What the service worker shows; the text is short enough for one record of 4096 bytes.
#[derive(Serialize)]
struct Shown {
    title: String,
    body: String,
    url: String,
    tag: String,
}

impl Pushes {
    async fn shown(&self, message: &Message) -> Result<Option<Shown>> {
        let Ok(person) = message.person.parse::<PersonId>() else { return Ok(None) };
        let directory = self.bag.directories.now().await?;
        let Some(person) = directory.person(person).filter(|p| p.active) else { return Ok(None) };
        let (speak, lang) = (&*self.bag.speak, person.lang);
        let (title, body, url) = match message.shape.as_str() {
            Told::SHAPE => {
                let told = Told::read(&message.body)?;
                let text = sentence(speak, lang, told.kind, &told.facts, told.behalf.as_deref());
                (headline(speak, lang, told.kind, &told.facts), text, told.path)
            }
            Digest::SHAPE => {
                let digest = Digest::read(&message.body)?;
                let parts: Vec<String> = digest
                    .parts
                    .iter()
                    .map(|p| {
                        let name = speak.say(lang, &format!("notify-ask-{}", p.ask.word()), &[]);
                        let count = p.items.len() + p.more;
                        speak.say(lang, "notify-digest-part", &[("name", name.into()), ("count", count.into())])
                    })
                    .collect();
                (self.bag.digest_line(lang, &digest), parts.join(" · "), "/notices".to_owned())
            }
            _ => match self.bag.letter(message).await? {
                Ready::Letter(letter) => {
                    (letter.subject, speak.say(lang, "notify-test-text", &[]), "/notices".to_owned())
                }
                Ready::Drop(_) => return Ok(None),
            },
        };
        let tag = message.id.to_string();
        Ok(Some(Shown { title: cut(&title, 120), body: cut(&body, 400), url, tag }))
    }

    async fn hand_over(&self, message: &Message) -> Result<Taken> {
        let sql = "SELECT endpoint, p256dh, auth FROM push_browser WHERE id = $1 AND person_id = $2";
        let row = self.store.read().await?.opt(sql, args![&message.recipient, &message.person]).await?;
        let Some(row) = row else { return Ok(Taken::Dropped("browser-gone")) };
        let Some(shown) = self.shown(message).await? else { return Ok(Taken::Dropped("person-left")) };
        let (endpoint, ua, auth) = (row.text(0)?, decode(&row.text(1)?)?, decode(&row.text(2)?)?);
        let mut salt = [0; 16];
        fill(&mut salt).map_err(failed)?;
        let ours = PrivateKey::generate(&ECDH_P256).map_err(failed)?;
        let plain = serde_json::to_vec(&shown).map_err(Fault::internal)?;
        let body = encrypt(&plain, &ua, &auth, &ours, &salt).map_err(|_| Fault::invalid("notify-push-keys"))?;
        let origin = self.out.check(&endpoint)?.origin().ascii_serialization();
        let signed = self.vapid.authorization(&origin, &self.bag.base_url, self.ctx.now())?;
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("authorization", signed.as_str()),
            ("content-encoding", "aes128gcm"),
            ("content-type", "application/octet-stream"),
            ("ttl", "86400"),
            ("urgency", "normal"),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).map_err(Fault::internal)?);
        }
        let status = self.out.post(&endpoint, headers, body).await?.status().as_u16();
        match status {
            200..300 => Ok(Taken::Sent),
            404 | 410 => {
                self.forget(message.recipient.clone()).await?;
                Ok(Taken::Dropped("browser-gone"))
            }
            408 | 429 | 500.. => Err(Fault::unavailable("notify-push-refused").arg("status", i64::from(status))),
            _ => Err(Fault::invalid("notify-push-refused").arg("status", i64::from(status))),
        }
    }
    async fn forget(&self, id: String) -> Result<()> {
        self.store
            .write(&self.ctx, move |tx| {
                Box::pin(async move { tx.exec("DELETE FROM push_browser WHERE id = $1", args![id]).await.map(drop) })
            })
            .await
    }
    /// Tries a browser right now, past the outbox.
    ///
    /// # Errors
    /// What is wrong on the way.
    pub async fn try_now(&self, browser: &Browser) -> Result<Taken> {
        let message = Outgoing {
            channel: "push",
            recipient: browser.id.to_string(),
            shape: TEST_SHAPE,
            person: browser.person.to_string(),
            ..Outgoing::default()
        };
        self.hand_over(&now_message(message, &self.ctx)).await
    }
}
impl Deliver for Pushes {
    fn channel(&self) -> &'static str {
        "push"
    }
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Taken>> {
        Box::pin(self.hand_over(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    /// The example of RFC 8291, section 5 and appendix A.
    #[test]
    fn the_rfcs_own_example_comes_out() {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let ours =
            PrivateKey::from_private_key(&ECDH_P256, &bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let ua = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let body = encrypt(b"When I grow up, I want to be a watermelon", &ua, &auth, &ours, &salt).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }
    #[test]
    fn the_token_names_the_service_and_verifies() {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let vapid = Vapid(pair);
        let text =
            vapid.authorization("https://push.example", "https://bazan.example.vn", Millis(1_700_000_000_000)).unwrap();
        let (token, key) = text.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!((&claims["aud"], &claims["exp"]), (&json!("https://push.example"), &json!(1_700_043_200)));
        let key = URL_SAFE_NO_PAD.decode(key).unwrap();
        let key = aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED, key);
        key.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    }
}
