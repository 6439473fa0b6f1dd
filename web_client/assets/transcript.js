/**
 * The conversation as plain text, and on paper. Nothing of it goes into a file name, a title or an address.
 *
 * @typedef {import('./types.js').State} State
 */
import { add, h } from './dom.js';
import { figure_of } from './pictures/figure.js';
import { practice as practice_words } from './practice_strings.js';
import { day_heading, t } from './strings.js';
import { rows } from './timeline.js';

/** All that is acknowledged. @param {State} state */
const all_rows = (state) => rows({ ...state, pending: [] }, state.items.length);

/** @param {State} state @param {number} now @returns {string} */
export function transcript_text(state, now) {
  const name = state.journey?.name || t.chat.you;
  /** @type {string[]} */
  const lines = [];
  for (const row of all_rows(state)) {
    if (row.kind === 'stage') lines.push('', row.title, '='.repeat([...row.title].length), '');
    else if (row.kind === 'day') lines.push(`[${day_heading(row.at, now)}]`, '');
    else if (row.kind === 'coach') lines.push(`${t.chat.coach}: ${row.text}`);
    else if (row.kind === 'picture') lines.push('', `[${row.picture.title}] ${row.picture.words}`, '');
    else if (row.kind === 'practice') lines.push('', `[${practice_words.title}] ${row.practice.text}`, '');
    else lines.push(`${name}: ${row.skipped ? `(${t.chat.skipped})` : row.text}`, '');
  }
  const question = state.question;
  if (question) lines.push(`${t.chat.coach}: ${question.text}`);
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

/** Only for paper: the log on the page holds the newest part alone. @param {State} state @param {number} now */
export function transcript_for_print(state, now) {
  const name = state.journey?.name || t.chat.you;
  const page = h('div', { class: 'print-only', id: 'print' }, h('h1', {}, t.print_heading));
  for (const row of all_rows(state)) {
    if (row.kind === 'stage') add(page, h('h2', {}, row.title));
    else if (row.kind === 'day') add(page, h('h3', {}, day_heading(row.at, now)));
    else if (row.kind === 'picture') add(page, figure_of(row.picture, row.language, { on_paper: true }));
    else if (row.kind === 'practice') add(page, h('p', { class: 'coach', dir: 'auto' }, h('b', {}, `${practice_words.title}: `), row.practice.text));
    else {
      const who = row.kind === 'coach' ? t.chat.coach : name;
      const text = row.kind === 'mine' && row.skipped ? t.chat.skipped : row.text;
      add(page, h('p', { class: row.kind, dir: 'auto' }, h('b', {}, `${who}: `), text));
    }
  }
  return page;
}
