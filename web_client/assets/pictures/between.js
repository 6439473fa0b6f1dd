/** Pictures of two sides: a bridge, a woven band, then and now. */
import { pictures as words } from '../picture_strings.js';
import { whole_quotes } from './quotes.js';
import { path } from './sheet.js';

/** @typedef {import('./sheet.js').Sheet} Sheet */
/** @typedef {import('../types.js').Part} Part */

const LINES_MAX = 5;
const QUOTE_LINES_MAX = 12;

/** @param {Part} part the role's name where the script gave no label */
const labelled = (part) => ({ label: part.label ?? words.roles[part.role], text: part.text });

/** Seen from above: planks from two banks, and only what both have done closes it. @param {Sheet} sheet @param {Part[]} parts */
export function bridge(sheet, parts) {
  const { width, em } = sheet;
  /** @param {string} role */
  const of = (role) => parts.filter((part) => part.role === role);
  const inset = 1.4 * em;
  const w = width - 2 * inset;
  const gap = em * 0.4;
  let y = bank(sheet, 0, words.me_side);

  /** @param {number} from @param {number} to */
  const ropes = (from, to) => {
    for (const x of [inset / 2, width - inset / 2]) sheet.line(x, from, x, to, 'p-line p-strong');
  };
  /** @param {Part[]} planks @param {string} look */
  const lay = (planks, look) => {
    for (const part of planks) {
      const block = sheet.block(w, labelled(part), LINES_MAX);
      sheet.place(block, inset, y, look);
      y += block.h + gap;
    }
  };
  const top = y;
  y += gap;
  lay(of('mine'), 'p-mine');
  ropes(top, y);
  const both = of('both');
  if (both.length) {
    const from = y;
    lay(both, 'p-both');
    ropes(from, y);
  } else {
    const open = sheet.block(w - 2 * em, { text: words.still_open }, 3);
    waves(sheet, y + em * 0.2, inset, w);
    y += em * 1.7;
    sheet.place(open, inset + em, y, 'p-open');
    y += open.h + em * 0.3;
    waves(sheet, y, inset, w);
    y += em * 1.7;
  }
  const from = y;
  lay(of('theirs').reverse(), 'p-theirs');
  ropes(from, y);
  bank(sheet, y, words.their_side);
}

/** @param {Sheet} sheet @param {number} y @param {string} text */
function bank(sheet, y, text) {
  const block = sheet.block(sheet.width, { label: text }, 1);
  sheet.place(block, 0, y, 'p-bank');
  return y + block.h;
}

/** @param {Sheet} sheet @param {number} y @param {number} x @param {number} w */
function waves(sheet, y, x, w) {
  const { em } = sheet;
  const count = Math.max(1, Math.floor(w / (2 * em)));
  const step = w / count / 2;
  for (const shift of [0.45, 0.95]) {
    let d = path('M', x, y + shift * em);
    for (let i = 0; i < count; i++) d += path(' q', step / 2, -em * 0.35, step, 0, 'q', step / 2, em * 0.35, step, 0);
    sheet.path(d, 'p-line p-soft', y + em * 1.2);
  }
}

/** Two strands that go over and under one another; what was given on one side, what was received on the other. Nothing is counted. @param {Sheet} sheet @param {Part[]} parts */
export function band(sheet, parts) {
  const { width, em } = sheet;
  const strip = 2.6 * em;
  const column = (width - strip - 1.2 * em) / 2;
  const beside = column >= 7.5 * em;
  const w = beside ? column : width - strip - 0.6 * em;
  const middle = beside ? width / 2 : strip / 2;
  /** @param {Part} part */
  const received = (part) => part.role === 'received';
  let y = 0;
  if (beside) {
    for (const [role, x] of /** @type {const} */ ([['given', w / 2], ['received', width - w / 2]])) {
      y = Math.max(y, sheet.words(words.roles[role] ?? '', x, 0, w, { size: sheet.small, bold: true, most: 1, anchor: 'middle' }));
    }
    y += em * 0.3;
  }
  const top = y;
  const sides = { given: top, received: top + (beside ? em * 1.2 : 0) };
  for (const part of parts) {
    const block = sheet.block(w, beside ? { label: part.label, text: part.text } : labelled(part), LINES_MAX);
    const side = received(part) ? 'received' : 'given';
    const at = beside ? sides[side] : y;
    const look = received(part) ? 'p-theirs' : 'p-mine';
    sheet.place(block, beside && !received(part) ? 0 : width - w, at, look);
    sides[side] = at + block.h + em * 0.8;
    y = at + block.h + em * 0.8;
  }
  const end = Math.max(y, sides.given, beside ? sides.received : 0) - em * 0.8;
  weave(sheet, middle, top, Math.max(end, top + 4 * em));
}

/** @param {Sheet} sheet @param {number} x @param {number} from @param {number} to */
function weave(sheet, x, from, to) {
  const { em } = sheet;
  const half = 1.8 * em;
  const turns = Math.max(2, Math.round((to - from) / half));
  const step = (to - from) / turns;
  const out = em * 0.85;
  /** @param {number} i @param {number} side */
  const piece = (i, side) => {
    const y = from + i * step;
    const sign = (i % 2 ? -1 : 1) * side;
    return path('M', x - sign * out, y, 'C', x - sign * out, y + step / 2, x + sign * out, y + step / 2, x + sign * out, y + step);
  };
  for (let i = 0; i < turns; i++) {
    // What is drawn later lies above: the two take turns.
    const order = i % 2 ? [{ side: 1, look: 'p-strand-given' }, { side: -1, look: 'p-strand-received' }] : [{ side: -1, look: 'p-strand-received' }, { side: 1, look: 'p-strand-given' }];
    for (const { side, look } of order) {
      sheet.path(piece(i, side), 'p-strand-edge', to);
      sheet.path(piece(i, side), look, to);
    }
  }
}

/** @param {Sheet} sheet @param {Part[]} pieces */
export function then_now(sheet, pieces) {
  const parts = whole_quotes(pieces);
  const { width, em } = sheet;
  const between = 2.4 * em;
  const column = (width - between) / 2;
  const [one, two] = parts;
  const beside = parts.length === 2 && column >= 10 * em;
  const w = beside ? column : Math.min(width, 32 * em);
  /** @param {Part} part */
  const look = (part) => (part.role === 'now' ? 'p-both' : 'p-plain');
  const blocks = parts.map((part) => sheet.block(w, labelled(part), QUOTE_LINES_MAX));
  const [first, second] = blocks;
  if (beside && one && two && first && second) {
    const h = Math.max(first.h, second.h);
    sheet.place(first, 0, 0, look(one), h);
    sheet.place(second, column + between, 0, look(two), h);
    sheet.arrow(column + em * 0.3, h / 2, column + between - em * 0.3, h / 2);
    return;
  }
  let y = 0;
  for (const [i, block] of blocks.entries()) {
    const part = /** @type {Part} */ (parts[i]);
    const x = (width - w) / 2;
    if (i) {
      sheet.arrow(width / 2, y + em * 0.15, width / 2, y + 1.7 * em - em * 0.15);
      y += 1.7 * em;
    }
    sheet.place(block, x, y, look(part));
    y += block.h;
  }
}
