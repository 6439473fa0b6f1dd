import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, log_of, open_browser, question, send, skip } from '../support/browser.js';
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

test('a person begins and the coach speaks', async () => {
  const { page, faults, context } = await chromium.person(server.url);
  const words = await begin(page, 'Sam');
  assert.equal(words.split(' ').length, 6);
  assert.deepEqual(await log_of(page), ['Coach: Hello, Sam. This is a walk through every kind of question.', 'Coach: It says little, and it means less.']);
  assert.equal(await question(page), 'How would you like to begin?');
  assert.match((await page.locator('#place').textContent()) ?? '', /^First steps/);
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash, '/');
  assert.deepEqual(faults, []);
  await context.close();
});

test('what is missing is said beside its field, and the first such field has the focus', async () => {
  const { page, context } = await chromium.person(server.url);
  await page.goto('/');
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  const name = page.getByLabel('What may the coach call you?');
  await assert.doesNotReject(name.and(page.locator(':focus')).waitFor());
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  const described = ((await name.getAttribute('aria-describedby')) ?? '').split(' ');
  assert.match((await page.locator(`#${described[0]}`).textContent()) ?? '', /1 to 40 characters/);
  await name.fill('S'.repeat(41));
  await page.getByLabel('I am 18 or older.').check();
  await page.getByLabel('I understand what this is').check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByText('1 to 40 characters').waitFor();
  await name.fill('S'.repeat(40));
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('heading', { name: 'Your six words' }).waitFor();
  await context.close();
});

test('the six words bring a person back on another device, to the same place', async () => {
  const here = await chromium.person(server.url);
  const words = await begin(here.page, 'Ana');
  await here.page.getByRole('radio', { name: 'I am not sure' }).check();
  await send(here.page);
  const before_log = await log_of(here.page);
  await here.context.close();

  const there = await chromium.person(server.url);
  await there.page.goto('/');
  await there.page.getByRole('button', { name: 'I have six words' }).last().click();
  await there.page.getByLabel('Your six words').fill(words.toUpperCase().replaceAll(' ', '-'));
  await there.page.getByRole('button', { name: 'Come back' }).click();
  assert.equal(await question(there.page), 'What is one word for today?');
  assert.deepEqual(await log_of(there.page), before_log);
  assert.deepEqual(there.faults, []);
  await there.context.close();
});

test('a mistyped word is named, with the nearest one, beside the field', async () => {
  const { page, context } = await chromium.person(server.url);
  await page.goto('/');
  await page.getByRole('button', { name: 'I have six words' }).last().click();
  const field = page.getByLabel('Your six words');
  await field.fill('abacus abdomen abbdomen abacus abacus abacus');
  await page.getByRole('button', { name: 'Come back' }).click();
  await page.getByText(/abbdomen.*abdomen/).waitFor();
  await field.and(page.locator(':focus')).waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await field.inputValue(), 'abacus abdomen abbdomen abacus abacus abacus', 'what was typed stays');
  await context.close();
});

test('words of the list that open nothing are refused in words', async () => {
  const { page, context } = await chromium.person(server.url);
  await page.goto('/');
  await page.getByRole('button', { name: 'I have six words' }).last().click();
  await page.getByLabel('Your six words').fill('abacus abdomen abacus abdomen abacus abdomen');
  await page.getByRole('button', { name: 'Come back' }).click();
  const problem = page.locator('form:not([hidden]) .problem:not([hidden])');
  await problem.waitFor();
  assert.ok(((await problem.textContent()) ?? '').length > 10);
  await context.close();
});

