import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assert_accessible } from '../support/axe.js';
import { begin, log_of, open_browser, press_send, question, send, skip, skip_to } from '../support/browser.js';
import { sideways } from '../support/layout.js';
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

/** @param {Page} page @param {'ltr'|'rtl'} dir */
const turn = (page, dir) => page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);

/** Everything that stands still at the end of a transition. @param {Page} page */
const settled = (page) => page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null))));

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const dir of /** @type {const} */ (['ltr', 'rtl'])) {
    test(`axe finds nothing, ${scheme}, ${dir}`, async () => {
      const { page, context, faults } = await chromium.person(server.url, { colorScheme: scheme, viewport: { width: 390, height: 844 } });
      /** @param {string} where */
      const check = async (where) => {
        await turn(page, dir);
        await settled(page);
        await assert_accessible(page, `${where}, ${scheme}, ${dir}`);
      };
      /** @param {string} button @param {string} where */
      const check_dialog = async (button, where) => {
        await page.getByRole('button', { name: button }).click();
        await page.getByRole('dialog').waitFor();
        await check(where);
        await page.keyboard.press('Escape');
      };
      await page.goto('/');
      await check('begin');
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await check('begin with problems');
      await page.getByRole('button', { name: 'I have six words' }).last().click();
      await check('coming back');
      await page.goto('/');
      await page.getByLabel('What may the coach call you?').fill('Sam');
      await page.getByLabel('I am 18 or older.').check();
      await page.getByLabel('I understand what this is').check();
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await page.getByRole('heading', { name: 'Your six words' }).waitFor();
      await check('six words');
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await question(page);
      await page.getByText('Why this is asked').click();
      await check('choice');
      await press_send(page);
      await check('choice with a problem');
      await page.getByRole('radio', { name: 'I am not sure' }).check();
      await send(page);
      await page.locator('#reply input').fill('x'.repeat(61));
      await check('text, too long');
      await skip_to(page, 'morning');
      await check('long text');
      await skip_to(page, 'Which of these');
      await check('choices');
      await skip_to(page, 'rest well');
      await check('yes or no');
      await skip_to(page, 'meet this week');
      await check('list');
      await skip_to(page, 'How calm');
      await check('slider, untouched');
      await page.getByRole('button', { name: 'More' }).click();
      await check('slider');
      await skip_to(page, 'last walk');
      await check('number');
      await skip_to(page, 'which day');
      await check('date');
      await skip(page);
      await page.getByRole('heading', { name: 'Resting' }).waitFor();
      await check('pause');
      await check_dialog('Settings', 'settings');
      await check_dialog('My words', 'my words');
      await check_dialog('Pause', 'resting');
      await page.locator('article.mine .take-back').last().click();
      await page.getByRole('dialog').waitFor();
      await check('change this answer?');
      await page.keyboard.press('Escape');
      await context.setOffline(true);
      await page.locator('.banner').getByText('You are offline.').waitFor();
      await check('offline');
      await check_dialog('I need help now', 'help while offline');
      await context.setOffline(false);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

test('the tab order of the chat', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await page.getByRole('radio', { name: 'Straight in' }).check();
  await send(page);
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
  await page.keyboard.press('Escape');
  const order = [];
  await page.locator('.skip').first().focus();
  for (let i = 0; i < 16; i++) {
    const name = await page.evaluate(() => {
      const here = document.activeElement;
      return here === document.body ? 'body' : here?.getAttribute('aria-label') || here?.closest('div.question')?.querySelector('label')?.textContent || here?.textContent?.trim();
    });
    if (i && (name === 'body' || name === order[0])) break;
    order.push(name);
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(order, [
    'Skip to your reply',
    'Leave this page now',
    'Settings',
    'Exit',
    'Conversation',
    'What is one word for today?',
    'Change last answer',
    'Skip',
    'Send',
    'My journey',
    'My words',
    'Pause',
    'I need help now',
  ]);
  await context.close();
});

test('focus: in the reply form after Send, on the control after the skip link, never moved by a message', async () => {
  const { page, another, context } = await chromium.person(server.url);
  await begin(page);
  await page.getByRole('radio', { name: 'Straight in' }).check();
  await send(page);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'reply');
  await page.keyboard.type('warm');
  assert.equal(await page.locator('#reply input').inputValue(), 'warm', 'typing goes to the field');

  await page.locator('.skip').first().focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  assert.equal(new URL(page.url()).hash, '');

  // Another window answers while this one has its focus on Settings.
  const other = await another();
  await other.goto('/');
  await page.getByRole('button', { name: 'Settings' }).focus();
  await question(other);
  await skip(other);
  await page.getByText('What did you do this morning?').first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'settings');
  await context.close();
});

test('the log is walked with the arrow keys, and Escape goes to the reply', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await page.getByRole('radio', { name: 'Straight in' }).check();
  await send(page);
  const here = () => page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, ' ').trim());
  await page.locator('#log').focus();
  await page.keyboard.press('ArrowUp');
  assert.equal(await here(), 'Coach: Good. Then one after another.');
  await page.keyboard.press('ArrowUp');
  assert.equal(await here(), 'You: Straight in');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Change this answer');
  await page.keyboard.press('Home');
  assert.equal(await here(), 'Coach: Hello, Sam. This is a walk through every kind of question.');
  await page.keyboard.press('End');
  assert.equal(await here(), 'Coach: Good. Then one after another.');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  await context.close();
});

