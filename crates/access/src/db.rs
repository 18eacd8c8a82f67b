//! The SQL of this room.
use kernel::{Millis, PersonId, Result, SessionId, TokenId};
use store::{Row, Sql, Tx, args};

use crate::{session::SessionRow, token::TokenRow};

/// How somebody proves who they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Credential {
    pub(crate) password: Option<String>,
    pub(crate) totp_secret: Option<String>,
    pub(crate) totp_pending: Option<String>,
    pub(crate) totp_step: i64,
}

pub(crate) async fn credential(sql: &mut dyn Sql, person: PersonId) -> Result<Credential> {
    let text = "SELECT password, totp_secret, totp_pending, totp_step FROM credential WHERE person_id = $1";
    let Some(row) = sql.opt(text, args![person]).await? else { return Ok(Credential::default()) };
    Ok(Credential {
        password: row.opt_text(0)?,
        totp_secret: row.opt_text(1)?,
        totp_pending: row.opt_text(2)?,
        totp_step: row.int(3)?,
    })
}
pub(crate) async fn set_password(tx: &mut Tx, person: PersonId, phc: &str, seq: i64) -> Result<()> {
    let now = tx.ctx().now();
    tx.exec(
        "INSERT INTO credential (person_id, password, password_at, totp_secret, totp_pending, totp_step, seq) \
         VALUES ($1,$2,$3,NULL,NULL,0,$4) ON CONFLICT (person_id) DO UPDATE SET password = excluded.password, \
         password_at = excluded.password_at, seq = excluded.seq",
        args![person, phc, now, seq],
    )
    .await
    .map(drop)
}
/// The same password in a stronger hash: nothing anybody would notice.
pub(crate) async fn rehash(tx: &mut Tx, person: PersonId, old: &str, new: &str) -> Result<()> {
    let sql = "UPDATE credential SET password = $3 WHERE person_id = $1 AND password = $2";
    tx.exec(sql, args![person, old, new]).await.map(drop)
}
pub(crate) async fn set_totp_pending(tx: &mut Tx, person: PersonId, secret: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO credential (person_id, password, password_at, totp_secret, totp_pending, totp_step, seq) \
         VALUES ($1,NULL,0,NULL,$2,0,0) ON CONFLICT (person_id) DO UPDATE SET totp_pending = excluded.totp_pending",
        args![person, secret],
    )
    .await
    .map(drop)
}
pub(crate) async fn set_totp(tx: &mut Tx, person: PersonId, secret: Option<&str>, step: i64, seq: i64) -> Result<()> {
    let sql =
        "UPDATE credential SET totp_secret = $2, totp_pending = NULL, totp_step = $3, seq = $4 WHERE person_id = $1";
    tx.exec(sql, args![person, secret, step, seq]).await?;
    tx.exec("DELETE FROM recovery_code WHERE person_id = $1", args![person]).await.map(drop)
}
type OpenKeys = (PersonId, Option<String>, Option<String>);
/// Keys of second factors, set up or about to be, that do not begin with the mark of sealed ones.
pub(crate) async fn open_keys(sql: &mut dyn Sql, mark: &str) -> Result<Vec<OpenKeys>> {
    let text = "SELECT person_id, totp_secret, totp_pending FROM credential \
         WHERE totp_secret NOT LIKE $1 OR totp_pending NOT LIKE $1";
    let rows = sql.rows(text, args![format!("{mark}%")]).await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.opt_text(1)?, row.opt_text(2)?))).collect()
}
pub(crate) async fn put_keys(tx: &mut Tx, person: PersonId, secret: Option<&str>, pending: Option<&str>) -> Result<()> {
    let sql = "UPDATE credential SET totp_secret = $2, totp_pending = $3 WHERE person_id = $1";
    tx.exec(sql, args![person, secret, pending]).await.map(drop)
}
/// How many keys in use are sealed, but not by the key whose texts begin so.
pub(crate) async fn foreign_keys(sql: &mut dyn Sql, mark: &str, own: &str) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM credential WHERE totp_secret LIKE $1 AND totp_secret NOT LIKE $2";
    sql.one(text, args![format!("{mark}%"), format!("{own}%")]).await?.int(0)
}
/// Uses a step up; false when it, or a later one, was used already.
pub(crate) async fn use_step(tx: &mut Tx, person: PersonId, step: i64) -> Result<bool> {
    let sql = "UPDATE credential SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2";
    Ok(tx.exec(sql, args![person, step]).await? == 1)
}
pub(crate) async fn add_recovery_code(tx: &mut Tx, person: PersonId, digest: &str) -> Result<()> {
    tx.exec("INSERT INTO recovery_code (person_id, digest) VALUES ($1,$2)", args![person, digest]).await.map(drop)
}
/// Uses a recovery code up; false when there is no such code.
pub(crate) async fn use_recovery_code(tx: &mut Tx, person: PersonId, digest: &str) -> Result<bool> {
    let sql = "DELETE FROM recovery_code WHERE person_id = $1 AND digest = $2";
    Ok(tx.exec(sql, args![person, digest]).await? == 1)
}
pub(crate) async fn recovery_codes_left(sql: &mut dyn Sql, person: PersonId) -> Result<i64> {
    sql.one("SELECT COUNT(*) FROM recovery_code WHERE person_id = $1", args![person]).await?.int(0)
}

