// The main job, from a plan in Word to the report in Word: focal department, department officer, leader.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../lib/house.mjs';
import { openBrowser, people, watch, words } from '../lib/people.mjs';
import { docxText, NUMBER, plan, STRANGER, TASKS } from '../lib/plan.mjs';

const STOOD = '2026-06-19';
const MINE = TASKS[0][1];
const SENT = 'Đã rà soát 42 thủ tục, còn chờ ý kiến của Sở Nội vụ.';

describe('the main job', () => {
  let house, browser, who, focal, officer, leader, troubles, documentUrl, taskUrl, figures;

  /** What the leader's screen says on that day: figure by state. */
  const look = async (asOf) => {
    await leader.goto(`${house.url}/dashboard${asOf ? `?as_of=${asOf}` : ''}`);
    const read = async (state) => words(leader.locator(`.figs a.f-${state} .v`));
    const states = ['done_on_time', 'done_late', 'running', 'due_soon', 'overdue', 'met'];
    const values = {};
    for (const state of states) values[state] = await read(state);
    values.total = Number((await words(leader.locator('h1 a').first())).replace(/\D/g, ''));
    return values;
  };

  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
    who = people(browser, house);
    [focal, officer, leader] = [await who.page('daumoi'), await who.page('sotuphap'), await who.page('lanhdao')];
    troubles = [];
    for (const page of [focal, officer, leader]) troubles.push(await watch(page));
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  it('the leader sees how things stand', async () => {
    figures = { now: await look(''), then: await look(STOOD) };
    assert.equal(figures.then.total, 264);
    assert.equal(figures.then.done_on_time, '143');
    assert.equal(figures.then.done_late, '14');
    assert.equal(Number(figures.then.running) + Number(figures.then.due_soon), 106);
    assert.equal(figures.then.overdue, '1');
    assert.equal(figures.then.met, '30/55');
    assert.match(await words(leader.locator('.figs a.f-met .x')), /\b14\b/, '14 of them exceeded');
  });

  it('a dropped plan is read, its flagged row first', async () => {
    await focal.goto(house.url);
    await focal.click('nav a[href="/documents"]');
    await focal.click('a[href="/documents/new"]');
    const file = await focal.evaluateHandle((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'ke-hoach-thu.docx'));
      return data;
    }, [...plan()]);
    await focal.dispatchEvent('.drop', 'drop', { dataTransfer: file });
    await focal.waitForURL('**/drafts/*');
    assert.match(await words(focal.locator('h1')), /4 nhiệm vụ; 1 dòng cần xem lại, 0 dòng chưa đọc được/);
    assert.match(await focal.locator('main').innerText(), new RegExp(NUMBER));
    const first = focal.locator('tr.draft-row').first();
    assert.ok((await words(first)).includes(STRANGER));
    assert.equal(await first.locator('.s-flagged').count(), 1);
  });

  it('the flag is cleared by saying which unit is meant, and the plan is accepted', async () => {
    const first = focal.locator('tr.draft-row').first();
    await first.locator('[data-edit]').click();
    await focal.locator('tr.draft-row select').selectOption({ label: 'Sở Xây dựng' });
    await focal.locator('tr.draft-row form button.btn-primary').click();
    await focal.waitForLoadState();
    assert.match(await words(focal.locator('h1')), /0 dòng cần xem lại/);
    await focal.click('button[name="only"][value="all"]');
    await focal.waitForURL('**/documents/*');
    documentUrl = focal.url();
    const listed = await focal.locator('#tasks tr[data-row]').allInnerTexts();
    assert.equal(listed.length, TASKS.length);
    for (const [index, task] of TASKS.entries()) assert.ok(listed[index].includes(task[1]), `task ${task[0]} stands at its place`);
    await focal.goto(`${house.url}/tasks?q=${encodeURIComponent(TASKS[2][1])}`);
    assert.ok((await words(focal.locator('#list tr[data-row]').first())).includes('Sở Xây dựng'), 'the corrected unit leads');
  });

  it('the new tasks are on the leader\'s screen, and not on the one of a day before', async () => {
    const now = await look('');
    assert.equal(now.total, figures.now.total + TASKS.length);
    assert.deepEqual(await look(STOOD), figures.then);
  });

  it('an officer reports progress with a note and a file', async () => {
    await officer.goto(`${house.url}/tasks?q=${encodeURIComponent(MINE)}`);
    await officer.locator('#list a', { hasText: MINE }).click();
    taskUrl = officer.url();
    await officer.locator('input[name="percent"]').fill('45');
    await officer.locator('textarea[name="note"]').fill(SENT);
    await officer.locator('input[name="file"][id^="file-"]').setInputFiles({ name: 'danh-muc.txt', mimeType: 'text/plain', buffer: Buffer.from('Danh mục thử nghiệm, bản 1\n') });
    await officer.locator('form[action$="/progress"] button:not([formaction]):not([type])').click();
    await officer.waitForURL(taskUrl);
    assert.match(await words(officer.locator('.note[role="status"]')), /Đã ghi tiến độ/);
    const history = officer.locator('ol.time').first();
    assert.ok((await words(history)).includes(SENT), 'the note is in the history');
    const kept = await officer.request.get(new URL(await history.locator('a', { hasText: 'danh-muc.txt' }).getAttribute('href'), house.url).href);
    assert.equal(kept.status(), 200);
    assert.equal(await kept.text(), 'Danh mục thử nghiệm, bản 1\n');
  });

  it('and then that it is done, which counts only when confirmed', async () => {
    await officer.locator('textarea[name="note"]').fill('Danh mục đã công bố.');
    await officer.locator('button[formaction$="/done"]').click();
    await officer.waitForURL(taskUrl);
    assert.match(await words(officer.locator('.note[role="status"]')), /Đã báo hoàn thành/);
    assert.equal((await look('')).done_on_time, figures.now.done_on_time);
  });

  it('the focal department finds it on its desk and confirms', async () => {
    await focal.goto(house.url);
    const lane = focal.locator('section', { has: focal.locator('#lane-confirm') });
    assert.ok(await lane.count(), 'something waits for confirmation');
    await focal.goto(`${house.url}/tasks?awaiting=1`);
    await focal.locator('#list a', { hasText: MINE }).click();
    await focal.locator('form[action$="/confirm"] button').click();
    await focal.waitForURL(taskUrl);
    assert.equal(await focal.locator('.head .s-done_on_time').count(), 1);
  });

  it('the leader\'s figures have moved; those of the earlier day have not', async () => {
    const now = await look('');
    assert.equal(Number(now.done_on_time.replace(/\D/g, '')), Number(figures.now.done_on_time.replace(/\D/g, '')) + 1);
    assert.equal(now.total, figures.now.total + TASKS.length);
    assert.deepEqual(await look(STOOD), figures.then);
    await leader.goto(`${house.url}/dashboard`);
    await leader.fill('#as_of', '19/6/2026');
    await leader.press('#as_of', 'Enter');
    await leader.waitForURL(`**/dashboard?as_of=19%2F6%2F2026`);
    assert.equal(await words(leader.locator('.figs a.f-done_on_time .v')), '143');
  });

  it('a figure opens its rows', async () => {
    await leader.goto(`${house.url}/dashboard?as_of=${STOOD}`);
    await leader.click('.figs a.f-done_late');
    assert.match(await words(leader.locator('h1')), /^14 nhiệm vụ/);
    assert.equal(await leader.locator('#list tr[data-row]').count(), 14);
    assert.equal(await leader.locator('#list .s-done_late').count(), 14);
  });

  it('the periodic report of that day is a PDF and a Word file with its figures', async () => {
    await leader.goto(`${house.url}/reports`);
    await leader.fill('#as_of', '19-06-2026');
    await leader.locator('form[action="/reports"] button.btn-primary').click();
    await leader.waitForURL('**/reports?as_of=*');
    const pdf = await leader.request.get(new URL(await leader.locator('object.pages').getAttribute('data'), house.url).href);
    assert.equal(pdf.status(), 200);
    assert.equal(pdf.headers()['content-type'], 'application/pdf');
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
    const [download] = await Promise.all([leader.waitForEvent('download'), leader.locator('a[download][href*="docx"]').click()]);
    assert.match(download.suggestedFilename(), /\.docx$/);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    const text = docxText(Buffer.concat(chunks));
    for (const figure of ['264', '143', '14', '106', '1', '55', '30'])
      assert.match(text, new RegExp(`(?<![\\d.,/])${figure}(?![\\d/]|[.,]\\d)`), `${figure} is in the report`);
    assert.ok(!text.includes(MINE), 'a task of later is not in it');
  });

  it('nothing went wrong in the browser meanwhile', () => {
    assert.deepEqual(troubles.flat(), []);
    assert.ok(documentUrl && taskUrl);
  });
});
