//! A small OpenID provider on loopback that can be told to misbehave: ES256, PKCE checked.
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use serde_json::{Value, json};

pub const CLIENT_ID: &str = "bazan";

struct Grant {
    challenge: String,
    claims: Value,
}
struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    kid: String,
    /// Signs with this in place of the published key.
    forger: Option<EcdsaKeyPair>,
    grants: HashMap<String, Grant>,
    discoveries: usize,
}
#[derive(Clone)]
pub struct Provider(Arc<Mutex<Inner>>);

fn new_key() -> EcdsaKeyPair {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).unwrap()
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner =
            Inner { issuer, key: new_key(), kid: "k1".into(), forger: None, grants: HashMap::new(), discoveries: 0 };
        let provider = Self(Arc::new(Mutex::new(inner)));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }
    pub fn issuer(&self) -> String {
        self.0.lock().unwrap().issuer.clone()
    }
    pub fn discoveries(&self) -> usize {
        self.0.lock().unwrap().discoveries
    }
    pub fn rotate_keys(&self) {
        let mut inner = self.0.lock().unwrap();
        (inner.key, inner.kid) = (new_key(), "k2".into());
    }
    pub fn sign_with_a_stranger_s_key(&self) {
        self.0.lock().unwrap().forger = Some(new_key());
    }
    /// Somebody signs in there and agrees: the code the browser brings back, and the state.
    pub fn approve(&self, url: &str, now: i64, change: impl FnOnce(&mut Value)) -> (String, String) {
        let query: HashMap<String, String> =
            openidconnect::url::Url::parse(url).unwrap().query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        let mut inner = self.0.lock().unwrap();
        let mut claims = json!({
            "iss": inner.issuer, "aud": CLIENT_ID, "sub": "sub-1", "nonce": query["nonce"],
            "iat": now / 1000, "exp": now / 1000 + 300,
        });
        change(&mut claims);
        let code = format!("code-{}", inner.grants.len());
        inner.grants.insert(code.clone(), Grant { challenge: query["code_challenge"].clone(), claims });
        (code, query["state"].clone())
    }
}

async fn configuration(State(p): State<Provider>) -> Json<Value> {
    let mut inner = p.0.lock().unwrap();
    inner.discoveries += 1;
    let issuer = &inner.issuer;
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "none"],
    }))
}

async fn keys(State(p): State<Provider>) -> Json<Value> {
    let inner = p.0.lock().unwrap();
    let point = inner.key.public_key().as_ref();
    let (x, y) = (B64.encode(&point[1..33]), B64.encode(&point[33..]));
    Json(json!({ "keys": [
        { "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": inner.kid, "x": x, "y": y }
    ] }))
}

async fn token(
    State(p): State<Provider>,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Json<Value>, StatusCode> {
    let mut inner = p.0.lock().unwrap();
    let grant = inner.grants.remove(&form["code"]).ok_or(StatusCode::BAD_REQUEST)?;
    let verifier = digest::digest(&digest::SHA256, form["code_verifier"].as_bytes());
    if B64.encode(verifier) != grant.challenge {
        return Err(StatusCode::BAD_REQUEST);
    }
    let mut header = json!({ "alg": "ES256", "kid": inner.kid });
    let unsigned = grant.claims.get("unsigned").is_some();
    if unsigned {
        header = json!({ "alg": "none" });
    }
    let text = format!("{}.{}", B64.encode(header.to_string()), B64.encode(grant.claims.to_string()));
    let key = inner.forger.as_ref().unwrap_or(&inner.key);
    let signature = key.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
    let signature = if unsigned { String::new() } else { B64.encode(signature) };
    Ok(Json(json!({
        "access_token": "at", "token_type": "Bearer", "expires_in": 300, "id_token": format!("{text}.{signature}"),
    })))
}
