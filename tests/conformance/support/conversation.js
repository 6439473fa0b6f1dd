/** A journey and its WebSocket, frame by frame. */
import { createHash } from 'node:crypto';
import { CLOSE, frame, PING, TEXT } from './frames.js';
import { Wire } from './wire.js';

export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** No sequence number is as large: whoever says so is told what comes from now on. */
const FROM_NOW_ON = 1_000_000_000;
/** A close without a code. */
export const NO_CODE = 1005;

/** @param {string} url of the server @param {string} course @returns {Promise<string>} its cookie */
export async function begin_journey(url, course = 'load') {
  const answer = await fetch(`${url}/api/journeys`, {
    method: 'POST',
    body: JSON.stringify({ course, language: 'en', name: 'Sam', adult: true, consent: true }),
  });
  if (answer.status !== 201) throw new Error(`no journey: ${answer.status} ${await answer.text()}`);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/**
 * The head of an upgrade. A header that is given replaces the usual one; null leaves it out.
 * @param {string} cookie
 * @param {Record<string, string | null>} [given]
 * @param {string} [line]
 */
export function upgrade_head(cookie, given = {}, line = 'GET /ws HTTP/1.1') {
  const headers = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': KEY,
    'Sec-WebSocket-Protocol': 'attune.v1',
    Cookie: cookie,
    ...given,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== null);
  return `${line}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export class Conversation {
  /** @param {Wire} wire */
  constructor(wire) {
    this.wire = wire;
    this.open = /** @type {string | null} */ (null); // the question that stands open
  }

  /** Upgraded, and no word said yet. @param {number} port @param {string} cookie @param {string} [from] */
  static async connect(port, cookie, from) {
    const wire = await Wire.connect(port, from);
    wire.send(upgrade_head(cookie));
    const head = await wire.head();
    const accepts = createHash('sha1').update(KEY + MAGIC).digest('base64');
    if (!head.startsWith('HTTP/1.1 101 ') || !head.includes(`Sec-WebSocket-Accept: ${accepts}\r\n`)) {
      wire.drop();
      throw new Error(`no upgrade: ${head}`);
    }
    return new Conversation(wire);
  }

  /** Upgraded, greeted and up to date. @param {number} port @param {string} cookie @param {string} [from] */
  static async begin(port, cookie, from) {
    const conversation = await Conversation.connect(port, cookie, from);
    await conversation.hello();
    return conversation;
  }

  /** @param {number} [after] */
  async hello(after = FROM_NOW_ON) {
    this.send({ type: 'hello', after });
    this.open = (await this.until('current')).open;
  }

  /** @param {object} message */
  send(message) {
    this.wire.send(frame(TEXT, JSON.stringify(message)));
  }

  /** The next frame, or null when the connection ended. @returns {Promise<{first: number, opcode: number, payload: Buffer} | null>} */
  async frame() {
    const head = await this.wire.read(2);
    if (!head) return null;
    if (head[1] & 0x80) throw new Error('a server masks nothing (RFC 6455, 5.1)');
    let size = head[1];
    if (size === 126) size = (await this.wire.read(2))?.readUInt16BE() ?? 0;
    else if (size === 127) size = Number((await this.wire.read(8))?.readBigUInt64BE() ?? 0);
    const payload = await this.wire.read(size);
    return payload && { first: head[0], opcode: head[0] & 0x0f, payload };
  }

  /** The next message; pings, which it may send at any time, are passed over. */
  async message() {
    while (true) {
      const next = await this.frame();
      if (!next) throw new Error('the connection ended');
      if (next.opcode === PING) continue;
      if (next.opcode === CLOSE) throw new Error(`closed with ${code_of(next.payload)}`);
      if (next.first !== (0x80 | TEXT)) throw new Error(`a frame of kind ${next.first.toString(16)}`);
      return JSON.parse(next.payload.toString('utf8'));
    }
  }

  /** @param {string} type */
  async until(type) {
    while (true) {
      const message = await this.message();
      if (message.type === type) return message;
    }
  }

  /**
   * The code that the server closes with; null when the connection ends without a word. What came before
   * is in `said`, and what comes after a close must be nothing.
   */
  async ending() {
    const said = [];
    for (let next = await this.frame(); next; next = await this.frame()) {
      if (next.opcode === TEXT) said.push(JSON.parse(next.payload.toString('utf8')));
      if (next.opcode !== CLOSE) continue;
      this.wire.finish();
      const after = await this.wire.rest();
      this.wire.drop();
      if (after.length > 0) throw new Error('something came after the close');
      return { said, code: code_of(next.payload) };
    }
    this.wire.drop();
    return { said, code: null };
  }

  /** One turn: the open question is skipped, which is kept, and the next is asked. */
  async turn() {
    const request = `turn-${++turns}`;
    this.send({ type: 'skip', request, question: this.open });
    const kept = await this.message();
    if (kept.type !== 'kept' || kept.request !== request) throw new Error(`not kept: ${JSON.stringify(kept)}`);
    this.open = (await this.until('asked')).question;
  }
}

let turns = 0;

/** @param {Buffer} payload */
const code_of = (payload) => (payload.length === 0 ? NO_CODE : payload.readUInt16BE());
