//! `bazan serve`: the server with its background work; ends cleanly on Ctrl+C and SIGTERM.
use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use futures::future::BoxFuture;
use kernel::{Fault, Post, Result, Say};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::sync::watch;
use web::{App, Kept, WebConfig};

use crate::{Call, ways::Ways, wire::House};

/// Runs until it is told to stop.
pub async fn run(call: &Call<'_>) -> Result<ExitCode> {
    let house = House::open_to_serve(call).await?;
    serve(call, house).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves a house that is open already.
pub async fn serve(call: &Call<'_>, house: House) -> Result<()> {
    let address = call.config.get("server.listen").to_owned();
    let listener = tokio::net::TcpListener::bind(&address)
        .await
        .map_err(|e| Fault::unavailable("cli-cannot-listen").arg("address", &address).because(e))?;
    let bound = listener.local_addr().map_err(Fault::internal)?;
    let base_url = call.config.opt("server.base_url").map_or_else(|| format!("http://{bound}"), str::to_owned);
    let foreign = house.accounts.foreign_keys().await?;
    if foreign > 0 {
        tracing::warn!(foreign, "second factors sealed under a key that is not here; see bazan doctor");
    }
    let (stop, stopped) = watch::channel(false);
    let ctx = house_ctx(&house);
    let ways = Ways::open(&call.config, &house, &ctx, &base_url).await?;
    let push_key = ways.pushes.vapid.public();
    let out = tokio::spawn(deliver(ctx.clone(), house.store.clone(), ways, stopped.clone()));
    let chase = Chase::of(call, &house)?;
    let digests = Digests { directories: house.directories.clone() };
    let background =
        tokio::spawn(background(ctx, house.store.clone(), digests, house.accounts.clone(), chase, stopped));
    let app = app(call, &house, base_url.clone(), push_key)?;
    // Read the tables while the first page is on its way.
    let boards = Arc::clone(&house.boards);
    tokio::spawn(async move { boards.now().await.map(drop) });
    crate::out!("{}", call.l.say(&Say::new("cli-serving").arg("url", base_url)));
    let service = web::router(Arc::new(app)).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await.map_err(Fault::internal)?;
    let _ = stop.send(true);
    let _ = tokio::join!(background, out);
    house.store.close().await;
    Ok(())
}

fn house_ctx(house: &House) -> kernel::Ctx {
    let mut ctx = house.program("bazan");
    ctx.actor.via = kernel::Via::Job;
    ctx
}

fn app(call: &Call<'_>, house: &House, base_url: String, push_key: String) -> Result<App> {
    let metrics = PrometheusBuilder::new().install_recorder().map_err(Fault::internal)?;
    let press = Arc::new(press::Press::new(crate::fonts::FILES));
    let megabytes = usize::try_from(call.config.number("limits.upload_mb")?).map_err(Fault::internal)?;
    Ok(App {
        store: house.store.clone(),
        directories: Arc::new(house.directories.clone()),
        boards: Arc::clone(&house.boards),
        accounts: Arc::new(house.accounts.clone()),
        oidc: oidc(call, house, &base_url)?,
        gate: Arc::clone(&house.gate),
        clock: Arc::clone(&house.clock),
        press: Arc::new(move |document| press.pdf(document)),
        metrics: Arc::new(move || metrics.render()),
        config: WebConfig {
            base_url,
            trust_proxy: call.config.flag("server.trust_proxy"),
            max_upload_bytes: megabytes * 1_000_000,
            ..WebConfig::default()
        },
        outward: crate::ways::outward(&call.config)?,
        push_key,
        unread: notify::Unread::default(),
        kept: Kept::default(),
    })
}

/// The province's single sign-on, where an issuer is named.
fn oidc(call: &Call<'_>, house: &House, base_url: &str) -> Result<Option<Arc<access::oidc::Oidc>>> {
    let Some(issuer) = call.config.opt("oidc.issuer") else { return Ok(None) };
    let config = access::oidc::OidcConfig {
        issuer: issuer.to_owned(),
        client_id: call.config.get("oidc.client_id").to_owned(),
        client_secret: call.config.opt("oidc.client_secret").map(str::to_owned),
        redirect_url: format!("{base_url}{}", web::app::SSO_CALLBACK),
        username_claim: call.config.opt("oidc.username_claim").map(str::to_owned),
        groups_claim: call.config.opt("oidc.groups_claim").map(str::to_owned),
        posts_of_group: groups(call.config.get("oidc.posts"))?,
        ..access::oidc::OidcConfig::default()
    };
    Ok(Some(Arc::new(access::oidc::Oidc::new(config, house.accounts.clone())?)))
}

/// `bazan-focal=focal, bazan-leaders=leader`: which group gives which post.
fn groups(text: &str) -> Result<std::collections::BTreeMap<String, Post>> {
    let pairs = text.split(',').map(str::trim).filter(|p| !p.is_empty());
    pairs
        .map(|pair| {
            let (group, post) = pair.split_once('=').unwrap_or((pair, ""));
            let post =
                Post::from_word(post.trim()).ok_or_else(|| Fault::invalid("cli-unknown-post").arg("post", post))?;
            Ok((group.trim().to_owned(), post))
        })
        .collect()
}

/// What the daily run of the ladder needs.
#[derive(Clone)]
struct Chase {
    boards: Arc<plan::board::Boards>,
    directories: org::Directories,
    hour: u32,
}
impl Chase {
    fn of(call: &Call<'_>, house: &House) -> Result<Self> {
        let hour = call.config.number("chase.hour")?;
        if hour > 23 {
            return Err(Fault::invalid("config-not-an-hour").arg("key", "chase.hour").arg("value", hour));
        }
        Ok(Self { boards: Arc::clone(&house.boards), directories: house.directories.clone(), hour })
    }
    /// Hands over what units that are no more still lead, then says what the ladder asks for today.
    async fn run(self, run: store::job::JobRun) -> Result<serde_json::Value> {
        let (today, board) = (run.ctx.today(), self.boards.now().await?);
        plan::handover::hand_over_all(&run.store, &run.ctx, &self.directories, &board).await?;
        let night = chase::run(&run.store, &run.ctx, &self.boards, &self.directories, today).await?;
        Ok(
            serde_json::json!({ "reminders": night.rungs_told(), "people": night.people().len(), "unheard": night.unheard }),
        )
    }
}

/// Makes the digests of an hour.
struct Digests {
    directories: org::Directories,
}
impl Digests {
    fn handler(
        &self,
    ) -> impl Fn(store::job::JobRun, serde_json::Value) -> BoxFuture<'static, Result<serde_json::Value>>
    + Send
    + Sync
    + 'static {
        let directories = self.directories.clone();
        move |run, _| {
            let directories = directories.clone();
            Box::pin(async move {
                let directory = directories.now().await?;
                let done = notify::run_digests(&run.store, &run.ctx, &directory, &notify::Unsent, Some(&run)).await?;
                serde_json::to_value(done).map_err(Fault::internal)
            })
        }
    }
}