const SESSION: &str = "id, person_id, behalf, agent_digest, agent_name, address, method, created_at, seen_at, ends_at";
fn session_from(row: &Row) -> Result<SessionRow> {
    Ok(SessionRow {
        id: row.id(0)?,
        person: row.id(1)?,
        behalf: row.opt_id(2)?,
        agent_digest: row.text(3)?,
        agent_name: row.text(4)?,
        address: row.text(5)?,
        method: row.text(6)?,
        created_at: row.millis(7)?,
        seen_at: row.millis(8)?,
        ends_at: row.millis(9)?,
    })
}
pub(crate) async fn add_session(tx: &mut Tx, digest: &str, s: &SessionRow) -> Result<()> {
    tx.exec(
        "INSERT INTO session (id, digest, person_id, behalf, agent_digest, agent_name, address, method, created_at, seen_at, ends_at) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
        args![
            s.id, digest, s.person, s.behalf, &s.agent_digest, &s.agent_name, &s.address, &s.method,
            s.created_at, s.seen_at, s.ends_at
        ],
    )
    .await
    .map(drop)
}
pub(crate) async fn session_by_digest(sql: &mut dyn Sql, digest: &str) -> Result<Option<SessionRow>> {
    let text = format!("SELECT {SESSION} FROM session WHERE digest = $1");
    sql.opt(&text, args![digest]).await?.as_ref().map(session_from).transpose()
}
pub(crate) async fn session(sql: &mut dyn Sql, id: SessionId) -> Result<Option<SessionRow>> {
    let text = format!("SELECT {SESSION} FROM session WHERE id = $1");
    sql.opt(&text, args![id]).await?.as_ref().map(session_from).transpose()
}
pub(crate) async fn sessions_of(sql: &mut dyn Sql, person: PersonId) -> Result<Vec<SessionRow>> {
    let text = format!("SELECT {SESSION} FROM session WHERE person_id = $1 ORDER BY seen_at DESC, id");
    sql.rows(&text, args![person]).await?.iter().map(session_from).collect()
}
pub(crate) async fn touch_session(tx: &mut Tx, id: SessionId, now: Millis) -> Result<()> {
    tx.exec("UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2", args![id, now]).await.map(drop)
}
pub(crate) async fn set_behalf(tx: &mut Tx, id: SessionId, behalf: Option<PersonId>) -> Result<()> {
    tx.exec("UPDATE session SET behalf = $2 WHERE id = $1", args![id, behalf]).await.map(drop)
}
pub(crate) async fn end_session(tx: &mut Tx, id: SessionId) -> Result<bool> {
    Ok(tx.exec("DELETE FROM session WHERE id = $1", args![id]).await? == 1)
}
/// Ends all of a person's sessions but one; returns how many.
pub(crate) async fn end_sessions(tx: &mut Tx, person: PersonId, but: Option<SessionId>) -> Result<u64> {
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    tx.exec("DELETE FROM session WHERE person_id = $1 AND id <> $2", args![person, but]).await
}

