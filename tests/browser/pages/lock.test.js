/** Locking a device: by hand, by itself, from another window, and with words that were not sent yet. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assert_accessible } from '../support/axe.js';
import { begin, log_of, open_browser, press_send, question, send, skip } from '../support/browser.js';
import { sideways } from '../support/layout.js';
import { start_again, start_server } from '../support/server.js';

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

const MINUTE = 60_000;
const SECRET = 'not for other eyes';
const LOCKED = 'This device is locked. Your six words open it again.';

/** @param {Page} page @param {boolean} [clock]  that stood still until now */
async function is_locked(page, clock = false) {
  if (clock) await page.clock.resume();
  await page.getByText(LOCKED).waitFor();
}

/** What this page keeps on the device. @param {Page} page @returns {Promise<string[]>} */
const kept = (page) => page.evaluate(() => Object.keys(localStorage).sort());
/** All that is on the page, seen or not. @param {Page} page */
const whole = (page) => page.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((each) => /** @type {HTMLInputElement} */ (each).value).join(' '));

/** The rest of the page is fetched, and the idle lock watches. @param {Page} page @param {boolean} [clock] */
async function at_rest(page, clock = false) {
  if (clock) await page.clock.runFor(2_000);
  await page.evaluate(async () => {
    const app = /** @type {HTMLScriptElement} */ (document.querySelector('script[type="module"]')).src;
    const imported = (await (await fetch(app)).text()).match(/\.\/(lock|idle|settings_dialog)[\w-]*\.js/g) ?? [];
    await Promise.all(imported.map((name) => import(new URL(name, app).href)));
  });
  // The modules are there; what waits for them runs now.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
}

/** Somebody who has said one thing and begun another. @param {{minutes?: string, clock?: boolean}} [how] */
async function someone({ minutes = '', clock = false } = {}) {
  const person = await chromium.person(server.url);
  const { page } = person;
  if (clock) await page.clock.install();
  const words = await begin(page);
  await skip(page);
  await at_rest(page, clock);
  if (minutes) await choose(page, 'Lock this device by itself', minutes);
  await page.locator('#reply input').fill(SECRET);
  return { ...person, words };
}

/** @param {Page} page @param {string} label @param {string} value */
async function choose(page, label, value) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel(label).selectOption(value);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

/** @param {Page} page */
async function lock_by_hand(page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Lock this device…' }).click();
  await page.getByRole('button', { name: 'Lock this device', exact: true }).click();
}

/** @param {Page} page @param {string} words */
async function come_back(page, words) {
  await page.getByRole('button', { name: 'I have six words' }).last().click();
  await page.getByLabel('Your six words').fill(words);
  await page.getByRole('button', { name: 'Come back' }).click();
  return question(page);
}

