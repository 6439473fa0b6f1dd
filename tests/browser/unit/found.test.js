import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, current, kept, practice, said, shown, took_back, welcome } from '../support/messages.js';
import { PICTURES } from '../support/pictures.js';
import { pictures_of, practices_of } from '../../../web_client/assets/found.js';
import { initial, reduce } from '../../../web_client/assets/store.js';
import { WINDOW, rows } from '../../../web_client/assets/timeline.js';

const hear = (messages, state = initial()) => reduce(state, { type: 'server', messages });
const [chain, plane] = PICTURES;
const seqs = (state) => pictures_of(state).map(({ item }) => item.seq);
const NOW = new Date('2026-11-25T12:00:00Z');

test('of each picture the latest state counts, where the first one stood', () => {
  const state = hear([welcome(4), shown(1, chain), shown(2, plane), shown(3, chain), said(4), current(4)]);
  assert.deepEqual(seqs(state), [3, 2]);
  assert.deepEqual(rows(state, WINDOW).filter((row) => row.kind === 'picture').map((row) => row.picture.seq), [1, 2, 3], 'the conversation has each where it was shown');
});

test('a picture that is taken back gives way to the one before it', () => {
  let state = hear([welcome(4), shown(1, chain), asked(2), kept(3, 'q2', 'a'), shown(4, chain), current(4)]);
  assert.deepEqual(seqs(state), [4]);
  state = hear([took_back(5, 2), asked(6), current(6, 'q6')], state);
  assert.deepEqual(seqs(state), [1]);
});

test('what waits for its moment is not there yet', () => {
  const state = hear([shown(2, chain)], hear([welcome(1), said(1), current(1)]));
  assert.deepEqual(seqs(state), []);
  assert.deepEqual(seqs(reduce(state, { type: 'revealed', seq: 2 })), [2]);
});

test('each picture is in the language in which it was shown', () => {
  const state = hear([welcome(3), shown(1, chain), { type: 'language', seq: 2, language: 'es', before: 'en' }, shown(3, plane), current(3)]);
  assert.deepEqual(pictures_of(state).map(({ language }) => language), ['en', 'es']);
});

test('a practice runs to the end of its last day, and anew when it is offered again', () => {
  const running = (...messages) => practices_of(hear([welcome(9), ...messages, current(9)]), NOW).map(({ item }) => item.seq);
  assert.deepEqual(running(practice(1, 'log', 2, '2026-11-23T09:30:00Z')), [1], 'until the evening of the 25th');
  assert.deepEqual(running(practice(1, 'log', 1, '2026-11-23T09:30:00Z')), []);
  assert.deepEqual(running(practice(1, 'log', 7, '2026-11-01T09:30:00Z'), practice(2, 'walk', 7), practice(3, 'log', 7)), [3, 2]);
});
