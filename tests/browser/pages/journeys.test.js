/**
 * Whole journeys through the course that comes with Attune, as their transcripts have them: every answer, skip and
 * change of mind given through the page, days and months gone by in between, and every word that the page then shows.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { begin, open_browser } from '../support/browser.js';
import { moved_clock } from '../support/clock.js';
import { FLAGSHIP, start_server } from '../support/server.js';
import { read_transcript, same_but_for_chance, ways_of_course } from '../support/transcript.js';
import { walk_transcript } from '../support/walking.js';

const COURSE = path.join(FLAGSHIP, 'dream');
/** The course draws some of its lines by a seed that each journey has for itself. */
const same = same_but_for_chance(ways_of_course(COURSE));

/** One takes half a minute; on a machine that has much else to do, several. */
const PATIENCE_MS = 600_000;

/** @type {[name: string, who: string, ends: string][]} */
const JOURNEYS = [
  ['whole_course_keeps_people_at_arms_length', 'one who keeps people at arm’s length', 'ended'],
  ['whole_course_gives_too_much', 'one who gives too much and owns it all', 'ended'],
  ['whole_course_is_controlled', 'one who is controlled and says so in the private questions', 'ended'],
  ['whole_course_friend_declines', 'one without a partner, whose friend declines', 'ended'],
  ['whole_course_away_for_a_month', 'one who stops in the middle of a sentence and is back after a month', 'ended'],
  ['whole_course_plain_english', 'one who writes plain, misspelt English', 'ended'],
  ['whole_course_jokes_then_one_serious_line', 'one who jokes, and then writes one serious line', 'ended'],
  ['changes_their_mind', 'one who changes their mind twice, in the first stage', 'choose'],
  ['asks_for_help', 'one who asks for help in the middle of a question', 'choose'],
  ['opens_it_again', 'one who opens a stage again after months', 'choose'],
];

let chromium;
before(async () => {
  chromium = await open_browser();
});
after(() => chromium?.close());

/** @param {string} name @param {string} ends @param {import('node:test').TestContext} t */
async function walk(name, ends, t) {
  const transcript = read_transcript(path.join(COURSE, `${name}.transcript`));
  const clock = moved_clock();
  t.after(clock.close);
  const server = await start_server({ courses: FLAGSHIP, env: clock.env });
  t.after(server.stop);
  const { page, faults, context } = await chromium.person(server.url);
  await begin(page, transcript.name);
  await walk_transcript(page, transcript, { same, pass: (seconds) => clock.pass(seconds, page) });
  assert.equal(await page.locator('#reply').getAttribute('data-panel'), ends);
  assert.deepEqual(faults, []);
  await context.close();
}

// Each has a server and a clock of its own. Most of the time one of them waits for the other side.
describe('whole journeys', { concurrency: 3 }, () => {
  for (const [name, who, ends] of JOURNEYS) test(who, { timeout: PATIENCE_MS }, (t) => walk(name, ends, t));
});
