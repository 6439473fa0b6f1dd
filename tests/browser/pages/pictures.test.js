/** Pictures in the conversation: drawn, said in words, listed; in every light, in both directions, on every screen. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assert_accessible } from '../support/axe.js';
import { begin, open_browser, question, send, skip } from '../support/browser.js';
import { sideways } from '../support/layout.js';
import { with_made_up } from '../support/made_up.js';
import { LONG, PICTURES, UNKNOWN } from '../support/pictures.js';
import { STAGES, start_server } from '../support/server.js';

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

const ALL = [...PICTURES, UNKNOWN].map((picture) => ({ type: 'shown', ...picture }));

/** A person whose conversation has a picture of each kind. @param {import('playwright-core').BrowserContextOptions} [options] */
async function with_pictures(options) {
  const person = await chromium.person(server.url, options);
  await begin(person.page);
  await with_made_up(person.context, { first: ALL });
  await person.page.reload();
  await question(person.page);
  await person.page.locator('.picture').nth(ALL.length - 1).waitFor();
  await person.page.waitForFunction((n) => document.querySelectorAll('.picture svg').length === n, PICTURES.length);
  return person;
}

/** What a drawing says, in one line. @param {import('playwright-core').Locator} figure */
const letters = (figure) => figure.locator('svg text').allTextContents().then((all) => all.join(' '));

/** Text that leaves its drawing, or the page. @param {Page} page */
const spilled = (page) =>
  page.evaluate(() => {
    const out = [];
    for (const svg of document.querySelectorAll('svg.drawing')) {
      const room = svg.getBoundingClientRect();
      for (const each of svg.querySelectorAll('text')) {
        const { left, right, top, bottom } = each.getBoundingClientRect();
        if (left < room.left - 2 || right > room.right + 2 || top < room.top - 4 || bottom > room.bottom + 4) out.push(each.textContent);
      }
    }
    return out;
  });

test('each kind is drawn, with its title, its sentence and the whole of it as a list or a table', async () => {
  const { page, context, faults } = await with_pictures();
  for (const picture of PICTURES) {
    const figure = page.locator('figure.picture').filter({ has: page.getByRole('heading', { name: picture.title, exact: true }) });
    assert.equal(await figure.count(), 1, picture.title);
    assert.equal(await figure.locator('figcaption').textContent(), picture.words);
    assert.equal(await figure.locator('svg').getAttribute('aria-hidden'), 'true');
    assert.ok((await letters(figure)).length > 10, picture.picture);
    await figure.locator('summary').click();
    const list = (await figure.locator('.picture-list').innerText()).replace(/\s+/g, ' ');
    for (const part of picture.parts) for (const text of [part.label, part.text]) if (text) assert.ok(list.includes(text), `${picture.picture}: ${text} in ${list}`);
  }
  const chain = page.locator('figure.picture').first();
  assert.ok((await chain.locator('.picture-list').innerText()).includes(`${LONG} ${LONG}`), 'what the drawing shortens is whole in the list');
  assert.match(await letters(chain), /…/);
  assert.deepEqual(await page.locator('table.picture-list').first().locator('tr').allInnerTexts(), ['What\tWorry\tDistance', 'At first\t5.2\t2.4', 'Today\t4.1\t2.2']);

  const unknown = page.locator('figure.picture').last();
  assert.deepEqual([await unknown.locator('svg, summary').count(), await unknown.innerText()], [0, 'A spiral\n\nSomething that this page cannot draw.']);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const dir of /** @type {const} */ (['ltr', 'rtl'])) {
    test(`axe finds nothing in pictures, ${scheme}, ${dir}`, async () => {
      const { page, context } = await with_pictures({ colorScheme: scheme, viewport: { width: 390, height: 844 } });
      await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);
      for (const summary of await page.locator('.picture summary').all()) await summary.click();
      await assert_accessible(page, `pictures, ${scheme}, ${dir}`);
      await context.close();
    });
  }
}

for (const [name, width, text] of /** @type {const} */ ([['320 px', 320, '100'], ['390 px, text at 200%', 390, '200'], ['a desktop', 1280, '100']])) {
  test(`no picture is wider than the page, and no text leaves its drawing: ${name}`, async () => {
    const { page, context } = await with_pictures({ viewport: { width, height: 800 } });
    if (text !== '100') {
      const before = await page.locator('svg.drawing').first().getAttribute('height');
      await page.evaluate((size) => (document.documentElement.dataset['text'] = size), text);
      await page.waitForFunction((old) => document.querySelector('svg.drawing')?.getAttribute('height') !== old, before);
    }
    for (const summary of await page.locator('.picture summary').all()) await summary.click();
    assert.deepEqual(await sideways(page), []);
    assert.deepEqual(await spilled(page), []);
    const size = Math.min(...(await page.locator('svg.drawing text').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height))));
    assert.ok(size > (text === '200' ? 26 : 13), `letters of ${size} px`);
    await context.close();
  });
}

