/** The page and the coach in another language: chosen at the beginning, switched in the middle, from right to left. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assert_accessible } from '../support/axe.js';
import { open_browser, question } from '../support/browser.js';
import { sideways } from '../support/layout.js';
import { with_made_up } from '../support/made_up.js';
import { PICTURES } from '../support/pictures.js';
import { ACCENTED, MIRRORED, start_translated_server } from '../support/translated.js';

let server, chromium;
before(async () => {
  server = await start_translated_server();
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

/** @typedef {import('playwright-core').Page} Page */

/** The language and direction of the page. @param {Page} page */
const spoken = (page) => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

/**
 * Plain English that is in sight or read aloud: what no translation would reach. Names, the six words, and what the
 * browser itself says of languages and days are left out.
 * @param {Page} page
 */
const left_behind = (page) =>
  page.evaluate(() => {
    const found = new Set();
    /** @param {string|null} text */
    const look = (text) => {
      const own = (text ?? '').replace(/Attune|Sam|BBC Weather|Wikipedia|Google|English|findahelpline\.com|https?:\S+|\b[A-Z][a-z]+day, [A-Z][a-z]+ \d+|\b[A-Z][a-z]+ \d+, \d{4}/g, '');
      if (/[a-z]{3}/.test(own)) found.add(own.trim());
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent?.closest('noscript, .six, .day, [data-own], option')) look(walker.currentNode.textContent);
    }
    for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], option')) {
      for (const name of ['aria-label', 'title', 'placeholder']) look(each.getAttribute(name));
      if (each instanceof HTMLOptionElement && !each.lang && !each.closest('select')?.querySelector('[lang], [value="en"]')) look(each.textContent);
    }
    return [...found];
  });

/** In sight and not wider than a narrow phone. @param {Page} page @param {string} where */
async function fits(page, where) {
  assert.deepEqual(await sideways(page), [], where);
  assert.deepEqual(await left_behind(page), [], where);
}

/** From the first view into the chat, in a language. @param {Page} page @param {string} language */
async function begin_in(page, language) {
  await page.goto('/');
  const select = page.locator('form select').filter({ has: page.locator(`option[value="${language}"]`) });
  await page.locator('form input[type=text]').first().fill('Sam');
  await Promise.all([page.waitForEvent('load'), select.selectOption(language)]);
  await page.locator('form input[type=checkbox]').first().waitFor();
  assert.equal(await page.locator('form input[type=text]').first().inputValue(), 'Sam', 'what was typed is there again');
  return select;
}

/** @param {Page} page */
async function enter(page) {
  for (const box of await page.locator('form:not([hidden]) input[type=checkbox]').all()) await box.check();
  await page.locator('form:not([hidden]) button.primary').click();
  await page.locator('.six').waitFor();
}

/** @param {Page} page */
const kept_words = async (page) => {
  await page.locator('.card .primary').click();
  await page.locator('#reply[data-panel="question"]').waitFor();
};

/** @param {Page} page @param {string} before */
async function next_question(page, before) {
  await page.waitForFunction((text) => {
    const now = document.querySelector('#reply legend, #reply .ask')?.textContent;
    return now && now !== text;
  }, before);
  return question(page);
}

/** @param {Page} page */
const skip = async (page) => {
  const before = await question(page);
  await page.locator('.actions .plain').click();
  await page.waitForFunction((text) => {
    const reply = document.getElementById('reply');
    return !['waiting', 'loading'].includes(reply?.dataset['panel'] ?? '') && reply?.querySelector('legend, .ask')?.textContent !== text;
  }, before);
};

