/** The control for each kind of question. */
import { choice, choices, yesno } from './choice.js';
import { list } from './list.js';
import { date, number } from './number.js';
import { scale } from './scale.js';
import { text } from './text.js';

/** @type {Record<import('../types.js').Kind, (setup: import('./control.js').Setup) => import('./control.js').Control>} */
const MAKERS = { choice, choices, yesno, text, long_text: text, list, scale, number, date };

/** @param {import('./control.js').Setup} setup */
export function make_control(setup) {
  // A kind of a later version is answered in words: the server then says whether it will do.
  return (MAKERS[setup.asked.kind] ?? text)(setup);
}
