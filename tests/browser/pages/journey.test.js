/** My journey: the map, the pictures, what is being tried, copies, and parting. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { assert_accessible } from '../support/axe.js';
import { begin, open_browser, question, send, skip } from '../support/browser.js';
import { sideways } from '../support/layout.js';
import { with_made_up } from '../support/made_up.js';
import { LONG, PICTURES } from '../support/pictures.js';
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

/** @typedef {import('playwright-core').Page} Page */

const [chain, plane] = /** @type {any[]} */ (PICTURES);
const quotes = /** @type {any} */ (PICTURES.at(-1));
const FIRST = [
  { type: 'shown', ...chain, words: 'An older state of it.', at: '2026-01-05T10:00:00Z' },
  { type: 'shown', ...plane },
  { type: 'shown', ...quotes },
  { type: 'shown', ...chain },
  { type: 'practice', text: 'Something of long ago.', days: 7, at: '2026-01-05T10:00:00Z' },
];

/** @param {Page} page */
const open_journey = async (page) => {
  await page.getByRole('button', { name: 'My journey' }).click();
  await page.locator('.journey').waitFor();
};

/** A person in the first stage, with pictures and something to try. @param {import('playwright-core').BrowserContextOptions} [options] */
async function someone(options) {
  const person = await chromium.person(server.url, options);
  await begin(person.page);
  await person.page.locator('#reply input').fill('a slammed door');
  await send(person.page);
  await with_made_up(person.context, { first: FIRST });
  await person.page.reload();
  await question(person.page);
  await open_journey(person.page);
  await person.page.locator('.journey .picture svg').nth(1).waitFor();
  return person;
}

/** @param {Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim());

test('it has the map, the latest of each picture, sentences as quotes, and what is being tried until when', async () => {
  const { page, context, faults } = await someone();
  assert.equal(await focused(page), 'My journey');
  assert.deepEqual(await page.locator('.map li').allInnerTexts(), ['First steps\nyou are here', 'Second steps\nlater']);
  assert.equal(await page.locator('.map [aria-current="step"] b').innerText(), 'First steps');
  assert.deepEqual(await page.locator('.journey figure.picture .picture-title').allInnerTexts(), [chain.title, plane.title]);
  assert.equal(await page.locator('.journey figure.picture figcaption').first().innerText(), chain.words);
  assert.deepEqual(await page.locator('.journey blockquote').allInnerTexts(), quotes.parts.map((/** @type {any} */ part) => part.text));
  const practices = page.locator('.journey .practice');
  assert.deepEqual(await practices.locator('.practice-text').allInnerTexts(), ['When it comes, write down what set it off. One line will do.']);
  assert.match(await practices.locator('.soft').first().innerText(), /^For 7 days, until \w+ \d+ \w+$/);
  await practices.locator('summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), practices.getByRole('button', { name: 'Save a calendar file' }).click()]);
  assert.equal(file.suggestedFilename(), 'a-few-minutes.ics');
  assert.deepEqual(faults, []);
  await context.close();
});

test('Exit and help are where they were, and asking for help brings the conversation back', async () => {
  const { page, context } = await someone({ viewport: { width: 390, height: 844 } });
  const places = async () => Promise.all(['.top a.exit', '.foot .help'].map((one) => page.locator(one).boundingBox()));
  const there = await places();
  await page.getByRole('button', { name: 'Back to the conversation' }).click();
  assert.deepEqual(await places(), there);
  assert.equal(await page.locator('.journey').count(), 0);
  await open_journey(page);
  await page.getByRole('button', { name: 'I need help now' }).click();
  await page.locator('#log').getByText('If you are in danger now').waitFor();
  assert.equal(await page.locator('.journey').count(), 0);
  await context.close();
});

test('by keyboard: opened, walked, left with Escape, and the focus is back where it came from', async () => {
  const { page, context } = await someone();
  await page.keyboard.press('Escape');
  await page.locator('.journey').waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'My journey', 'the button that opened it');
  assert.ok(await page.locator('#log').isVisible());
  await page.keyboard.press('Enter');
  await page.locator('.journey').waitFor();
  const order = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') || document.activeElement?.labels?.[0]?.textContent || document.activeElement?.textContent?.trim());
    order.push(name);
    if (name === 'I need help now') break;
  }
  assert.deepEqual(order, [
    'As a list',
    'As a table',
    'Put it into my calendar',
    'Also what was said when I asked for help, or when the coach stopped to make sure that I am safe',
    'Save it to read',
    'Save answers and scores, as a table',
    'Save everything, for programs',
    'Print this page',
    'Lock this device…',
    'Erase everything…',
    'My journey',
    'My words',
    'Pause',
    'I need help now',
  ]);
  // A dialog above it closes first.
  await page.getByRole('button', { name: 'Erase everything…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.journey').count(), 1);
  // The way past the header leads to the reply, which is in the conversation.
  await page.locator('.skip').first().focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  await context.close();
});

