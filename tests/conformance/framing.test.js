/** Lengths, masks, reserved bits and opcodes: Autobahn's groups 1, 3 and 4, and section 5.2 of RFC 6455. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from './support/conversation.js';
import { BINARY, CLOSE, frame, PING, PONG, TEXT } from './support/frames.js';
import { use_house } from './support/house.js';
import { pause, PATIENCE_MS } from './support/wire.js';

const house = use_house();
const begin = () => Conversation.begin(house.port, house.cookie);

/** A message of so many bytes, which is answered without a turn. @param {number} size */
const message_of = (size) => '{"type":"dance","request":"r"}'.padEnd(size, ' ');

/** @param {Conversation} conversation */
async function is_understood(conversation) {
  const answer = await conversation.message();
  assert.deepEqual([answer.type, answer.code, answer.request], ['rejected', 'unknown_type', 'r']);
}

/** What is sent, in one write, ends the conversation. @param {Buffer} bytes @param {number} code */
async function closes(bytes, code) {
  const conversation = await begin();
  conversation.wire.send(bytes);
  assert.equal((await conversation.ending()).code, code);
}

for (const size of [30, 125, 126, 127, 128, 1000, 4095, 4096, 4097, 65_535, 65_536]) {
  test(`a message of ${size} bytes is understood`, async () => {
    const conversation = await begin();
    conversation.wire.send(frame(TEXT, message_of(size)));
    await is_understood(conversation);
    conversation.wire.drop();
  });
}

for (const size of [30, 127, 65_536]) {
  test(`a message of ${size} bytes is understood whatever its mask`, async () => {
    const conversation = await begin();
    for (const mask of [[0, 0, 0, 0], [255, 255, 255, 255], [0, 1, 0, 128]]) {
      conversation.wire.send(frame(TEXT, message_of(size), { mask: Buffer.from(mask) }));
      await is_understood(conversation);
    }
    conversation.wire.drop();
  });

  test(`an unmasked message of ${size} bytes is closed with 1002`, () =>
    closes(frame(TEXT, message_of(size), { mask: null }), 1002));
}

for (const size of [30, 126, 300]) {
  test(`a message of ${size} bytes that comes byte by byte is understood`, async () => {
    const conversation = await begin();
    await conversation.wire.send_chopped(frame(TEXT, message_of(size)));
    await is_understood(conversation);
    conversation.wire.drop();
  });
}

test('an empty message is no JSON: an error, then 1008', async () => {
  const conversation = await begin();
  conversation.wire.send(frame(TEXT, ''));
  const { said, code } = await conversation.ending();
  assert.equal(said[0]?.code, 'bad_message');
  assert.equal(code, 1008);
});

test('a hundred messages in one write are answered in their order', async () => {
  const conversation = await begin();
  const ids = Array.from({ length: 100 }, (_, i) => `r${i}`);
  conversation.wire.send(
    Buffer.concat(ids.map((request) => frame(TEXT, JSON.stringify({ type: 'dance', request })))),
  );
  for (const id of ids) assert.equal((await conversation.message()).request, id);
  conversation.wire.drop();
});

for (const size of [65_537, 70_000, 1_000_000]) {
  test(`a message of ${size} bytes is closed with 1009`, () => closes(frame(TEXT, message_of(size)), 1009));
}

test('who is refused while they are still sending sees why, although they look only afterwards', async () => {
  const conversation = await begin();
  const { wire } = conversation;
  const message = frame(TEXT, message_of(3_000_000));
  wire.socket.pause();
  for (let sent = 0; sent < message.length; sent += 300_000) {
    wire.send(message.subarray(sent, sent + 300_000));
    await pause(20); // the server has refused it with the first of them
  }
  wire.socket.resume();
  assert.equal((await conversation.ending()).code, 1009);
});

test('who is refused and never ends is cut off', async () => {
  const conversation = await begin();
  conversation.wire.send(frame(TEXT, 'x', { claims: 65_537n, length_bytes: 8 }));
  assert.equal((await conversation.frame())?.opcode, CLOSE);
  const since = Date.now();
  const much = Buffer.alloc(1_000_000);
  while (!conversation.wire.socket.destroyed) {
    assert.ok(Date.now() - since < PATIENCE_MS, 'it may go on talking');
    conversation.wire.send(much);
    await pause(20);
  }
});

for (const claims of [65_537n, 2n ** 31n, 2n ** 32n, 2n ** 40n, 2n ** 63n - 1n]) {
  test(`a frame that says it has ${claims} bytes is closed with 1009 before they come`, () =>
    closes(frame(TEXT, 'x', { claims, length_bytes: 8 }), 1009));
}

for (const claims of [2n ** 63n, 2n ** 64n - 1n]) {
  test(`a frame that says it has ${claims} bytes, which no frame may, is closed`, async () => {
    const conversation = await begin();
    conversation.wire.send(frame(TEXT, 'x', { claims, length_bytes: 8 }));
    const { code } = await conversation.ending();
    assert.ok(code === 1002 || code === 1009, `closed with ${code}`);
  });
}

for (const [size, length_bytes] of /** @type {const} */ ([[30, 2], [125, 2], [30, 8], [126, 8], [65_535, 8]])) {
  test(`${size} bytes whose length is written in ${length_bytes} are closed with 1002: the shortest form is the only one`, () =>
    closes(frame(TEXT, message_of(size), { length_bytes }), 1002));
}

for (const reserved of [1, 2, 3, 4, 5, 6, 7]) {
  for (const [name, opcode] of /** @type {const} */ ([['text', TEXT], ['binary', BINARY], ['ping', PING], ['pong', PONG], ['close', CLOSE]])) {
    test(`reserved bits ${reserved} on a ${name} frame are closed with 1002: no extension was agreed on`, () =>
      closes(frame(opcode, '', { reserved }), 1002));
  }
}

for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) {
  test(`the reserved opcode ${opcode} is closed with 1002`, async () => {
    await closes(frame(opcode, ''), 1002);
    await closes(frame(opcode, 'x'.repeat(100)), 1002);
  });

  test(`the reserved opcode ${opcode} behind a message that is well is closed with 1002`, async () => {
    const conversation = await begin();
    conversation.wire.send(Buffer.concat([frame(TEXT, message_of(30)), frame(opcode, ''), frame(PING, '')]));
    await is_understood(conversation);
    assert.equal((await conversation.ending()).code, 1002);
  });
}

for (const size of [0, 1, 125, 126, 65_535, 65_536]) {
  test(`a binary message of ${size} bytes is closed with 1003`, () => closes(frame(BINARY, Buffer.alloc(size)), 1003));
}

test('a connection that ends in the middle of a frame is let go, at each byte', async () => {
  const whole = frame(TEXT, message_of(30));
  for (let size = 1; size < whole.length; ++size) {
    const conversation = await begin();
    conversation.wire.send(whole.subarray(0, size));
    if (size % 2 === 0) {
      conversation.wire.reset();
      continue;
    }
    conversation.wire.finish();
    await conversation.wire.rest(); // the server closes its end too
    conversation.wire.drop();
  }
});
