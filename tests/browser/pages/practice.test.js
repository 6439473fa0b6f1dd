/** A practice in the conversation, and its file for the person's own calendar. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { assert_accessible } from '../support/axe.js';
import { begin, open_browser, question, send } from '../support/browser.js';
import { sideways } from '../support/layout.js';
import { with_made_up } from '../support/made_up.js';
import { STAGES, start_server } from '../support/server.js';

let server, chromium;
before(async () => {
  server = await start_server({ courses: STAGES });
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

const TEXT = 'When it comes, write down what set it off. One line will do.';

/** @param {import('playwright-core').BrowserContextOptions} [options] */
async function with_practice(options) {
  const person = await chromium.person(server.url, options);
  await begin(person.page);
  await person.page.locator('#reply input').fill('a slammed door');
  await send(person.page);
  await person.page.locator('.practice').waitFor();
  return person;
}

for (const zone of ['America/Los_Angeles', 'Asia/Kolkata']) {
  test(`a practice stands in the conversation with its days, and goes into a calendar that says nothing of it, in ${zone}`, async () => {
    const { page, context, faults } = await with_practice({ timezoneId: zone });
    const card = page.locator('.practice');
    assert.equal(await card.locator('.practice-text').textContent(), TEXT);
    const until = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' }).format(Date.now() + 7 * 86_400_000);
    // Node and the browser may differ in a comma behind the weekday.
    const told = await card.locator('.soft').first().textContent();
    assert.equal(told?.replace('day,', 'day'), `For 7 days, until ${until.replace('day,', 'day')}`);
    await card.locator('summary').click();
    await card.getByLabel('At what time?').fill('23:59');
    const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('button', { name: 'Save a calendar file' }).click()]);
    assert.equal(download.suggestedFilename(), 'a-few-minutes.ics');
    const text = readFileSync(await download.path(), 'utf8');
    assert.doesNotMatch(text, /attune|door|write|coach/i);
    const event = new ICAL.Event(/** @type {any} */ (new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')));
    // By its parts: how a language orders them differs between versions of ICU.
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(Date.now());
    const part = (/** @type {string} */ type) => parts.find((each) => each.type === type)?.value;
    const today = `${part('year')}-${part('month')}-${part('day')}`;
    assert.deepEqual([event.summary, event.startDate.toString()], ['A few minutes for yourself', `${today}T23:59:00`]);
    await card.getByText('Saved. Open the file to add it to your calendar.').waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a file is made by keyboard alone, and without a time it says what is missing', async () => {
  const { page, context } = await with_practice();
  const card = page.locator('.practice');
  await page.locator('#log').focus();
  for (let i = 0; i < 9 && !(await page.evaluate(() => document.activeElement?.matches('.card-row'))); i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'time');
  // The arrows are the field's own here.
  const before = await card.locator('input').inputValue();
  await page.keyboard.press('ArrowUp');
  assert.notEqual(await card.locator('input').inputValue(), before);
  await page.keyboard.press('Backspace');
  await card.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await card.getByText('Please choose a time.').waitFor();
  await page.keyboard.type('0730AM');
  await card.getByRole('button').focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.match(readFileSync(await download.path(), 'utf8'), /DTSTART:\d{8}T073000\r\n/);
  await context.close();
});

test('the newest line stays in sight when a card above it grows, though the browser tells of a scroll first', async () => {
  const { page, context } = await with_practice({ viewport: { width: 390, height: 640 } });
  await page.reload();
  await question(page);
  await page.locator('.practice-text').waitFor();
  const below = await page.evaluate(async () => {
    const log = /** @type {HTMLElement} */ (document.getElementById('log'));
    const two_frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    log.scrollTop = log.scrollHeight;
    await two_frames();
    // As when somebody comes back: the log is scrolled to its end, and a card is drawn before the page hears of that.
    /** @type {HTMLElement} */ (log.querySelector('.practice')).style.paddingBlockEnd = '82px';
    log.dispatchEvent(new Event('scroll'));
    await two_frames();
    return log.scrollHeight - log.clientHeight - log.scrollTop;
  });
  assert.ok(below < 2, `${below} px are out of sight`);
  assert.equal(await page.getByRole('button', { name: 'New messages' }).isVisible(), false);
  await context.close();
});

test('when its days are over, a practice offers no calendar', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await with_made_up(context, { first: [{ type: 'practice', text: TEXT, days: 7, at: '2026-01-05T10:00:00Z' }] });
  await page.reload();
  await question(page);
  await page.getByText('This time is over.').waitFor();
  assert.equal(await page.locator('.practice summary').count(), 0);
  await context.close();
});

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const dir of /** @type {const} */ (['ltr', 'rtl'])) {
    test(`axe finds nothing in a practice, ${scheme}, ${dir}, and it fits 320 px`, async () => {
      const { page, context } = await with_practice({ colorScheme: scheme, viewport: { width: 320, height: 640 } });
      await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);
      await page.locator('.practice summary').click();
      await assert_accessible(page, `practice, ${scheme}, ${dir}`);
      assert.deepEqual(await sideways(page), []);
      await context.close();
    });
  }
}
