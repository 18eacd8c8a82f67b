//! Passwords: what is accepted (length over composition, as NIST SP 800-63B and OWASP advise), and
//! argon2id with bounded memory.
use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use kernel::{
    Fault, Result,
    text::{fold, nfc},
};
use tokio::sync::Semaphore;

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most characters: enough for any phrase, too few to tire the hash.
pub const LONGEST: usize = 128;

/// Words on which common passwords are built, Vietnamese ones among them, folded.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "matkhau",
    "mat khau",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "1q2w3e4r5t",
    "1q2w3e4r",
    "q1w2e3r4",
    "1qaz2wsx",
    "qazwsx",
    "abcdefgh",
    "abc123",
    "abcd1234",
    "iloveyou",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "quantri",
    "quantrivien",
    "root",
    "test",
    "guest",
    "user",
    "changeme",
    "default",
    "secret",
    "login",
    "hello",
    "monkey",
    "dragon",
    "football",
    "sunshine",
    "princess",
    "superman",
    "master",
    "anhyeuem",
    "emyeuanh",
    "yeuem",
    "yeuanh",
    "nhoem",
    "mylove",
    "khongbiet",
    "khongco",
    "xinchao",
    "motngay",
    "giadinh",
    "hanhphuc",
    "conyeu",
    "nguyen",
    "vietnam",
    "vietnamvodich",
    "lamdong",
    "dalat",
    "binhthuan",
    "daknong",
    "baoloc",
    "phanthiet",
    "hanoi",
    "saigon",
    "hochiminh",
    "danang",
    "tphcm",
    "ubnd",
    "congan",
    "chuyendoiso",
    "bazan",
    "tayguyen",
    "taynguyen",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "0123456789",
    "987654321",
    "654321",
    "112233",
    "111111",
    "000000",
    "888888",
    "666666",
    "123123",
    "123321",
    "147258369",
];

/// Is it good enough for that account?
///
/// # Errors
/// `Invalid`, about the field `password`.
pub fn check(password: &str, username: &str) -> Result<()> {
    let bad = |id| Err(Fault::invalid(id).arg("shortest", SHORTEST).arg("longest", LONGEST).field("password"));
    let length = nfc(password).chars().count();
    if length < SHORTEST {
        return bad("access-password-short");
    }
    if length > LONGEST {
        return bad("access-password-long");
    }
    let folded = fold(password);
    let name = fold(username);
    let name = name.split('@').next().unwrap_or_default();
    if name.chars().count() >= 3 && folded.contains(name) {
        return bad("access-password-has-username");
    }
    if is_common(&folded) {
        return bad("access-password-common");
    }
    Ok(())
}

/// Common words taken out, fewer than five different characters are left: what remains is decoration.
fn is_common(folded: &str) -> bool {
    let mut words: Vec<&str> = COMMON.to_vec();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let mut rest = folded.to_owned();
    for word in words {
        rest = rest.replace(word, "");
    }
    let mut left: Vec<char> = rest.chars().filter(|c| !c.is_whitespace()).collect();
    // Years and marks that people hang on: 2026, @, !.
    left.retain(|c| c.is_alphabetic() || rest.len() == folded.len());
    left.sort_unstable();
    left.dedup();
    left.len() < 5 || is_run(folded)
}

/// All characters follow one another: 0123456789, abcdefghijk.
fn is_run(text: &str) -> bool {
    let steps: Vec<i64> = text.as_bytes().windows(2).map(|w| i64::from(w[1]) - i64::from(w[0])).collect();
    steps.iter().filter(|s| s.abs() == 1).count() * 10 >= steps.len() * 9
}

/// How many may wait for their hash: two seconds' worth on a small machine.
const QUEUE: usize = 64;

