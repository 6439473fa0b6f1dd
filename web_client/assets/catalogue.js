/**
 * The language of the page, and its texts in it. A page has one language from its first line to its last: another
 * one is another load. English is in the code itself; every other language is a module of its own, made from a
 * gettext file (docs/TRANSLATING.md).
 */
import { LANGUAGES } from './languages.js';
import { KEYS, load, save } from './storage.js';

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = ['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'nqo', 'ps', 'sd', 'ug', 'ur', 'yi'];

/**
 * The first of the wished languages, or of its kind, that there is.
 * @param {readonly string[]} wishes
 * @param {readonly string[]} there
 * @returns {string|null}
 */
export function nearest_language(wishes, there) {
  for (const wish of wishes) {
    const same = there.find((each) => each.toLowerCase() === wish.toLowerCase());
    const kin = there.find((each) => primary(each) === primary(wish));
    if (same ?? kin) return same ?? kin ?? null;
  }
  return null;
}

/** @param {string} tag */
const primary = (tag) => tag.split('-')[0]?.toLowerCase();

/** What was chosen here; null before. @returns {string|null} */
function chosen_language() {
  const chosen = globalThis.history?.state?.language ?? load(KEYS.language);
  return typeof chosen === 'string' ? chosen : null;
}

/** What this person would read, best first: what was chosen, and what the browser is set to. */
export function wishes() {
  const chosen = chosen_language();
  return [...(chosen === null ? [] : [chosen]), ...(globalThis.navigator?.languages ?? [])];
}

/** @param {readonly string[]} wished */
const of_page = (wished) => nearest_language(wished, ['en', ...LANGUAGES]) ?? 'en';

const chosen_before = chosen_language();

/** BCP 47. What was chosen counts alone: the page speaks as the coach does, or English where it cannot. */
export const language = of_page(chosen_before === null ? wishes() : [chosen_before]);

/** @typedef {{texts: Record<string, string|string[]>, form: (n: number) => number}} Catalogue */

/** @type {Catalogue|null} */
const catalogue = language === 'en' ? null : await import(`./translations/${language}.js`).catch(() => null);

/** @param {string} text @param {Record<string, unknown>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));

/** A text of the page, in its language. What stands in braces is put in. @param {string} text @param {Record<string, unknown>} [values] */
export function _(text, values = {}) {
  const found = catalogue?.texts[text] ?? text;
  return filled(Array.isArray(found) ? (found[0] ?? text) : found, values);
}

/** The same, in the form that a number wants. @param {string} one @param {string} many @param {number} n @param {Record<string, unknown>} [values] */
export function _n(one, many, n, values = {}) {
  const found = catalogue?.texts[one];
  const form = Array.isArray(found) ? found[catalogue?.form(n) ?? 0] : null;
  return filled(form ?? (n === 1 ? one : many), { n, ...values });
}

/** Before anything is drawn. */
export function apply_language() {
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(primary(language) ?? '') ? 'rtl' : 'ltr';
}

/**
 * The page in another language, kept for the next visit. Whether that takes a load of the page: then it is under
 * way, and what is drawn meanwhile is soon gone. `history.state` outlasts a load also where storage is forbidden.
 * @param {string} chosen
 * @param {Record<string, unknown>} [carried]  what the page is to have after the load; never kept on the device
 */
export function speak_language(chosen, carried = {}) {
  const is_spoken = chosen === '' || of_page([chosen]) === language;
  // What the browser says anyway need not be kept on the device.
  if (!is_spoken || (chosen !== '' && load(KEYS.language) !== null)) save(KEYS.language, chosen);
  if (is_spoken) return false;
  history.replaceState({ ...carried, language: chosen }, '');
  location.reload();
  return true;
}