for (const [language, dir] of /** @type {const} */ ([[ACCENTED, 'ltr'], [MIRRORED, 'rtl']])) {
  test(`a whole way in ${language}: nothing is left in English, nothing is wider than 320 pixels`, async () => {
    const { page, context, faults } = await chromium.person(server.url, { viewport: { width: 320, height: 640 } });
    await begin_in(page, language);
    assert.deepEqual(await spoken(page), [language, dir]);
    await page.locator('form select option:checked').first().waitFor({ state: 'attached' });
    await fits(page, 'begin');
    await page.locator('form:not([hidden]) button.primary').click();
    await fits(page, 'begin, with problems');
    await assert_accessible(page, `begin in ${language}`);
    await enter(page);
    await fits(page, 'six words');
    await kept_words(page);
    assert.match(await question(page), /^\[/);
    for (const details of await page.locator('#reply summary').all()) await details.click();
    await fits(page, 'choice');
    await assert_accessible(page, `choice in ${language}`);
    await page.locator('.actions .primary').click();
    await fits(page, 'choice, with a problem');
    await page.locator('#reply [type=radio]').last().check();
    const first = await question(page);
    await page.locator('.actions .primary').click();
    await next_question(page, first);
    for (let i = 0; i < 8; i++) {
      await fits(page, await question(page));
      await assert_accessible(page, `${await question(page)} in ${language}`);
      await skip(page);
    }
    await page.locator('#reply[data-panel="paused"]').waitFor();
    await fits(page, 'resting');
    await page.locator('#settings').click();
    await fits(page, 'settings');
    await assert_accessible(page, `settings in ${language}`);
    await page.keyboard.press('Escape');
    await page.locator('.foot .quiet').first().click();
    await page.locator('.journey').waitFor();
    await fits(page, 'my journey');
    await assert_accessible(page, `my journey in ${language}`);
    await page.locator('.journey .danger-plain').click();
    await page.getByRole('dialog').waitFor();
    await fits(page, 'erasing');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.journey').waitFor({ state: 'detached' });
    for (const button of await page.locator('.foot .quiet:not(:first-child)').all()) {
      await button.click();
      await page.getByRole('dialog').waitFor();
      await fits(page, 'a dialog of the footer');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

for (const language of [ACCENTED, MIRRORED]) {
  test(`pictures and practices in ${language}: what the page adds to them is translated`, async () => {
    const { page, context } = await chromium.person(server.url, { locale: language, viewport: { width: 320, height: 640 } });
    await page.goto('/');
    await page.locator('form input[type=text]').first().fill('Sam');
    await enter(page);
    await kept_words(page);
    // The texts of a course are its own affair: here they are figures.
    const figures = PICTURES.map((picture, i) => ({
      ...picture,
      type: 'shown',
      title: `${i}`,
      words: `${i} ${i}`,
      parts: picture.parts.map(({ label, text, ...part }, n) => ({ ...part, ...(label && { label: `${n}` }), ...(text && { text: `${n} ${n}` }) })),
    }));
    await with_made_up(context, { first: [...figures, { type: 'practice', text: '7', days: 7 }] });
    await page.reload();
    await question(page);
    await page.locator('.picture svg').nth(figures.length - 1).waitFor();
    for (const summary of await page.locator('#log summary').all()) await summary.click();
    await fits(page, 'pictures');
    await assert_accessible(page, `pictures in ${language}`);
    await context.close();
  });
}

test('from right to left the page is a mirror: the coach at the right, the person at the left, help at the far end', async () => {
  const { page, context } = await chromium.person(server.url, { viewport: { width: 1280, height: 800 } });
  await begin_in(page, MIRRORED);
  await enter(page);
  await kept_words(page);
  await page.locator('#reply [type=radio]').last().check();
  await page.locator('.actions .primary').click();
  await page.locator('#reply .ask').waitFor();
  /** @param {string} selector */
  const box = async (selector) => /** @type {{x: number, width: number}} */ (await page.locator(selector).last().boundingBox());
  const coach = await box('#log .coach .bubble');
  const mine = await box('#log .mine .bubble');
  assert.ok(coach.x + coach.width > mine.x + mine.width, 'the coach is at the right');
  const [send, change, help, exit, name] = await Promise.all([box('.actions .primary'), box('.actions .quiet'), box('.foot .help'), box('.top a.exit'), box('.top h1')]);
  assert.ok(send.x < change.x, 'Send is at the end of its line, which is the left');
  assert.ok(help.x < 640 && exit.x < name.x);
  await context.close();
});

test('the language is switched in the middle: the question comes again, what was said stays, every window follows', async () => {
  const { page, another, context, faults } = await chromium.person(server.url);
  await page.goto('/');
  await page.getByLabel('What may the coach call you?').fill('Sam');
  await page.getByLabel('I am 18 or older.').check();
  await page.getByLabel('I understand what this is').check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  assert.equal(await question(page), 'How would you like to begin?');
  await page.getByRole('radio', { name: 'Straight in' }).check();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  assert.equal(await next_question(page, 'How would you like to begin?'), 'What is one word for today?');
  const other = await another();
  await other.goto('/');
  assert.equal(await question(other), 'What is one word for today?');

  await page.getByRole('button', { name: 'Settings' }).click();
  const turned = [page.waitForEvent('load'), other.waitForEvent('load')];
  await page.getByRole('dialog').getByLabel('Language').selectOption(MIRRORED);
  await Promise.all(turned);
  for (const window of [page, other]) {
    assert.match(await question(window), /^\[[\u0600-\u06ff]/);
    assert.deepEqual(await spoken(window), [MIRRORED, 'rtl']);
    const bubbles = await window.locator('#log .bubble p').evaluateAll((all) => all.map((each) => [each.textContent, each.lang]));
    assert.deepEqual(bubbles[0], ['Hello, Sam. This is a walk through every kind of question.', 'en']);
    assert.ok(bubbles.some(([text]) => text === 'Straight in'));
  }
  await page.locator('#reply input').fill('warm');
  await page.locator('.actions .primary').click();
  await page.locator('#reply textarea').waitFor();
  const last = page.locator('#log .coach .bubble p').last();
  assert.match((await last.textContent()) ?? '', /^\[[\u0600-\u06ff].*"warm"\]$/);
  assert.equal(await last.getAttribute('lang'), MIRRORED);

  // And back: the page is English again, also after a load.
  await page.locator('#settings').click();
  const back = page.waitForEvent('load');
  await page.getByRole('dialog').locator('select').filter({ has: page.locator('option[value="en"]') }).selectOption('en');
  await back;
  assert.equal(await question(page), 'What did you do this morning?');
  await page.reload();
  assert.equal(await question(page), 'What did you do this morning?');
  assert.deepEqual(await spoken(page), ['en', 'ltr']);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a browser that is set to a language begins in it', async () => {
  const { page, context } = await chromium.person(server.url, { locale: MIRRORED });
  await page.goto('/');
  await page.locator('form select option:checked').first().waitFor({ state: 'attached' });
  assert.deepEqual(await spoken(page), [MIRRORED, 'rtl']);
  assert.equal(await page.locator('form select').filter({ has: page.locator('[value="ar-XB"]') }).inputValue(), MIRRORED);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [], 'nothing need be kept for that');
  await page.locator('form input[type=text]').first().fill('Sam');
  await enter(page);
  await kept_words(page);
  assert.match(await question(page), /^\[[\u0600-\u06ff]/);
  await context.close();
});

test('what the server refuses is told in the language of the page', async () => {
  const { page, context } = await chromium.person(server.url, { locale: ACCENTED });
  await page.goto('/');
  const swap = page.locator('form:not([hidden]) .quiet');
  await swap.click();
  await page.locator('form:not([hidden]) input').fill('hosue');
  await page.locator('form:not([hidden]) .primary').click();
  const problem = page.locator('form:not([hidden]) .problem:not([hidden])');
  await problem.waitFor();
  assert.match((await problem.textContent()) ?? '', /^\[“hosue” ííš ñóóţ .*“dose”\?\]$/);
  await page.locator('form:not([hidden]) input').fill('abacus abdomen');
  await page.locator('form:not([hidden]) .primary').click();
  await page.getByText('[Ţĥááţ ííš 2 ŵóóŕðš').waitFor();
  await context.close();
});

test('a journey that is opened on another device brings its language', async () => {
  const one = await chromium.person(server.url, { locale: MIRRORED });
  await one.page.goto('/');
  await one.page.locator('form input[type=text]').first().fill('Sam');
  await enter(one.page);
  const words = (await one.page.locator('.six li').allTextContents()).join(' ');
  const there = await chromium.person(server.url);
  await there.page.goto('/');
  await there.page.getByRole('button', { name: 'I have six words' }).last().click();
  await there.page.getByLabel('Your six words').fill(words);
  const turned = there.page.waitForEvent('load');
  await there.page.getByRole('button', { name: 'Come back', exact: true }).click();
  await turned;
  assert.match(await question(there.page), /^\[[\u0600-\u06ff]/);
  assert.deepEqual(await spoken(there.page), [MIRRORED, 'rtl']);
  await one.context.close();
  await there.context.close();
});