test('from right to left a picture is a mirror, but its letters are not', async () => {
  const { page, context } = await with_pictures({ viewport: { width: 800, height: 800 } });
  const places = () =>
    page.locator('figure.picture', { hasText: 'Whose part is whose' }).locator('svg.drawing').evaluate((svg) => {
      const mine = /** @type {Element} */ ([...svg.querySelectorAll('text')].find((each) => each.textContent === '4'));
      const box = svg.getBoundingClientRect();
      const at = mine.getBoundingClientRect();
      return (at.left + at.width / 2 - box.left) / box.width;
    });
  const left = await places();
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  await page.reload();
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  await page.setViewportSize({ width: 560, height: 800 });
  await page.waitForFunction(() => document.querySelector('svg.drawing g')?.getAttribute('transform')?.includes('scale(-1 1)'));
  assert.ok(Math.abs(left + (await places()) - 1) < 0.05);
  assert.equal(await page.locator('svg.drawing g').nth(1).getAttribute('transform'), null);
  await context.close();
});

test('a picture comes with the conversation: announced once, reached by arrow keys, and taken back with it', async () => {
  const { page, context, faults } = await chromium.person(server.url);
  await context.addInitScript(() => {
    const heard = (globalThis.heard = []);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (change.target instanceof Element && change.target.id === 'announcer') heard.push(node.textContent);
    }).observe(document, { childList: true, subtree: true });
  });
  await with_made_up(context, { after_kept: ({ value }) => (value === 'unsure' ? [{ type: 'shown', ...PICTURES[0] }] : []) });
  await begin(page);
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await send(page);
  const figure = page.locator('figure.picture');
  await figure.locator('svg').waitFor();
  const { title, words } = /** @type {any} */ (PICTURES[0]);
  assert.deepEqual((await page.evaluate(() => globalThis.heard)).filter((/** @type {string} */ text) => text.includes(title)), [`${title}. ${words}`]);

  // The log is one stop; inside, arrows go from message to message, and Tab into the one that has the focus.
  assert.deepEqual(await figure.locator('summary').evaluateAll((all) => all.map((each) => each.tabIndex)), [-1]);
  await page.locator('#log').focus();
  for (let i = 0; i < 9 && !(await page.evaluate(() => document.activeElement?.matches('.card-row'))); i++) await page.keyboard.press('ArrowUp');
  assert.ok(await page.evaluate(() => document.activeElement?.matches('.card-row')));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.ok(await figure.locator('.picture-list').isVisible());

  await page.locator('article.mine .take-back').first().click();
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await figure.waitFor({ state: 'detached' });
  await question(page);
  assert.deepEqual(faults, []);
  await context.close();
});

test('what the script shows is drawn with the person’s own words, is there after a load, and is drawn anew when they change', async () => {
  const stages = await start_server({ courses: STAGES });
  const { page, context, faults } = await chromium.person(stages.url);
  await begin(page);
  const answer = async (/** @type {string} */ text) => {
    await question(page);
    await page.locator('#reply input').fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  await answer('a slammed door');
  await page.locator('.practice').waitFor();
  await answer('I leave the room');
  const figure = page.locator('figure.picture', { has: page.getByRole('heading', { name: 'How it runs' }) });
  await figure.locator('svg').waitFor();
  for (const text of ['a slammed door', 'I leave the room', 'It starts with', 'What I do']) assert.ok((await letters(figure)).includes(text), text);
  assert.equal(await figure.locator('figcaption').textContent(), 'It starts with "a slammed door", and then you: "I leave the room"');
  await page.reload();
  await figure.locator('svg').waitFor();
  await page.getByRole('button', { name: 'Change last answer' }).click();
  await figure.waitFor({ state: 'detached' });
  await answer('I count to ten');
  await figure.locator('svg').waitFor();
  assert.ok((await letters(figure)).includes('I count to ten'));
  await page.getByRole('button', { name: 'My journey' }).click();
  await page.locator('.journey blockquote').nth(1).waitFor();
  assert.deepEqual(await page.locator('.journey figure.picture .picture-title').allInnerTexts(), ['How it runs']);
  assert.deepEqual(await page.locator('.journey blockquote').allInnerTexts(), ['I count to ten', 'I wait, and breathe out.']);
  assert.deepEqual(faults, []);
  await context.close();
  await stages.stop();
});

test('who is at the end stays there when a picture is drawn', async () => {
  const { page, context } = await chromium.person(server.url, { viewport: { width: 390, height: 640 } });
  await begin(page);
  await skip(page);
  await with_made_up(context, { first: ALL });
  const from_end = () => page.locator('#log').evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
  await page.reload();
  await page.locator('.picture svg').nth(PICTURES.length - 1).waitFor();
  await page.waitForTimeout(200);
  assert.ok((await from_end()) < 60, `${await from_end()} px from the end`);
  await context.close();
});

test('paper has the pictures, in ink', async () => {
  const { page, context } = await with_pictures({ colorScheme: 'dark' });
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
  await page.getByRole('button', { name: 'My words' }).click();
  const text = await page.locator('.transcript').textContent();
  assert.ok(text?.includes('[How your pattern runs] It starts with distance.'));
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#print svg.drawing').count(), PICTURES.length);
  const colours = await page.locator('#print svg.drawing text:not([class])').first().evaluate((each) => [getComputedStyle(each).fill, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(colours, ['rgb(38, 40, 43)', 'rgb(255, 255, 255)']);
  await context.close();
});

test('a page that cannot fetch the drawings says the words', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await context.route(/\/cards[\w-]*\.js$/, (route) => route.abort());
  await with_made_up(context, { first: ALL.slice(0, 1) });
  await page.reload();
  await question(page);
  await page.locator('.card-row p').waitFor();
  assert.equal(await page.locator('.card-row').innerText(), `${PICTURES[0]?.title}\n\n${PICTURES[0]?.words}`);
  await skip(page);
  await context.close();
});
