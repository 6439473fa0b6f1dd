/** Upgrades that are none: section 4.2 of RFC 6455, and who may talk at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upgrade_head } from './support/conversation.js';
import { frame, TEXT } from './support/frames.js';
import { use_house } from './support/house.js';
import { Wire } from './support/wire.js';

const house = use_house();

/** @param {string} head */
async function answer_to(head) {
  const wire = await Wire.connect(house.port);
  wire.send(head);
  const answer = await wire.answer();
  wire.drop();
  return answer;
}

/** @type {[string, Record<string, string | null>, number][]} what is said, and the status */
const upgrades = [
  ['no Upgrade', { Upgrade: null }, 426],
  ['an Upgrade to something else', { Upgrade: 'h2c' }, 426],
  ['no Connection', { Connection: null }, 426],
  ['a Connection that is kept alive', { Connection: 'keep-alive' }, 426],
  ['no version', { 'Sec-WebSocket-Version': null }, 426],
  ['version 8', { 'Sec-WebSocket-Version': '8' }, 426],
  ['version 0', { 'Sec-WebSocket-Version': '0' }, 426],
  ['version 14', { 'Sec-WebSocket-Version': '14' }, 426],
  ['version 130', { 'Sec-WebSocket-Version': '130' }, 426],
  ['a version that is a word', { 'Sec-WebSocket-Version': 'thirteen' }, 426],
  ['no key', { 'Sec-WebSocket-Key': null }, 400],
  ['an empty key', { 'Sec-WebSocket-Key': '' }, 400],
  ['a short key', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 400],
  ['a long key', { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZSB0aGF0IGlzIHRvbyBsb25n' }, 400],
  ['a key without its padding', { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ' }, 400],
  ['a key that is not base64', { 'Sec-WebSocket-Key': '!!!!IHNhbXBsZSBub25jZQ==' }, 400],
  ['a key of a thousand bytes', { 'Sec-WebSocket-Key': 'A'.repeat(1000) }, 400],
  ['another subprotocol', { 'Sec-WebSocket-Protocol': 'chat' }, 400],
  ['a later subprotocol', { 'Sec-WebSocket-Protocol': 'attune.v2' }, 400],
  ['a foreign Origin', { Origin: 'http://evil.example' }, 403],
  ['an Origin that begins like ours', { Origin: 'http://localhost.evil.example' }, 403],
  ['an Origin of null', { Origin: 'null' }, 403],
  ['no cookie', { Cookie: null }, 401],
  ['a cookie that nobody knows', { Cookie: `attune=${'A'.repeat(43)}` }, 401],
  ['a cookie that is none', { Cookie: 'attune=; attune; =attune' }, 401],
  ['a body', { 'Content-Length': '5' }, 400],
  ['no Host', { Host: null }, 400],
  ['a Transfer-Encoding', { 'Transfer-Encoding': 'chunked' }, 400],
];
for (const [name, headers, status] of upgrades) {
  test(`an upgrade with ${name} gets ${status}`, async () => {
    const answer = await answer_to(upgrade_head(house.cookie, headers));
    assert.equal(answer.status, status, answer.head);
    assert.match(answer.head, /\r\nConnection: (close|Upgrade)\r\n/);
    assert.ok(JSON.parse(answer.body).error.message);
    if (status === 426) assert.match(answer.head, /\r\nSec-WebSocket-Version: 13\r\n/);
  });
}

test('an upgrade in HTTP/1.0 is none', async () => {
  const answer = await answer_to(upgrade_head(house.cookie, {}, 'GET /ws HTTP/1.0'));
  assert.equal(answer.status, 426);
});

test('an upgrade with another method is none', async () => {
  const answer = await answer_to(upgrade_head(house.cookie, {}, 'POST /ws HTTP/1.1'));
  assert.equal(answer.status, 405);
});

test('two keys are one too many', async () => {
  const head = upgrade_head(house.cookie).replace('\r\n\r\n', '\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n');
  assert.equal((await answer_to(head)).status, 400);
});

for (const [name, headers] of /** @type {[string, Record<string, string | null>][]} */ ([
  ['names in capitals, and more in the lists', { Upgrade: 'WebSocket', Connection: 'keep-alive, UPGRADE' }],
  ['several subprotocols', { 'Sec-WebSocket-Protocol': 'chat, attune.v1' }],
  ['no subprotocol', { 'Sec-WebSocket-Protocol': null }],
  ['extensions on offer', { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }],
])) {
  test(`an upgrade with ${name} is taken`, async () => {
    const { status, head } = await answer_to(upgrade_head(house.cookie, headers));
    assert.equal(status, 101, head);
    assert.doesNotMatch(head, /Sec-WebSocket-Extensions/i);
    assert.equal(/Sec-WebSocket-Protocol: attune\.v1\r\n/.test(head), headers['Sec-WebSocket-Protocol'] !== null);
  });
}

test('an upgrade that comes byte by byte is taken', async () => {
  const wire = await Wire.connect(house.port);
  await wire.send_chopped(upgrade_head(house.cookie));
  assert.match(await wire.head(), /^HTTP\/1\.1 101 /);
  wire.drop();
});

test('a frame that comes with the upgrade, before its answer, is refused', async () => {
  const wire = await Wire.connect(house.port);
  wire.send(Buffer.concat([Buffer.from(upgrade_head(house.cookie)), frame(TEXT, '{"type":"hello","after":0}')]));
  assert.equal((await wire.answer()).status, 400);
  wire.drop();
});

test('an upgrade that is left at each byte harms nobody', async () => {
  const head = upgrade_head(house.cookie);
  for (let size = 1; size <= head.length; ++size) {
    const wire = await Wire.connect(house.port);
    wire.send(head.slice(0, size));
    if (size % 2 === 0) wire.reset();
    else wire.drop();
  }
});