test('the six words can be printed, without the page around them', async () => {
  const { page, context } = await chromium.person(server.url);
  await page.goto('/');
  await page.getByLabel('What may the coach call you?').fill('Sam');
  await page.getByLabel('I am 18 or older.').check();
  await page.getByLabel('I understand what this is').check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('heading', { name: 'Your six words' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.six').isVisible(), true);
  assert.equal(await page.getByRole('button', { name: 'I have kept them' }).isVisible(), false);
  assert.equal(await page.locator('header').isVisible(), false);
  await context.close();
});

test('my words: shown, saved as text, printed whole', async () => {
  const { page, context, faults } = await chromium.person(server.url, { acceptDownloads: true });
  await begin(page, 'Ben');
  await skip(page);
  await page.locator('#reply input').fill('quiet "and" <b>loud</b>');
  await send(page);
  await page.getByRole('button', { name: 'My words' }).click();
  const transcript = (await page.locator('.transcript').textContent()) ?? '';
  assert.match(transcript, /Coach: Hello, Ben\./);
  assert.match(transcript, /Ben: \(Skipped\)/);
  assert.match(transcript, /Ben: quiet "and" <b>loud<\/b>/);

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as text' }).click()]);
  assert.equal(download.suggestedFilename(), 'my-words.txt');
  let text = '';
  for await (const chunk of await download.createReadStream()) text += chunk;
  assert.ok(text.includes('Ben: quiet "and" <b>loud</b>'), `the file holds the person's words:\n${text}`);
  await page.keyboard.press('Escape');

  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#print').isVisible(), true);
  assert.match(await page.locator('#print').innerText(), /Hello, Ben[^]*quiet "and"/);
  assert.equal(await page.locator('.chat').isVisible(), false);
  assert.deepEqual(faults, []);
  await context.close();
});

test('erasing is confirmed, and then everything is gone, in every window', async () => {
  const { page, another, context } = await chromium.person(server.url);
  const words = await begin(page);
  const other = await another();
  await other.goto('/');
  await question(other);
  await page.getByRole('button', { name: 'My journey' }).click();
  await page.getByRole('button', { name: 'Erase everything…' }).click();
  await page.getByRole('button', { name: 'No, keep everything' }).click();
  await page.getByRole('button', { name: 'Erase everything…' }).click();
  await page.getByRole('button', { name: 'Yes, erase everything' }).click();
  await page.getByText('Everything is erased.').waitFor();
  await other.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  await page.getByRole('button', { name: 'I have six words' }).last().click();
  await page.getByLabel('Your six words').fill(words);
  await page.getByRole('button', { name: 'Come back' }).click();
  await page.locator('form:not([hidden]) .problem:not([hidden])').waitFor();
  await context.close();
});

test('this device can be locked, and the words still bring the person back', async () => {
  const { page, context } = await chromium.person(server.url);
  const words = await begin(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Lock this device…' }).click();
  await page.getByRole('button', { name: 'Lock this device', exact: true }).click();
  await page.getByText('This device is locked. Your six words open it again.').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'I have six words' }).last().click();
  await page.getByLabel('Your six words').fill(words);
  await page.getByRole('button', { name: 'Come back' }).click();
  assert.equal(await question(page), 'How would you like to begin?');
  await context.close();
});

test('the introduction is what the chosen course says of itself, in the language of the page', async () => {
  const { page, context, faults } = await chromium.person(server.url, { locale: 'es-ES' });
  const course = (id, more) => ({ id, title: `Course ${id}`, about: `About ${id}, and closeness to nobody.`, languages: ['en'], translations: {}, ...more });
  await context.route('**/api/courses', (route) => route.fulfill({ json: { courses: [course('one'), course('two')] } }));
  await page.goto('/');
  const about = page.locator('.about li').first();
  await about.getByText('About one, and closeness to nobody.').waitFor();
  assert.equal(await about.textContent(), 'Course one. About one, and closeness to nobody.');
  await page.getByLabel('What would you like to do?').selectOption('two');
  assert.equal(await about.textContent(), 'Course two. About two, and closeness to nobody.');
  assert.equal(await about.getAttribute('lang'), 'en');
  await context.unroute('**/api/courses');
  await context.route('**/api/courses', (route) => route.abort());
  await page.reload();
  await page.getByText('Every word the coach says was written beforehand').waitFor();
  assert.equal(await page.locator('.about li').first().isVisible(), false, 'until it is known there is nothing to say');
  assert.deepEqual(faults, []);
  await context.close();
});
