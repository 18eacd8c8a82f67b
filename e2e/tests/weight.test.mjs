// The weight of the first pages on a slow line: everything a cold browser fetches, as packed on the wire.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openHouse } from '../lib/house.mjs';
import { openBrowser, people } from '../lib/people.mjs';

const BUDGET = 100 * 1024;

describe('the weight of the first page', () => {
  let house, browser;
  before(async () => {
    house = await openHouse();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  /** Loads the page with an empty cache and adds up what came. */
  const weigh = async (page, path) => {
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.setCacheDisabled', { cacheDisabled: true });
    const [urls, sizes] = [new Map(), new Map()];
    network.on('Network.responseReceived', (e) => urls.set(e.requestId, e.response.url));
    network.on('Network.loadingFinished', (e) => sizes.set(e.requestId, e.encodedDataLength));
    await page.goto(house.url + path, { waitUntil: 'networkidle' });
    const list = [...sizes].map(([id, size]) => `${size} ${urls.get(id)}`);
    assert.ok(list.some((l) => l.includes('app.css')) && list.some((l) => l.includes('app.js')), 'the style and the script were fetched');
    return { total: [...sizes.values()].reduce((a, b) => a + b, 0), list: list.join('\n') };
  };

  it('sign-in', async () => {
    const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    const { total, list } = await weigh(page, '/sign-in');
    assert.ok(total <= BUDGET, `${total} bytes:\n${list}`);
  });
  for (const name of ['daumoi', 'xabaolam1'])
    it(`my day of ${name}`, async () => {
      const page = await people(browser, house).page(name);
      const { total, list } = await weigh(page, '/');
      assert.ok(total <= BUDGET, `${total} bytes:\n${list}`);
    });
});
