import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, current, kept, said, stage, welcome } from '../support/messages.js';
import { initial, reduce } from '../../../web_client/assets/store.js';
import { WINDOW, rows } from '../../../web_client/assets/timeline.js';
import { transcript_text } from '../../../web_client/assets/transcript.js';

const hear = (messages, state = initial()) => reduce(state, { type: 'server', messages });
const kinds = (state) => rows(state, WINDOW).map((row) => (row.kind === 'day' ? 'day' : row.kind === 'stage' ? `# ${row.title}` : `${row.kind}: ${row.text}`));

test('the open question is not in the log, and joins it when it is answered', () => {
  let state = hear([welcome(2), stage(1, 'first', 'here'), said(2, 'Hello.'), asked(3, { text: 'How?' }), current(3, 'q3')]);
  assert.deepEqual(kinds(state), ['# First steps', 'day', 'coach: Hello.']);
  state = reduce(state, { type: 'pending', entries: [{ message: { type: 'answer', request: 'r', question: 'q3', value: 'well' }, label: 'well' }] });
  assert.deepEqual(kinds(state).slice(2), ['coach: Hello.', 'coach: How?', 'mine: well']);
  assert.equal(rows(state, WINDOW).at(-1)?.sending, true);
  state = hear([kept(4, 'q3', 'well')], reduce(state, { type: 'pending', entries: [] }));
  assert.deepEqual(rows(reduce(state, { type: 'revealed', seq: 4 }), WINDOW).filter((row) => row.sending), []);
});

test('a question that took the coach’s last line as its text is not said twice', () => {
  const state = hear([welcome(3), said(1, 'How are you?'), asked(2, { text: 'How are you?' }), kept(3, 'q2', 'fine'), current(3)]);
  assert.deepEqual(kinds(state), ['# First steps', 'day', 'coach: How are you?', 'mine: fine']);
});

test('a new day has a heading', () => {
  const state = hear([welcome(2), said(1, 'a', '2026-11-20T12:00:00Z'), said(2, 'b', '2026-11-22T12:00:00Z'), current(2)]);
  assert.deepEqual(kinds(state), ['# First steps', 'day', 'coach: a', 'day', 'coach: b']);
});

test('lines that wait for their moment are not drawn', () => {
  const state = hear([said(2, 'later')], hear([welcome(1), said(1, 'now'), current(1)]));
  assert.deepEqual(kinds(state).slice(2), ['coach: now']);
});

test('a long conversation costs no more to draw than a short one', () => {
  const messages = [welcome(10_000)];
  for (let seq = 1; seq <= 10_000; seq++) messages.push(said(seq));
  const state = hear([...messages, current(10_000)]);
  const drawn = rows(state, WINDOW);
  assert.equal(drawn.filter((row) => row.kind === 'coach').length, WINDOW);
  assert.equal(drawn.at(-1)?.key, 's10000');
  const start = performance.now();
  for (let i = 0; i < 100; i++) rows(state, WINDOW);
  assert.ok((performance.now() - start) / 100 < 5, 'drawing a window of rows takes under 5 ms');
});

test('the transcript tells who said what, and leaves out what is not yet acknowledged', () => {
  let state = hear([welcome(3), said(1, 'Hello.'), asked(2, { text: 'How?' }), kept(3, 'q2', null, { skipped: true, label: undefined }), asked(4, { text: 'And now?' }), current(4, 'q4')]);
  state = reduce(state, { type: 'pending', entries: [{ message: { type: 'answer', request: 'r', question: 'q4', value: 'x' }, label: 'x' }] });
  const text = transcript_text(state, Date.parse('2026-11-23T10:00:00Z'));
  assert.equal(text, 'First steps\n===========\n\n[Today]\n\nCoach: Hello.\nCoach: How?\nSam: (Skipped)\n\nCoach: And now?\n');
});
