//! A server on this machine that takes webhooks and pushes, and answers as it is told.
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU16, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What came: headers in small letters, and the body.
#[derive(Clone, Debug)]
pub struct Came {
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}
impl Came {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
}

/// Never answer.
pub const SILENT: u16 = 0;
/// Close the line without an answer.
pub const HANG_UP: u16 = 1;

pub struct Receiver {
    pub url: String,
    pub came: Arc<Mutex<Vec<Came>>>,
    answer: Arc<AtomicU16>,
    task: tokio::task::JoinHandle<()>,
}
impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}
impl Receiver {
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let (came, answer) = (Arc::<Mutex<Vec<Came>>>::default(), Arc::new(AtomicU16::new(200)));
        let (kept, say) = (Arc::clone(&came), Arc::clone(&answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&say)));
            }
        });
        Self { url, came, answer, task }
    }
    pub fn answers(&self, status: u16) {
        self.answer.store(status, Ordering::SeqCst);
    }
    pub fn all(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, came: Arc<Mutex<Vec<Came>>>, answer: Arc<AtomicU16>) {
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let Ok(n) = stream.read(&mut buffer).await else { return };
        if n == 0 {
            return;
        }
        read.extend_from_slice(&buffer[..n]);
        let Some(end) = read.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let headers: Vec<(String, String)> = head
            .lines()
            .skip(1)
            .filter_map(|l| l.split_once(": "))
            .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
            .collect();
        let length = headers.iter().find(|(n, _)| n == "content-length").map_or(0, |(_, v)| v.parse().unwrap());
        if read.len() < end + 4 + length {
            continue;
        }
        came.lock().unwrap().push(Came { headers, body: read[end + 4..].to_vec() });
        let status = answer.load(Ordering::SeqCst);
        if status == SILENT {
            // Keeps the line open and says nothing, until the other side gives up.
            let _ = stream.read(&mut buffer).await;
            return;
        }
        if status == HANG_UP {
            return;
        }
        let location = if (300..400).contains(&status) { "location: /elsewhere\r\n" } else { "" };
        let text = format!("HTTP/1.1 {status} X\r\n{location}content-length: 0\r\nconnection: close\r\n\r\n");
        let _ = stream.write_all(text.as_bytes()).await;
        return;
    }
}
