/** HTTP that another server on the way might read in two ways, and HTTP that is too much. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { use_house } from './support/house.js';
import { Wire } from './support/wire.js';

const house = use_house();
/** If any of it is read as a request of its own, there is a second answer, with a 200. */
const SMUGGLED = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
const HEALTH = SMUGGLED;
const LEAVE = 'POST /api/leave HTTP/1.1\r\nHost: a\r\n';

/** All that comes back until the server closes. @param {Buffer | string} bytes */
async function exchange(bytes) {
  const wire = await Wire.connect(house.port);
  wire.send(bytes);
  const all = (await wire.rest()).toString('latin1');
  wire.drop();
  return all;
}

/** @param {string} text */
const statuses = (text) => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((found) => Number(found[1]));

/** @type {[string, string][]} a name, and a request that hides another behind it */
const shapes = [
  ['chunks', `${LEAVE}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['chunks and a length (TE.CL)', `${LEAVE}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5c\r\n`],
  ['a length and chunks (CL.TE)', `${LEAVE}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n`],
  ['chunks in HTTP/1.0', 'POST /api/leave HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an encoding that is not known', `${LEAVE}Transfer-Encoding: xchunked\r\n\r\n`],
  ['gzip as the encoding', `${LEAVE}Transfer-Encoding: gzip\r\n\r\n`],
  ['chunked, then gzip', `${LEAVE}Transfer-Encoding: chunked, gzip\r\n\r\n`],
  ['two encodings', `${LEAVE}Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['an encoding in capitals', `${LEAVE}TRANSFER-ENCODING: CHUNKED\r\n\r\n0\r\n\r\n`],
  ['a tab before the encoding', `${LEAVE}Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n`],
  ['a space before the colon', `${LEAVE}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
  ['a tab before the colon', `${LEAVE}Content-Length\t: 5\r\n\r\n`],
  ['an encoding on a folded line', `${LEAVE}X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['a folded value', `${LEAVE}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
  ['a folded first line', 'POST /api/leave HTTP/1.1\r\n Host: a\r\n\r\n'],
  ['a bare line feed before the encoding', `${LEAVE}X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['a bare carriage return before the encoding', `${LEAVE}X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['a zero byte in a value', `${LEAVE}X: y\0z\r\n\r\n`],
  ['a zero byte in a name', `${LEAVE}Content-Length\0: 5\r\n\r\n`],
  ['a vertical tab before the encoding', `${LEAVE}\vTransfer-Encoding: chunked\r\n\r\n`],
  ['a byte above 127 in a name', `${LEAVE}Content-Length\xff: 5\r\n\r\n`],
  ['two lengths', `${LEAVE}Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n`],
  ['the same length twice', `${LEAVE}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`],
  ['a list of lengths', `${LEAVE}Content-Length: 0, 0\r\n\r\n`],
  ['a negative length', `${LEAVE}Content-Length: -1\r\n\r\n`],
  ['a length with a plus', `${LEAVE}Content-Length: +0\r\n\r\n`],
  ['a length in hexadecimal', `${LEAVE}Content-Length: 0x0\r\n\r\n`],
  ['a length with a fraction', `${LEAVE}Content-Length: 0.0\r\n\r\n`],
  ['a length with a space in it', `${LEAVE}Content-Length: 1 0\r\n\r\n`],
  ['a length that is empty', `${LEAVE}Content-Length:\r\n\r\n`],
  ['a length that overflows', `${LEAVE}Content-Length: 18446744073709551616\r\n\r\n`],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['a name that is empty', `${LEAVE}: x\r\n\r\n`],
  ['a line without a colon', `${LEAVE}hello\r\n\r\n`],
  ['a whole address as the target', 'GET http://b/healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['CONNECT', 'CONNECT b:443 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an asterisk as the target', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['HTTP/2 as the version', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 'GET /\r\n\r\n'],
  ['a space before the method', ' GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an empty line before the method', '\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['two spaces behind the method', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a hello of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
];
for (const [name, request] of shapes) {
  test(`${name} gets 400, and nothing behind it is read`, async () => {
    const text = await exchange(Buffer.from(request + SMUGGLED, 'latin1'));
    assert.deepEqual(statuses(text), [400], text.slice(0, 300));
    assert.match(text, /\r\nConnection: close\r\n/);
  });
}

/** @type {[string, string, number][]} */
const large = [
  ['a header of 20,000 bytes', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['a target of 20,000 bytes', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ['a method of 20,000 bytes', `${'X'.repeat(20_000)} / HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ['five thousand headers', `GET / HTTP/1.1\r\nHost: a\r\n${'a: b\r\n'.repeat(5000)}\r\n`, 431],
  ['200,000 bytes without a line', 'x'.repeat(200_000), 431],
  ['a body of 16,385 bytes', `POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 16385\r\n\r\n${' '.repeat(16_385)}`, 413],
  ['a body that says it has gigabytes', 'POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n', 413],
];
for (const [name, request, status] of large) {
  test(`${name} gets ${status}`, async () => {
    assert.deepEqual(statuses(await exchange(request)), [status]);
  });
}

test('two thousand headers that fit are read', async () => {
  const text = await exchange(`GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${'a:b\r\n'.repeat(2000)}\r\n`);
  assert.deepEqual(statuses(text), [200]);
});

test('a request that comes byte by byte is answered', async () => {
  const wire = await Wire.connect(house.port);
  await wire.send_chopped('POST /api/leave HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n{ }');
  assert.equal((await wire.answer()).status, 204);
  wire.drop();
});

test('two hundred requests in one write are answered in their order', async () => {
  const wire = await Wire.connect(house.port);
  const one = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n';
  wire.send(one.repeat(100));
  for (let i = 0; i < 100; ++i) {
    assert.equal((await wire.answer()).status, 200);
    assert.equal((await wire.answer()).status, 404);
  }
  wire.drop();
});

test('what stands in a body is no request', async () => {
  const inside = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  const text = await exchange(
    `POST /api/resume HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${inside.length}\r\n\r\n${inside}`,
  );
  assert.deepEqual(statuses(text), [400]);
});

test('who sends no more and still listens is answered', async () => {
  const wire = await Wire.connect(house.port);
  wire.send(HEALTH);
  wire.finish();
  assert.deepEqual(statuses((await wire.rest()).toString('latin1')), [200]);
  wire.drop();
});

const RESUME = `POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\n\r\n{"words":"no"}`;
for (const [name, leave] of /** @type {[string, (wire: Wire) => void][]} */ ([
  ['ended', (wire) => wire.finish()],
  ['dropped', (wire) => wire.drop()],
  ['reset', (wire) => wire.reset()],
])) {
  test(`a request that is ${name} at each of its bytes harms nobody`, async () => {
    const left = [];
    for (let size = 0; size < RESUME.length; ++size) {
      const wire = await Wire.connect(house.port);
      wire.send(RESUME.slice(0, size));
      leave(wire);
      left.push(wire);
    }
    if (name !== 'ended') return;
    for (const wire of left) {
      assert.deepEqual(statuses((await wire.rest()).toString('latin1')), [], 'half a request is none');
      wire.drop();
    }
  });
}
