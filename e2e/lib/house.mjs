// The house under test: a sample province, loaded once and copied for each test file, and a server on a free port.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = process.env.BAZAN_BIN ?? fileURLToPath(new URL('../../target/debug/bazan', import.meta.url));
const CACHE = fileURLToPath(new URL('../node_modules/.cache/bazan/', import.meta.url));
const ENV = { ...process.env, BAZAN_LANG: 'vi', RUST_BACKTRACE: '1' };
delete ENV.BAZAN_DATA;
delete ENV.BAZAN_CONFIG;

/** The sample province as this very program loads it today; made at the first call, kept for the next test files. */
function province() {
  const built = statSync(BIN);
  const key = `${Math.trunc(built.mtimeMs)}-${built.size}-${new Date().toISOString().slice(0, 10)}`;
  const dir = join(CACHE, key);
  if (existsSync(dir)) return dir;
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE)) rmSync(join(CACHE, old), { recursive: true, force: true });
  const part = `${dir}.part`;
  mkdirSync(part);
  execFileSync(BIN, ['demo', '--data', part, '--no-serve'], { env: ENV, stdio: ['ignore', 'ignore', 'inherit'] });
  // A half-loaded province must never be found by the next run.
  renameSync(part, dir);
  return dir;
}

/** A port that nobody uses now. */
const freePort = () => new Promise((resolve, reject) => {
  const server = createServer().on('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Lines of accounts.txt: sign-in name, password, what the account is for. */
function accounts(data) {
  const lines = readFileSync(join(data, 'accounts.txt'), 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => {
    const [name, password, who] = line.split('\t');
    return [name, { name, password, who }];
  }));
}

async function awake(url, child) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const ready = await fetch(`${url}/health/ready`).then((r) => r.ok, () => false);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server does not answer');
}

/** Opens a house: `{ url, data, accounts, log(), close() }`. */
export async function openHouse() {
  const data = mkdtempSync(join(tmpdir(), 'bazan-e2e-'));
  cpSync(province(), data, { recursive: true });
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(BIN, ['serve', '--data', data, '--listen', url.slice(7)], { env: ENV, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let log = '';
  // Whatever ends the tests ends the server.
  process.once('exit', () => child.kill());
  for (const out of [child.stdout, child.stderr]) out.on('data', (text) => { log += text; });
  const close = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await awake(url, child);
  } catch (error) {
    await close();
    throw new Error(`${error.message}\n${log}`);
  }
  return { url, data, accounts: accounts(data), log: () => log, close };
}
