/** Time that a test lets pass: for the server (tests/support/moved_clock.cpp), and for the page of a person. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary } from './server.js';

/** A clock for one server, which is started with its `env`. */
export function moved_clock() {
  const library = path.join(path.dirname(binary()), 'libattune_moved_clock.so');
  if (!existsSync(library)) throw new Error(`${library} is not there: it is built with the tests, beside the server (scripts/build dev)`);
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-clock-'));
  const file = path.join(folder, 'ahead');
  let ahead_s = 0;
  const write = () => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(ahead_s));
    // Written over, and not anew: the server has these very bytes in its memory.
    writeFileSync(file, bytes, { flag: 'r+' });
  };
  writeFileSync(file, Buffer.alloc(8));
  return {
    env: { LD_PRELOAD: library, ATTUNE_MOVED_CLOCK: file },
    /** @param {number} seconds @param {import('playwright-core').Page} page  which is loaded anew after it */
    async pass(seconds, page) {
      ahead_s += seconds;
      write();
      await page.clock.setSystemTime(Date.now() + ahead_s * 1000);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
