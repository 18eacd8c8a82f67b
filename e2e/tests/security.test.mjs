// The doors: guessing, other people's tasks, requests that do not come from our pages.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../lib/house.mjs';
import { openBrowser, people, signIn, words } from '../lib/people.mjs';

describe('the doors', () => {
  let house, browser, who;
  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
    who = people(browser, house);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  it('a wrong password is refused, in words, and opens nothing', async () => {
    const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    const answer = await signIn(page, house, 'lanhdao', 'khong-phai-mat-khau-nay');
    assert.equal(answer.status(), 401);
    assert.ok((await words(page.locator('.errors[role="alert"]'))).length > 20);
    await page.goto(`${house.url}/dashboard`);
    assert.match(page.url(), /\/sign-in/);
  });

  it('a name that does not exist is answered with the same words', async () => {
    const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    await signIn(page, house, 'lanhdao', 'sai');
    const known = await words(page.locator('.errors p'));
    await signIn(page, house, 'khong-ai-ca', 'sai');
    assert.equal(await words(page.locator('.errors p')), known);
  });

  it('guessing is slowed, even for the one who guesses right at last', async () => {
    const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    const answers = [];
    for (let i = 0; i < 8; i += 1) answers.push((await signIn(page, house, 'giamdockhcn', `sai-${i}`)).status());
    assert.equal(answers[0], 401);
    assert.equal(answers.at(-1), 429);
    const right = await signIn(page, house, 'giamdockhcn');
    assert.equal(right.status(), 429);
    assert.match(await words(page.locator('.errors p')), /\d+ giây/);
  });

  it('a commune officer does not see another unit\'s task', async () => {
    const focal = await who.page('daumoi');
    const commune = await who.page('xabaolam1');
    // A task that one department leads for itself; the commune has no part in it.
    await focal.goto(`${house.url}/tasks?q=${encodeURIComponent('Sở Tư pháp')}`);
    const links = await focal.locator('#list th a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    let closed = 0;
    for (const link of links.slice(0, 12)) {
      const own = await focal.request.get(house.url + link);
      assert.equal(own.status(), 200);
      const theirs = await commune.request.get(house.url + link);
      if (theirs.status() === 200) continue;
      assert.ok([403, 404].includes(theirs.status()), `${link} answers ${theirs.status()}`);
      const title = /<h1[^>]*>([^<]+)</.exec(await own.text())[1];
      assert.ok(!(await theirs.text()).includes(title), 'the refusal does not tell what is refused');
      closed += 1;
    }
    assert.ok(closed > 0, 'at least one task of Sở Tư pháp is not the commune\'s');
    for (const path of ['/dashboard', '/reports', '/documents/new', '/admin'])
      assert.ok([403, 404].includes((await commune.request.get(house.url + path)).status()), `${path} is closed to a commune`);
  });

  it('a post without the page\'s token, or with somebody else\'s, is refused and changes nothing', async () => {
    const [one, other] = [await who.page('daumoi'), await who.page('sotuphap')];
    await other.goto(house.url);
    const foreign = await other.locator('input[name="csrf"]').first().getAttribute('value');
    await one.goto(`${house.url}/me`);
    const own = await one.locator('input[name="csrf"]').first().getAttribute('value');
    assert.notEqual(own, foreign);
    const post = (form, headers = {}) => one.request.post(`${house.url}/me/language`, { form: { lang: 'en', back: '/', ...form }, headers, maxRedirects: 0 });
    assert.equal((await post({})).status(), 403);
    assert.equal((await post({ csrf: foreign })).status(), 403);
    assert.equal((await post({ csrf: own }, { 'Sec-Fetch-Site': 'cross-site' })).status(), 403);
    await one.reload();
    assert.equal(await one.locator('html').getAttribute('lang'), 'vi');
    assert.equal((await post({ csrf: own })).status(), 303);
    await one.reload();
    assert.equal(await one.locator('html').getAttribute('lang'), 'en');
    await post({ csrf: own, lang: 'vi' });
  });

  it('signing out ends the session, not only the cookie', async () => {
    const context = await browser.newContext({ locale: 'vi-VN' });
    const page = await context.newPage();
    await signIn(page, house, 'quantri');
    const kept = await context.cookies();
    await page.locator('.top-end summary').click();
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL('**/sign-in*');
    await context.addCookies(kept);
    await page.goto(`${house.url}/admin`);
    assert.match(page.url(), /\/sign-in/);
  });
});
