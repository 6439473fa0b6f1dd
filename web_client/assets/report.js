/** A line that says how something went, and doing things that it tells of. */
import { sentence_of } from './api.js';
import { h, set_text } from './dom.js';

export function create_report() {
  const note = h('p', { class: 'note', role: 'status' });
  return {
    note,
    /** @param {() => Promise<string>} what  comes to what the line says */
    doing: (what) => async () => {
      set_text(note, '');
      try {
        set_text(note, await what());
      } catch (error) {
        set_text(note, sentence_of(error));
      }
    },
  };
}
