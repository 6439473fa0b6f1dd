/** Before something ends that the person may want back: this device, or all their words. */
import { call } from './api.js';
import { confirmed, open_dialog } from './dialog.js';
import { h, unique_id } from './dom.js';
import { download } from './download.js';
import { journey as words, parting } from './journey_strings.js';
import { create_report } from './report.js';

/** @typedef {'markdown'|'json'|'csv'} Form */

/** @type {Record<Form, string>} */
const ENDINGS = { markdown: 'md', json: 'json', csv: 'csv' };

/** A copy into the person's downloads, under a name that tells nothing. @param {Form} form @param {boolean} interruptions */
export async function save_copy(form, interruptions) {
  const path = `/api/journey/export?format=${form}${interruptions ? '&interruptions=include' : ''}`;
  /** @type {Blob} */
  const copy = await call('GET', path, undefined, (response) => response.blob());
  download(copy, copy.type, `${words.file}.${ENDINGS[form]}`);
}

/** What was said in a hard moment is in a copy for whoever asks for it. */
export function interruptions_box() {
  const id = unique_id('interruptions');
  const box = h('input', { type: 'checkbox', id });
  return { box, element: h('div', { class: 'check' }, box, h('label', { for: id }, words.interruptions)) };
}

/** @typedef {{unsent: () => boolean, now: () => void}} Locking  whether something waits to be sent, and doing it */

/** @param {Locking} locking */
export async function ask_to_lock({ unsent, now }) {
  const text = unsent() ? `${parting.lock_text} ${parting.lock_unsent}` : parting.lock_text;
  if (await confirmed({ title: parting.lock_sure, text, yes: parting.lock_yes, no: parting.lock_no, danger: true })) now();
}

/** A copy is offered first. @param {() => Promise<void>} erase */
export function ask_to_erase(erase) {
  const { note, doing } = create_report();
  const interruptions = interruptions_box();
  const save = doing(async () => {
    await save_copy('markdown', interruptions.box.checked);
    return parting.erase_copied;
  });
  const go = doing(async () => {
    await erase();
    dialog.close();
    return '';
  });
  const dialog = open_dialog(
    parting.erase_sure,
    [
      h('p', {}, parting.erase_text),
      interruptions.element,
      h('div', { class: 'buttons start' }, h('button', { type: 'button', class: 'plain', onclick: save }, parting.erase_copy)),
      note,
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'plain', onclick: () => dialog.close() }, parting.erase_no),
        h('button', { type: 'button', class: 'danger', onclick: go }, parting.erase_yes),
      ),
    ],
    { kind: 'narrow' },
  );
}
