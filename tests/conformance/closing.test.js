/** Closes, with every code and reason, and what comes behind one: Autobahn's group 7. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from './support/conversation.js';
import { CLOSE, close_payload, frame, PING, TEXT } from './support/frames.js';
import { use_house } from './support/house.js';

const house = use_house();
const begin = () => Conversation.begin(house.port, house.cookie);

/** @param {Buffer} payload @param {number} code */
async function closes(payload, code) {
  const conversation = await begin();
  conversation.wire.send(frame(CLOSE, payload));
  assert.deepEqual(await conversation.ending(), { said: [], code });
}

test('a close without a code is answered with 1000', () => closes(Buffer.alloc(0), 1000));

for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999]) {
  test(`a close with ${code} is answered with ${code}`, () => closes(close_payload(code), code));
}

for (const code of [0, 1, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999]) {
  test(`a close with ${code}, which nobody may send, is closed with 1002`, () => closes(close_payload(code), 1002));
}

for (const code of [5000, 65_535]) {
  test(`a close with ${code}, of which RFC 6455 says nothing, is answered with ${code}`, () =>
    closes(close_payload(code), code));
}

test('a close of one byte is closed with 1002', () => closes(Buffer.from([3]), 1002));

for (const reason of ['goodbye', 'κόσμε', 'x'.repeat(123)]) {
  test(`a reason of ${Buffer.byteLength(reason)} bytes is read over`, () => closes(close_payload(1000, reason), 1000));
}

for (const reason of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
  test(`a reason that is not UTF-8 (${Buffer.from(reason).toString('hex')}) is closed with 1002`, () =>
    closes(close_payload(1000, Buffer.from(reason)), 1002));
}

test('a close that comes byte by byte is answered', async () => {
  const conversation = await begin();
  await conversation.wire.send_chopped(frame(CLOSE, close_payload(4000, 'slowly')));
  assert.equal((await conversation.ending()).code, 4000);
});

test('what comes behind a close is not read: no turn, no pong, no second close', async () => {
  const conversation = await begin();
  const stands = conversation.open;
  conversation.wire.send(
    Buffer.concat([
      frame(CLOSE, close_payload(1000)),
      frame(TEXT, JSON.stringify({ type: 'skip', request: 'late', question: stands })),
      frame(PING, ''),
      frame(CLOSE, close_payload(1001)),
    ]),
  );
  assert.deepEqual(await conversation.ending(), { said: [], code: 1000 });
  const again = await begin();
  assert.equal(again.open, stands);
  again.wire.drop();
});

test('what comes behind a broken frame is not read', async () => {
  const conversation = await begin();
  const stands = conversation.open;
  conversation.wire.send(
    Buffer.concat([
      frame(TEXT, 'x', { reserved: 1 }),
      frame(TEXT, JSON.stringify({ type: 'skip', request: 'late', question: stands })),
    ]),
  );
  assert.deepEqual(await conversation.ending(), { said: [], code: 1002 });
  const again = await begin();
  assert.equal(again.open, stands);
  again.wire.drop();
});

test('what was sent before a close is kept', async () => {
  const conversation = await begin();
  const stands = conversation.open;
  conversation.wire.send(
    Buffer.concat([
      frame(TEXT, JSON.stringify({ type: 'skip', request: 'in-time', question: stands })),
      frame(CLOSE, close_payload(1000)),
    ]),
  );
  assert.equal((await conversation.ending()).code, 1000);
  const again = await begin();
  assert.notEqual(again.open, stands);
  again.wire.drop();
});

test('a client that ends its connection without a close is let go', async () => {
  const conversation = await begin();
  conversation.wire.finish();
  await conversation.wire.rest();
  conversation.wire.drop();
});

test('a client that resets its connection in the middle of its own turn harms nobody', async () => {
  for (let i = 0; i < 20; ++i) {
    const conversation = await begin();
    conversation.send({ type: 'skip', request: `reset-${i}`, question: conversation.open });
    conversation.wire.reset();
  }
});

for (const first of ['{"type":"help","request":"r"}', '{"type":"hello","after":"1"}', '[]', 'GET / HTTP/1.1\r\n\r\n']) {
  test(`${JSON.stringify(first)} instead of a hello is an error, then 1008`, async () => {
    const conversation = await Conversation.connect(house.port, house.cookie);
    conversation.wire.send(frame(TEXT, first));
    const { said, code } = await conversation.ending();
    assert.equal(said.length, 1);
    assert.equal(said[0]?.type, 'error');
    assert.equal(code, 1008);
  });
}

test('bytes that are no frames at all are closed with 1002', async () => {
  const conversation = await Conversation.connect(house.port, house.cookie);
  conversation.wire.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.equal((await conversation.ending()).code, 1002);
});
