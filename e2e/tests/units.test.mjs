// Administration: two communes become one, with the effect shown first; a split, an end; who may do what.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../lib/house.mjs';
import { openBrowser, people, watch, words } from '../lib/people.mjs';

/** The first of next month, as people write it. */
function next() {
  const now = new Date();
  const first = new Date(now.getFullYear(), now.getMonth() + 1, 1);
  return `${first.getDate()}/${first.getMonth() + 1}/${first.getFullYear()}`;
}

describe('units over time', () => {
  let house, browser, page, troubles;
  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
    page = await people(browser, house).page('quantri');
    troubles = await watch(page);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });
  const count = async () => Number((await words(page.locator('h1'))).match(/^\d+/)[0]);
  const preview = async () => Promise.all([page.waitForResponse((r) => r.url().includes('preview=1')), page.click('#form button.btn-primary')]);

  it('two communes become one: chosen, previewed, done', async () => {
    await page.goto(`${house.url}/admin/units?on=${encodeURIComponent(next())}`);
    const before = await count();
    await page.goto(`${house.url}/admin/units`);
    await page.click('a[href="/admin/units/form/merge"]');
    // The list narrows without accents, and what is ticked stays in sight.
    await page.fill('[data-narrow]', 'bao lam 1');
    await page.locator('#from-list label:not([hidden])', { hasText: 'UBND xã Bảo Lâm 1' }).locator('input').check();
    await page.fill('[data-narrow]', 'bao lam 2');
    const second = page.locator('#from-list label:not([hidden])', { hasText: 'UBND xã Bảo Lâm 2' });
    await second.locator('input').check();
    assert.equal(await page.locator('#from-list label:not([hidden]) input:checked').count(), 2);
    assert.ok(await page.locator('#from-list label[hidden]').count() > 100);
    await page.fill('#name', 'UBND xã Bảo Lâm Mới');
    await page.fill('#code', '99901');
    await page.fill('#on', next());
    await preview();
    const effect = await words(page.locator('.panel-ask'));
    assert.match(effect, /UBND xã Bảo Lâm Mới thay cho UBND xã Bảo Lâm 1, UBND xã Bảo Lâm 2/);
    assert.match(effect, /\d+ dòng tiến độ chưa xong vẫn đứng tên đơn vị cũ/);
    assert.match(effect, /\d+ tài khoản làm việc cho UBND xã Bảo Lâm Mới/);
    assert.match(effect, /vào các nhóm:.*UBND các xã, phường, đặc khu/);
    await page.locator('.panel-ask button.btn-primary').click();
    await page.waitForURL('**/admin/units?on=*');
    assert.match(await words(page.locator('.note[role="status"]')), /Đã thay đổi/);
    assert.equal(await count(), before - 1);
    const text = await page.locator('main').innerText();
    assert.ok(text.includes('UBND xã Bảo Lâm Mới'));
    assert.match(text, /thêm 1, kết thúc 2 đơn vị/);
    // Today they are still two.
    await page.goto(`${house.url}/admin/units`);
    assert.ok(!(await page.locator('details.panel').allInnerTexts()).join().includes('UBND xã Bảo Lâm Mới'));
  });

  it('what can\'t be done is said before it is tried, and nothing typed is lost', async () => {
    await page.goto(`${house.url}/admin/units/form/merge`);
    await page.fill('#name', 'UBND xã Thử');
    await page.fill('#code', '99902');
    await page.fill('#on', '1/1/2027');
    await page.click('#form button.btn-primary');
    await page.locator('.errors').waitFor();
    assert.match(await words(page.locator('#from')), /Chọn ít nhất một đơn vị/);
    assert.equal(await page.inputValue('#name'), 'UBND xã Thử');
    assert.equal(await page.inputValue('#on'), '1/1/2027');
  });

  it('one becomes two, and the parts must be a whole', async () => {
    await page.goto(`${house.url}/admin/units`);
    await page.locator('details.panel > summary', { hasText: /^Xã/ }).click();
    await page.locator('tr', { hasText: 'UBND xã Hàm Liêm' }).locator('a', { hasText: 'Sửa' }).first().click();
    await page.locator('.chips a', { hasText: 'Chia tách' }).click();
    const part = async (no, name, code, share) => {
      await page.fill(`[name="name-${no}"]`, name);
      await page.fill(`[name="code-${no}"]`, code);
      await page.fill(`[name="share-${no}"]`, share);
    };
    await part(1, 'UBND xã Hàm Liêm Đông', '99911', '62,5');
    await part(2, 'UBND xã Hàm Liêm Tây', '99912', '30');
    await page.fill('#on', next());
    await page.click('#form button.btn-primary');
    await page.locator('.errors').waitFor();
    assert.match(await words(page.locator('.errors')), /925/);
    await page.fill('[name="share-2"]', '37,5');
    await preview();
    assert.match(await words(page.locator('.panel-ask')), /Hàm Liêm Đông \(62,5%\), UBND xã Hàm Liêm Tây \(37,5%\)/);
    await page.locator('.panel-ask button.btn-primary').click();
    await page.waitForURL('**/admin/units?on=*');
    assert.ok((await page.locator('main').innerText()).includes('UBND xã Hàm Liêm Đông'));
  });

  it('somebody is moved to another unit', async () => {
    await page.goto(`${house.url}/admin/people?q=sotuphap`);
    await page.locator('tbody tr').first().locator('details.pop > summary').click();
    await page.locator('input[name="named"]').fill('sở tài chính');
    await page.locator('form[action$="/unit"] button').click();
    await page.locator('.note[role="status"]').waitFor();
    assert.match(await words(page.locator('tbody tr').first()), /Sở Tài chính/);
  });

  it('who may do what is answered by the gate, with the policies as written', async () => {
    await page.goto(`${house.url}/admin/policies`);
    const row = page.locator('tr', { hasText: 'task.report' });
    assert.equal(await words(row.locator('td').first()), 'việc mình chủ trì');
    assert.equal(await words(page.locator('tr', { hasText: 'task.confirm' }).locator('td').nth(2)), 'toàn tỉnh');
    await page.locator('summary', { hasText: 'bazan.cedar' }).click();
    assert.match(await page.locator('pre').innerText(), /@id\("no-passing-on"\)/);
  });

  it('nothing went wrong in the browser meanwhile', () => {
    assert.deepEqual(troubles.filter((t) => !t.includes('422')), []);
  });
});
