/**
 * What a conversation has brought, for My journey. Pure.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Item} Item
 */
import { last_day } from './calendar.js';
import { language_before } from './timeline.js';

/** @template {Item} T @typedef {{item: T, language: string}} Found */

/**
 * The latest of each, where the first of its kind stood. What waits for its moment has not been seen yet.
 * @template {Item} T
 * @param {State} state
 * @param {(item: Item) => item is T} wanted
 * @param {(item: T) => string} key
 * @returns {Found<T>[]}
 */
function latest(state, wanted, key) {
  /** @type {Map<string, Found<T>>} */
  const found = new Map();
  for (const [at, item] of state.items.entries()) {
    if (item.seq <= state.shown && wanted(item)) found.set(key(item), { item, language: language_before(state, at) });
  }
  return [...found.values()];
}

/** @param {State} state */
export const pictures_of = (state) => latest(state, /** @returns {item is import('./types.js').Shown} */ (item) => item.type === 'shown', (item) => item.name);

/** Whether it still runs. @param {import('./types.js').Practice} practice @param {Date} now */
export function is_running({ at, days }, now) {
  if (!at) return false;
  const last = last_day({ at, days });
  return now < new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
}

/** What still runs; offered again, it runs anew. @param {State} state @param {Date} now */
export const practices_of = (state, now) =>
  latest(state, /** @returns {item is import('./types.js').Practice} */ (item) => item.type === 'practice', (item) => item.text).filter(({ item }) => is_running(item, now));
