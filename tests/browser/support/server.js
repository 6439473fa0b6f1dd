/** The real server, started for a test on a port of its own with a data folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const REPOSITORY = path.resolve(HERE, '../../..');
/** A small course with every kind of question, so that the tests do not hang on the words of the flagship. */
export const KINDS = path.resolve(HERE, '../courses');
/** Another with two stages, and something to look back at in My journey. */
export const STAGES = path.resolve(HERE, '../course_of_stages');
export const FLAGSHIP = path.join(REPOSITORY, 'dialogues');

const STARTS_IN_MS = 20_000;
const STOPS_IN_MS = 10_000;

export function binary() {
  const given = process.env.ATTUNE_BINARY;
  if (!given) throw new Error('ATTUNE_BINARY must name the server to test, for example build/release/attune');
  return path.resolve(given);
}

/** @param {{courses?: string, port?: number, data?: string, web_root?: string, options?: string[], env?: Record<string, string>}} [settings] */
export async function start_server(settings = {}) {
  const { courses = KINDS, port = 0, data, web_root = process.env.ATTUNE_WEB_ROOT, options = [], env = {} } = settings;
  const folder = data ?? mkdtempSync(path.join(tmpdir(), 'attune-browser-'));
  const all = ['--listen', `127.0.0.1:${port}`, '--data', folder, '--courses', courses];
  // Here one address is everybody.
  for (const limit of ['calls', 'begins', 'begins-all']) all.push(`--limits.${limit}-burst`, '100000');
  // While working on the pages: they are served from their folder, and the server need not be built anew.
  if (web_root) all.push('--web-root', path.resolve(web_root));
  const child = spawn(binary(), ['serve', ...all, ...options], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let log = '';
  child.stderr.on('data', (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));

  let out = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start in time:\n${log}`)), STARTS_IN_MS);
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`the server ended with ${status}:\n${log}`)));
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const found = /^listening on (http:\/\/\S+)$/m.exec(out);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });

  async function halt() {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_IN_MS);
    await ended;
    clearTimeout(timer);
  }

  return {
    url,
    data: folder,
    port: Number(new URL(url).port),
    pid: child.pid,
    log: () => log,
    out: () => out,
    /** As a power cut would: nothing is flushed, nothing said. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    /** As an operator stops it; its data stays. */
    halt,
    async stop() {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same journeys on the same port, after a kill. @param {Awaited<ReturnType<typeof start_server>>} server @param {string} [courses] */
export function start_again(server, courses) {
  return start_server({ courses, port: server.port, data: server.data });
}