const TOKEN: &str = "id, person_id, name, hint, scopes, created_at, ends_at, used_at, revoked_at";
fn token_from(row: &Row) -> Result<TokenRow> {
    Ok(TokenRow {
        id: row.id(0)?,
        person: row.id(1)?,
        name: row.text(2)?,
        hint: row.text(3)?,
        scopes: row.text(4)?.split(' ').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        created_at: row.millis(5)?,
        ends_at: row.millis(6)?,
        used_at: row.opt_millis(7)?,
        revoked_at: row.opt_millis(8)?,
    })
}
pub(crate) async fn add_token(tx: &mut Tx, digest: &str, t: &TokenRow) -> Result<()> {
    tx.exec(
        "INSERT INTO api_token (id, digest, person_id, name, hint, scopes, created_at, ends_at) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
        args![t.id, digest, t.person, &t.name, &t.hint, t.scopes.join(" "), t.created_at, t.ends_at],
    )
    .await
    .map(drop)
}
pub(crate) async fn token_by_digest(sql: &mut dyn Sql, digest: &str) -> Result<Option<TokenRow>> {
    let text = format!("SELECT {TOKEN} FROM api_token WHERE digest = $1");
    sql.opt(&text, args![digest]).await?.as_ref().map(token_from).transpose()
}
pub(crate) async fn token(sql: &mut dyn Sql, id: TokenId) -> Result<Option<TokenRow>> {
    let text = format!("SELECT {TOKEN} FROM api_token WHERE id = $1");
    sql.opt(&text, args![id]).await?.as_ref().map(token_from).transpose()
}
pub(crate) async fn tokens_of(sql: &mut dyn Sql, person: PersonId) -> Result<Vec<TokenRow>> {
    let text = format!("SELECT {TOKEN} FROM api_token WHERE person_id = $1 ORDER BY created_at DESC, id");
    sql.rows(&text, args![person]).await?.iter().map(token_from).collect()
}
pub(crate) async fn token_used(tx: &mut Tx, id: TokenId, now: Millis) -> Result<()> {
    tx.exec("UPDATE api_token SET used_at = $2 WHERE id = $1", args![id, now]).await.map(drop)
}
pub(crate) async fn revoke_token(tx: &mut Tx, id: TokenId, now: Millis) -> Result<bool> {
    let sql = "UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    Ok(tx.exec(sql, args![id, now]).await? == 1)
}

/// How often somebody or some address failed lately, and when it may try again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tries {
    pub(crate) failures: i64,
    pub(crate) last_at: Millis,
    pub(crate) open_at: Millis,
}
pub(crate) async fn tries(sql: &mut dyn Sql, subject: &str) -> Result<Tries> {
    let text = "SELECT failures, last_at, open_at FROM throttle WHERE subject = $1";
    let Some(row) = sql.opt(text, args![subject]).await? else { return Ok(Tries::default()) };
    Ok(Tries { failures: row.int(0)?, last_at: row.millis(1)?, open_at: row.millis(2)? })
}
pub(crate) async fn put_tries(tx: &mut Tx, subject: &str, t: Tries) -> Result<()> {
    tx.exec(
        "INSERT INTO throttle (subject, failures, last_at, open_at) VALUES ($1,$2,$3,$4) ON CONFLICT (subject) \
         DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, open_at = excluded.open_at",
        args![subject, t.failures, t.last_at, t.open_at],
    )
    .await
    .map(drop)
}

