//! Asking the provider: no redirects (a token request must not be sent elsewhere), ten seconds, one
//! megabyte.
use std::{pin::Pin, time::Duration};

use kernel::{Fault, Result};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

const LARGEST: usize = 1 << 20;

pub(super) struct Http(reqwest::Client);

/// What went wrong on the way.
#[derive(Debug)]
pub(super) struct Broken(String);
impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Broken {}
fn broken(error: impl std::fmt::Display) -> Broken {
    Broken(error.to_string())
}

impl Http {
    pub(super) fn new() -> Result<Self> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(Fault::internal)?;
        Ok(Self(client))
    }
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Broken> {
        let mut answer = self.0.execute(request.try_into().map_err(broken)?).await.map_err(broken)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(broken("the provider's answer is too long"));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = Broken;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Broken>> + Send + 'c>>;
    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
