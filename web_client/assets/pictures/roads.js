/** Pictures of one thing after another: a chain, and a road that forks. */
import { pictures as words } from '../picture_strings.js';
import { path } from './sheet.js';

/** @typedef {import('./sheet.js').Sheet} Sheet */
/** @typedef {import('../types.js').Part} Part */

const LINES_MAX = 6;

/** Beside one another where that leaves room for the words, else below one another. @param {Sheet} sheet @param {Part[]} parts */
export function chain(sheet, parts) {
  const { width, em } = sheet;
  const between = 2.2 * em;
  const across = (width - (parts.length - 1) * between) / parts.length;
  if (across >= 8 * em && parts.length > 1) {
    const blocks = parts.map((part) => sheet.block(across, part, LINES_MAX));
    if (blocks.every((block) => block.whole)) {
      const h = Math.max(...blocks.map((block) => block.h));
      for (const [i, block] of blocks.entries()) {
        const x = i * (across + between);
        sheet.place(block, x, 0, 'p-mine', h);
        if (i) sheet.arrow(x - between + em * 0.3, h / 2, x - em * 0.3, h / 2);
      }
      return;
    }
  }
  const w = Math.min(width, 28 * em);
  const blocks = parts.map((part) => sheet.block(w, part, LINES_MAX));
  sheet.stack(blocks, (width - w) / 2, 0, { look: 'p-mine', gap: 1.7 * em, arrows: true });
}

/** @param {Sheet} sheet @param {Part[]} parts */
export function fork(sheet, parts) {
  const { width, em } = sheet;
  /** @param {string} role */
  const of = (role) => parts.filter((part) => part.role === role);
  const roads = /** @type {const} */ ([['old_road', 'p-theirs', 'p-line p-dashed'], ['new_road', 'p-both', 'p-line p-strong']]);
  const stem = Math.min(width, 24 * em);
  const gap = 1.4 * em;
  const stem_boxes = sheet.stack(of('before').map((part) => sheet.block(stem, part, LINES_MAX)), (width - stem) / 2, em * 0.1, { look: 'p-plain', gap, arrows: true });
  const last = stem_boxes.at(-1);
  const from = last ? last.y + last.h : em * 0.5;
  if (!last) sheet.circle(width / 2, from, em * 0.3, 'p-dot');
  const column = (width - 1.5 * em) / 2;
  if (column < 8 * em) {
    one_below_another(sheet, from, of);
    return;
  }
  const top = from + 2.6 * em;
  for (const [i, [role, look, line]] of roads.entries()) {
    const x = i * (column + 1.5 * em);
    const middle = x + column / 2;
    sheet.path(path('M', width / 2, from, 'C', width / 2, from + 1.6 * em, middle, from + 0.8 * em, middle, top - em * 0.3), line, top);
    sheet.head(middle, top, 'down', line);
    const y = sheet.words(words.roles[role] ?? '', middle, top + em * 0.2, column, { bold: true, size: sheet.small, most: 2, anchor: 'middle' });
    sheet.stack(of(role).map((part) => sheet.block(column, part, LINES_MAX)), x, y + em * 0.3, { look, gap, arrows: true, line });
  }
}

/** Two roads on one narrow page: a rail at the side leads into each. @param {Sheet} sheet @param {number} from @param {(role: string) => Part[]} of */
function one_below_another(sheet, from, of) {
  const { width, em } = sheet;
  const indent = 1.8 * em;
  let y = from + em * 0.8;
  for (const [role, look, line] of /** @type {const} */ ([['old_road', 'p-theirs', 'p-line p-dashed'], ['new_road', 'p-both', 'p-line p-strong']])) {
    y = sheet.words(words.roles[role] ?? '', indent, y, width - indent, { bold: true, size: sheet.small, most: 2 }) + em * 0.3;
    const boxes = sheet.stack(of(role).map((part) => sheet.block(width - indent, part, LINES_MAX)), indent, y, { look, gap: 1.4 * em, arrows: true, line });
    const first = boxes[0];
    const end = boxes.at(-1);
    if (!first || !end) continue;
    const middle = first.y + first.h / 2;
    sheet.path(path('M', em * 0.5, from, 'L', em * 0.5, middle, 'L', indent - em * 0.6, middle), line, middle);
    sheet.head(indent - em * 0.1, middle, 'right', line);
    y = end.y + end.h + em * 0.9;
  }
}