pub(crate) async fn add_invitation(
    tx: &mut Tx,
    digest: &str,
    person: PersonId,
    now: Millis,
    ends: Millis,
) -> Result<()> {
    // The newest link is the only one that works.
    tx.exec("DELETE FROM invitation WHERE person_id = $1", args![person]).await?;
    let sql = "INSERT INTO invitation (digest, person_id, created_at, ends_at) VALUES ($1,$2,$3,$4)";
    tx.exec(sql, args![digest, person, now, ends]).await.map(drop)
}
/// Whom an open invitation is for.
pub(crate) async fn invited(sql: &mut dyn Sql, digest: &str, now: Millis) -> Result<Option<PersonId>> {
    let text = "SELECT person_id FROM invitation WHERE digest = $1 AND used_at IS NULL AND ends_at > $2";
    sql.opt(text, args![digest, now]).await?.map(|r| r.id(0)).transpose()
}
/// Uses an invitation up; false when it was used or is over.
pub(crate) async fn use_invitation(tx: &mut Tx, digest: &str, now: Millis) -> Result<bool> {
    let sql = "UPDATE invitation SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND ends_at > $2";
    Ok(tx.exec(sql, args![digest, now]).await? == 1)
}

/// A sign-in at the provider that was begun here.
pub(crate) struct OidcLogin {
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) return_to: String,
    pub(crate) created_at: Millis,
}
pub(crate) async fn add_oidc_login(tx: &mut Tx, state: &str, browser: &str, l: &OidcLogin) -> Result<()> {
    tx.exec(
        "INSERT INTO oidc_login (state_digest, browser_digest, nonce, verifier, return_to, created_at) \
         VALUES ($1,$2,$3,$4,$5,$6)",
        args![state, browser, &l.nonce, &l.verifier, &l.return_to, l.created_at],
    )
    .await
    .map(drop)
}
/// Takes it away: the same state is never answered twice.
pub(crate) async fn take_oidc_login(tx: &mut Tx, state: &str, browser: &str) -> Result<Option<OidcLogin>> {
    let text =
        "SELECT nonce, verifier, return_to, created_at FROM oidc_login WHERE state_digest = $1 AND browser_digest = $2";
    let Some(row) = tx.opt(text, args![state, browser]).await? else { return Ok(None) };
    tx.exec("DELETE FROM oidc_login WHERE state_digest = $1", args![state]).await?;
    let (nonce, verifier, return_to) = (row.text(0)?, row.text(1)?, row.text(2)?);
    Ok(Some(OidcLogin { nonce, verifier, return_to, created_at: row.millis(3)? }))
}
pub(crate) async fn oidc_person(sql: &mut dyn Sql, issuer: &str, subject: &str) -> Result<Option<PersonId>> {
    let text = "SELECT person_id FROM oidc_link WHERE issuer = $1 AND subject = $2";
    sql.opt(text, args![issuer, subject]).await?.map(|r| r.id(0)).transpose()
}
pub(crate) async fn link_oidc(tx: &mut Tx, issuer: &str, subject: &str, person: PersonId) -> Result<()> {
    let now = tx.ctx().now();
    let sql = "INSERT INTO oidc_link (issuer, subject, person_id, created_at) VALUES ($1,$2,$3,$4)";
    tx.exec(sql, args![issuer, subject, person, now]).await.map(drop)
}

pub(crate) async fn sweep(tx: &mut Tx) -> Result<()> {
    let now = tx.ctx().now();
    let day = now.plus(-86_400_000);
    tx.exec("DELETE FROM session WHERE ends_at < $1", args![now]).await?;
    tx.exec("DELETE FROM throttle WHERE last_at < $1 AND open_at < $2", args![day, now]).await?;
    tx.exec("DELETE FROM invitation WHERE ends_at < $1", args![day]).await?;
    tx.exec("DELETE FROM oidc_login WHERE created_at < $1", args![day]).await.map(drop)
}
