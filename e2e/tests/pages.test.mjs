// Every page for every account: it renders, breaks nothing, fits a phone, is accessible in light and dark; and what
// matters works without JavaScript and by keyboard.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../lib/house.mjs';
import { openBrowser, people, PHONE, signIn, watch, words } from '../lib/people.mjs';
import { plan } from '../lib/plan.mjs';
import { reachable } from '../lib/routes.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ACCOUNTS = ['daumoi', 'giamdockhcn', 'sotuphap', 'xabaolam1', 'lanhdao', 'quantri'];

/** Serious and critical faults by WCAG 2.1 AA, as lines. */
async function faults(page, rules) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
  const { violations } = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ['violations'], iframes: false }), runOnly);
  const grave = violations.filter((v) => ['serious', 'critical'].includes(v.impact));
  return grave.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.target.join(' ')} (${n.any[0]?.message ?? v.help})`));
}

describe('every page', () => {
  let house, browser, who, draft;
  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
    who = people(browser, house);
    // A draft with a flagged row, so that the import preview is looked at too.
    const page = await who.page('daumoi');
    await page.goto(`${house.url}/documents/new`);
    await page.setInputFiles('#file', { name: 'ke-hoach-thu.docx', mimeType: 'application/octet-stream', buffer: plan() });
    await page.waitForURL('**/drafts/*');
    draft = new URL(page.url()).pathname;
    await page.locator('tr.draft-row [data-edit]').first().click();
    await page.waitForLoadState();
    draft = [draft, new URL(page.url()).pathname + new URL(page.url()).search];
    await page.context().close();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  for (const name of ACCOUNTS)
    it(`renders for ${name}`, async () => {
      const page = await who.page(name);
      const troubles = await watch(page);
      // Drawing the report's pages takes its time: once is enough.
      const paths = (await reachable(page, house.url)).filter((p) => name === 'lanhdao' || !p.startsWith('/reports?'));
      assert.ok(paths.length >= 7, `${paths}`);
      for (const path of paths) {
        const answer = await page.goto(house.url + path);
        assert.equal(answer.status(), 200, path);
        assert.equal(await page.locator('h1').count(), 1, `${path} has one h1`);
        assert.ok((await words(page.locator('h1'))).length > 2, `${path} says something`);
        const said = await words(page.locator('body'));
        // An id of a message that stands there instead of its words, or a hole in a sentence.
        assert.doesNotMatch(said, /⟨\d⟩|\{ ?\$|undefined|\bNaN\b/, path);
      }
      assert.deepEqual(troubles, []);
      await page.context().close();
    });

  // The focal department sees nearly all pages; of the others only what it does not see, or sees otherwise.
  const others = { daumoi: () => true, quantri: (path) => path.startsWith('/admin'), sotuphap: (path) => /^\/($|tasks\/)/.test(path) };
  for (const [name, wanted] of Object.entries(others))
    it(`is accessible and fits a phone for ${name}, light and dark`, async () => {
      const page = await who.page(name, { bypassCSP: true, reducedMotion: 'reduce' });
      const paths = (await reachable(page, house.url)).filter(wanted);
      if (name === 'daumoi') paths.push(...draft);
      assert.ok(paths.length >= 2, `${paths}`);
      const found = [];
      for (const path of paths) {
        await page.setViewportSize({ width: 1366, height: 768 });
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(house.url + path);
        found.push(...(await faults(page)).map((f) => `${path} ${f}`));
        await page.emulateMedia({ colorScheme: 'dark' });
        found.push(...(await faults(page, ['color-contrast'])).map((f) => `${path} dark ${f}`));
        await page.setViewportSize(PHONE);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) found.push(`${path} is ${wide} px too wide for a phone`);
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });

  it('the door itself is accessible', async () => {
    const context = await browser.newContext({ locale: 'vi-VN', bypassCSP: true, viewport: PHONE });
    const page = await context.newPage();
    for (const path of ['/sign-in', '/khong-co-trang-nay']) {
      await page.goto(house.url + path);
      assert.deepEqual(await faults(page), [], path);
      assert.equal(await page.locator('h1').count(), 1, path);
    }
    await context.close();
  });

  it('speaks English when asked', async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${house.url}/sign-in`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.match(await words(page.locator('h1')), /^[\x20-\x7e]+$/);
    await context.close();
  });
});

describe('without JavaScript', () => {
  let house, browser, page;
  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
    const context = await browser.newContext({ locale: 'vi-VN', javaScriptEnabled: false });
    page = await context.newPage();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  it('an officer signs in, filters tasks and reports progress', async () => {
    assert.equal((await signIn(page, house, 'sotuphap')).status(), 303);
    await page.click('nav a[href="/tasks"]');
    const all = await page.locator('#list tr[data-row]').count();
    assert.ok(all > 3);
    await page.fill('input[name="q"]', 'rà soát');
    await page.locator('form[role="search"] > button').click();
    const fewer = await page.locator('#list tr[data-row]').count();
    assert.ok(fewer > 0 && fewer < all, `${fewer} of ${all}`);
    await page.goto(`${house.url}/tasks`);
    await page.locator('details.pop > summary', { hasText: 'Thời hạn' }).click();
    await page.locator('details.pop[open] .pop-list a').first().click();
    assert.match(page.url(), /due=7/);
    // Any task they lead that is still open.
    await page.goto(`${house.url}/tasks?state=running,due_soon,overdue,not_started,recurring`);
    const links = await page.locator('#list th a').evaluateAll((list) => list.map((a) => a.getAttribute('href')));
    for (const link of links) {
      await page.goto(house.url + link);
      if (await page.locator('form[action$="/progress"]').count()) break;
    }
    await page.locator('input[name="percent"]').first().fill('35');
    await page.locator('textarea[name="note"]').first().fill('Báo bằng trình duyệt không có JavaScript.');
    await page.locator('form[action$="/progress"] button:not([formaction]):not([type])').first().click();
    assert.match(await words(page.locator('.note[role="status"]')), /Đã ghi tiến độ/);
    assert.ok((await words(page.locator('main'))).includes('Báo bằng trình duyệt không có JavaScript.'));
  });
});

describe('by keyboard', () => {
  let house, browser, page;
  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
    page = await people(browser, house).page('daumoi');
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  it('the first Tab reaches the link past the menus', async () => {
    await page.goto(`${house.url}/tasks`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  });

  it('j and k move in a list, Enter opens', async () => {
    await page.goto(`${house.url}/tasks`);
    const at = () => page.evaluate(() => [...document.querySelectorAll('[data-row]')].findIndex((r) => r.classList.contains('is-at')));
    const seen = [];
    for (const key of ['j', 'j', 'j', 'k']) {
      await page.keyboard.press(key);
      seen.push(await at());
    }
    assert.deepEqual(seen, [0, 1, 2, 1]);
    const name = await words(page.locator('tr.is-at th a'));
    await Promise.all([page.waitForURL('**/tasks/*'), page.keyboard.press('Enter')]);
    assert.equal(await words(page.locator('h1')), name);
  });

  it('Ctrl+K opens the palette, which finds pages without accents', async () => {
    await page.goto(`${house.url}/tasks`);
    await page.keyboard.press('Control+k');
    assert.equal(await page.locator('#palette[open]').count(), 1);
    await page.keyboard.type('don vi');
    await Promise.all([page.waitForURL('**/units'), page.keyboard.press('Enter')]);
  });

  it('a letter typed in a field is only a letter', async () => {
    await page.goto(`${house.url}/tasks`);
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    assert.equal(await page.inputValue('[data-search]'), 'jk');
    assert.equal(await page.locator('.is-at').count(), 0);
  });
});