test('a stage that is open is taken up from the map, and what happens meanwhile is on it', async () => {
  const { page, another, context, faults } = await chromium.person(server.url);
  await begin(page);
  const other = await another();
  await other.goto('/');
  await question(other);
  await open_journey(other);
  await page.locator('#reply input').fill('a slammed door');
  await send(page);
  await page.locator('#reply input').fill('I leave');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('#reply[data-panel="choose"]').waitFor();
  await other.locator('.map .open').waitFor();
  assert.deepEqual(await other.locator('.map li').allInnerTexts(), ['First steps\ndone\nVisit again', 'Second steps\nopen\nBegin']);
  await other.getByRole('button', { name: 'Begin Second steps' }).click();
  assert.equal(await question(other), 'One last word?');
  assert.equal(await other.locator('.journey').count(), 0);
  await open_journey(other);
  await other.getByRole('button', { name: 'Visit again First steps' }).click();
  assert.equal(await question(other), 'What sets it off?');
  assert.deepEqual(faults, []);
  await context.close();
});

test('copies in each form, with and without interruptions, under a name that tells nothing', async () => {
  const { page, context, faults } = await chromium.person(server.url);
  await begin(page);
  await page.locator('#reply input').fill('a slammed door');
  await send(page);
  await page.getByRole('button', { name: 'I need help now' }).click();
  await page.locator('#log').getByText('If you are in danger now').waitFor();
  await question(page);
  await page.getByRole('button', { name: 'My words' }).click();
  await page.getByRole('button', { name: 'Go to My journey' }).click();
  await page.waitForFunction(() => document.activeElement?.textContent === 'A copy for me');
  for (const interruptions of [false, true]) {
    if (interruptions) await page.getByLabel('Also what was said when I asked for help').check();
    for (const [button, name] of /** @type {const} */ ([['Save it to read', 'my-words.md'], ['Save everything, for programs', 'my-words.json'], ['Save answers and scores, as a table', 'my-words.csv']])) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
      assert.equal(file.suggestedFilename(), name);
      const text = readFileSync(await file.path(), 'utf8');
      assert.ok(text.includes('a slammed door'), name);
      if (!name.endsWith('csv')) assert.equal(text.includes('If you are in danger now'), interruptions, `${name}, ${interruptions}`);
      if (name.endsWith('json')) JSON.parse(text);
    }
  }
  await page.getByText('Saved to your downloads.', { exact: true }).waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Save it to read' }).click();
  await page.locator('.journey .note').getByText('The server cannot be reached just now.').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('before everything is erased, a copy is offered', async () => {
  const { page, context } = await someone();
  await page.getByRole('button', { name: 'Erase everything…' }).click();
  const dialog = page.getByRole('dialog');
  assert.deepEqual(await dialog.locator('.dialog-body button').allInnerTexts(), ['Save a copy first', 'No, keep everything', 'Yes, erase everything']);
  assert.equal(await dialog.getByLabel('Also what was said when I asked for help').isChecked(), false);
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save a copy first' }).click()]);
  assert.ok(readFileSync(await file.path(), 'utf8').includes('a slammed door'));
  await dialog.getByText('A copy is in your downloads.').waitFor();
  await dialog.getByRole('button', { name: 'Yes, erase everything' }).click();
  await page.getByText('Everything is erased.').waitFor();
  assert.equal(await page.locator('.journey').count(), 0);
  await context.close();
});

test('this device can be locked from here, too', async () => {
  const { page, context } = await someone();
  await page.getByRole('button', { name: 'Lock this device…' }).click();
  await page.getByRole('button', { name: 'Lock this device', exact: true }).click();
  await page.getByText('This device is locked. Your six words open it again.').waitFor();
  await context.close();
});

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const dir of /** @type {const} */ (['ltr', 'rtl'])) {
    test(`axe finds nothing in My journey, ${scheme}, ${dir}`, async () => {
      const { page, context } = await someone({ colorScheme: scheme, viewport: { width: 390, height: 844 } });
      await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);
      for (const summary of await page.locator('.journey summary').all()) await summary.click();
      await assert_accessible(page, `my journey, ${scheme}, ${dir}`);
      await page.getByRole('button', { name: 'Erase everything…' }).click();
      await assert_accessible(page, `erasing, ${scheme}, ${dir}`);
      await context.close();
    });
  }
}

