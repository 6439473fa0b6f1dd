/** Frames as RFC 6455, 5.2 has them, and as it forbids them. */

export const CONTINUATION = 0;
export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** @param {Buffer} payload @param {Buffer} mask */
function masked(payload, mask) {
  const out = Buffer.from(payload);
  for (let i = 0; i < out.length; ++i) out[i] ^= mask[i % 4];
  return out;
}

/** @param {bigint} length @param {number} bytes of the length: 0 are seven bits in the second byte */
function lengths(length, bytes) {
  if (bytes === 0) return { mark: Number(length), extended: Buffer.alloc(0) };
  const extended = Buffer.alloc(bytes);
  if (bytes === 2) extended.writeUInt16BE(Number(length));
  else extended.writeBigUInt64BE(length);
  return { mark: bytes === 2 ? 126 : 127, extended };
}

/** @param {number} length */
const shortest = (length) => (length < 126 ? 0 : length < 65_536 ? 2 : 8);

/**
 * @param {number} opcode
 * @param {Buffer | string} payload
 * @param {{fin?: boolean, reserved?: number, mask?: Buffer | null, length_bytes?: 0 | 2 | 8, claims?: bigint}} [shape]
 *   `claims` is the length that the head says, whatever the payload's is.
 */
export function frame(opcode, payload, shape = {}) {
  const { fin = true, reserved = 0, mask = MASK } = shape;
  const bytes = Buffer.from(payload);
  const { mark, extended } = lengths(
    shape.claims ?? BigInt(bytes.length),
    shape.length_bytes ?? shortest(Number(shape.claims ?? bytes.length)),
  );
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = Buffer.from([first, (mask ? 0x80 : 0) | mark]);
  return Buffer.concat([head, extended, mask ?? Buffer.alloc(0), mask ? masked(bytes, mask) : bytes]);
}

/** A message in as many frames as there are pieces. @param {(Buffer | string)[]} pieces @param {number} [opcode] */
export function fragments(pieces, opcode = TEXT) {
  return pieces.map((piece, i) => frame(i === 0 ? opcode : CONTINUATION, piece, { fin: i === pieces.length - 1 }));
}

/** What a close says. @param {number} code @param {Buffer | string} [reason] */
export function close_payload(code, reason = '') {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return Buffer.concat([head, Buffer.from(reason)]);
}