/// Hashes and verifies off the async threads, two at a time: 2 × 19 MiB and no more.
#[derive(Clone)]
pub(crate) struct Hasher {
    queue: Arc<Semaphore>,
    turn: Arc<Semaphore>,
    dummy: Arc<tokio::sync::OnceCell<String>>,
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Fault::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
/// How a hash of today's strength begins.
const CURRENT: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

impl Hasher {
    pub(crate) fn new() -> Self {
        Self { queue: Arc::new(Semaphore::new(QUEUE)), turn: Arc::new(Semaphore::new(2)), dummy: Arc::default() }
    }
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        // A flood of sign-ins is turned away at the door, so that those inside can work on.
        let _place = self.queue.try_acquire().map_err(|_| Fault::unavailable("access-busy"))?;
        let _turn = self.turn.acquire().await.map_err(Fault::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?
    }
    /// A PHC string with its own random salt.
    pub(crate) async fn hash(&self, password: &str) -> Result<String> {
        let password = nfc(password);
        self.run(move || {
            let salt: [u8; 16] = crate::secret::random()?;
            let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(Fault::internal)?;
            Ok(hash.to_string())
        })
        .await
    }
    /// Does it fit? Without a hash (no such account, no password) the same work is done for nothing,
    /// so that the time tells nothing.
    pub(crate) async fn verify(&self, password: &str, phc: Option<String>) -> Result<bool> {
        let known = phc.is_some();
        let phc = match phc {
            Some(phc) => phc,
            None => self.dummy.get_or_try_init(|| self.hash("nobody has this password")).await?.clone(),
        };
        let password = nfc(password);
        let fits = self
            .run(move || {
                let parsed = PasswordHash::new(&phc).map_err(Fault::internal)?;
                Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await?;
        Ok(fits && known)
    }
    /// Was it made with weaker parameters than today's?
    pub(crate) fn is_old(phc: &str) -> bool {
        !phc.starts_with(CURRENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn long_ones_pass_and_common_ones_do_not() {
        for good in ["cà phê sữa đá lúc 7 giờ", "Tr4m-hu0ng/gio", "đồi chè xanh ngắt", "kqzvx-84-mwpra"]
        {
            assert!(check(good, "daumoi").is_ok(), "{good}");
        }
        for (bad, why) in [
            ("ngắn quá", "access-password-short"),
            ("1234567890", "access-password-common"),
            ("0987654321", "access-password-common"),
            ("aaaaaaaaaaaa", "access-password-common"),
            ("Password2026!", "access-password-common"),
            ("P@ssw0rd123", "access-password-common"),
            ("Matkhau@2026", "access-password-common"),
            ("Mật khẩu 123", "access-password-common"),
            ("Lamdong@2025", "access-password-common"),
            ("AnhYeuEm1234", "access-password-common"),
            ("abcdefghijkl", "access-password-common"),
            ("xxDauMoixx99", "access-password-has-username"),
        ] {
            assert_eq!(check(bad, "daumoi").unwrap_err().say.id, why, "{bad}");
        }
        assert_eq!(check(&"đ".repeat(129), "x").unwrap_err().say.id, "access-password-long");
    }
    #[tokio::test]
    async fn hashes_are_salted_verified_and_never_fit_nobody() {
        let hasher = Hasher::new();
        let (a, b) = (hasher.hash("đồi chè xanh").await.unwrap(), hasher.hash("đồi chè xanh").await.unwrap());
        assert_ne!(a, b);
        assert!(a.starts_with(CURRENT) && !Hasher::is_old(&a), "{a}");
        // However the accents were typed: composed or not, it is the same password.
        assert!(hasher.verify("đo\u{302}\u{300}i che\u{300} xanh", Some(a.clone())).await.unwrap());
        assert!(!hasher.verify("đồi chè xanhh", Some(a)).await.unwrap());
        assert!(!hasher.verify("nobody has this password", None).await.unwrap());
        let all: Vec<_> = (0..=QUEUE).map(|_| hasher.queue.clone().try_acquire_owned()).collect();
        assert!(all[QUEUE].is_err());
        assert_eq!(hasher.verify("x", None).await.unwrap_err().say.id, "access-busy");
        drop(all);
        assert!(!hasher.verify("x", None).await.unwrap());
        assert!(Hasher::is_old("$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA"));
    }
}
