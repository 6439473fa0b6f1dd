/** "My words": to read, to save, to print, and to erase. */
import { ApiError, export_json } from './api.js';
import { confirmed, open_dialog } from './dialog.js';
import { h } from './dom.js';
import { words } from './dialog_strings.js';
import { t } from './strings.js';
import { download } from './download.js';
import { transcript_for_print, transcript_text } from './transcript.js';

/**
 * @param {object} what
 * @param {() => import('./types.js').State} what.state
 * @param {() => Promise<void>} what.erase
 */
export function open_words({ state, erase }) {
  print_conversation_with(state);
  const note = h('p', { class: 'note', role: 'status' });
  const text = transcript_text(state(), Date.now());

  /** @param {() => Promise<string>} what */
  const doing = (what) => async () => {
    note.textContent = '';
    try {
      note.textContent = await what();
    } catch (error) {
      note.textContent = error instanceof ApiError ? error.message : t.problems.unexpected;
    }
  };
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
  const save_json = doing(async () => {
    download(await export_json(), 'application/json', `${words.file}.json`);
    return words.saved;
  });
  const ask_to_erase = doing(async () => {
    if (!(await confirmed({ title: words.erase_sure, text: words.erase_text, yes: words.erase_yes, no: words.erase_no, danger: true }))) return '';
    await erase();
    dialog.close();
    return '';
  });

  /** @param {string} label @param {() => void} onclick @param {string} [kind] */
  const button = (label, onclick, kind = 'plain') => h('button', { type: 'button', class: kind, onclick }, label);

  const dialog = open_dialog(
    words.title,
    [
      h('p', { class: 'soft' }, words.lead),
      h('pre', { class: 'transcript', tabindex: 0, role: 'region', 'aria-label': words.title, dir: 'auto', lang: state().journey?.language }, text.trim() || words.empty),
      h(
        'div',
        { class: 'buttons start' },
        button(words.copy, copy),
        button(words.save_text, save_text),
        button(words.save_json, save_json),
        button(words.print, () => print()),
      ),
      note,
      h('h3', {}, words.erase_title),
      h('p', { class: 'soft' }, words.erase_note),
      h('div', { class: 'buttons start' }, button(words.erase, ask_to_erase, 'danger-plain')),
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
    if (now?.items.length) document.body.append(transcript_for_print(now, Date.now()));
  });
  addEventListener('afterprint', () => document.getElementById('print')?.remove());
}
