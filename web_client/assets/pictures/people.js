/** Pictures of people: those around me, and what goes round between two. */
import { pictures as words } from '../picture_strings.js';
import { path } from './sheet.js';

/** @typedef {import('./sheet.js').Sheet} Sheet */
/** @typedef {import('./sheet.js').Block} Block */
/** @typedef {import('../types.js').Part} Part */

const LINES_MAX = 4;

/** @template T @param {T[]} all @param {number} n @returns {T[][]} rows of `n` at most, as even as can be */
function rows_of(all, n) {
  const count = Math.ceil(all.length / n);
  /** @type {T[][]} */
  const rows = [];
  for (let i = 0; i < count; i++) rows.push(all.slice(Math.round((i * all.length) / count), Math.round(((i + 1) * all.length) / count)));
  return rows;
}

/** Me in the middle, the others around, in the order of a clock. @param {Sheet} sheet @param {Part[]} parts */
export function circle(sheet, parts) {
  const { width, em } = sheet;
  const gap = em;
  const radius = Math.max(1.7 * em, sheet.length(words.me) / 2 + 0.6 * em);
  const columns = width >= 30 * em ? 3 : width >= 17 * em ? 2 : 1;
  const w = Math.min((width - (columns - 1) * gap) / columns, 14 * em);
  const flanks = columns === 3 && parts.length > 1;
  const rest = parts.length - (flanks ? 2 : 0);
  const above = Math.ceil(rest / 2);
  const top = parts.slice(0, above);
  const right = flanks ? parts[above] : undefined;
  const bottom = parts.slice(above + (flanks ? 1 : 0), parts.length - (flanks ? 1 : 0)).reverse();
  const left = flanks ? parts.at(-1) : undefined;

  /** @param {Part} part */
  const block = (part) => sheet.block(w, part, LINES_MAX);
  const plan = [
    ...rows_of(top, columns).map((row) => row.map(block)),
    'me',
    ...rows_of(bottom, columns).map((row) => row.map(block)),
  ];
  const sides = { left: left && block(left), right: right && block(right) };
  /** @type {{block: Block, x: number, y: number, h: number}[]} */
  const boxes = [];
  let y = 0;
  let me = 0;
  for (const row of plan) {
    if (row === 'me') {
      const h = Math.max(2 * radius, sides.left?.h ?? 0, sides.right?.h ?? 0) + (columns === 1 ? 0 : gap);
      me = y + h / 2;
      if (sides.left) boxes.push({ block: sides.left, x: 0, y: me - sides.left.h / 2, h: sides.left.h });
      if (sides.right) boxes.push({ block: sides.right, x: width - w, y: me - sides.right.h / 2, h: sides.right.h });
      y += h + gap;
      continue;
    }
    const blocks = /** @type {Block[]} */ (row);
    const h = Math.max(...blocks.map((each) => each.h));
    const all = blocks.length * w + (blocks.length - 1) * gap;
    for (const [i, each] of blocks.entries()) boxes.push({ block: each, x: (width - all) / 2 + i * (w + gap), y, h });
    y += h + gap;
  }
  // The lines lie below the boxes.
  for (const { block: each, x, y: from, h } of boxes) sheet.line(width / 2, me, x + each.w / 2, from + h / 2, 'p-line p-soft');
  for (const { block: each, x, y: from, h } of boxes) sheet.place(each, x, from, 'p-plain', h);
  sheet.circle(width / 2, me, radius, 'p-me');
  sheet.text(words.me, width / 2, me + em * 0.35, { look: 'p-on-accent' });
}

/** I do, they do, I do: a ring, with mine on one side and theirs on the other. @param {Sheet} sheet @param {Part[]} parts */
export function loop(sheet, parts) {
  const { width, em } = sheet;
  const mine_first = parts[0]?.role !== 'theirs';
  // The way back runs at the side of the first box.
  const lane = 1.8 * em;
  const left = mine_first ? lane : 0;
  const inner = width - lane;
  const w = inner * (width >= 28 * em ? 0.6 : 0.82);
  const far = left + inner - w;
  /** @param {Part} part */
  const at = (part) => (part.role === 'theirs' ? far : left);

  const heads = { size: sheet.small, bold: true, most: 2 };
  let y = Math.max(
    sheet.words(words.i_do, left + em * 0.3, 0, inner / 2 - em * 0.6, heads),
    sheet.words(words.they_do, left + inner - em * 0.3, 0, inner / 2 - em * 0.6, { ...heads, anchor: 'end' }),
  );
  y += em * 0.3;
  const gap = 1.5 * em;
  const boxes = parts.map((part) => {
    const block = sheet.block(w, part, LINES_MAX + 2);
    const box = sheet.place(block, at(part), y, part.role === 'theirs' ? 'p-theirs' : 'p-mine');
    y += block.h + gap;
    return { ...box, right: part.role === 'theirs' };
  });
  for (const [i, box] of boxes.entries()) {
    const next = boxes[i + 1];
    if (!next) continue;
    const middle = box.y + box.h / 2;
    if (next.right === box.right) {
      sheet.arrow(box.x + box.w / 2, box.y + box.h + em * 0.15, box.x + box.w / 2, next.y - em * 0.15);
      continue;
    }
    const from = next.right ? box.x + box.w : box.x;
    const turn = next.right ? (from + left + inner) / 2 : (from + left) / 2;
    sheet.path(path('M', from, middle, 'Q', turn, middle, turn, middle + Math.min(em, box.h / 2), 'L', turn, next.y - em * 0.5), 'p-line', next.y);
    sheet.head(turn, next.y - em * 0.1, 'down');
  }
  const first = boxes[0];
  const last = boxes.at(-1);
  if (!first || !last || boxes.length < 2) return;
  const rail = mine_first ? em * 0.5 : width - em * 0.5;
  const low = last.y + last.h + em;
  const into = mine_first ? first.x : first.x + first.w;
  const side = mine_first ? 1 : -1;
  const middle = first.y + first.h / 2;
  const start = last.x + last.w / 2;
  sheet.path(
    path('M', start, last.y + last.h, 'L', start, low - em * 0.5, 'Q', start, low, start - side * em * 0.5, low, 'L', rail + side * em * 0.5, low, 'Q', rail, low, rail, low - em * 0.5, 'L', rail, middle, 'L', into - side * em * 0.5, middle),
    'p-line p-dashed',
    low,
  );
  sheet.head(into - side * em * 0.1, middle, mine_first ? 'right' : 'left');
  sheet.words(words.around_again, width / 2, low + em * 0.15, width - lane, { size: sheet.small, most: 2, anchor: 'middle' });
}
