/** "My words": to read, to copy, to save as they stand, and to print. Other forms, and erasing, are in My journey. */
import { open_dialog } from './dialog.js';
import { words } from './dialog_strings.js';
import { h } from './dom.js';
import { download } from './download.js';
import { create_report } from './report.js';
import { transcript_for_print, transcript_text } from './transcript.js';

/**
 * @param {object} what
 * @param {() => import('./types.js').State} what.state
 * @param {() => void} what.more  opens My journey where copies are made
 */
export function open_words({ state, more }) {
  print_conversation_with(state);
  const { note, doing } = create_report();
  const text = transcript_text(state(), Date.now());

  const copy = doing(async () => {
    try {
      await navigator.clipboard.writeText(text);
      return words.copied;
    } catch {
      // Browsers allow it on secure pages only, and may refuse even there.
      return words.not_copied;
    }
  });
  const save_text = doing(async () => {
    download(text, 'text/plain;charset=utf-8', `${words.file}.txt`);
    return words.saved;
  });

  /** @param {string} label @param {() => void} onclick */
  const button = (label, onclick) => h('button', { type: 'button', class: 'plain', onclick }, label);

  const dialog = open_dialog(
    words.title,
    [
      h('p', { class: 'soft' }, words.lead),
      h('pre', { class: 'transcript', tabindex: 0, role: 'region', 'aria-label': words.title, dir: 'auto', lang: state().journey?.language }, text.trim() || words.empty),
      h('div', { class: 'buttons start' }, button(words.copy, copy), button(words.save_text, save_text), button(words.print, () => print())),
      note,
      h('h3', {}, words.more_title),
      h('p', { class: 'soft' }, words.more_note),
      h(
        'div',
        { class: 'buttons start' },
        button(words.more, () => {
          dialog.close();
          more();
        }),
      ),
    ],
    { kind: 'wide' },
  );
}

let prints = false;

/** Paper gets the whole conversation, however it is asked for. @param {() => import('./types.js').State|null} state  null: there is none */
export function print_conversation_with(state) {
  if (prints) return;
  prints = true;
  addEventListener('beforeprint', () => {
    document.getElementById('print')?.remove();
    const now = state();
    // Whoever prints My journey has it before them.
    if (now?.items.length && !document.querySelector('.chat[data-view="journey"]')) document.body.append(transcript_for_print(now, Date.now()));
  });
  addEventListener('afterprint', () => document.getElementById('print')?.remove());
}
