/**
 * The other side, in a process of its own: so many connections of each kind, from many addresses of this machine
 * (all of 127.0.0.0/8 is), held until it is told to stop. Whoever is cut comes again at once.
 * Started by storm.mjs, which sends {kind, port, count, cookies, spread_ms}.
 */
import { Conversation, upgrade_head } from '../../tests/conformance/support/conversation.js';
import { frame, PONG, TEXT } from '../../tests/conformance/support/frames.js';
import { pause, Wire } from '../../tests/conformance/support/wire.js';

const DRIP_MS = 1000;
/** As many of one address as the server's defaults allow to talk. */
const OF_ONE_ADDRESS = 100;
const COMES_AGAIN_AFTER_MS = 500;

/** @param {number} i */
const address = (i) => {
  const house = Math.floor(i / OF_ONE_ADDRESS);
  return `127.0.${1 + Math.floor(house / 250)}.${1 + (house % 250)}`;
};

let stopped = false;
let opened = 0;
let open = 0;
const counted = { cut: 0 };

/** @param {Wire} wire */
async function until_cut(wire) {
  while (!wire.ended && !stopped) await pause(DRIP_MS);
}

/** @param {Wire} wire @param {Buffer | string} bytes */
async function drip(wire, bytes) {
  for (const byte of Buffer.from(bytes)) {
    if (wire.ended || stopped) return;
    wire.send(Buffer.of(byte));
    await pause(DRIP_MS);
  }
}

const LONG = 'x'.repeat(10_000);

/** @type {Record<string, (port: number, from: string, cookie: string, turn: number) => Promise<Wire>>} */
const hostile = {
  /** slowloris: a head that never ends */
  async head(port, from) {
    const wire = await Wire.connect(port, from);
    await drip(wire, `GET / HTTP/1.1\r\nHost: a\r\nX: ${LONG}`);
    return wire;
  },
  async body(port, from) {
    const wire = await Wire.connect(port, from);
    wire.send('POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 16000\r\n\r\n');
    await drip(wire, LONG);
    return wire;
  },
  async silent(port, from) {
    const wire = await Wire.connect(port, from);
    await until_cut(wire);
    return wire;
  },
  /** asks for the page again and again, and reads none of it */
  async reads_nothing(port, from) {
    const wire = await Wire.connect(port, from);
    wire.socket.pause();
    wire.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(500));
    await until_cut(wire);
    return wire;
  },
  /** a conversation whose one frame never ends, with its pings unanswered */
  async frame(port, from, cookie) {
    const { wire } = await Conversation.begin(port, cookie, from);
    await drip(wire, frame(TEXT, LONG));
    return wire;
  },
  /** never says hello */
  async upgrade(port, from, cookie) {
    const wire = await Wire.connect(port, from);
    wire.send(upgrade_head(cookie));
    await until_cut(wire);
    return wire;
  },
  /** breaks the protocol a little differently each time */
  async broken(port, from, cookie, turn) {
    const { wire } = await Conversation.begin(port, cookie, from);
    const shapes = [
      frame(TEXT, 'x', { reserved: 1 + (turn % 7) }),
      frame(3 + (turn % 5), 'x'),
      frame(TEXT, Buffer.of(0xff)),
      frame(TEXT, '', { claims: 2n ** 40n, length_bytes: 8 }),
      frame(TEXT, '[]'),
    ];
    wire.send(shapes[turn % shapes.length] ?? '');
    await pause(DRIP_MS);
    return wire;
  },
  /** says as much as it can, as fast as it can, and reads nothing of what comes back */
  async flood(port, from, cookie) {
    const { wire } = await Conversation.begin(port, cookie, from);
    wire.socket.pause();
    while (!wire.ended && !stopped && !wire.socket.destroyed) {
      wire.send(Buffer.concat(Array(20).fill(frame(TEXT, '{"type":"help","request":"r"}'))));
      await pause(DRIP_MS);
    }
    return wire;
  },
};

/** @param {{port: number, count: number, cookies: string[]}} order */
function hold_hostile({ port, count, cookies }) {
  const kinds = Object.values(hostile);
  for (let i = 0; i < count; ++i) {
    void (async () => {
      await pause(Math.random() * 2000);
      for (let turn = 0; !stopped; ++turn) {
        ++open;
        ++opened;
        try {
          const wire = await kinds[i % kinds.length](port, address(i), cookies[i % cookies.length] ?? '', turn);
          wire.drop();
        } catch {
          // refused, or cut while it was being greeted
        }
        --open;
        ++counted.cut;
        await pause(COMES_AGAIN_AFTER_MS * (0.5 + Math.random()));
      }
    })();
  }
}

/** Conversations that are up to date, answer their pings and say nothing. @param {{port: number, count: number, cookies: string[], spread_ms: number}} order */
async function hold_idle({ port, count, cookies, spread_ms }) {
  const began = Date.now();
  let failed = 0;
  let next = 0;
  const one = async (/** @type {number} */ i) => {
    // As the page does: full jitter, and again when it was not to be.
    for (let tries = 0; tries < 20; ++tries) {
      try {
        await pause(Math.random() * spread_ms);
        const { wire } = await Conversation.begin(port, cookies[i % cookies.length] ?? '', address(i));
        ++opened;
        ++open;
        wire.socket.on('close', () => --open);
        wire.socket.removeAllListeners('data');
        wire.socket.on('data', (bytes) => {
          if (bytes[0] === 0x89) wire.socket.write(frame(PONG, bytes.subarray(2)));
        });
        return;
      } catch {
        await pause(Math.random() * 1000);
      }
    }
    ++failed;
  };
  if (spread_ms > 0) {
    await Promise.all(Array.from({ length: count }, (_, i) => one(i)));
  } else {
    const hands = Array.from({ length: 100 }, async () => {
      while (next < count) await one(next++);
    });
    await Promise.all(hands);
  }
  process.send?.({ what: 'open', failed, took_ms: Date.now() - began });
}

process.on('message', (/** @type {any} */ order) => {
  if (order.kind === 'hostile') hold_hostile(order);
  else if (order.kind === 'idle') void hold_idle(order);
  else if (order.kind === 'count') process.send?.({ what: 'count', open, opened, cut: counted.cut });
  else process.exit(0);
});
process.on('disconnect', () => process.exit(0));
