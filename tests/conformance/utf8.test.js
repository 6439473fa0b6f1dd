/** Text that is UTF-8, and text that is not, cut at every byte: Autobahn's group 6. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from './support/conversation.js';
import { fragments, frame, TEXT } from './support/frames.js';
import { use_house } from './support/house.js';

const house = use_house();
const begin = () => Conversation.begin(house.port, house.cookie);

/** @param {Buffer} inside what stands in the request's name */
const message = (inside) => Buffer.concat([Buffer.from('{"type":"dance","request":"'), inside, Buffer.from('"}')]);

for (const text of ['κόσμε', 'Hällo €', '𝄞 𐀀 \u{10ffff}', '\u07ff\u0800\uffff', 'e\u0301 \ufeff \u200d', '\ud7ff\ue000']) {
  test(`${JSON.stringify(text)} is the same again, however it is cut`, async () => {
    const conversation = await begin();
    const whole = message(Buffer.from(text));
    await conversation.wire.send_chopped(frame(TEXT, whole));
    assert.equal((await conversation.message()).request, text);
    for (let at = 0; at <= whole.length; ++at) {
      conversation.wire.send(Buffer.concat(fragments([whole.subarray(0, at), whole.subarray(at)])));
      assert.equal((await conversation.message()).request, text);
    }
    conversation.wire.send(Buffer.concat(fragments([...whole].map((byte) => Buffer.of(byte)))));
    assert.equal((await conversation.message()).request, text);
    conversation.wire.drop();
  });
}

/** @type {[string, number[]][]} */
const bad = [
  ['a continuation of nothing', [0x80]],
  ['the last continuation of nothing', [0xbf]],
  ['two continuations of nothing', [0x80, 0xbf]],
  ['a start of two without a second', [0xc2]],
  ['a start of three without a third', [0xe2, 0x82]],
  ['a start of four without a fourth', [0xf0, 0x9d, 0x84]],
  ['a start behind a start', [0xc2, 0xc2, 0x80]],
  ['a slash in two bytes', [0xc0, 0xaf]],
  ['a slash in three', [0xe0, 0x80, 0xaf]],
  ['a slash in four', [0xf0, 0x80, 0x80, 0xaf]],
  ['a zero in two', [0xc0, 0x80]],
  ['the last of one byte in two', [0xc1, 0xbf]],
  ['the last of two bytes in three', [0xe0, 0x9f, 0xbf]],
  ['the last of three bytes in four', [0xf0, 0x8f, 0xbf, 0xbf]],
  ['the first surrogate', [0xed, 0xa0, 0x80]],
  ['the last surrogate', [0xed, 0xbf, 0xbf]],
  ['a pair of surrogates', [0xed, 0xa0, 0xb4, 0xed, 0xb4, 0x9e]],
  ['one past the last character', [0xf4, 0x90, 0x80, 0x80]],
  ['a start that is too high', [0xf5, 0x80, 0x80, 0x80]],
  ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['six bytes', [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80]],
  ['FE', [0xfe]],
  ['FF', [0xff]],
];
for (const [name, bytes] of bad) {
  const inside = Buffer.from(bytes);
  const whole = message(inside);
  const start = whole.indexOf(inside);

  test(`${name} is closed with 1007: in one frame, byte by byte, and cut at each of its bytes`, async () => {
    const in_one = await begin();
    in_one.wire.send(frame(TEXT, whole));
    assert.equal((await in_one.ending()).code, 1007);

    const chopped = await begin();
    await chopped.wire.send_chopped(frame(TEXT, whole));
    assert.equal((await chopped.ending()).code, 1007);

    for (let at = start; at <= start + inside.length; ++at) {
      const conversation = await begin();
      conversation.wire.send(Buffer.concat(fragments([whole.subarray(0, at), whole.subarray(at)])));
      assert.equal((await conversation.ending()).code, 1007, `cut at ${at - start}`);
    }
  });

  test(`${name} at the end of a message is closed with 1007`, async () => {
    const conversation = await begin();
    conversation.wire.send(frame(TEXT, inside));
    assert.equal((await conversation.ending()).code, 1007);
  });
}

test('what can be no UTF-8 any more is closed before the message has come whole', async () => {
  const conversation = await begin();
  conversation.wire.send(frame(TEXT, Buffer.from([0x22, 0xff, 0x22]), { fin: false }));
  assert.equal((await conversation.ending()).code, 1007);
});

test('an unpaired surrogate that is written as an escape is no text either', async () => {
  const conversation = await begin();
  conversation.wire.send(frame(TEXT, '{"type":"dance","request":"\\ud800"}'));
  const { code } = await conversation.ending();
  assert.equal(code, 1008);
});
