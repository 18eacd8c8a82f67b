//! Mail out of the outbox: one SMTP server, each message with its own Message-ID, so that a
//! delivery repeated after a crash can be told from a second message.
use futures::future::BoxFuture;
use kernel::{Fault, Result};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Mail, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::authentication::Credentials,
};
use notify::{Mailbag, Ready};
use store::outbox::{Deliver, Message, Taken};

use crate::config::Config;

/// The mail channel.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    bag: Mailbag,
}

impl Smtp {
    /// From the settings; `None` when no server is named.
    ///
    /// # Errors
    /// `Invalid` naming the setting that is wrong.
    pub fn from_config(config: &Config, bag: Mailbag) -> Result<Option<Self>> {
        let Some(server) = config.opt("mail.server") else { return Ok(None) };
        let wrong = |key: &str| Fault::invalid("config-bad-value").arg("key", key).arg("value", config.get(key));
        let (host, port) = server.rsplit_once(':').ok_or_else(|| wrong("mail.server"))?;
        let port: u16 = port.parse().map_err(|_| wrong("mail.server"))?;
        let builder = match config.get("mail.tls") {
            "none" => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
            "tls" => AsyncSmtpTransport::<Tokio1Executor>::relay(host).map_err(|e| wrong("mail.server").because(e))?,
            "starttls" => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)
                .map_err(|e| wrong("mail.server").because(e))?,
            _ => return Err(wrong("mail.tls")),
        };
        let mut builder = builder.port(port).timeout(Some(std::time::Duration::from_secs(20)));
        if let Some(user) = config.opt("mail.user") {
            builder = builder.credentials(Credentials::new(user.to_owned(), config.get("mail.password").to_owned()));
        }
        let from = config.get("mail.from").parse().map_err(|_| wrong("mail.from"))?;
        Ok(Some(Self { transport: builder.build(), from, bag }))
    }
}

impl Deliver for Smtp {
    fn channel(&self) -> &'static str {
        "mail"
    }
    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Taken>> {
        Box::pin(async move {
            let letter = match self.bag.letter(message).await? {
                Ready::Letter(letter) => letter,
                Ready::Drop(why) => return Ok(Taken::Dropped(why)),
            };
            let to = letter
                .to
                .parse()
                .map_err(|e| Fault::invalid("mail-bad-address").arg("address", &letter.to).because(e))?;
            let builder = Mail::builder()
                .from(self.from.clone())
                .to(to)
                .message_id(Some(format!("<{}@bazan>", message.id)))
                .subject(letter.subject);
            let mail = match letter.html {
                Some(html) => builder.multipart(MultiPart::alternative_plain_html(letter.text, html)),
                None => builder.body(letter.text),
            };
            let mail = mail.map_err(Fault::internal)?;
            self.transport
                .send(mail)
                .await
                .map(|_| Taken::Sent)
                .map_err(|e| Fault::unavailable("mail-server-down").because(e))
        })
    }
}
