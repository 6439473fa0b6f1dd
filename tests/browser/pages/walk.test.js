/**
 * Whole stages, whatever they ask: the course that comes with Attune and the one with every kind of question, by
 * mouse and by keyboard alone.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { begin, moved_on, open_browser } from '../support/browser.js';
import { FLAGSHIP, KINDS, start_server } from '../support/server.js';

/** More questions than any stage has: a walk that takes longer goes in circles. */
const QUESTIONS_MAX = 150;
const WORDS = 'a little every day';

let chromium;
before(async () => {
  chromium = await open_browser();
});
after(() => chromium?.close());

/** @typedef {import('playwright-core').Page} Page */

/** What is asked, as the page shows it. @param {Page} page */
const asked = (page) =>
  page.evaluate(() => {
    const form = /** @type {HTMLElement} */ (document.getElementById('reply'));
    const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input, textarea')]);
    const first = inputs[0];
    const kind = first?.closest('.lines') ? 'list' : first?.tagName === 'TEXTAREA' ? 'long_text' : first?.inputMode ? 'number' : (first?.type ?? '');
    return {
      panel: form.dataset['panel'] ?? '',
      text: form.querySelector('legend, .ask')?.textContent ?? '',
      kind,
      note: form.querySelector('.question > .soft')?.textContent ?? '',
      lines: inputs.length,
    };
  });

/** The least number that will do. @param {string} note */
const least = (note) => /(\d+) to/.exec(note)?.[1] ?? '1';

/** @param {Page} page @param {Awaited<ReturnType<typeof asked>>} question */
async function answer_by_mouse(page, question) {
  const reply = page.locator('#reply');
  if (question.kind === 'radio') await reply.locator('.option label').first().click();
  else if (question.kind === 'checkbox') await reply.locator('.option label').first().click();
  else if (question.kind === 'range') await reply.getByRole('button', { name: 'More' }).click();
  else if (question.kind === 'number') await reply.locator('input').fill(least(question.note));
  else if (question.kind === 'date') await reply.locator('input').fill('2026-11-20');
  else if (question.kind === 'list') for (let i = 0; i < question.lines; i++) await reply.locator('.lines input').nth(i).fill(`${WORDS} ${i}`);
  else await reply.locator('input, textarea').fill(WORDS);
  await reply.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Tab until something of this kind has the focus. @param {Page} page @param {string} selector */
async function tab_to(page, selector) {
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate((what) => document.activeElement?.matches(what), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard never reached ${selector}`);
}

/** @param {Page} page @param {Awaited<ReturnType<typeof asked>>} question */
async function answer_by_keyboard(page, question) {
  const keys = page.keyboard;
  await tab_to(page, '#reply input, #reply textarea');
  if (question.kind === 'radio' || question.kind === 'checkbox') await keys.press('Space');
  else if (question.kind === 'range') await keys.press('ArrowRight');
  else if (question.kind === 'number') await keys.type(least(question.note));
  // Day and month are alike, as browsers ask for them in either order.
  else if (question.kind === 'date') await keys.type('11112026');
  else if (question.kind === 'list') {
    for (let i = 0; i < question.lines; i++) {
      await keys.type(`${WORDS} ${i}`);
      if (i < question.lines - 1) await keys.press('Enter');
    }
  } else await keys.type(WORDS);
  await keys.press('Control+Enter');
  // Ctrl+Enter sends texts of several lines; everything else is sent with Enter.
  if ((await asked(page)).text === question.text && !['long_text', 'list'].includes(question.kind)) await keys.press('Enter');
}

/**
 * @param {Page} page
 * @param {(page: Page, question: Awaited<ReturnType<typeof asked>>) => Promise<void>} answer
 * @param {(page: Page) => Promise<void>} go_on
 */
async function walk(page, answer, go_on) {
  for (let n = 0; n < QUESTIONS_MAX; n++) {
    // What was said can be on the page a moment before what is asked next.
    await page.waitForFunction(() => document.getElementById('reply')?.dataset['panel'] !== 'waiting');
    const now = await asked(page);
    if (now.panel === 'choose' || now.panel === 'ended') return n;
    if (now.panel === 'paused' || now.panel === 'go_on') {
      await go_on(page);
      await page.waitForFunction((panel) => ![panel, 'waiting'].includes(document.getElementById('reply')?.dataset['panel'] ?? ''), now.panel);
      continue;
    }
    assert.equal(now.panel, 'question');
    // Counted as it is waited for: a picture is an article too, though it has no bubble.
    const said = await page.locator('#log article').count();
    await answer(page, now);
    await page.waitForFunction(
      ([before, text]) => {
        const panel = document.getElementById('reply')?.dataset['panel'];
        if (panel === 'waiting' || document.querySelector('#problem:not([hidden])')) return false;
        return panel !== 'question' || document.querySelectorAll('#log article').length > Number(before) || document.querySelector('#reply legend, #reply .ask')?.textContent !== text;
      },
      [said, now.text],
    ).catch(async (error) => {
      throw new Error(`stuck at "${now.text}" (${now.kind}): ${await page.locator('#problem').textContent()}`, { cause: error });
    });
  }
  throw new Error(`no end after ${QUESTIONS_MAX} questions`);
}

/** @param {Page} page */
async function begin_by_keyboard(page) {
  await page.goto('/');
  await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  await tab_to(page, 'form input[type=text]');
  await page.keyboard.type('Sam');
  for (let i = 0; i < 2; i++) {
    await page.keyboard.press('Tab');
    await tab_to(page, 'form input[type=checkbox]');
    await page.keyboard.press('Space');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your six words' }).waitFor();
  await tab_to(page, 'main .primary');
  await page.keyboard.press('Enter');
  await page.locator('#reply[data-panel="question"]').waitFor();
}

const go_on_by_mouse = (/** @type {Page} */ page) => page.locator('#reply').getByRole('button', { name: /^Go on/ }).click();
const go_on_by_keyboard = async (/** @type {Page} */ page) => {
  await tab_to(page, '#reply .panel button');
  await page.keyboard.press('Enter');
};

for (const [name, courses] of [['every kind of question', KINDS], ['Discovery', FLAGSHIP]]) {
  assert.ok(existsSync(path.join(courses)), courses);

  test(`${name}: to the end of the stage by mouse`, async (t) => {
    const server = await start_server({ courses });
    t.after(() => server.stop());
    const { page, faults, context } = await chromium.person(server.url);
    await begin(page);
    assert.ok((await walk(page, answer_by_mouse, go_on_by_mouse)) > 8);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`${name}: to the end of the stage by keyboard alone`, async (t) => {
    const server = await start_server({ courses });
    t.after(() => server.stop());
    const { page, faults, context } = await chromium.person(server.url);
    await begin_by_keyboard(page);
    assert.ok((await walk(page, answer_by_keyboard, go_on_by_keyboard)) > 8);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('the whole course: from stage to stage, to its end, by mouse', async (t) => {
  const server = await start_server({ courses: FLAGSHIP });
  t.after(() => server.stop());
  const { page, faults, context } = await chromium.person(server.url);
  await begin(page);
  const reply = page.locator('#reply');
  let stages = 0;
  for (;;) {
    assert.ok((await walk(page, answer_by_mouse, go_on_by_mouse)) > 8);
    stages++;
    if ((await asked(page)).panel === 'ended') break;
    await reply.locator('.panel button.primary').click();
    await page.waitForFunction(() => document.getElementById('reply')?.dataset['panel'] === 'question');
  }
  assert.equal(stages, 5);
  assert.deepEqual(faults, []);
  await context.close();
});
