/** The six words, shown once: to write down, print or copy. They live in this view only. */
import { h } from './dom.js';
import { create_frame } from './frame.js';
import { six as s } from './begin_strings.js';
import { far_day } from './strings.js';

/**
 * @param {object} ports
 * @param {string} ports.words
 * @param {string} [ports.kept_until]
 * @param {() => void} ports.exit
 * @param {() => void} ports.done
 */
export function create_six_words({ words, kept_until, exit, done }) {
  const frame = create_frame({ exit, skip: null, settings: () => ({ lock: null }) });
  const note = h('p', { class: 'soft', role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(words);
      note.textContent = s.copied;
    } catch {
      note.textContent = s.not_copied;
    }
  };
  const title = h('h2', { tabindex: -1, id: 'six-title' }, s.title);
  const list = h('ol', { class: 'six', translate: 'no', 'aria-labelledby': 'six-title' }, ...words.trim().split(/\s+/).map((word) => h('li', {}, word)));
  const element = h(
    'div',
    { class: 'page' },
    frame.element,
    h(
      'main',
      { class: 'begin' },
      h(
        'div',
        { class: 'card middle' },
        title,
        h('p', {}, h('strong', {}, s.lead)),
        list,
        h('p', {}, s.why),
        kept_until && h('p', {}, s.kept_until(far_day(kept_until))),
        h(
          'div',
          { class: 'buttons start' },
          h('button', { type: 'button', class: 'plain', onclick: () => void copy() }, s.copy),
          h('button', { type: 'button', class: 'plain', onclick: () => print() }, s.print),
          h('button', { type: 'button', class: 'primary', onclick: done }, s.done),
        ),
        note,
      ),
    ),
  );
  return { element, focus: () => title.focus() };
}
