/**
 * What is written through the page lies nowhere in plain: not in the database and what belongs to it, not in the log,
 * not in a backup. And one bit that is not as it was written is named, and costs nobody else anything.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assert_accessible } from '../support/axe.js';
import { begin, log_of, open_browser, press_send, question, send } from '../support/browser.js';
import { files_of, found_in, new_marks } from '../support/marks.js';
import { binary, start_again, start_server } from '../support/server.js';

let chromium;
before(async () => {
  chromium = await open_browser();
});
after(() => chromium?.close());

const TEXTS = 5;
const LONG_TEXTS = 5;
const LISTS = 5;
const LINES = 8;
const LAST_LINE = 'Coach: That was all of it.';

/** A course that asks for much and quotes all of it. */
function course_of_marks() {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-marks-'));
  /** @param {number} count @param {string} name @param {string} kind @param {string} [details] */
  const ask = (count, name, kind, details = '') =>
    Array.from({ length: count }, (_, i) => `ask ${kind} ${name}${i}${details}: What is number ${i + 1} of ${name}?\nCoach: You wrote: "{${name}${i} or "nothing"}"`);
  mkdirSync(path.join(folder, 'marks'));
  writeFileSync(path.join(folder, 'marks/course.dialogue'), 'course marks\ntitle: Marks\nabout: Much to write.\nlanguage: en\nstages: only\nprofile: name\n');
  writeFileSync(
    path.join(folder, 'marks/only.dialogue'),
    ['dialogue only', 'title: Only', 'about: All of it.', '', 'scene all', ...ask(TEXTS, 'a', 'text'), ...ask(LONG_TEXTS, 'b', 'long text'), ...ask(LISTS, 'c', 'list', ` 1 to ${LINES}`), LAST_LINE, 'ask text more: And one more?', 'finish', ''].join('\n'),
  );
  return folder;
}

/** @param {string[]} args */
const attune = (...args) => {
  const done = spawnSync(binary(), args, { encoding: 'utf8' });
  return { status: done.status, said: done.stdout + done.stderr };
};

/** @param {import('playwright-core').Page} page @returns {Promise<string>} */
const journey_id = (page) => page.evaluate(async () => (await (await fetch('/api/journey')).json()).journey.id);

test('fifty marked sentences, written through the page, lie nowhere in plain while the server runs, after it was killed, or in a backup', async (t) => {
  const courses = course_of_marks();
  t.after(() => rmSync(courses, { recursive: true }));
  let server = await start_server({ courses, options: ['--log-level', 'debug'] });
  t.after(() => server.stop());
  const { page, context, faults } = await chromium.person(server.url);
  const marks = new_marks(1 + TEXTS + LONG_TEXTS + LISTS * LINES);
  const [name, ...fifty] = /** @type {[string, ...string[]]} */ (marks);
  assert.equal(fifty.length, 50);
  await begin(page, name);

  const waiting = [...fifty];
  const sentence = () => `${waiting.shift()} is what I have told nobody.`;
  for (let i = 0; i < TEXTS + LONG_TEXTS; i++) {
    await page.locator('#reply').locator('input, textarea').fill(sentence());
    await send(page);
  }
  for (let i = 0; i < LISTS; i++) {
    for (let line = 0; line < LINES; line++) {
      if (line > 0) await page.getByRole('button', { name: 'Add a line' }).click();
      await page.locator('#reply .lines input').nth(line).fill(sentence());
    }
    await send(page);
  }
  assert.deepEqual(waiting, []);
  const said = await log_of(page);
  assert.equal(said.at(-1), LAST_LINE);

  const backup = path.join(server.data, 'copy.backup');
  assert.deepEqual(attune('backup', '--data', server.data, backup).status, 0);
  const log = () => /** @type {[string, Buffer][]} */ ([['standard output', Buffer.from(server.out())], ['standard error', Buffer.from(server.log())]]);
  const running = [...files_of(server.data), ...log()];
  const names = running.map(([file]) => file).sort();
  for (const file of ['attune.db', 'attune.db-wal', 'attune.db-shm', 'copy.backup']) assert.ok(names.includes(file), `${file} in ${names}`);
  assert.ok(found_in(running, ['That was all of it.']).length >= 2, 'what is no secret is found: the course itself, in the database and its backup');
  assert.deepEqual(found_in(running, marks), []);

  await server.kill();
  assert.deepEqual(found_in([...files_of(server.data), ...log()], marks), []);

  server = await start_again(server, courses);
  await page.reload();
  await question(page);
  const shown = await log_of(page);
  assert.deepEqual(shown, said);
  for (const mark of fifty) assert.equal(shown.filter((line) => line.includes(mark)).length, 2, 'said, and quoted');
  assert.deepEqual(found_in([...files_of(server.data), ...log()], marks), []);
  assert.deepEqual(faults, []);
  await context.close();
});

