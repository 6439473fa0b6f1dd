/** The course that the guide for authors builds, served as the guide says, says in a browser what its transcript has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { begin, log_of, open_browser, send, skip } from '../support/browser.js';
import { REPOSITORY, start_server } from '../support/server.js';

const TUTORIAL = path.join(REPOSITORY, 'docs/tutorial');
const read = (/** @type {string} */ name) => readFileSync(path.join(TUTORIAL, 'hard_week', name), 'utf8').trim().split('\n');

let chromium, server;
before(async () => {
  server = await start_server({ courses: TUTORIAL });
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

/** What is drawn by the session's seed has one name for all its ways. @returns {(line: string) => string} */
function without_chance() {
  const ways = new Map();
  let one_of = 0;
  let inside = false;
  for (const line of read('looking_back.dialogue').map((each) => each.trim())) {
    if (line === 'one of') one_of++;
    inside = line === 'one of' || (inside && line !== 'end');
    if (inside && line.startsWith('Coach: ')) ways.set(line, `(one of ${one_of})`);
  }
  assert.ok(one_of > 0);
  return (line) => ways.get(line) ?? line;
}

/** @param {import('playwright-core').Page} page @param {string} typed as a transcript has it */
async function answer(page, typed) {
  if (typed === '(skip)') return skip(page);
  const reply = page.locator('#reply');
  const options = reply.locator('.option input');
  if (await options.count()) {
    for (const id of typed.split(', ')) await reply.locator(`.option input[value="${id}"]`).check();
  } else if (await reply.locator('.lines').count()) {
    for (const [i, item] of typed.split('; ').entries()) {
      if (i > 0) await reply.getByRole('button', { name: 'Add a line' }).click();
      await reply.locator('.lines input').nth(i).fill(item);
    }
  } else {
    await reply.locator('input, textarea').first().fill(typed);
  }
  await send(page);
}

test('the tutorial of the guide, from its first line to its last', async () => {
  const transcript = read('heavy_week.transcript');
  const name = transcript.find((line) => line.startsWith('name: '))?.slice('name: '.length);
  const { page, faults, context } = await chromium.person(server.url);
  await begin(page, name);
  for (const line of transcript) if (line.startsWith('> ')) await answer(page, line.slice(2));
  await page.locator('#reply[data-panel="ended"]').waitFor();

  const level = without_chance();
  const said = (await log_of(page)).filter((line) => line.startsWith('Coach: ')).map(level);
  const kept = transcript
    .filter((line) => /^(Coach:|\w+\?) /.test(line))
    .map((line) => level(line.replace(/^\w+\? /, 'Coach: ')));
  assert.ok(kept.length > 25);
  assert.deepEqual(said, kept);
  assert.deepEqual(faults, []);
  await context.close();
});
