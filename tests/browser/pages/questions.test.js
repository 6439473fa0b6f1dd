import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, log_of, moved_on, open_browser, press_send, question, send, skip, skip_to } from '../support/browser.js';
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

/** @param {any} page */
const last_mine = async (page) => (await log_of(page)).filter((line) => line.startsWith('You: ')).at(-1);
/** @param {any} page */
const problem = (page) => page.locator('#problem:not([hidden])');

test('every kind of question is asked, helped with, checked and answered', async (t) => {
  const { page, faults, context } = await chromium.person(server.url);
  await begin(page);

  await t.test('choice, with a hint, an example and a reason', async () => {
    await page.getByText('Whatever you choose is fine.').waitFor();
    assert.equal(await page.getByText('So that the pace is yours.').isVisible(), false);
    await page.getByText('Why this is asked').click();
    assert.equal(await page.getByText('So that the pace is yours.').isVisible(), true);
    await page.getByText('An example').click();
    assert.equal(await page.getByText('Some people like to begin slowly.').isVisible(), true);
    await press_send(page);
    await problem(page).getByText('Please choose one').waitFor();
    await page.getByRole('radio', { name: 'I am not sure' }).check();
    await send(page);
    assert.equal(await last_mine(page), 'You: I am not sure');
    assert.ok((await log_of(page)).includes('Coach: Not being sure is a fine place to start.'));
  });

  await t.test('text: sent with Enter, counted near its end', async () => {
    const field = page.locator('#reply input[type=text]');
    await press_send(page);
    await problem(page).getByText('a few words').waitFor();
    assert.equal(await field.evaluate((each) => each === document.activeElement), true);
    await field.fill('x'.repeat(50));
    await page.getByText('10 characters left').waitFor();
    await field.fill('x'.repeat(61));
    await page.getByText('1 character too many').waitFor();
    await press_send(page);
    await problem(page).getByText('60 characters at most').waitFor();
    await field.fill('  <i>bright</i> {word} ');
    const before_it = await question(page);
    await field.press('Enter');
    await moved_on(page, before_it);
    assert.equal(await last_mine(page), 'You: <i>bright</i> {word}');
    assert.ok((await log_of(page)).includes('Coach: You wrote: "<i>bright</i> {word}"'));
  });

  await t.test('long text: Enter makes a line, Ctrl+Enter sends', async () => {
    const field = page.locator('#reply textarea');
    await field.fill('First.');
    await field.press('End');
    await field.press('Enter');
    await field.pressSequentially('Second.');
    const before_it = await question(page);
    await field.press('Control+Enter');
    await moved_on(page, before_it);
    assert.match((await page.locator('article.mine p').last().textContent()) ?? '', /^First\.\nSecond\.$/);
  });

  await t.test('choices: at least and at most', async () => {
    await page.getByText('Choose up to 2.').waitFor();
    await press_send(page);
    await problem(page).getByText('at least 1').waitFor();
    for (const name of ['A tree', 'A river', 'A cloud']) await page.getByRole('checkbox', { name }).check();
    await press_send(page);
    await problem(page).getByText('2 at most').waitFor();
    await page.getByRole('checkbox', { name: 'A river' }).uncheck();
    assert.equal(await problem(page).count(), 0, 'a changed answer is no longer called wrong');
    await send(page);
    assert.match((await last_mine(page)) ?? '', /A tree.*A cloud/i);
  });

  await t.test('yes or no', async () => {
    await page.getByRole('radio', { name: 'No', exact: true }).check();
    await send(page);
    assert.equal(await last_mine(page), 'You: No');
  });

  await t.test('list: Enter goes to the next line, and sends from an empty one', async () => {
    const lines = page.locator('#reply .lines input');
    assert.equal(await lines.count(), 2);
    await lines.nth(0).fill('Ana');
    await press_send(page);
    await problem(page).getByText('at least 2 lines').waitFor();
    await lines.nth(0).press('Enter');
    await page.keyboard.type('Ben');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Cleo');
    await page.getByRole('button', { name: 'Remove line 1' }).click();
    await page.getByRole('button', { name: 'Add a line' }).click();
    const before_it = await question(page);
    await page.keyboard.press('Enter');
    await moved_on(page, before_it);
    assert.match((await last_mine(page)) ?? '', /^You: Ben.*Cleo$/);
  });

  await t.test('scale: untouched is not an answer', async () => {
    const slider = page.getByRole('slider', { name: 'How calm are you?' });
    assert.equal(await slider.getAttribute('aria-valuetext'), 'Not chosen yet');
    await press_send(page);
    await problem(page).getByText('choose a place').waitFor();
    assert.equal(await slider.evaluate((each) => each === document.activeElement), true);
    await page.getByRole('button', { name: 'More' }).click();
    assert.equal(await slider.getAttribute('aria-valuetext'), '5 of 10');
    await page.getByRole('button', { name: 'Less' }).click();
    assert.equal(await slider.getAttribute('aria-valuetext'), '4 of 10');
    await slider.press('End');
    assert.equal(await slider.getAttribute('aria-valuetext'), '10 of 10, as calm as can be');
    await slider.press('ArrowLeft');
    await send(page);
    assert.match((await last_mine(page)) ?? '', /\b9\b/);
  });

  await t.test('number with its unit, read kindly', async () => {
    const field = page.locator('#reply input');
    await field.fill('a while');
    await press_send(page);
    await problem(page).getByText('write a number').waitFor();
    await field.fill('900');
    await press_send(page);
    await problem(page).getByText('from 1 to 600').waitFor();
    await field.fill('24 minutes');
    await send(page);
    assert.match((await last_mine(page)) ?? '', /24/);
  });

  await t.test('date', async () => {
    await press_send(page);
    await problem(page).getByText('choose a day').waitFor();
    await page.locator('#reply input').fill('2026-11-20');
    const before_it = await question(page);
    await press_send(page);
    await moved_on(page, before_it);
    assert.match((await last_mine(page)) ?? '', /2026/);
  });

  await t.test('a pause, left early', async () => {
    await page.getByRole('heading', { name: 'Resting' }).waitFor();
    await page.getByText(/The coach rests until/).waitFor();
    await page.getByRole('button', { name: 'Go on now' }).click();
    assert.equal(await question(page), 'What is the last word?');
    assert.ok((await log_of(page)).includes('Coach: Welcome back.'));
  });

  await t.test('a required question cannot be skipped, and ends the stage', async () => {
    assert.equal(await page.getByRole('button', { name: 'Skip', exact: true }).isVisible(), false);
    await page.locator('#reply input').fill('Done.');
    const before_it = await question(page);
    await press_send(page);
    await moved_on(page, before_it);
    await page.getByRole('button', { name: 'Begin Second steps' }).waitFor();
    assert.ok((await log_of(page)).includes('Coach: That was every kind. Thank you.'));
  });

  await t.test('the next stage, and the end of the course', async () => {
    await page.getByRole('button', { name: 'Begin Second steps' }).click();
    assert.equal(await question(page), 'Is that enough?');
    assert.equal(await page.getByRole('heading', { name: 'Second steps' }).count(), 1);
    await page.getByRole('radio', { name: 'Yes' }).check();
    await press_send(page);
    await page.locator('#reply[data-panel="ended"], #reply[data-panel="choose"]').waitFor();
    assert.ok((await log_of(page)).includes('Coach: Enough it is.'));
  });
  assert.deepEqual(faults, []);
  await context.close();
});