test('the server ends the conversation in every window of a device that is left', async () => {
  const { page, another, context, faults } = await chromium.person(server.url);
  await begin(page);
  const other = await another();
  await other.goto('/');
  await question(other);
  const left = await other.evaluate(async () => (await fetch('/api/leave', { method: 'POST' })).status);
  assert.equal(left, 204);
  for (const each of [page, other]) {
    await each.getByText('You are no longer signed in on this device.').waitFor();
    assert.equal(await each.locator('#log').count(), 0);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('locked by hand: every window is covered, nothing of the journey stays, and the six words open it', async () => {
  const { page, another, context, words, faults } = await someone();
  const other = await another();
  await other.goto('/');
  await question(other);
  assert.equal(await other.locator('#reply input').inputValue(), SECRET, 'the draft is on the device');
  await lock_by_hand(page);
  for (const each of [page, other]) {
    await is_locked(each);
    assert.doesNotMatch(await whole(each), new RegExp(`${SECRET}|Sam`));
    assert.equal(await each.getByRole('dialog').count(), 0);
  }
  assert.deepEqual(await kept(page), []);
  assert.deepEqual(await context.cookies(), []);
  await page.reload();
  await page.getByRole('button', { name: 'I have six words' }).last().waitFor();
  assert.equal(await come_back(page, words), 'What is one word for today?');
  assert.equal(await page.locator('#reply input').inputValue(), '', 'what was not sent is gone');
  assert.deepEqual(faults, []);
  await context.close();
});

test('what was sent while the line was down is sent first, and only then the key is forgotten', async () => {
  const { page, another, context, words } = await someone();
  const other = await another();
  await other.goto('/');
  await question(other);
  await at_rest(other);
  await context.setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await press_send(page);
  await page.getByText('Kept on this device.').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Lock this device…' }).click();
  await page.getByText('What you sent last has not arrived yet.').waitFor();
  await page.getByRole('button', { name: 'Lock this device', exact: true }).click();
  for (const each of [page, other]) {
    await each.getByText('Something has not been sent yet. This page will close itself when it has.').waitFor();
    assert.doesNotMatch(await whole(each), new RegExp(`${SECRET}|Sam`));
    assert.ok(await each.getByRole('link', { name: 'Exit', exact: true }).isVisible());
  }
  assert.deepEqual(await kept(page), ['attune.lock', 'attune.outbox']);
  await assert_accessible(page, 'the cover');
  await context.setOffline(false);
  for (const each of [page, other]) await is_locked(each);
  assert.deepEqual(await kept(page), []);
  assert.equal(await come_back(page, words), 'What did you do this morning?');
  assert.ok((await log_of(page)).includes(`You: ${SECRET}`), 'it has arrived');
  await context.close();
});

test('the cover stands through a reload, and who does not want to wait can lose what was not sent', async () => {
  const { page, context } = await someone();
  await context.routeWebSocket(/\/ws$/, (socket) => socket.close());
  await context.route('**/api/leave', (route) => route.abort());
  await page.reload();
  await page.evaluate((text) => {
    const message = { type: 'answer', request: 'r1', question: 'q1', value: text };
    localStorage.setItem('attune.outbox', JSON.stringify({ journey: 'j', entries: [{ message, label: text }] }));
    localStorage.setItem('attune.lock', 'true');
  }, SECRET);
  await page.reload();
  await page.getByText('Something has not been sent yet.').waitFor();
  await page.getByRole('button', { name: 'Do not wait for it…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Wait' }).click();
  await page.getByRole('button', { name: 'Do not wait for it…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lose it' }).click();
  await page.getByText('Waiting for the connection.').waitFor();
  assert.deepEqual(await kept(page), ['attune.lock']);
  await context.unroute('**/api/leave');
  await is_locked(page);
  assert.deepEqual(await kept(page), []);
  await context.close();
});

test('left alone, the page says so a minute before, and Stay keeps it', async () => {
  const { page, context, faults } = await someone({ minutes: '5', clock: true });
  await page.clock.runFor(4 * MINUTE + 20_000);
  const notice = page.getByText('Nobody has touched this page for a while.').and(page.locator('.banner'));
  await notice.waitFor();
  await assert_accessible(page, 'the notice');
  await page.setViewportSize({ width: 320, height: 568 });
  assert.deepEqual(await sideways(page), []);
  await page.getByRole('button', { name: 'Stay' }).click();
  await notice.waitFor({ state: 'detached' });
  await page.clock.runFor(4 * MINUTE);
  assert.equal(await page.locator('#reply input').inputValue(), SECRET);
  await page.clock.runFor(MINUTE + 20_000);
  await is_locked(page, true);
  assert.doesNotMatch(await whole(page), new RegExp(`${SECRET}|Sam`));
  assert.deepEqual(faults, []);
  await context.close();
});

test('the notice is to be seen above a dialog, and reached by keyboard', async () => {
  const { page, context } = await someone({ minutes: '5', clock: true });
  await page.getByRole('button', { name: 'My words' }).click();
  await page.clock.runFor(4 * MINUTE + 20_000);
  const stay = page.getByRole('dialog').getByRole('button', { name: 'Stay' });
  assert.ok(await stay.isVisible());
  // As a screen reader presses it: no pointer, no key.
  await stay.evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await stay.waitFor({ state: 'detached' });
  await page.clock.runFor(5 * MINUTE + 20_000);
  await is_locked(page, true);
  assert.equal(await page.getByRole('dialog').count(), 0);
  await context.close();
});

test('a touch in one window keeps the others open; left alone, all are locked', async () => {
  const { page, another, context } = await someone({ minutes: '15', clock: true });
  const other = await another();
  await other.goto('/');
  await question(other);
  for (let i = 0; i < 3; i++) {
    await context.clock.runFor(10 * MINUTE);
    await page.keyboard.press('Control');
  }
  assert.equal(await question(other), 'What is one word for today?');
  await context.clock.runFor(15 * MINUTE + 20_000);
  for (const each of [page, other]) await is_locked(each, true);
  await context.close();
});

test('a page that was closed, or slept, for that long shows no word when it is opened again', async () => {
  const { page, another, context, words } = await someone({ minutes: '5' });
  await page.waitForFunction(() => Number(localStorage.getItem('attune.active')) > 0);
  await page.close();
  const again = await another();
  await again.addInitScript((at) => {
    // What the page shows at any moment.
    const seen = (globalThis['seen'] = /** @type {string[]} */ ([]));
    new MutationObserver(() => seen.push(document.body?.innerText ?? '')).observe(document, { subtree: true, childList: true });
    if (!sessionStorage.getItem('once')) localStorage.setItem('attune.active', String(at));
    sessionStorage.setItem('once', '1');
  }, Date.now() - 5 * MINUTE - 1_000);
  await again.goto('/');
  await is_locked(again);
  const seen = await again.evaluate(() => globalThis['seen'].join(' '));
  assert.doesNotMatch(seen, new RegExp(`${SECRET}|one word for today|Sam`));
  assert.deepEqual(await kept(again), ['attune.settings']);
  await come_back(again, words);
  await context.close();
});

test('it strikes with words that are not sent: the page is covered, they are sent later, and then it is locked', async () => {
  const own = await start_server();
  const person = await chromium.person(own.url);
  const { page, context } = person;
  await page.clock.install();
  const words = await begin(page);
  await skip(page);
  await at_rest(page, true);
  await choose(page, 'Lock this device by itself', '5');
  await own.kill();
  await page.locator('#reply input').fill(SECRET);
  await press_send(page);
  await page.clock.runFor(5 * MINUTE + 20_000);
  await page.getByText('Something has not been sent yet.').waitFor();
  assert.doesNotMatch(await whole(page), new RegExp(`${SECRET}|Sam`));
  const back = await start_again(own);
  await is_locked(page, true);
  await come_back(page, words);
  assert.ok((await log_of(page)).includes(`You: ${SECRET}`));
  await context.close();
  await back.stop();
});

test('never is the beginning, and nothing is written down then', async () => {
  const { page, context } = await someone({ clock: true });
  await page.clock.runFor(120 * MINUTE);
  await page.keyboard.press('Control');
  assert.equal(await page.locator('#reply input').inputValue(), SECRET);
  assert.deepEqual(await kept(page), ['attune.draft']);
  await send(page);
  assert.deepEqual(await kept(page), []);
  await context.close();
});

test('the six words are never taken from the screen, whatever was chosen before', async () => {
  const { page, context } = await someone({ minutes: '5', clock: true });
  await lock_by_hand(page);
  await is_locked(page);
  await page.getByLabel('What may the coach call you?').fill('Kim');
  await page.getByLabel('I am 18 or older.').check();
  await page.getByLabel('I understand what this is').check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('heading', { name: 'Your six words' }).waitFor();
  await page.clock.runFor(30 * MINUTE);
  assert.equal(await page.locator('.six li').count(), 6);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await question(page);
  await context.close();
});
