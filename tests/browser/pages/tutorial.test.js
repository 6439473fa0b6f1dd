/** The course that the guide for authors builds, served as the guide says, says in a browser what its transcript has. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { begin, open_browser } from '../support/browser.js';
import { REPOSITORY, start_server } from '../support/server.js';
import { read_transcript, same_but_for_chance, ways_of_course } from '../support/transcript.js';
import { walk_transcript } from '../support/walking.js';

const TUTORIAL = path.join(REPOSITORY, 'docs/tutorial');
const COURSE = path.join(TUTORIAL, 'hard_week');

let chromium, server;
before(async () => {
  server = await start_server({ courses: TUTORIAL });
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

test('the tutorial of the guide, from its first line to its last', async () => {
  const transcript = read_transcript(path.join(COURSE, 'heavy_week.transcript'));
  const ways = ways_of_course(COURSE);
  assert.ok(ways.length > 1);
  const { page, faults, context } = await chromium.person(server.url);
  await begin(page, transcript.name);
  const pass = () => Promise.reject(new Error('nobody is away in this conversation'));
  const { rows } = await walk_transcript(page, transcript, { same: same_but_for_chance(ways), pass });
  assert.ok(rows.filter((row) => row.startsWith('Coach: ')).length > 25);
  assert.equal(await page.locator('#reply').getAttribute('data-panel'), 'ended');
  assert.deepEqual(faults, []);
  await context.close();
});