const PAGE_BYTES = 4096;

/**
 * Where in the file a long row went on that is newer than `before`: a page of SQLite that holds nothing but the rest
 * of a row, behind the number of the page on which that goes on (https://sqlite.org/fileformat.html#cell_payload_overflow_pages).
 * @param {Buffer} before @param {Buffer} now
 */
function page_of_a_new_row(before, now) {
  for (let at = now.length - PAGE_BYTES; at >= before.length; at -= PAGE_BYTES) {
    const next = now.readUInt32BE(at);
    if (next <= now.length / PAGE_BYTES && now.subarray(at + 4, at + PAGE_BYTES).some((byte) => byte !== 0)) return at;
  }
  throw new Error('there is no page of a long row');
}

test('one bit that is changed in a sealed row is named; its journey says so, and another goes on', async (t) => {
  const courses = course_of_marks();
  t.after(() => rmSync(courses, { recursive: true }));
  let server = await start_server({ courses });
  t.after(() => server.stop());
  const other = await chromium.person(server.url);
  await begin(other.page, 'Kim');
  await other.page.locator('#reply input').fill('mine is whole');
  await send(other.page);
  const hurt = await chromium.person(server.url);
  await begin(hurt.page, 'Sam');
  const id = await journey_id(hurt.page);
  for (let i = 0; i < TEXTS; i++) {
    await hurt.page.locator('#reply input').fill(`before it, ${i}`);
    await send(hurt.page);
  }
  await server.halt();
  const file = path.join(server.data, 'attune.db');
  const before = readFileSync(file);
  server = await start_again(server, courses);
  await hurt.page.reload();
  await question(hurt.page);
  // Of four bytes each, so that its row goes on over pages of its own.
  await hurt.page.locator('#reply textarea').fill('🌊'.repeat(4000));
  await send(hurt.page);
  await hurt.page.locator('#reply textarea').fill('after it');
  await send(hurt.page);
  await server.halt();

  assert.deepEqual(attune('verify', '--data', server.data).status, 0);
  const bytes = readFileSync(file);
  const at = page_of_a_new_row(before, bytes) + 100;
  bytes[at] = /** @type {number} */ (bytes[at]) ^ 1;
  writeFileSync(file, bytes);
  const verified = attune('verify', '--data', server.data);
  assert.equal(verified.status, 1, verified.said);
  assert.match(verified.said, new RegExp(`journey ${id.slice(0, 12)}.*what was kept there has changed since`));

  server = await start_again(server, courses);
  await hurt.page.reload();
  await hurt.page.getByRole('heading', { name: 'Your journey cannot be opened just now' }).waitFor();
  await hurt.page.getByText('was damaged, and cannot be read. You did nothing wrong. The rest is left as it is.').waitFor();
  await hurt.page.getByText('findahelpline.com').waitFor();
  await hurt.page.getByRole('link', { name: 'Exit', exact: true }).waitFor();
  await assert_accessible(hurt.page, 'a journey that cannot be opened');
  assert.match(server.log(), new RegExp(`journey_damaged.*${id}`));

  await other.page.reload();
  await question(other.page);
  assert.ok((await log_of(other.page)).includes('Coach: You wrote: "mine is whole"'));
  await other.page.locator('#reply input').fill('and goes on');
  await send(other.page);
  assert.ok((await log_of(other.page)).includes('Coach: You wrote: "and goes on"'));
  await other.context.close();
  await hurt.context.close();
});
