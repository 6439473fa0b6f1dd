/** One of several, some of several, and yes or no: native radios and checkboxes in a fieldset. */
import { attribute, h, unique_id } from '../dom.js';
import { t } from '../strings.js';
import { group } from './control.js';

/** @typedef {import('./control.js').Control} Control */
/** @typedef {import('./control.js').Setup} Setup */

/**
 * @param {Setup} setup
 * @param {'radio'|'checkbox'} type
 * @param {{id: string, label: string}[]} options
 * @param {string[]} chosen
 * @param {string} language  of the labels
 */
function options_of(setup, type, options, chosen, language) {
  const name = unique_id('option');
  const inputs = options.map((option) =>
    h('input', { type, name, value: option.id, id: unique_id('option'), checked: chosen.includes(option.id), onchange: setup.changed }),
  );
  const list = h(
    'div',
    { class: 'options' },
    ...inputs.map((input, i) =>
      h(
        'div',
        { class: 'option' },
        input,
        h('label', { for: input.id, dir: 'auto', lang: language }, options[i]?.label ?? ''),
      ),
    ),
  );
  return { inputs, list };
}

/**
 * @param {HTMLFieldSetElement} element
 * @param {HTMLInputElement[]} inputs
 * @returns {Pick<Control, 'element'|'focus'|'describe'>}
 */
function as_control(element, inputs) {
  return {
    element,
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
    // The description belongs to the group; `aria-invalid` is not allowed on one, so each input carries it.
    describe: (ids, invalid) => {
      attribute(element, 'aria-describedby', ids || null);
      for (const input of inputs) attribute(input, 'aria-invalid', invalid && 'true');
    },
  };
}

/** @param {Setup} setup @returns {Control} */
export function choice(setup) {
  const chosen = typeof setup.value === 'string' ? [setup.value] : [];
  const { inputs, list } = options_of(setup, 'radio', setup.asked.options ?? [], chosen, setup.language);
  const read = () => inputs.find((input) => input.checked)?.value ?? null;
  return { ...as_control(group(setup, list), inputs), read, draft: read };
}

/** @param {Setup} setup @returns {Control} */
export function yesno(setup) {
  const chosen = typeof setup.value === 'boolean' ? [String(setup.value)] : [];
  const words = [
    { id: 'true', label: t.yes },
    { id: 'false', label: t.no },
  ];
  const { inputs, list } = options_of(setup, 'radio', words, chosen, t.language);
  list.classList.add('side-by-side');
  const read = () => {
    const checked = inputs.find((input) => input.checked);
    return checked ? checked.value === 'true' : null;
  };
  return { ...as_control(group(setup, list), inputs), read, draft: read };
}

/** @param {Setup} setup @returns {Control} */
export function choices(setup) {
  const chosen = Array.isArray(setup.value) ? setup.value : [];
  const { inputs, list } = options_of(setup, 'checkbox', setup.asked.options ?? [], chosen, setup.language);
  const note = t.reply.choices_note(setup.asked.at_least ?? 1, setup.asked.at_most);
  const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { ...as_control(group(setup, h('p', { class: 'soft' }, note), list), inputs), read, draft: read };
}
