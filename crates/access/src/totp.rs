//! Time-based one-time codes (RFC 6238 on RFC 4226): HMAC-SHA-1, 30 seconds, six digits, as every
//! authenticator app makes them.
use hmac::{Hmac, KeyInit, Mac};
use kernel::Millis;
use sha1::Sha1;

const STEP_MILLIS: i64 = 30_000;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step an instant lies in.
pub(crate) fn step_of(now: Millis) -> i64 {
    now.0.div_euclid(STEP_MILLIS)
}

fn code(key: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 0xf);
    let four: [u8; 4] = hash[at..at + 4].try_into().ok()?;
    Some((u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code this is: now, one before or one after, but later than the last one used.
/// All three are always computed and compared whole.
pub(crate) fn matching_step(secret: &str, typed: &str, now: Millis, last_used: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let key = from_base32(secret)?;
    let mut found = None;
    for step in step_of(now) - 1..=step_of(now) + 1 {
        let fits = crate::secret::same(&format!("{:06}", code(&key, step)?), &typed);
        if fits && step > last_used {
            found = Some(step);
        }
    }
    found
}

/// RFC 4648 base 32 without padding, the form in which apps take keys.
pub(crate) fn to_base32(bytes: &[u8]) -> String {
    let (mut out, mut bits, mut held) = (String::new(), 0u32, 0u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    out
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for c in text.bytes() {
        held = (held << 5) | u32::try_from(ALPHABET.iter().position(|a| *a == c)?).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
    }
    Some(out)
}

/// What the QR code says.
pub(crate) fn uri(secret: &str, issuer: &str, username: &str) -> String {
    let plain = |text: &str| -> String {
        let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let (issuer, username) = (plain(issuer), plain(username));
    format!("otpauth://totp/{issuer}:{username}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

/// The code of an instant; for tests and for the sample's accounts, never for verifying.
#[must_use]
pub fn current_code(secret: &str, now: Millis) -> String {
    from_base32(secret).and_then(|key| code(&key, step_of(now))).map(|c| format!("{c:06}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_rfc_s_own_vectors() {
        let secret = to_base32(b"12345678901234567890");
        assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(current_code(&secret, Millis(second * 1000)), code, "{second}");
        }
    }
    #[test]
    fn one_step_either_way_and_never_twice() {
        let secret = to_base32(&[7; 20]);
        let now = Millis(1_800_000_000_000);
        let step = step_of(now);
        for (shift, ok) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = current_code(&secret, now.plus(shift * STEP_MILLIS));
            assert_eq!(matching_step(&secret, &code, now, 0), ok.then_some(step + shift), "{shift}");
        }
        let code = current_code(&secret, now);
        assert_eq!(matching_step(&secret, &code, now, step), None);
        assert_eq!(matching_step(&secret, &format!("{} {}", &code[..3], &code[3..]), now, step - 1), Some(step));
        assert_eq!(matching_step(&secret, "", now, 0), None);
    }
    #[test]
    fn the_uri_escapes_what_it_holds() {
        let uri = uri("ABC", "Lâm Đồng", "an@x.vn");
        assert!(uri.starts_with("otpauth://totp/L%C3%A2m%20%C4%90%E1%BB%93ng:an%40x.vn?secret=ABC&"), "{uri}");
    }
}