test('any question may be skipped', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await skip(page);
  assert.equal(await last_mine(page), 'You: Skipped');
  assert.equal(await question(page), 'What is one word for today?');
  await context.close();
});

test('the last answer is changed: it is asked again, with what was said, and the focus is on it', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await skip(page);
  await page.locator('#reply input').fill('grey');
  await send(page);
  await page.getByRole('button', { name: 'Change last answer' }).click();
  const field = page.locator('#reply input[type=text]');
  await field.and(page.locator(':focus')).waitFor();
  assert.equal(await question(page), 'What is one word for today?');
  assert.equal(await field.inputValue(), 'grey');
  assert.deepEqual((await log_of(page)).filter((line) => line.includes('grey')), []);
  await field.fill('blue');
  await send(page);
  assert.ok((await log_of(page)).includes('Coach: You wrote: "blue"'));
  await context.close();
});

test('an earlier answer is taken back from its bubble, with all that came after it', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await page.getByRole('radio', { name: 'Straight in' }).check();
  await send(page);
  await skip(page);
  await skip(page);
  assert.equal(await question(page), 'Which of these did you see?');
  await page.getByRole('article', { name: 'You: Straight in' }).getByRole('button', { name: 'Change this answer' }).click();
  await page.getByText('This answer and the 2 after it').waitFor();
  await page.getByRole('button', { name: 'Leave it as it is' }).click();
  assert.equal(await question(page), 'Which of these did you see?');
  await page.getByRole('article', { name: 'You: Straight in' }).getByRole('button', { name: 'Change this answer' }).click();
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await page.getByRole('radio', { name: 'Straight in' }).and(page.locator(':focus')).waitFor();
  assert.deepEqual((await log_of(page)).filter((line) => line.startsWith('You: ')), []);
  assert.equal(await page.getByRole('button', { name: 'Change last answer' }).isVisible(), false);
  await context.close();
});

