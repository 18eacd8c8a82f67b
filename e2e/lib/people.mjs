// The browser and the people in it: who signs in stays signed in for the whole test file.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Starts the system's Chromium. */
export const openBrowser = () => chromium.launch({ executablePath: process.env.BAZAN_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** Fills the sign-in form as a person would and waits for the page behind it. */
export async function signIn(page, house, name, password = house.accounts[name].password) {
  await page.goto(`${house.url}/sign-in`);
  await page.fill('#name', name);
  await page.fill('#password', password);
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'POST' && r.url().endsWith('/sign-in')),
    page.click('main button.btn-primary'),
  ]);
  await page.waitForLoadState();
  return answer;
}

/** Signs each person in once and gives them as many contexts as a test wants. */
export function people(browser, house) {
  const states = new Map();
  const enter = async (name) => {
    if (!states.has(name)) {
      const context = await browser.newContext({ locale: 'vi-VN' });
      const page = await context.newPage();
      const answer = await signIn(page, house, name);
      assert.equal(answer.status(), 303, `${name} signs in`);
      states.set(name, await context.storageState());
      await context.close();
    }
    return states.get(name);
  };
  return {
    /** A new page of that person; `options` are the browser context's. */
    async page(name, options = {}) {
      const context = await browser.newContext({ locale: 'vi-VN', viewport: DESK, ...options, storageState: await enter(name) });
      return context.newPage();
    },
  };
}

/** Collects what must not happen on a page: errors in the console, uncaught errors, breaches of the CSP. */
export async function watch(page) {
  const found = [];
  page.on('console', (message) => { if (message.type() === 'error') found.push(`${page.url()}: ${message.text()}`); });
  page.on('pageerror', (error) => found.push(`${page.url()}: ${error.message}`));
  await page.exposeFunction('tellBreach', (text) => found.push(`${page.url()}: breaks the CSP: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => window.tellBreach(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
  });
  return found;
}

/** Text as shown, with one blank between words. */
export const words = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();
