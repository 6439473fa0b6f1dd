import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, current, kept, said, stage, took_back, welcome } from '../support/messages.js';
import { initial, last_kept, panel, reduce } from '../../../web_client/assets/store.js';

/** @param {any[]} messages @param {any} [state] */
const hear = (messages, state = initial()) => reduce(state, { type: 'server', messages });
const shown = (state) => reduce(state, { type: 'revealed', seq: state.seq });

test('a replay is shown at once, and what comes later waits to be shown', () => {
  let state = hear([welcome(3), said(1), asked(3), current(3, 'q3')]);
  assert.equal(state.shown, 3);
  assert.equal(state.question?.question, 'q3');
  assert.equal(panel(state), 'question');
  state = hear([kept(4, 'q3', 'yes'), said(5)], state);
  assert.equal(state.shown, 3);
  assert.equal(panel(state), 'waiting');
});

test('the first lines of a journey that began just now are news', () => {
  const fresh = reduce(initial(), { type: 'fresh' });
  const state = hear([welcome(2), said(1), asked(2), current(2, 'q2')], fresh);
  assert.equal(state.shown, 0);
});

test('nothing is taken in twice, whatever the server repeats', () => {
  const once = hear([welcome(2), said(1), asked(2), current(2, 'q2')]);
  const twice = hear([said(1), asked(2), welcome(2), current(2, 'q2')], once);
  assert.deepEqual(twice.items, once.items);
});

test('hearing one by one and all at once come to the same', () => {
  const messages = [welcome(9), said(1), asked(2), kept(3, 'q2', 'a'), said(4), asked(5), took_back(6, 3), asked(7), kept(8, 'q7', 'b'), asked(9), current(9, 'q9')];
  const one_by_one = messages.reduce((state, message) => hear([message], state), initial());
  assert.deepEqual(hear(messages), one_by_one);
});

test('what was taken back is gone, and its answer is offered again', () => {
  let state = hear([welcome(5), asked(1, { text: 'How?' }), kept(2, 'q1', 'well'), said(3), asked(4), current(4, 'q4')]);
  state = hear([took_back(6, 1), asked(7, { text: 'How?' })], state);
  assert.deepEqual(state.items.map((item) => item.seq), [7]);
  assert.equal(state.question?.question, 'q7');
  assert.deepEqual(state.reopened, { kind: 'text', text: 'How?', value: 'well' });
  assert.equal(last_kept(state), null);
});

test('taking back from the answer on, and not from its question on, comes to the same question', () => {
  let state = hear([welcome(4), asked(1), kept(2, 'q1', 'well'), asked(3), current(3, 'q3')]);
  state = hear([took_back(4, 2), asked(5, { text: 'question 1?' })], state);
  assert.equal(state.question?.question, 'q5');
  assert.equal(state.reopened?.value, 'well');
});

test('a skipped question that is reopened comes empty', () => {
  const state = hear([welcome(4), asked(1), kept(2, 'q1', null, { skipped: true }), asked(3), took_back(4, 1), asked(5), current(5, 'q5')]);
  assert.equal(state.reopened, null);
});

test('a pause ends by a word of the server, and by its being taken back', () => {
  const paused = { type: 'paused', seq: 3, until: null, early: true };
  const state = hear([welcome(3), asked(1), kept(2, 'q1', 'a'), paused, current(3)]);
  assert.equal(panel(state), 'paused');
  assert.equal(panel(shown(hear([{ type: 'resumed', seq: 4 }, asked(5)], state))), 'question');
  assert.equal(panel(shown(hear([took_back(4, 1), asked(5)], state))), 'question');
});

test('when the stage is over, the stages are offered; at the end of the course, its end', () => {
  const state = hear([welcome(3), asked(1), kept(2, 'q1', 'a'), stage(3, 'first', 'done'), stage(4, 'second', 'open'), current(4)]);
  assert.equal(panel(state), 'choose');
  assert.deepEqual(state.journey?.stages.map((each) => each.state), ['done', 'open']);
  const second = hear([stage(5, 'second', 'here'), asked(6)], state);
  assert.equal(second.journey?.stage, 'second');
  assert.equal(panel(shown(second)), 'question');
  const end = hear([kept(7, 'q6', 'b'), stage(8, 'second', 'done'), { type: 'ended', seq: 9, stage: 'second' }], second);
  assert.equal(panel(shown(end)), 'ended');
});

test('where nothing stands open the person is offered to go on, once it is quiet', () => {
  const state = hear([welcome(1), said(1), current(1, null)]);
  assert.equal(panel(state), 'go_on');
  const more = shown(hear([said(2)], state));
  assert.equal(panel(more), 'waiting');
  assert.equal(panel(reduce(more, { type: 'quiet' })), 'go_on');
});

test('the server has the last word on what stands open', () => {
  const state = hear([welcome(2), said(1), asked(2), current(2, null)]);
  assert.equal(state.question, null);
});

test('an answer on its way closes the form, a call for help does not', () => {
  const state = hear([welcome(1), asked(1), current(1, 'q1')]);
  const pending = (message) => reduce(state, { type: 'pending', entries: [{ message, label: '' }] });
  assert.equal(panel(pending({ type: 'answer', request: 'r', question: 'q1', value: 'x' })), 'waiting');
  assert.equal(panel(pending({ type: 'help', request: 'r' })), 'question');
});

test('messages of a later version are passed over', () => {
  const state = hear([welcome(1), asked(1), current(1, 'q1')]);
  assert.deepEqual(hear([/** @type {any} */ ({ type: 'sculpture', seq: 2 })], state).items, state.items);
});