test('help answers at once and comes back to the same question, with what was being written', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await skip(page);
  await page.locator('#reply input').fill('half a wo');
  await page.getByRole('button', { name: 'I need help now' }).click();
  await page.locator('#log').getByText('If you are in danger now, please call your emergency number.').waitFor();
  assert.equal(await question(page), 'What is one word for today?');
  assert.equal(await page.locator('#reply input').inputValue(), 'half a wo');
  await context.close();
});

test('the coach writes at a person’s pace, and a key shows the rest', async () => {
  const { page, context } = await chromium.person(server.url, { reducedMotion: 'no-preference' });
  await begin(page);
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await press_send(page);
  await page.locator('#reply[data-panel="waiting"]').waitFor();
  await page.locator('#log').getByText('Not being sure is a fine place to start.').waitFor();
  await page.keyboard.press('Alt');
  assert.equal(await question(page), 'What is one word for today?');
  await page.reload();
  await question(page);
  assert.equal((await log_of(page)).length, 6, 'what is replayed does not wait');
  await context.close();
});

test('settings hold at once and after a reload', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Colours').selectOption({ label: 'Dark' });
  await page.getByLabel('Text size').selectOption({ label: 'Large' });
  await page.keyboard.press('Escape');
  const look = () => page.evaluate(() => [getComputedStyle(document.documentElement).fontSize, getComputedStyle(document.body).backgroundColor]);
  const now = await look();
  assert.equal(now[0], '21.6px');
  assert.notEqual(now[1], 'rgb(246, 243, 238)');
  await page.reload();
  await question(page);
  assert.deepEqual(await look(), now);
  await context.close();
});

test('the coach is read aloud and sounds softly, for those who chose it', async () => {
  const { page, context, faults } = await chromium.person(server.url);
  await context.addInitScript(() => {
    const spoken = (globalThis.spoken = []);
    Object.defineProperty(globalThis, 'speechSynthesis', { value: { speak: (words) => spoken.push(words.text), cancel() {} } });
  });
  await begin(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Read the coach’s words aloud').check();
  await page.getByLabel('A soft sound').check();
  await page.keyboard.press('Escape');
  await skip(page);
  assert.deepEqual(await page.evaluate(() => globalThis.spoken), ['Good. Then one after another.', 'What is one word for today?']);
  assert.deepEqual(faults, []);
  await context.close();
});