test('each line of the coach is announced once, in order, and the history never', async () => {
  const { page, context } = await chromium.person(server.url);
  await context.addInitScript(() => {
    const heard = (globalThis.heard = []);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (change.target instanceof Element && change.target.id === 'announcer') heard.push(node.textContent);
    }).observe(document, { childList: true, subtree: true });
  });
  await begin(page);
  assert.deepEqual(await page.evaluate(() => globalThis.heard), [
    'Hello, Sam. This is a walk through every kind of question.',
    'It says little, and it means less.',
    'How would you like to begin?',
  ]);
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await send(page);
  assert.deepEqual((await page.evaluate(() => globalThis.heard)).slice(3), ['Not being sure is a fine place to start.', 'Good. Then one after another.', 'What is one word for today?']);
  await page.waitForFunction(() => document.getElementById('announcer')?.childElementCount === 0);
  assert.equal(await page.locator('#log').getAttribute('aria-live'), 'off');
  await page.reload();
  await question(page);
  assert.deepEqual(await page.evaluate(() => globalThis.heard), []);
  await context.close();
});

test('every bubble tells its language and finds its own direction', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await skip(page);
  await page.locator('#reply input').fill('שלום');
  await send(page);
  const bubbles = await page.locator('#log .bubble p').evaluateAll((all) => all.map((each) => [each.getAttribute('dir'), each.getAttribute('lang')].join()));
  assert.deepEqual([...new Set(bubbles)], ['auto,en']);
  assert.equal(await page.getByRole('heading', { name: 'First steps' }).count(), 1);
  assert.equal(await page.getByRole('heading', { name: 'Today' }).count(), 1);
  await context.close();
});

/** What cannot be hit well with a finger. @param {Page} page */
const small_targets = (page) =>
  page.evaluate(() => {
    const small = [];
    for (const each of document.querySelectorAll('button, a[href], select, summary, textarea, input')) {
      if (!each.checkVisibility() || each.classList.contains('skip')) continue;
      // A radio or checkbox is hit by its label as well, which surrounds it.
      const box = each.matches('[type=radio], [type=checkbox]') ? each.parentElement : each;
      const { width, height } = /** @type {Element} */ (box).getBoundingClientRect();
      if (width < 44 - 0.5 || height < 44 - 0.5) small.push(`${each.tagName} ${each.textContent || each.getAttribute('aria-label')} ${width}x${height}`);
    }
    return small;
  });

/** Whether what has the focus can be seen where it is. @param {Page} page */
const focus_in_sight = (page) =>
  page.evaluate(() => {
    const here = /** @type {Element} */ (document.activeElement);
    const { left, right, top, bottom } = here.getBoundingClientRect();
    const at = document.elementFromPoint((Math.max(0, left) + Math.min(innerWidth, right)) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2);
    const seen = at !== null && (here.contains(at) || at.contains(here) || at.closest('.option') === here.closest('.option'));
    return seen ? '' : `${here.tagName}.${here.className} "${here.textContent?.slice(0, 30)}" is under ${at?.tagName}.${at?.className}`;
  });

