/** Somebody has come, and their journey cannot be opened: why, and that there are Exit and people to call all the same. */
import { closed as words } from './closed_strings.js';
import { h, style_sheet } from './dom.js';
import { create_frame } from './frame.js';

await style_sheet('begin');

/** @param {{why: string, exit: () => void}} ports */
export function create_closed({ why, exit }) {
  const frame = create_frame({ exit, skip: null, settings: () => ({ lock: null }) });
  return h(
    'div',
    { class: 'page' },
    frame.element,
    h(
      'main',
      { class: 'begin' },
      h(
        'div',
        { class: 'middle' },
        h('h2', { class: 'big' }, words.title),
        h('p', { class: 'lead', role: 'status' }, why),
        h('p', {}, words.again),
        h('section', { class: 'emergency', 'aria-labelledby': 'closed-help' }, h('h3', { id: 'closed-help' }, words.help_title), ...words.help.map((text) => h('p', {}, text))),
      ),
    ),
  );
}
