/**
 * Modal dialogs: the browser's own, with the heading focused, a way to close, and Exit: the one in the header is
 * out of reach while a dialog is open.
 */
import { h, icon, unique_id } from './dom.js';
import { t } from './strings.js';

/** @type {() => void} */
let on_exit = () => {};

/** @param {() => void} exit */
export function dialogs_exit_with(exit) {
  on_exit = exit;
}

/**
 * @param {string} title
 * @param {(import('./dom.js').Child)[]} body
 * @param {{closed?: () => void, kind?: string}} [options]
 */
export function open_dialog(title, body, { closed, kind = '' } = {}) {
  const id = unique_id('dialog');
  const heading = h('h2', { id, tabindex: -1 }, title);
  const dialog = h(
    'dialog',
    { 'aria-labelledby': id, class: `dialog ${kind}`.trim() },
    h(
      'div',
      { class: 'dialog-head' },
      heading,
      h('button', { type: 'button', class: 'exit small', onclick: () => on_exit() }, icon('exit'), t.header.exit),
      h('button', { type: 'button', class: 'quiet square', 'aria-label': t.close, onclick: () => dialog.close() }, icon('close')),
    ),
    h('div', { class: 'dialog-body' }, ...body),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  heading.focus();
  return dialog;
}

/** All of them. */
export function close_dialogs() {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
}

/**
 * Asks before something that cannot be undone. The safe way is offered first.
 * @param {{title: string, text: string, yes: string, no: string, danger?: boolean}} words
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, yes, no, danger = false }) {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = open_dialog(
      title,
      [
        h('p', {}, text),
        h(
          'div',
          { class: 'buttons' },
          h('button', { type: 'button', class: 'plain', onclick: () => dialog.close() }, no),
          h(
            'button',
            {
              type: 'button',
              class: danger ? 'danger' : 'primary',
              onclick: () => {
                answer = true;
                dialog.close();
              },
            },
            yes,
          ),
        ),
      ],
      { closed: () => resolve(answer), kind: 'narrow' },
    );
  });
}
