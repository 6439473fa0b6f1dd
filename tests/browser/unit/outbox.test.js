import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { RETRY_MS, create_outbox } from '../../../web_client/assets/outbox.js';
import { KEYS } from '../../../web_client/assets/storage.js';

// Node 18, which Debian 12 has, does not name it globally yet; browsers do.
globalThis.crypto ??= /** @type {any} */ (webcrypto);

/** What the browser keeps for a site. */
class FakeStorage extends Map {
  getItem(key) {
    return this.get(key) ?? null;
  }
  setItem(key, value) {
    this.set(key, value);
  }
  removeItem(key) {
    this.delete(key);
  }
}

/** @type {FakeStorage} */
let device;
beforeEach(() => {
  device = new FakeStorage();
  Object.defineProperty(globalThis, 'localStorage', { value: device, configurable: true });
});

function box(journey = 'j1') {
  const sent = [];
  const waits = [];
  const outbox = create_outbox({
    send: (message) => sent.push(message),
    changed: () => {},
    later: (run, ms) => waits.push({ run, ms }),
  });
  outbox.belongs_to(journey);
  return { outbox, sent, waits };
}

test('a request is on the device before it is sent', () => {
  const seen = [];
  const outbox = create_outbox({ send: () => seen.push(device.get(KEYS.outbox)), changed: () => {} });
  outbox.belongs_to('j1');
  outbox.open();
  const request = outbox.add({ type: 'help' });
  assert.match(request, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(seen[0]?.includes(request));
});

test('it survives a reload and goes out with the same name', () => {
  const first = box();
  const request = first.outbox.add({ type: 'answer', question: 'q1', value: 'x' }, 'x');
  assert.deepEqual(first.sent, [], 'not before the connection has caught up');
  const second = box();
  second.outbox.open();
  assert.deepEqual(second.sent, [{ type: 'answer', question: 'q1', value: 'x', request }]);
});

test('requests go one at a time, in order, and the next when one is settled', () => {
  const { outbox, sent } = box();
  outbox.open();
  const a = outbox.add({ type: 'skip', question: 'q1' });
  const b = outbox.add({ type: 'back' });
  assert.deepEqual(sent.map((each) => each.request), [a]);
  outbox.settle(a);
  assert.deepEqual(sent.map((each) => each.request), [a, b]);
  outbox.settle(b);
  assert.equal(device.has(KEYS.outbox), false, 'nothing is left on the device');
});

test('what was under way when the connection broke is sent again on the next', () => {
  const { outbox, sent } = box();
  outbox.open();
  const request = outbox.add({ type: 'help' });
  outbox.closed();
  outbox.open();
  assert.deepEqual(sent.map((each) => each.request), [request, request]);
});

test('asked to slow down, it waits longer each time', () => {
  const { outbox, sent, waits } = box();
  outbox.open();
  const request = outbox.add({ type: 'help' });
  outbox.again(request);
  assert.equal(sent.length, 1);
  waits[0].run();
  assert.equal(sent.length, 2);
  outbox.again(request);
  assert.deepEqual(waits.map((each) => each.ms), [RETRY_MS, 2 * RETRY_MS]);
  assert.equal(outbox.settle(request)?.message.request, request);
});

test('another journey’s requests are neither sent nor shown', () => {
  box('j1').outbox.add({ type: 'help' });
  const { outbox, sent } = box('j2');
  outbox.open();
  assert.deepEqual([outbox.entries, sent], [[], []]);
});

test('what another window settled is not sent from here', () => {
  const one = box();
  const request = one.outbox.add({ type: 'help' });
  const two = box();
  assert.equal(two.outbox.entries.length, 1);
  one.outbox.open();
  one.outbox.settle(request);
  two.outbox.reread();
  two.outbox.open();
  assert.deepEqual(two.sent, []);
});

test('a stranger’s request settles nothing', () => {
  const { outbox } = box();
  outbox.add({ type: 'help' });
  assert.equal(outbox.settle('another'), null);
  assert.equal(outbox.settle(undefined), null);
  assert.equal(outbox.entries.length, 1);
});

test('where nothing may be kept it still works as long as the page', () => {
  device.setItem = () => {
    throw new Error('full');
  };
  const { outbox, sent } = box();
  outbox.open();
  const request = outbox.add({ type: 'help' });
  assert.equal(sent.length, 1);
  outbox.settle(request);
  assert.deepEqual(outbox.entries, []);
});
