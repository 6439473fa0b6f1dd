/** A number with its unit, and a day. */
import { read_number } from '../answers.js';
import { h, unique_id } from '../dom.js';
import { t } from '../strings.js';
import { describe, single } from './control.js';

/** @typedef {import('./control.js').Control} Control */
/** @typedef {import('./control.js').Setup} Setup */

/**
 * A text field: `type=number` swallows what it does not understand, changes with the mouse wheel, and cannot read
 * "24 minutes".
 * @param {Setup} setup
 * @returns {Control}
 */
export function number(setup) {
  const { min, max, unit = '' } = setup.asked;
  const input = h('input', {
    type: 'text',
    inputmode: min !== undefined && min >= 0 ? 'decimal' : 'text',
    autocomplete: 'off',
    enterkeyhint: 'send',
    class: 'short',
    oninput: setup.changed,
  });
  input.value = setup.value === null ? '' : String(setup.value);
  const note = h('p', { class: 'soft', id: unique_id('note') }, t.reply.number_label(min, max, unit));
  const after = unit && h('span', { lang: setup.language, dir: 'auto', 'aria-hidden': 'true' }, unit);
  return {
    element: single(setup, input, h('div', { class: 'with-unit' }, input, after), note),
    read: () => read_number(input.value),
    draft: () => input.value,
    focus: () => input.focus(),
    describe: (ids, invalid) => describe(input, `${ids} ${note.id}`.trim(), invalid),
  };
}

/** @param {Setup} setup @returns {Control} */
export function date(setup) {
  const input = h('input', { type: 'date', class: 'short', oninput: setup.changed });
  if (typeof setup.value === 'string') input.value = setup.value;
  const note = h('p', { class: 'soft', id: unique_id('note') }, t.reply.date_label);
  const read = () => input.value || null;
  return {
    element: single(setup, input, input, note),
    read,
    draft: read,
    focus: () => input.focus(),
    describe: (ids, invalid) => describe(input, `${ids} ${note.id}`.trim(), invalid),
  };
}
