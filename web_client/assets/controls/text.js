/** One line, or many: with a count of what is left once it matters. Enter sends a line; Ctrl+Enter a long text. */
import { length_of } from '../answers.js';
import { h, set_text, unique_id } from '../dom.js';
import { t } from '../strings.js';
import { describe, single } from './control.js';

/** @typedef {import('./control.js').Control} Control */
/** @typedef {import('./control.js').Setup} Setup */

/** The count shows in the last tenth, and in any case for the last twenty characters. @param {number} max */
const near = (max) => Math.max(20, Math.floor(max / 10));

/** @param {Setup} setup @returns {Control} */
export function text(setup) {
  const long = setup.asked.kind === 'long_text';
  const start = typeof setup.value === 'string' ? setup.value : '';
  const common = { dir: 'auto', lang: setup.language, autocomplete: 'off', oninput: () => input_changed() };
  const input = long
    ? h('textarea', { ...common, rows: 3, onkeydown: send_with_ctrl })
    : h('input', { ...common, type: 'text', enterkeyhint: 'send' });
  input.value = start;

  const count = h('p', { class: 'count soft', id: unique_id('count') });
  const max = setup.asked.max_characters;

  /** @param {KeyboardEvent} event */
  function send_with_ctrl(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    setup.send();
  }

  function input_changed() {
    tell_count();
    setup.changed();
  }

  function tell_count() {
    if (max === undefined) return;
    const left = max - length_of(input.value.trim());
    set_text(count, left < 0 ? t.reply.over(-left) : left <= near(max) ? t.reply.left(left) : '');
    count.classList.toggle('over', left < 0);
  }
  tell_count();

  return {
    element: single(setup, input, input, count),
    read: () => input.value.trim() || null,
    draft: () => input.value,
    focus: () => input.focus(),
    describe: (ids, invalid) => describe(input, `${ids} ${count.id}`.trim(), invalid),
  };
}
