/**
 * Calls over HTTP; those of one view alone are made there. Every error comes back as a sentence for a person.
 *
 * @typedef {import('./types.js').Journey} Journey
 * @typedef {import('./types.js').Course} Course
 */
import { t } from './strings.js';

const PATIENCE_MS = 15_000;

/** A refusal or a failure: `message` may be shown as it is. */
export class ApiError extends Error {
  /** @param {number} status  0: the server did not answer @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What to tell a person of it. @param {unknown} error */
export const sentence_of = (error) => (error instanceof ApiError ? error.message : t.problems.unexpected);

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {(response: Response) => Promise<any>} [read]
 * @returns {Promise<any>}  null when there is no body
 */
export async function call(method, path, body, read = (response) => response.json().catch(() => null)) {
  const giving_up = new AbortController();
  const timer = setTimeout(() => giving_up.abort(), PATIENCE_MS);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: giving_up.signal,
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, 'network', t.problems.network);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return read(response);
  const error = (await response.json().catch(() => null))?.error;
  const code = String(error?.code ?? '');
  const words = await import('./refusals.js').catch(() => null);
  const sentence = words?.words_refusal(error) ?? words?.refusal(code, error?.message, null);
  throw new ApiError(response.status, code, sentence ?? (error?.message || t.problems.unexpected));
}

/** @returns {Promise<Journey|null>}  null: no journey on this device */
export async function get_journey() {
  try {
    return (await call('GET', '/api/journey')).journey;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** @returns {Promise<Course[]>} */
export async function get_courses() {
  return (await call('GET', '/api/courses')).courses;
}

export function erase_journey() {
  return call('DELETE', '/api/journey', { confirm: 'erase' });
}

/** As the page goes away: nothing waits for the answer. */
export function leave_device_in_passing() {
  void fetch('/api/leave', { method: 'POST', credentials: 'same-origin', keepalive: true }).catch(() => {});
}
