/** What stands in the conversation besides bubbles: a picture, a practice. Fetched when the first one comes. */
import { attribute, style_sheet } from './dom.js';
import { figure_of } from './pictures/figure.js';
import { practice_card } from './practice_card.js';

await style_sheet('pictures');

/** @param {HTMLElement} card @param {Extract<import('./timeline.js').Row, {kind: 'picture'|'practice'}>} row */
export function fill(card, row) {
  const inside = row.kind === 'picture' ? figure_of(row.picture, row.language) : practice_card(row.practice, row.language);
  // In the log the arrow keys move from message to message; what is inside of one is reached by Tab from there.
  for (const each of inside.querySelectorAll('button, summary, input')) each.setAttribute('tabindex', '-1');
  card.append(inside);
  attribute(card, 'aria-labelledby', inside.dataset['title']);
}
