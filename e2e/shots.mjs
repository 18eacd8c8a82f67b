// Pictures of all main pages into shots/, to be looked at: `BAZAN_BIN=… node shots.mjs [pattern of names]`.
import { mkdirSync } from 'node:fs';
import { openHouse } from './lib/house.mjs';
import { DESK, openBrowser, people, PHONE } from './lib/people.mjs';
import { plan } from './lib/plan.mjs';

const wanted = new RegExp(process.argv[2] ?? '');
const OUT = new URL('shots/', import.meta.url).pathname;
mkdirSync(OUT, { recursive: true });
const house = await openHouse();
const browser = await openBrowser();
const who = people(browser, house);

/** The address that the first link of that kind leads to. */
async function find(page, path, pattern) {
  await page.goto(house.url + path);
  const links = await page.locator('main a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  return links.find((l) => pattern.test(l ?? '')) ?? path;
}

try {
  const focal = await who.page('daumoi');
  await focal.goto(`${house.url}/documents/new`);
  await focal.setInputFiles('#file', { name: 'ke-hoach-thu.docx', mimeType: 'application/octet-stream', buffer: plan() });
  await focal.waitForURL('**/drafts/*');
  const draft = new URL(focal.url()).pathname;
  const edit = await find(focal, draft, /[?&]row=/);
  const officer = await who.page('sotuphap');
  const id = '[0-9a-z-]{8,}';
  const list = [
    ['daumoi', 'home', '/'],
    ['lanhdao', 'dashboard', '/dashboard'],
    ['lanhdao', 'dashboard-june', '/dashboard?as_of=2026-06-19'],
    ['daumoi', 'tasks', '/tasks'],
    ['daumoi', 'task', await find(officer, '/tasks?state=running,overdue,not_started', new RegExp(`^/tasks/${id}`))],
    ['sotuphap', 'task-mine', await find(officer, '/tasks?state=running,overdue,not_started', new RegExp(`^/tasks/${id}`))],
    ['daumoi', 'task-group', await find(focal, `/tasks?q=${encodeURIComponent('cấp xã')}`, new RegExp(`^/tasks/${id}`))],
    ['daumoi', 'targets', '/targets'],
    ['daumoi', 'target', await find(focal, '/targets?state=met', new RegExp(`^/targets/${id}`))],
    ['daumoi', 'documents', '/documents'],
    ['daumoi', 'document', await find(focal, '/documents', new RegExp(`^/documents/${id}`))],
    ['daumoi', 'document-text', `${await find(focal, '/documents', new RegExp(`^/documents/${id}`))}?text=1`],
    ['daumoi', 'document-new', '/documents/new'],
    ['daumoi', 'import', draft],
    ['daumoi', 'import-edit', edit],
    ['daumoi', 'units', '/units'],
    ['daumoi', 'unit', await find(focal, '/units', new RegExp(`^/units/${id}`))],
    ['lanhdao', 'budget', '/budget'],
    ['daumoi', 'budget-june', '/budget?as_of=2026-06-19'],
    ['daumoi', 'budget-projects', '/budget/projects?level=province'],
    ['daumoi', 'budget-project', await find(focal, '/budget/projects?q=khong+gian', new RegExp(`^/budget/projects/${id}`))],
    ['daumoi', 'budget-month', '/budget/months/10'],
    ['daumoi', 'budget-new', '/budget/new'],
    ['daumoi', 'voice', '/voice'],
    ['daumoi', 'voice-june', '/voice?as_of=2026-06-19'],
    ['daumoi', 'voice-stats', '/voice/stats'],
    ['daumoi', 'voice-one', await find(focal, '/voice?state=answered&kind=initiative', new RegExp(`^/voice/${id}`))],
    ['sotuphap', 'voice-mine', await find(officer, '/voice?state=processing', new RegExp(`^/voice/${id}`))],
    ['daumoi', 'voice-new', '/voice/new'],
    ['lanhdao', 'reports', '/reports?as_of=2026-06-19'],
    ['xabaolam1', 'home-commune', '/'],
    ['daumoi', 'me', '/me'],
    ['daumoi', 'tokens', '/me/tokens'],
    ...['', '/people', '/units', '/calendar', '/audit', '/jobs', '/outbox'].map((p) => ['quantri', `admin${p.replace('/', '-')}`, `/admin${p}`]),
    ['', 'sign-in', '/sign-in'],
    ['daumoi', 'missing', '/khong-co'],
  ];
  for (const [name, file, path] of list.filter((l) => wanted.test(l[1])))
    for (const [kind, viewport, options] of [['desk', DESK, {}], ['phone', PHONE, { deviceScaleFactor: 2, isMobile: true, hasTouch: true }]])
      for (const colorScheme of ['light', 'dark']) {
        const look = { viewport, colorScheme, ...options };
        const page = name ? await who.page(name, look) : await (await browser.newContext({ ...look, locale: 'vi-VN' })).newPage();
        await page.goto(house.url + path, { waitUntil: 'networkidle' });
        await page.screenshot({ path: `${OUT}${file}-${kind}-${colorScheme}.png` });
        await page.context().close();
      }
} finally {
  await browser.close();
  await house.close();
}
