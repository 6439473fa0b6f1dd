/**
 * What the person has said and the server has not yet acknowledged. Each request has its id, and is kept on this
 * device, before it is sent; it is sent again on every new connection until it is settled. The server knows a
 * request by its id, so sending twice does nothing twice, in whichever window.
 *
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').Request} Request
 */
import { KEYS, fresh_id, load, remove, save } from './storage.js';

/** How long to wait before trying again what the server asks to repeat; doubled each time. */
export const RETRY_MS = 1_500;
const RETRY_MS_MAX = 30_000;

/**
 * @param {object} ports
 * @param {(request: Request) => void} ports.send  called only while `open()` was the last word
 * @param {(entries: Entry[]) => void} ports.changed
 * @param {(run: () => void, ms: number) => unknown} [ports.later]
 */
export function create_outbox({ send, changed, later = (run, ms) => setTimeout(run, ms) }) {
  let journey = '';
  /** @type {Entry[]} */
  let entries = [];
  let ready = false;
  /** The request that is on its way: one at a time, so that they arrive in the order they were made. */
  let under_way = '';
  let tries = 0;

  function keep() {
    if (entries.length) save(KEYS.outbox, { journey, entries });
    else remove(KEYS.outbox);
    changed(entries);
  }

  function next() {
    const first = entries[0];
    if (!ready || !first || under_way === first.message.request) return;
    under_way = first.message.request;
    send(first.message);
  }

  /** What this device holds for this journey. */
  function read() {
    const kept = load(KEYS.outbox);
    return kept && kept.journey === journey && Array.isArray(kept.entries) ? /** @type {Entry[]} */ (kept.entries) : [];
  }

  return {
    /** @returns {Entry[]} */
    get entries() {
      return entries;
    },

    /** Whose requests these are; anything kept for another journey is not ours to send. @param {string} id */
    belongs_to(id) {
      if (journey === id) return;
      journey = id;
      entries = read();
      under_way = '';
      changed(entries);
    },

    /**
     * @param {import('./types.js').Request extends infer R ? R extends {request: string} ? Omit<R, 'request'> : never : never} what
     * @param {string} [label]
     */
    add(what, label = '') {
      const message = /** @type {Request} */ ({ ...what, request: fresh_id() });
      entries = [...entries, { message, label }];
      keep();
      next();
      return message.request;
    },

    /** The connection has caught up: what waits may go. */
    open() {
      ready = true;
      under_way = '';
      next();
    },

    /** The connection is gone: what was under way may not have arrived. */
    closed() {
      ready = false;
      under_way = '';
    },

    /**
     * Done, one way or the other.
     * @param {string|undefined} request
     * @returns {Entry|null}  the entry, if it was ours
     */
    settle(request) {
      const entry = entries.find((each) => each.message.request === request);
      if (!entry) return null;
      entries = entries.filter((each) => each !== entry);
      if (under_way === request) under_way = '';
      tries = 0;
      keep();
      next();
      return entry;
    },

    /** The server could not take it now and asks for it again. @param {string} request */
    again(request) {
      if (under_way !== request) return;
      const ms = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** tries++);
      later(() => {
        if (under_way === request) under_way = '';
        next();
      }, ms);
    },

    /** Another window changed what is kept. */
    reread() {
      const kept = read();
      // What is on its way from here stays ours until it is settled here.
      entries = [...entries.filter((each) => each.message.request === under_way && !kept.some((k) => k.message.request === under_way)), ...kept];
      changed(entries);
    },
  };
}

/** @typedef {ReturnType<typeof create_outbox>} Outbox */
