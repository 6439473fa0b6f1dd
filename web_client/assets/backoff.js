/** How long to wait before trying again. */

export const BACKOFF_MS = 500;
export const BACKOFF_MS_MAX = 20_000;

/**
 * Full jitter: anything between a little and twice as much as last time.
 * @param {number} attempt  0 for the first
 * @param {() => number} random
 */
export function backoff(attempt, random) {
  return 50 + random() * Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** attempt);
}
