// Days as people write them, the calendar beside their fields, and the leader's screen that keeps itself up to date.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../lib/house.mjs';
import { openBrowser, people, watch, words } from '../lib/people.mjs';

describe('days', () => {
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

  it('are read in every form that people type, and shown in one', async () => {
    const page = await who.page('lanhdao');
    for (const typed of ['19/6/2026', '19-06-2026', '19.6.2026', '19062026', '2026-06-19']) {
      await page.goto(`${house.url}/dashboard`);
      await page.fill('#as_of', typed);
      await Promise.all([page.waitForURL('**/dashboard?as_of=*'), page.press('#as_of', 'Enter')]);
      assert.equal(await words(page.locator('.figs a.f-done_on_time .v')), '143', typed);
      assert.equal(await page.inputValue('#as_of'), '19/6/2026');
    }
    await page.context().close();
  });

  it('that are none are said beside the field, with what was typed', async () => {
    const page = await who.page('quantri');
    for (const [path, field, send] of [['/admin/calendar', '#day', 'button[value="off"]'], ['/admin/units', '#on', 'form[action="/admin/units"] button.btn-sm']]) {
      await page.goto(house.url + path);
      await page.fill(field, '31/2/2026');
      const [answer] = await Promise.all([page.waitForResponse((r) => r.status() === 422), page.locator(`main ${send}`).first().click()]);
      assert.equal(answer.status(), 422);
      await page.waitForLoadState();
      assert.match(await words(page.locator(`${field}-error`)), /31\/2\/2026.*không phải là ngày/);
      assert.equal(await page.inputValue(field), '31/2/2026');
      assert.equal(await page.getAttribute(field, 'aria-invalid'), 'true');
    }
    await page.context().close();
  });

  it('are chosen from a calendar by keyboard alone', async () => {
    const page = await who.page('lanhdao');
    const troubles = await watch(page);
    await page.goto(`${house.url}/dashboard?as_of=2026-06-19`);
    await page.focus('#as_of');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.match(await words(page.locator('[data-cal-title]')), /Tháng 6 năm 2026/i);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.day), '2026-06-19');
    for (const key of ['PageUp', 'ArrowDown', 'Home']) await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.day), '2026-05-25');
    await Promise.all([page.waitForURL('**/dashboard?as_of=25%2F5%2F2026'), page.keyboard.press('Enter')]);
    await page.click('[data-date-open]');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#calendar[open]').count(), 0);
    assert.deepEqual(troubles, []);
    await page.context().close();
  });
});

describe('the leader\'s screen', () => {
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

  /** An officer says that a late task is done, and the focal department confirms it. */
  const confirmOne = async () => {
    const officer = await who.page('sotuphap');
    await officer.goto(`${house.url}/tasks?state=overdue`);
    const task = await officer.locator('#list th a').first().getAttribute('href');
    await officer.goto(house.url + task);
    await officer.locator('textarea[name="note"]').fill('Đã xong, gửi kèm kết quả.');
    await Promise.all([officer.waitForResponse((r) => r.url().endsWith('/done') && r.status() === 303), officer.locator('button[formaction$="/done"]').click()]);
    const focal = await who.page('daumoi');
    await focal.goto(house.url + task);
    await Promise.all([focal.waitForResponse((r) => r.url().endsWith('/confirm') && r.status() === 303), focal.locator('form[action$="/confirm"] button').click()]);
    await focal.waitForLoadState();
    assert.equal(await focal.locator('.head .s-done_late').count(), 1);
    await officer.context().close();
    await focal.context().close();
  };

  it('sees what was confirmed elsewhere without a reload; focus and scroll stay', async () => {
    const page = await who.page('lanhdao');
    const troubles = await watch(page);
    await page.clock.install();
    await page.goto(`${house.url}/dashboard`);
    const figure = page.locator('.figs a.f-done_late .v');
    const before = Number(await words(figure));
    // Nothing new: the server says so, and only the time moves on.
    const [quiet] = await Promise.all([page.waitForResponse('**/dashboard'), page.clock.fastForward(31_000)]);
    assert.equal(quiet.status(), 304);
    await confirmOne();
    const at = page.locator('.b-targets tbody a').nth(2);
    await at.focus();
    const name = await words(at);
    await page.evaluate(() => window.scrollTo({ top: 30, behavior: 'instant' }));
    const [news] = await Promise.all([page.waitForResponse('**/dashboard'), page.clock.fastForward(31_000)]);
    assert.equal(news.status(), 200);
    await page.waitForFunction((n) => Number(document.querySelector('.figs a.f-done_late .v').textContent) === n, before + 1);
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), name);
    assert.equal(await page.evaluate(() => window.scrollY), 30);
    assert.match(await words(page.locator('[data-live-say]')), /Số liệu vừa thay đổi, cập nhật lúc \d\d:\d\d/);
    assert.deepEqual(troubles, []);
    await page.context().close();
  });

  it('says when it can\'t ask, and a past day never asks', async () => {
    const page = await who.page('lanhdao');
    await page.clock.install();
    await page.goto(`${house.url}/dashboard`);
    await page.route('**/dashboard', (route) => route.abort());
    await page.clock.fastForward(31_000);
    await page.locator('[data-live-off]:not([hidden])').waitFor();
    await page.unroute('**/dashboard');
    await page.clock.fastForward(31_000);
    await page.locator('[data-live-off]').waitFor({ state: 'hidden' });
    await page.goto(`${house.url}/dashboard?as_of=2026-06-19`);
    assert.equal(await page.locator('[data-live]').count(), 0);
    await page.context().close();
  });
});
