/**
 * What every control for a question is, and the parts they share.
 *
 * @typedef {import('../types.js').Asked} Asked
 * @typedef {import('../types.js').Value} Value
 */
import { attribute, h, unique_id } from '../dom.js';

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {() => Value|null} read   the answer as it stands; null when nothing was given
 * @property {() => Value|null} draft  what to keep of it in case the page goes away
 * @property {() => void} focus
 * @property {(ids: string, invalid: boolean) => void} describe  elements that explain it, and whether it needs mending
 */
/**
 * @typedef {object} Setup
 * @property {Asked} asked
 * @property {Value|null} value   to begin with: a draft, or an answer that was taken back
 * @property {string} language
 * @property {() => void} changed
 * @property {() => void} send
 * @property {Node[]} help        hint, example, why: stands between the question and the control
 */

/**
 * A question over several inputs.
 * @param {Setup} setup
 * @param {...import('../dom.js').Child} children
 */
export function group(setup, ...children) {
  return h(
    'fieldset',
    { class: 'question' },
    h('legend', { dir: 'auto', lang: setup.language }, setup.asked.text),
    ...setup.help,
    ...children,
  );
}

/**
 * A question over one input.
 * @param {Setup} setup
 * @param {HTMLElement} input
 * @param {...import('../dom.js').Child} children
 */
export function single(setup, input, ...children) {
  input.id = unique_id('answer');
  return h(
    'div',
    { class: 'question' },
    h('label', { for: input.id, class: 'ask', dir: 'auto', lang: setup.language }, setup.asked.text),
    ...setup.help,
    ...children,
  );
}

/** @param {Element} element @param {string} ids @param {boolean} invalid */
export function describe(element, ids, invalid) {
  attribute(element, 'aria-describedby', ids || null);
  attribute(element, 'aria-invalid', invalid && 'true');
}
