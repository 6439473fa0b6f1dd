/**
 * What this device keeps between visits. Browsers may forbid it (private windows, full disks): then it lasts as
 * long as the page, and nothing else changes.
 */

/** `lock` is there from when this device is to be locked until it is; `active` tells when it was last touched. */
export const KEYS = { settings: 'attune.settings', outbox: 'attune.outbox', draft: 'attune.draft', language: 'attune.language', lock: 'attune.lock', active: 'attune.active' };

/** What the device refused to keep. @type {Map<string, string>} */
const here = new Map();

/** @returns {Storage|null} */
function device() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** @param {string} key @returns {any} */
export function load(key) {
  let text = here.get(key) ?? null;
  try {
    text ??= device()?.getItem(key) ?? null;
  } catch {
    // Forbidden: what the page itself remembers has to do.
  }
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value */
export function save(key, value) {
  const text = JSON.stringify(value);
  here.delete(key);
  try {
    const place = device();
    if (place) place.setItem(key, text);
    else here.set(key, text);
  } catch {
    here.set(key, text);
  }
}

/** @param {string} key */
export function remove(key) {
  here.delete(key);
  try {
    device()?.removeItem(key);
  } catch {
    // Nothing was there.
  }
}

/** Nothing a person wrote stays on this device. */
export function wipe_words() {
  remove(KEYS.outbox);
  remove(KEYS.draft);
}

/** A name for a request that will not come twice. */
export function fresh_id() {
  // randomUUID needs a secure context, and Attune may be served over plain HTTP in a clinic's own network.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
