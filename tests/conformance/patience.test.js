/** Clients that are slow on purpose: each is given its time, and no more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation, upgrade_head } from './support/conversation.js';
import { frame, TEXT } from './support/frames.js';
import { use_house } from './support/house.js';
import { pause, PATIENCE_MS, Wire } from './support/wire.js';

const PATIENCE_S = 1;
const names = ['header', 'body', 'write', 'keep-alive', 'hello', 'close'];
const house = use_house([
  ...names.flatMap((name) => [`--limits.${name}-timeout-s`.replace('keep-alive-timeout', 'keep-alive'), `${PATIENCE_S}`]),
  '--limits.idle-timeout-s', `${2 * PATIENCE_S}`,
]);
/** Between two bytes: well within any patience, so only one over the whole can end it. */
const DRIP_MS = 100;

/** One byte now and then until the server ends it. @param {Wire} wire @param {string | Buffer} bytes */
async function drips(wire, bytes) {
  const began = Date.now();
  for (const byte of Buffer.from(bytes)) {
    if (wire.ended) break;
    wire.send(Buffer.of(byte));
    await pause(DRIP_MS);
  }
  const came = await wire.rest();
  wire.drop();
  return { came: came.toString('latin1'), took_ms: Date.now() - began };
}

const NEVER_ENDING = 'x'.repeat(PATIENCE_MS / DRIP_MS);

test('a head that drips in is cut, however steadily it does', async () => {
  const { came, took_ms } = await drips(await Wire.connect(house.port), `GET / HTTP/1.1\r\nHost: a\r\nX: ${NEVER_ENDING}`);
  assert.equal(came, '');
  assert.ok(took_ms < PATIENCE_MS / 2, `after ${took_ms} ms`);
});

test('a body that drips in is cut', async () => {
  const wire = await Wire.connect(house.port);
  wire.send('POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 16000\r\n\r\n');
  const { came, took_ms } = await drips(wire, NEVER_ENDING);
  assert.equal(came, '');
  assert.ok(took_ms < PATIENCE_MS / 2, `after ${took_ms} ms`);
});

test('an upgrade that drips in is cut', async () => {
  const head = upgrade_head(house.cookie, { 'X-Long': NEVER_ENDING });
  const { came, took_ms } = await drips(await Wire.connect(house.port), head);
  assert.equal(came, '');
  assert.ok(took_ms < PATIENCE_MS / 2, `after ${took_ms} ms`);
});

for (const [name, before] of [
  ['says nothing at all', ''],
  ['says nothing after its first request', 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
]) {
  test(`a connection that ${name} is closed`, async () => {
    const wire = await Wire.connect(house.port);
    wire.send(before ?? '');
    const text = (await wire.rest()).toString('latin1');
    assert.equal(text.startsWith('HTTP/1.1 200 '), before !== '');
    wire.drop();
  });
}

test('who asks for very much and reads nothing is cut', async () => {
  const wire = await Wire.connect(house.port);
  wire.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const page = await wire.answer();
  assert.equal(page.status, 200);
  const asked = Math.ceil((64 * 1024 * 1024) / page.body.length); // more than the kernel holds for anybody
  wire.socket.pause();
  wire.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(asked));
  await pause((PATIENCE_S + 2) * 1000);
  wire.socket.resume();
  const came = (await wire.rest()).toString('latin1');
  assert.ok(came.split('HTTP/1.1 200 ').length - 1 < asked, 'not all of it was said');
  wire.drop();
});

test('who says no hello is told so, and closed with 1008, also when it drips', async () => {
  const silent = await Conversation.connect(house.port, house.cookie);
  assert.equal((await silent.ending()).code, 1008);
  const dripping = await Conversation.connect(house.port, house.cookie);
  const hello = frame(TEXT, '{"type":"hello","after":0}'.padEnd(PATIENCE_MS / DRIP_MS));
  const { came } = await drips(dripping.wire, hello);
  assert.match(came, /Say hello first/);
});

test('who is asked for a pong and gives none is let go', async () => {
  const conversation = await Conversation.begin(house.port, house.cookie);
  assert.notEqual(await conversation.frame(), null, 'a ping');
  assert.equal(await conversation.frame(), null, 'then the end');
  conversation.wire.drop();
});

test('who is closed and does not close is cut', async () => {
  const conversation = await Conversation.begin(house.port, house.cookie);
  conversation.wire.send(frame(TEXT, '[]'));
  const began = Date.now();
  const all = await conversation.wire.rest();
  assert.ok(all.length > 0);
  assert.ok(Date.now() - began < PATIENCE_MS / 2);
  conversation.wire.drop();
});

test('who breaks the protocol and keeps its end open is cut', async () => {
  const conversation = await Conversation.begin(house.port, house.cookie);
  conversation.wire.send(frame(TEXT, 'x', { reserved: 7 }));
  const began = Date.now();
  await conversation.wire.rest();
  assert.ok(Date.now() - began < PATIENCE_MS / 2);
  conversation.wire.drop();
});
