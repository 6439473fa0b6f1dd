/**
 * What a screen reader says on the way through the first view and the chat, held against golden files.
 * UPDATE_GOLDEN=1 writes them anew; read the difference before committing it.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { begin, open_browser, question, send } from '../support/browser.js';
import { with_made_up } from '../support/made_up.js';
import { PICTURES } from '../support/pictures.js';
import { start_server } from '../support/server.js';

const GOLDEN = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../golden');
const READER = createRequire(import.meta.url).resolve('@guidepup/virtual-screen-reader/browser.js');
const PHRASES_MAX = 250;

let server, chromium;
before(async () => {
  server = await start_server();
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

/** @param {string} name @param {string[]} phrases */
function assert_golden(name, phrases) {
  const file = path.join(GOLDEN, `${name}.phrases`);
  const text = `${phrases.join('\n')}\n`;
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'), name);
}

/** A person whose page has a screen reader in it: the reader is no part of the page, so the page's policy is set aside. */
async function listener() {
  const person = await chromium.person(server.url, { bypassCSP: true });
  await person.context.route('**/reader.js', (route) => route.fulfill({ contentType: 'text/javascript', body: readFileSync(READER) }));
  return person;
}

/** Reads from the top to the end. @param {import('playwright-core').Page} page */
const read_through = (page) =>
  page.evaluate(async (most) => {
    // Real readers know that this is not for pages whose script runs; this one takes it for text.
    document.querySelector('noscript')?.remove();
    const { virtual } = await import(`${location.origin}/reader.js`);
    await virtual.start({ container: document.body });
    for (let i = 0; i < most && (await virtual.lastSpokenPhrase()) !== 'end of document'; i++) await virtual.next();
    const phrases = await virtual.spokenPhraseLog();
    await virtual.stop();
    return phrases;
  }, PHRASES_MAX);

test('the first view, read through', async () => {
  const { page, context } = await listener();
  await page.goto('/');
  await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  await page.getByText('Every kind.').waitFor();
  assert_golden('begin', await read_through(page));
  await context.close();
});

test('the chat, read through', async () => {
  const { page, context } = await listener();
  await begin(page);
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await send(page);
  await page.waitForFunction(() => document.getElementById('announcer')?.childElementCount === 0);
  assert_golden('chat', await read_through(page));
  await context.close();
});

test('what is said unbidden after an answer', async () => {
  const { page, context } = await listener();
  await begin(page);
  await page.waitForFunction(() => document.getElementById('announcer')?.childElementCount === 0);
  await page.evaluate(async () => {
    const { virtual } = await import(`${location.origin}/reader.js`);
    globalThis.virtual = virtual;
    await virtual.start({ container: document.body });
    await virtual.clearSpokenPhraseLog();
  });
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await send(page);
  await question(page);
  const heard = () => page.evaluate(async () => (await globalThis.virtual.spokenPhraseLog()).filter((phrase) => phrase.startsWith('polite:') || phrase.startsWith('assertive:')));
  let phrases = await heard();
  // The announcer waits for a pause, and so must the test: until nothing more is said.
  for (let before = -1, tries = 0; tries < 20 && (phrases.length === 0 || phrases.length !== before); tries++) {
    before = phrases.length;
    await page.waitForTimeout(300);
    phrases = await heard();
  }
  assert_golden('answer', phrases);
  await context.close();
});

test('a picture and a practice, read through: title, sentence, and the whole as a list; the drawing is passed over', async () => {
  const { page, context } = await listener();
  await begin(page);
  await with_made_up(context, { first: [{ type: 'shown', ...PICTURES[1] }, { type: 'practice', text: 'Write one line.', days: 7, at: '2026-01-05T10:00:00Z' }] });
  await page.reload();
  await question(page);
  await page.locator('.picture svg').waitFor();
  await page.locator('.picture summary').click();
  const phrases = await read_through(page);
  const [from, to] = ['log, Conversation', 'end of log, Conversation'].map((phrase) => phrases.indexOf(phrase));
  const log = phrases.slice(from, to);
  assert_golden('picture', log.slice(0, log.findIndex((phrase) => phrase.startsWith('article, Coach:'))));
  await context.close();
});