for (const [name, options, style] of /** @type {const} */ ([
  ['320 x 256', { viewport: { width: 320, height: 256 } }, ''],
  ['320 x 568', { viewport: { width: 320, height: 568 } }, ''],
  ['390 x 844, with wide text spacing', { viewport: { width: 390, height: 844 } }, '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }'],
  ['390 x 844, text at 200%', { viewport: { width: 390, height: 844 } }, '200'],
])) {
  test(`nothing scrolls sideways, every target is large, and the focus is in sight: ${name}`, async () => {
    const { page, context } = await chromium.person(server.url, options);
    await context.addInitScript((text) => text === '200' && localStorage.setItem('attune.settings', '{"text":"200"}'), style);
    /** @param {string} where */
    const check = async (where) => {
      if (style.startsWith('*')) {
        // The page's policy lets no style tag in; a constructed sheet is what a reader's own style comes to.
        await page.evaluate((text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets = [sheet];
        }, style);
      }
      assert.deepEqual(await sideways(page), [], `${where}: wider than the page`);
      assert.deepEqual(await small_targets(page), [], `${where}: too small`);
      await page.locator('.skip').first().focus();
      for (let i = 0; i < 16; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement === document.body)) break;
        assert.equal(await focus_in_sight(page), '', where);
      }
    };
    await page.goto('/');
    await check('begin');
    await begin(page);
    await check('choice');
    await skip_to(page, 'morning');
    await check('long text');
    await skip_to(page, 'meet this week');
    await check('list');
    await skip_to(page, 'How calm');
    await check('scale');
    await page.getByRole('button', { name: 'Settings' }).click();
    assert.deepEqual(await sideways(page), [], 'settings');
    assert.deepEqual(await small_targets(page), [], 'settings');
    await context.close();
  });
}

for (const viewport of [
  { width: 390, height: 844 },
  { width: 1000, height: 900 },
]) {
  test(`however long the talk, the page is as tall as its window and nothing moves Exit: ${viewport.width} x ${viewport.height}`, async () => {
    const { page, context } = await chromium.person(server.url, { viewport });
    await begin(page);
    const log = page.locator('#log');
    const windows = () => log.evaluate((each) => each.scrollHeight / each.clientHeight);
    for (let i = 0; i < 8 && (await windows()) < 2; i++) await skip(page);
    assert.ok((await windows()) > 1.5, `the log is only ${await windows()} times as tall as its window`);
    const exit = page.locator('.exit').first();
    const stands = await exit.boundingBox();
    for (const where of ['.top', '#log', '#reply', '.foot']) {
      await page.locator(where).hover();
      await page.mouse.wheel(0, 3_000);
    }
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    await page.keyboard.press('End');
    await page.evaluate(() => scrollTo(0, 10_000));
    const { height, scrolled } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight, scrolled: scrollY }));
    assert.equal(height, viewport.height);
    assert.equal(scrolled, 0);
    assert.deepEqual(await exit.boundingBox(), stands);
    await context.close();
  });
}

test('a long conversation keeps about 200 messages on the page, and shows earlier ones when asked', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  // As long as weeks of talking: the server's own replay, with most of it made up on the way.
  await context.routeWebSocket(/\/ws$/, (socket) => {
    const real = socket.connectToServer();
    let seq = 0;
    real.onMessage((text) => {
      const message = JSON.parse(String(text));
      if (message.type === 'welcome') {
        socket.send(JSON.stringify({ ...message, seq: message.seq + 1_000 }));
        for (let i = 1; i <= 1_000; i++) socket.send(JSON.stringify({ type: 'said', seq: ++seq, at: '2026-01-05T10:00:00Z', text: `Line ${i}.` }));
      } else {
        if (message.seq) message.seq += 1_000;
        socket.send(JSON.stringify(message));
      }
    });
  });
  await page.reload();
  await question(page);
  const rows = () => page.locator('#log article').count();
  const shown = await rows();
  assert.ok(shown <= 210, `${shown} messages on the page`);
  await page.locator('#log').evaluate((log) => (log.scrollTop = 0));
  await page.getByRole('button', { name: 'Show earlier' }).click();
  assert.ok((await rows()) >= shown + 190);
  await page.getByRole('button', { name: 'New messages' }).or(page.locator('#reply')).first().waitFor();
  await context.close();
});

test('who reads further up is told of new messages, and not pulled away', async () => {
  const { page, another, context } = await chromium.person(server.url, { viewport: { width: 390, height: 560 } });
  await begin(page);
  for (let i = 0; i < 4; i++) await skip(page);
  const other = await another();
  await other.goto('/');
  await question(other);
  await page.locator('#log').evaluate((log) => (log.scrollTop = 0));
  await skip(other);
  const newer = page.getByRole('button', { name: 'New messages' });
  await newer.waitFor();
  assert.equal(await page.locator('#log').evaluate((log) => log.scrollTop), 0);
  await newer.click();
  await newer.waitFor({ state: 'hidden' });
  assert.ok((await log_of(page)).length > 0);
  await context.close();
});
