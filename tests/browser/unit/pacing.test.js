import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, current, kept, said, welcome } from '../support/messages.js';
import { BACKOFF_MS, BACKOFF_MS_MAX, backoff } from '../../../web_client/assets/backoff.js';
import { DELAY_MS_MAX, create_pacing, delay_of } from '../../../web_client/assets/pacing.js';
import { create_store } from '../../../web_client/assets/store.js';

function talk({ at_once = false } = {}) {
  const revealed = [];
  const store = create_store(() => {});
  const pacing = create_pacing({ store, at_once: () => at_once, revealed: (item) => revealed.push(item.seq) });
  const hear = (...messages) => {
    store.dispatch({ type: 'server', messages });
    pacing.schedule();
  };
  hear(welcome(1), asked(1), current(1, 'q1'));
  return { store, pacing, revealed, hear };
}

test('no line waits longer than a second', () => {
  assert.ok(delay_of(said(1, 'x'.repeat(5_000)), false) <= DELAY_MS_MAX);
  assert.ok(DELAY_MS_MAX <= 1_000);
});

test('lines come one after another, each revealed once and in order', () => {
  const real = globalThis.setTimeout;
  /** @type {{run: () => void, ms: number}[]} */
  const due = [];
  globalThis.setTimeout = /** @type {any} */ ((run, ms) => due.push({ run, ms }));
  try {
    const { store, revealed, hear } = talk();
    hear(kept(2, 'q1', 'a'), said(3), said(4), asked(5));
    assert.deepEqual(revealed, [2], 'what the person did shows at once');
    for (let next = due.shift(); next; next = due.shift()) {
      assert.ok(next.ms <= DELAY_MS_MAX);
      next.run();
    }
    assert.deepEqual(revealed, [2, 3, 4, 5]);
    assert.equal(store.state.shown, 5);
  } finally {
    globalThis.setTimeout = real;
  }
});

test('a key or a click shows the rest at once', () => {
  const { pacing, revealed, hear } = talk();
  hear(kept(2, 'q1', 'a'), said(3), said(4), asked(5));
  assert.equal(pacing.busy, true);
  pacing.flush();
  assert.deepEqual(revealed, [2, 3, 4, 5]);
  assert.equal(pacing.busy, false);
});

test('without movement nothing waits', () => {
  const { revealed, hear } = talk({ at_once: true });
  hear(kept(2, 'q1', 'a'), said(3), asked(4));
  assert.deepEqual(revealed, [2, 3, 4]);
});

test('what is replayed is never revealed', () => {
  assert.deepEqual(talk().revealed, []);
});

test('reconnecting waits anything up to twice as long each time, to a bound', () => {
  assert.ok(backoff(0, () => 0) < BACKOFF_MS);
  assert.ok(backoff(3, () => 1) >= BACKOFF_MS * 8);
  assert.ok(backoff(50, () => 1) <= BACKOFF_MS_MAX + 100);
  assert.notEqual(backoff(3, () => 0.2), backoff(3, () => 0.8));
});
