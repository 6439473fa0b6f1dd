/**
 * The answer that is being written, so that a reload or a lost connection does not lose it. There is one at most,
 * as one question stands open at a time. A question that is asked again gets a new id; the same words and kind
 * make it the same question here.
 *
 * @typedef {import('./types.js').Asked} Asked
 * @typedef {import('./types.js').Value} Value
 */
import { KEYS, load, remove, save } from './storage.js';

/** @param {string} journey @param {Asked} asked @param {Value|null} value  null or empty: there is nothing to keep */
export function keep_draft(journey, asked, value) {
  if (value === null || value === '' || (Array.isArray(value) && !value.some((each) => each !== ''))) {
    remove(KEYS.draft);
    return;
  }
  save(KEYS.draft, { journey, question: asked.question, kind: asked.kind, text: asked.text, value });
}

/** @param {string} journey @param {Asked} asked @returns {Value|null} */
export function draft_of(journey, asked) {
  const kept = load(KEYS.draft);
  if (!kept || kept.journey !== journey || kept.kind !== asked.kind) return null;
  return kept.question === asked.question || kept.text === asked.text ? kept.value : null;
}

export function wipe_draft() {
  remove(KEYS.draft);
}