for (const [name, viewport, text] of /** @type {const} */ ([
  ['320 x 568', { width: 320, height: 568 }, '100'],
  ['320 x 256', { width: 320, height: 256 }, '100'],
  ['390 x 844, text at 200%', { width: 390, height: 844 }, '200'],
  ['1280 x 800', { width: 1280, height: 800 }, '100'],
])) {
  test(`nothing is wider than the page, and every target is large: ${name}`, async () => {
    const { page, context } = await someone({ viewport });
    await page.evaluate((size) => (document.documentElement.dataset['text'] = size), text);
    for (const summary of await page.locator('.journey summary').all()) await summary.click();
    await page.waitForTimeout(100);
    assert.deepEqual(await sideways(page), []);
    const small = await page.locator('.journey :is(button, summary, input[type=time]), .foot button').evaluateAll((all) =>
      all.map((each) => [each.textContent, each.getBoundingClientRect()]).filter(([, box]) => box.width < 43.5 || box.height < 43.5).map(([name]) => name),
    );
    assert.deepEqual(small, []);
    const crowded = await page.locator('.foot button').evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent));
    assert.deepEqual(crowded, []);
    await context.close();
  });
}

test('paper has the map, the pictures with what they had to shorten, and nothing to press', async () => {
  const { page, context } = await someone();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#print').count(), 0);
  assert.ok(await page.locator('.journey .picture-list').first().isVisible());
  const text = await page.locator('.journey').innerText();
  for (const part of ['First steps', `${LONG} ${LONG}`, plane.words, quotes.parts[0].text]) assert.ok(text.includes(part), part);
  assert.deepEqual(await page.locator('.journey :is(button, input, summary), header, footer').evaluateAll((all) => all.filter((each) => each.checkVisibility()).map((each) => each.textContent)), []);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  assert.equal(await page.locator('.journey .picture-list').first().isVisible(), false);
  await context.close();
});

test('a sentence that stands alone is among the sentences, too, without a name for its time', async () => {
  const { page, context, faults } = await chromium.person(server.url, { viewport: { width: 320, height: 640 } });
  await begin(page);
  const text = 'I learned to need very little, and now I ask for one thing.';
  const alone = { picture: 'then_now', name: 'first.kept', title: 'A sentence to keep', words: `You wrote: "${text}"`, parts: [{ role: 'now', text }] };
  await with_made_up(context, { first: [{ type: 'shown', ...alone }] });
  await page.reload();
  await question(page);
  await page.locator('#log').getByText(alone.title).waitFor();
  await open_journey(page);
  const section = page.getByRole('region', { name: 'My sentences' });
  assert.deepEqual(await section.locator('blockquote').allInnerTexts(), [text]);
  assert.deepEqual(await section.getByText('Now', { exact: true }).count(), 0);
  assert.deepEqual(await page.locator('.journey figure.picture').count(), 0, 'it is read, not looked at');
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('where journeys are not kept for good, whoever begins is told until when, and My journey tells it again', async (t) => {
  const short = await start_server({ courses: STAGES, options: ['--retention-months', '2'] });
  t.after(() => short.stop());
  const { page, context, faults } = await chromium.person(short.url);
  const reply = page.waitForResponse((response) => response.url().endsWith('/api/journeys'));
  await page.goto('/');
  await page.getByLabel('What may the coach call you?').fill('Sam');
  await page.getByLabel('I am 18 or older.').check();
  await page.getByLabel('I understand what this is').check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  const { journey } = await (await reply).json();
  const [year, , day] = journey.kept_until.split('-').map(Number);
  const told = await page.getByText('What you write is kept until').textContent();
  assert.match(told ?? '', new RegExp(`until ${day} \\w+ ${year}, and each visit moves that day on`));
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.locator('#reply[data-panel="question"]').waitFor();
  await open_journey(page);
  const again = await page.getByText('If nobody opens it until').textContent();
  assert.match(again ?? '', new RegExp(`until ${day} \\w+ ${year}, everything here is deleted`));
  await assert_accessible(page);
  assert.deepEqual(faults, []);
  await context.close();
});
