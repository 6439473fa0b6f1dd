/** A name and a picture of the tab that tell nothing, for those who chose one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, open_browser, question } from '../support/browser.js';
import { start_server } from '../support/server.js';

let server, chromium;
before(async () => {
  server = await start_server();
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

/** @typedef {import('playwright-core').Page} Page */

/** What somebody sees of the tab. @param {Page} page */
const tab = (page) =>
  page.evaluate(() => {
    const icons = [...document.querySelectorAll('link[rel~="icon"], link[rel="apple-touch-icon"], link[rel="manifest"]')];
    return { title: document.title, icons: icons.map((each) => /** @type {HTMLLinkElement} */ (each).href.replace(/.*\//, '')), heading: document.querySelector('h1.name')?.textContent };
  });
const OWN = { title: 'Attune', icons: ['icon.svg'], heading: 'Attune' };
const NOTES = { title: 'Notes', icons: ['notes.svg'], heading: 'Notes' };

/** @param {Page} page @param {string} icon */
async function choose(page, icon) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('The tab of this page says').selectOption(icon);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

/** Notes every title and icon from the first moment on. @param {import('playwright-core').BrowserContext} context */
const note_all = (context) =>
  context.addInitScript(() => {
    const seen = (globalThis['seen'] = /** @type {Set<string>} */ (new Set()));
    new MutationObserver(() => {
      seen.add(document.title);
      for (const each of document.querySelectorAll('link[rel~="icon"]')) seen.add(/** @type {HTMLLinkElement} */ (each).href.replace(/.*\//, ''));
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });

test('it holds at once, in every window, after a load, while printing, and until it is given up', async () => {
  const { page, another, context, faults } = await chromium.person(server.url);
  await page.goto('/');
  await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  assert.deepEqual(await tab(page), OWN);
  const other = await another();
  await other.goto('/');
  await other.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  await choose(page, 'notes');
  assert.deepEqual(await tab(page), NOTES);
  await other.waitForFunction(() => document.title === 'Notes');
  assert.deepEqual(await tab(other), NOTES);
  await begin(page);
  await page.getByRole('button', { name: 'My journey' }).click();
  await page.locator('.journey').waitFor();
  assert.deepEqual(await tab(page), NOTES);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.title(), 'Notes');
  assert.ok(!(await page.evaluate(() => document.body.innerText)).includes('Attune'));
  const answer = await page.request.get(new URL(await page.evaluate(() => /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=icon]')).href)).href);
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['content-type'], 'image/svg+xml');
  await choose(page, '');
  assert.deepEqual(await tab(page), OWN);
  await other.waitForFunction(() => document.title === 'Attune');
  assert.deepEqual(faults, []);
  await context.close();
});

test('at a load the true name and picture are not there for a moment', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await choose(page, 'timetable');
  await note_all(context);
  await page.reload();
  await question(page);
  assert.deepEqual(await tab(page), { title: 'Timetable', icons: ['timetable.svg'], heading: 'Timetable' });
  // Before an element has its text or address there is nothing to see.
  const seen = (await page.evaluate(() => [...globalThis['seen']])).filter((each) => each !== '');
  assert.deepEqual(seen.sort(), ['Timetable', 'timetable.svg']);
  await context.close();
});

test('after Exit that came back, the tab says what it said', async () => {
  const { page, context } = await chromium.person(server.url);
  await context.route(/bbc\.com/, (route) => route.abort());
  await begin(page);
  await choose(page, 'recipes');
  const title = await page.evaluate(() => {
    document.querySelector('a[data-exit].exit')?.dispatchEvent(new MouseEvent('click', { cancelable: true, bubbles: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    return document.title;
  });
  assert.equal(title, 'Recipes');
  await context.close();
});

test('what lies on the device and is not as it should be changes nothing', async () => {
  const { page, context, faults } = await chromium.person(server.url);
  for (const kept of ['"x"', '{"icon":"../x","title":"X"}', '{"icon":"notes","title":7}', '{"icon":"notes"}', 'null', '[']) {
    await page.addInitScript((text) => localStorage.setItem('attune.settings', text), kept);
    await page.goto('/');
    await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
    assert.deepEqual(await tab(page), OWN, kept);
  }
  assert.deepEqual(faults, []);
  await context.close();
});
