/** Chromium, once for a file of tests; each test gets a context, which is a person with a device of their own. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';

const PATIENCE_MS = 8_000;

export async function open_browser() {
  const profile = mkdtempSync(path.join(tmpdir(), 'attune-chromium-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--crash-dumps-dir=${profile}`,
    ],
  });
  return {
    browser,
    /**
     * A new person. What the page logs or throws, and every request to a foreign host, is noted in `faults`.
     * @param {string} url
     * @param {import('playwright-core').BrowserContextOptions} [options]
     */
    async person(url, options = {}) {
      const context = await browser.newContext({ baseURL: url, locale: 'en-GB', reducedMotion: 'reduce', viewport: { width: 1280, height: 800 }, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      /** @type {string[]} */
      const faults = [];
      const page = await new_page(context, url, faults);
      return { context, page, faults, another: () => new_page(context, url, faults) };
    },
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** @param {import('playwright-core').BrowserContext} context @param {string} url @param {string[]} faults */
async function new_page(context, url, faults) {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself reports a refused or broken connection; that is what some tests are about.
    const expected = /WebSocket connection|Failed to load resource|net::ERR_/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !expected) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) faults.push(`left for ${request.url()}`);
  });
  return page;
}

/** @typedef {import('playwright-core').Page} Page */

/** From the first view into the chat. @param {Page} page @returns {Promise<string>} the six words */
export async function begin(page, name = 'Sam') {
  await page.goto('/');
  await page.getByLabel('What may the coach call you?').fill(name);
  await page.getByLabel('I am 18 or older.').check();
  await page.getByLabel('I understand what this is').check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('heading', { name: 'Your six words' }).waitFor();
  const words = await page.locator('.six li').allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.locator('#reply[data-panel="question"]').waitFor();
  return words.join(' ');
}

/** Waits until a question other than this stands open, or the form shows something else. @param {Page} page @param {string} before */
export async function moved_on(page, before) {
  await page.waitForFunction(
    (text) => {
      const reply = document.getElementById('reply');
      const panel = reply?.dataset['panel'];
      if (panel === 'waiting' || panel === 'loading') return false;
      return panel !== 'question' || reply?.querySelector('legend, .ask')?.textContent !== text;
    },
    before,
  );
}

/** @param {Page} page */
export async function question(page) {
  await page.locator('#reply[data-panel="question"]').waitFor();
  return (await page.locator('#reply legend, #reply .ask').first().textContent()) ?? '';
}

/** Presses Send, and does not wait. @param {Page} page */
export const press_send = (page) => page.getByRole('button', { name: 'Send', exact: true }).click();

/** Sends, and waits for what comes next. @param {Page} page */
export async function send(page) {
  const before = await question(page);
  await press_send(page);
  await moved_on(page, before);
}

/** @param {Page} page */
export async function skip(page) {
  const before = await question(page);
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await moved_on(page, before);
}

/** Skips until the question with these words stands open. @param {Page} page @param {string} words */
export async function skip_to(page, words) {
  for (let i = 0; i < 30; i++) {
    const now = await question(page);
    if (now.includes(words)) return;
    await skip(page);
  }
  throw new Error(`there was no question with "${words}"`);
}

/** Waits until both logs show the same: two windows hear of it in either order. @param {Page} one @param {Page} other */
export async function same_log(one, other) {
  let shown = await Promise.all([log_of(one), log_of(other)]);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; shown = await Promise.all([log_of(one), log_of(other)])) {
    if (isDeepStrictEqual(shown[0], shown[1])) return shown[0];
    await one.waitForTimeout(20);
  }
  assert.deepEqual(shown[0], shown[1]);
  return shown[0];
}

/** What the log shows, a line a bubble. @param {Page} page @returns {Promise<string[]>} */
export const log_of = (page) => page.locator('#log article .bubble').evaluateAll((all) => all.map((each) => (each.textContent ?? '').replace(/\s+/g, ' ').trim()));