/// Jobs and sweeping, until the server stops.
async fn background(
    ctx: kernel::Ctx,
    store: store::Store,
    digests: Digests,
    accounts: access::Accounts,
    chase: Chase,
    mut stopped: watch::Receiver<bool>,
) {
    let chase_from = chase.hour;
    let runner = store::job::Runner::new(store.clone(), ctx.clone())
        .handle(notify::DIGEST_JOB, digests.handler())
        .handle(chase::RUN_JOB, move |run, _| Box::pin(chase.clone().run(run)));
    let (mut swept, mut asked, mut chased) = (None, None, None);
    loop {
        if swept != Some(ctx.today()) {
            swept = Some(ctx.today());
            if let Err(fault) = accounts.sweep(&ctx).await {
                tracing::error!(?fault, "sweeping sessions and links");
            }
            if let Err(fault) = store::blob::sweep(&store, &ctx).await {
                tracing::error!(?fault, "sweeping files that no report names");
            }
            if let Err(fault) = voice::tell_overdue(&store, &ctx).await {
                tracing::error!(?fault, "telling of overdue answers");
            }
        }
        let hour = Some((ctx.today(), ctx.now().civil().hour()));
        if asked != hour {
            match notify::ask_for_digests(&store, &ctx).await {
                Ok(()) => asked = hour,
                Err(fault) => tracing::error!(?fault, "asking for the digests"),
            }
        }
        if chased != Some(ctx.today()) {
            match chase::ask_for_run(&store, &ctx, chase_from).await {
                Ok(true) => chased = Some(ctx.today()),
                Ok(false) => {}
                Err(fault) => tracing::error!(?fault, "asking for the run of reminders"),
            }
        }
        if let Err(fault) = runner.drain().await {
            tracing::error!(?fault, "background jobs");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// What waits in the outbox, until the server stops. A delivery under way is cut off then: it is
/// repeated later, under the same id.
async fn deliver(ctx: kernel::Ctx, store: store::Store, ways: Ways, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = ways.pump(&store, &ctx) => {}
            _ = stopped.changed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            _ = stopped.changed() => return,
        }
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
