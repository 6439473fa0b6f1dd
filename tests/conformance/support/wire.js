/** A TCP connection that sends whatever bytes it is given, and hands out what comes in the order it came. */
import net from 'node:net';

/** Long enough for a machine that has much else to do; a server that hangs is still found. */
export const PATIENCE_MS = 20_000;

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Wire {
  #came = /** @type {Buffer[]} */ ([]);
  #size = 0;
  #wake = () => {};

  /** @param {net.Socket} socket */
  constructor(socket) {
    this.socket = socket;
    this.ended = false;
    socket.on('data', (bytes) => {
      this.#came.push(bytes);
      this.#size += bytes.length;
      this.#wake();
    });
    const over = () => {
      this.ended = true;
      this.#wake();
    };
    socket.on('end', over);
    socket.on('close', over);
    socket.on('error', over); // a reset is one way to be refused
  }

  /**
   * @param {number} port
   * @param {string} [from] the address that it comes from: all of 127.0.0.0/8 is this machine
   * @returns {Promise<Wire>}
   */
  static connect(port, from) {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port, host: '127.0.0.1', localAddress: from, allowHalfOpen: true, noDelay: true });
      const wire = new Wire(socket);
      socket.once('connect', () => resolve(wire));
      socket.once('error', reject);
    });
  }

  /** @param {Buffer | string} bytes */
  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** Each byte in a packet of its own. @param {Buffer | string} bytes */
  async send_chopped(bytes) {
    for (const byte of Buffer.from(bytes)) {
      this.send(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Sends no more, and still reads. */
  finish() {
    this.socket.end();
  }

  /** Gone without a word more. */
  drop() {
    this.socket.destroy();
  }

  /** Gone with a reset, as a machine that restarted would. */
  reset() {
    this.socket.resetAndDestroy();
  }

  /** @param {() => boolean} enough @param {number} patience_ms */
  async #until(enough, patience_ms) {
    const deadline = Date.now() + patience_ms;
    while (!enough() && !this.ended) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error('the server did not answer in time');
      await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(undefined), left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve(undefined);
        };
      });
    }
  }

  #all() {
    const all = Buffer.concat(this.#came);
    this.#came = [all];
    return all;
  }

  /** @param {number} size */
  #take(size) {
    const all = this.#all();
    this.#came = [all.subarray(size)];
    this.#size -= size;
    return all.subarray(0, size);
  }

  /** So many bytes, or null when the connection ended before. @param {number} size @param {number} [patience_ms] */
  async read(size, patience_ms = PATIENCE_MS) {
    await this.#until(() => this.#size >= size, patience_ms);
    return this.#size >= size ? this.#take(size) : null;
  }

  /** Everything up to the end of the connection. @param {number} [patience_ms] */
  async rest(patience_ms = PATIENCE_MS) {
    await this.#until(() => false, patience_ms);
    return this.#take(this.#size);
  }

  /** The head of an answer, its empty line included; what came instead when the connection ended before. */
  async head() {
    const end = () => this.#all().indexOf('\r\n\r\n');
    await this.#until(() => end() >= 0, PATIENCE_MS);
    const at = end();
    return this.#take(at < 0 ? this.#size : at + 4).toString('latin1');
  }

  /** One whole answer that has a Content-Length. */
  async answer() {
    const head = await this.head();
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
    const length = Number(/\r\nContent-Length: (\d+)\r\n/i.exec(head)?.[1] ?? 0);
    const body = (await this.read(length))?.toString('utf8') ?? '';
    return { status, head, body };
  }
}
