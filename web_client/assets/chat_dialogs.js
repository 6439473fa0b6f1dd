/** What the conversation opens now and then. */
import { confirmed, open_dialog } from './dialog.js';
import { rest, take_back } from './dialog_strings.js';
import { h } from './dom.js';

/** Covers the conversation while one rests. */
export function open_rest() {
  const dialog = open_dialog(
    rest.title,
    [
      ...rest.text.map((text) => h('p', {}, text)),
      h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, rest.go_on)),
    ],
    { kind: 'rest' },
  );
}

/** @param {number} answers  how many are taken back */
export const sure_to_take_back = (answers) =>
  confirmed({ title: take_back.title, text: take_back.text(answers), yes: take_back.yes, no: take_back.no });
