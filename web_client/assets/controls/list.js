/** Several short texts, a line each. Enter goes on to the next line; on an empty or the last possible one it sends. */
import { attribute, h, icon } from '../dom.js';
import { t } from '../strings.js';
import { describe, group } from './control.js';

/** @typedef {import('./control.js').Control} Control */
/** @typedef {import('./control.js').Setup} Setup */

/** @param {Setup} setup @returns {Control} */
export function list(setup) {
  const least = setup.asked.at_least ?? 1;
  const most = setup.asked.at_most ?? Infinity;
  const start = Array.isArray(setup.value) ? setup.value : [];
  const lines = h('ol', { class: 'lines' });
  const add_button = h('button', { type: 'button', class: 'plain', onclick: () => add_line('', true) }, t.reply.add);

  const inputs = () => Array.from(lines.querySelectorAll('input'));
  const read_all = () => inputs().map((input) => input.value.trim());

  /** @param {string} text @param {boolean} focus */
  function add_line(text, focus) {
    const input = h('input', {
      type: 'text',
      dir: 'auto',
      lang: setup.language,
      autocomplete: 'off',
      enterkeyhint: 'next',
      oninput: setup.changed,
      onkeydown: (/** @type {KeyboardEvent} */ event) => enter(event, input),
    });
    input.value = text;
    const remove = h('button', { type: 'button', class: 'quiet square', onclick: () => remove_line(line) }, icon('close'));
    const line = h('li', {}, input, remove);
    lines.append(line);
    number_lines();
    if (focus) input.focus();
  }

  /** @param {HTMLLIElement} line */
  function remove_line(line) {
    const at = Array.from(lines.children).indexOf(line);
    line.remove();
    if (!lines.children.length) add_line('', false);
    number_lines();
    setup.changed();
    inputs()[Math.max(0, at - 1)]?.focus();
  }

  function number_lines() {
    const all = Array.from(lines.children);
    all.forEach((line, i) => {
      line.querySelector('input')?.setAttribute('aria-label', t.reply.item(i + 1));
      const remove = line.querySelector('button');
      remove?.setAttribute('aria-label', t.reply.remove(i + 1));
      remove?.toggleAttribute('hidden', all.length === 1);
    });
    add_button.hidden = all.length >= most;
  }

  /** @param {KeyboardEvent} event @param {HTMLInputElement} input */
  function enter(event, input) {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    const all = inputs();
    const at = all.indexOf(input);
    const next = all[at + 1];
    if (event.ctrlKey || event.metaKey || input.value.trim() === '') setup.send();
    else if (next) next.focus();
    else if (all.length < most) add_line('', true);
    else setup.send();
  }

  for (const text of start) add_line(text, false);
  while (inputs().length < Math.min(Math.max(least, 1), most)) add_line('', false);

  const read = () => {
    const items = read_all().filter((item) => item !== '');
    return items.length ? items : null;
  };
  const element = group(setup, h('p', { class: 'soft' }, t.reply.list_note(least, Number.isFinite(most) ? most : undefined)), lines, add_button);
  return {
    element,
    read,
    draft: read,
    focus: () => (inputs().find((input) => input.value === '') ?? inputs()[0])?.focus(),
    describe: (ids, invalid) => {
      attribute(element, 'aria-describedby', ids || null);
      for (const input of inputs()) describe(input, '', invalid);
    },
  };
}
