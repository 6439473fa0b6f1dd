/** Messages in pieces, and what may stand between: Autobahn's groups 2 and 5. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from './support/conversation.js';
import { BINARY, CLOSE, close_payload, CONTINUATION, fragments, frame, PING, PONG, TEXT } from './support/frames.js';
import { use_house } from './support/house.js';

const house = use_house();
const begin = () => Conversation.begin(house.port, house.cookie);
const MESSAGE = '{"type":"dance","request":"in pieces"}';

/** @param {Conversation} conversation */
async function is_understood(conversation) {
  assert.equal((await conversation.message()).request, 'in pieces');
}

/** @param {Conversation} conversation @param {Buffer | string} payload */
async function is_ponged(conversation, payload) {
  const next = await conversation.frame();
  assert.equal(next?.first, 0x80 | PONG);
  assert.deepEqual(next?.payload, Buffer.from(payload));
}

test('a message cut in two at each byte is understood', async () => {
  const conversation = await begin();
  for (let at = 0; at <= MESSAGE.length; ++at) {
    conversation.wire.send(Buffer.concat(fragments([MESSAGE.slice(0, at), MESSAGE.slice(at)])));
    await is_understood(conversation);
  }
  conversation.wire.drop();
});

test('a message of a byte a frame is understood, also when each comes alone', async () => {
  const conversation = await begin();
  const pieces = fragments([...MESSAGE]);
  conversation.wire.send(Buffer.concat(pieces));
  await is_understood(conversation);
  await conversation.wire.send_chopped(Buffer.concat(pieces));
  await is_understood(conversation);
  conversation.wire.drop();
});

test('empty frames at the start, between and at the end are passed over', async () => {
  const conversation = await begin();
  conversation.wire.send(Buffer.concat(fragments(['', '', MESSAGE.slice(0, 9), '', MESSAGE.slice(9), '', ''])));
  await is_understood(conversation);
  conversation.wire.drop();
});

test('pings between the frames of a message are answered at once, and the message is understood', async () => {
  const conversation = await begin();
  const [first, second, third] = fragments([MESSAGE.slice(0, 5), MESSAGE.slice(5, 20), MESSAGE.slice(20)]);
  conversation.wire.send(Buffer.concat([first, frame(PING, 'one')]));
  await is_ponged(conversation, 'one');
  conversation.wire.send(Buffer.concat([second, frame(PING, 'two'), frame(PONG, 'unasked')]));
  await is_ponged(conversation, 'two');
  conversation.wire.send(third);
  await is_understood(conversation);
  conversation.wire.drop();
});

test('a close between the frames of a message is answered', async () => {
  const conversation = await begin();
  const [first, second] = fragments([MESSAGE.slice(0, 5), MESSAGE.slice(5)]);
  conversation.wire.send(Buffer.concat([first, frame(CLOSE, close_payload(1000)), second]));
  assert.deepEqual(await conversation.ending(), { said: [], code: 1000 });
});

for (const size of [0, 1, 2, 124, 125]) {
  test(`a ping of ${size} bytes comes back as its pong`, async () => {
    const conversation = await begin();
    const payload = Buffer.alloc(size, 0xfe);
    conversation.wire.send(frame(PING, payload));
    await is_ponged(conversation, payload);
    await conversation.wire.send_chopped(frame(PING, payload));
    await is_ponged(conversation, payload);
    conversation.wire.drop();
  });
}

test('ten pings in one write have ten pongs, or the last of them', async () => {
  const conversation = await begin();
  conversation.wire.send(Buffer.concat(Array.from({ length: 10 }, (_, i) => frame(PING, `ping ${i}`))));
  let last = '';
  while (last !== 'ping 9') {
    const next = await conversation.frame();
    assert.equal(next?.opcode, PONG);
    assert.ok(next.payload.toString() > last, 'in their order');
    last = next.payload.toString();
  }
  conversation.wire.drop();
});

for (const size of [0, 1, 125]) {
  test(`a pong of ${size} bytes that nobody asked for is passed over`, async () => {
    const conversation = await begin();
    conversation.wire.send(Buffer.concat([frame(PONG, Buffer.alloc(size)), frame(TEXT, MESSAGE)]));
    await is_understood(conversation);
    conversation.wire.drop();
  });
}

/** @type {[string, Buffer[]][]} */
const broken = [];
for (const [name, opcode] of /** @type {const} */ ([['ping', PING], ['pong', PONG], ['close', CLOSE]])) {
  broken.push([`a ${name} of 126 bytes`, [frame(opcode, close_payload(1000, 'x'.repeat(124)))]]);
  broken.push([`a ${name} in two frames`, [frame(opcode, close_payload(1000), { fin: false }), frame(CONTINUATION, '')]]);
  broken.push([`an unmasked ${name}`, [frame(opcode, '', { mask: null })]]);
  broken.push([`a ${name} whose length is written in two bytes`, [frame(opcode, close_payload(1000), { length_bytes: 2 })]]);
  broken.push([`a ${name} that says it is larger than memory`, [frame(opcode, '', { length_bytes: 8, claims: 2n ** 40n })]]);
}
broken.push(
  ['a continuation of nothing', [frame(CONTINUATION, MESSAGE)]],
  ['a continuation of nothing that is not the last', [frame(CONTINUATION, MESSAGE, { fin: false })]],
  ['a continuation behind a whole message', [...fragments([MESSAGE.slice(0, 4), MESSAGE.slice(4)]), frame(CONTINUATION, '')]],
  ['a text in the middle of a text', [frame(TEXT, 'a', { fin: false }), frame(TEXT, 'b')]],
  ['a binary in the middle of a text', [frame(TEXT, 'a', { fin: false }), frame(BINARY, 'b')]],
  ['a text in the middle of a binary', [frame(BINARY, 'a', { fin: false }), frame(TEXT, 'b')]],
  ['a reserved bit on a continuation', [frame(TEXT, '{', { fin: false }), frame(CONTINUATION, '}', { reserved: 4 })]],
);
for (const [name, frames] of broken) {
  test(`${name} is closed with 1002`, async () => {
    const conversation = await begin();
    conversation.wire.send(Buffer.concat(frames));
    assert.equal((await conversation.ending()).code, 1002);
  });
}

test('a binary message in pieces is closed with 1003', async () => {
  const conversation = await begin();
  conversation.wire.send(Buffer.concat(fragments(['a', 'b', 'c'], BINARY)));
  assert.equal((await conversation.ending()).code, 1003);
});

test('pieces that are too long together are closed with 1009, before the last has come', async () => {
  const conversation = await begin();
  const piece = ' '.repeat(1024);
  conversation.wire.send(frame(TEXT, piece, { fin: false }));
  for (let i = 0; i < 64; ++i) conversation.wire.send(frame(CONTINUATION, piece, { fin: false }));
  assert.equal((await conversation.ending()).code, 1009);
});

test('ten thousand empty frames are one message still', async () => {
  const conversation = await begin();
  const nothing = frame(CONTINUATION, '', { fin: false });
  conversation.wire.send(
    Buffer.concat([frame(TEXT, MESSAGE, { fin: false }), ...Array(10_000).fill(nothing), frame(CONTINUATION, '')]),
  );
  await is_understood(conversation);
  conversation.wire.drop();
});
