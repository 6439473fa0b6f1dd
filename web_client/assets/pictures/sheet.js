/**
 * What pictures are drawn on. Pure: a drawing is a list of marks, and `paint.js` makes elements of them, so that
 * the geometry can be tested without a browser. Everything is laid out from left to right, in pixels; from right to
 * left the whole is mirrored when it is painted, all but the letters.
 *
 * Sizes follow the letters (`em`) and the room (`width`), never the other way round: with large letters or on a
 * small screen things stand below one another rather than shrink.
 */
import { wrap } from './lines.js';

/**
 * @typedef {{tag: 'path', d: string, look: string}
 *   | {tag: 'rect', x: number, y: number, w: number, h: number, r: number, look: string}
 *   | {tag: 'circle', x: number, y: number, r: number, look: string}
 *   | {tag: 'text', x: number, y: number, text: string, size: number, anchor: 'start'|'middle'|'end', look: string}} Mark
 */
/** What has to be left out is told by `shortened`. @typedef {{width: number, height: number, marks: Mark[], shortened: boolean}} Scene */
/** @typedef {{width: number, em: number, measure: import('./lines.js').Measure}} Room */
/** @typedef {{text: string, size: number, bold: boolean}} Line */
/** Text that is wrapped, with the height of the box around it. @typedef {{w: number, h: number, lines: Line[], whole: boolean}} Block */
/** @typedef {{x: number, y: number, w: number, h: number}} Box */

const LEADING = 1.35;
const SMALL = 0.85;

/** @param {number} n */
const round = (n) => Math.round(n * 10) / 10;

/** A path from numbers and letters. @param {...(string|number)} parts */
export const path = (...parts) => parts.map((part) => (typeof part === 'number' ? round(part) : part)).join(' ');

/** @param {Room} room */
export function create_sheet({ width, em, measure }) {
  /** @type {Mark[]} */
  const marks = [];
  let bottom = 0;
  let shortened = false;

  const sheet = {
    width,
    em,
    small: em * SMALL,
    pad: em * 0.7,

    /** @param {string} text @param {number} [size] @param {boolean} [bold] */
    length: (text, size = em, bold = false) => measure(text, size, bold),

    /**
     * A label above a text, wrapped for a box of this width.
     * @param {number} w @param {{label?: string|undefined, text?: string|undefined}} words @param {number} most  lines of the text
     * @returns {Block}
     */
    block(w, { label = '', text = '' }, most) {
      const inner = w - 2 * sheet.pad;
      const head = wrap(label, inner, 2, (line) => measure(line, sheet.small, true));
      const body = wrap(text, inner, most, (line) => measure(line, em, false));
      const lines = [
        ...head.lines.map((line) => ({ text: line, size: sheet.small, bold: true })),
        ...body.lines.map((line) => ({ text: line, size: em, bold: false })),
      ];
      const h = lines.reduce((sum, line) => sum + line.size * LEADING, 0) + 1.4 * sheet.pad;
      return { w, h, lines, whole: head.whole && body.whole };
    },

    /** A box with its text in the middle. @param {Block} block @param {number} x @param {number} y @param {string} look @param {number} [h] @returns {Box} */
    place(block, x, y, look, h = block.h) {
      shortened ||= !block.whole;
      marks.push({ tag: 'rect', x, y, w: block.w, h, r: em * 0.6, look: `p-box ${look}` });
      sheet.lines(block.lines, x + block.w / 2, y + (h - block.h) / 2 + 0.7 * sheet.pad);
      bottom = Math.max(bottom, y + h);
      return { x, y, w: block.w, h };
    },

    /** @param {Line[]} lines @param {number} x @param {number} y  their top @param {'start'|'middle'|'end'} [anchor] */
    lines(lines, x, y, anchor = 'middle') {
      for (const { text, size, bold } of lines) {
        sheet.text(text, x, y + size, { size, anchor, look: bold ? 'p-label' : '' });
        y += size * LEADING;
      }
      return y;
    },

    /** One line. @param {string} text @param {number} x @param {number} y  where the letters stand @param {{size?: number, anchor?: 'start'|'middle'|'end', look?: string}} [how] */
    text(text, x, y, { size = em, anchor = 'middle', look = '' } = {}) {
      marks.push({ tag: 'text', x, y, text, size, anchor, look });
      bottom = Math.max(bottom, y + size * 0.35);
    },

    /** Wrapped, without a box. @param {string} text @param {number} x @param {number} y @param {number} w @param {{size?: number, bold?: boolean, most?: number, anchor?: 'start'|'middle'|'end'}} [how] @returns {number} where it ends */
    words(text, x, y, w, { size = em, bold = false, most = 3, anchor = 'start' } = {}) {
      const { lines, whole } = wrap(text, w, most, (line) => measure(line, size, bold));
      shortened ||= !whole;
      return sheet.lines(lines.map((line) => ({ text: line, size, bold })), x, y, anchor);
    },

    /** @param {string} d @param {string} look @param {number} [lowest] */
    path(d, look, lowest = 0) {
      marks.push({ tag: 'path', d, look });
      bottom = Math.max(bottom, lowest);
    },

    /** @param {number} x @param {number} y @param {number} w @param {number} h @param {string} look @param {number} [r] */
    rect(x, y, w, h, look, r = 0) {
      marks.push({ tag: 'rect', x, y, w, h, r, look });
      bottom = Math.max(bottom, y + h);
    },

    /** @param {number} x @param {number} y @param {number} r @param {string} look */
    circle(x, y, r, look) {
      marks.push({ tag: 'circle', x, y, r, look });
      bottom = Math.max(bottom, y + r);
    },

    /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {string} [look] */
    line(x1, y1, x2, y2, look = 'p-line') {
      sheet.path(path('M', x1, y1, 'L', x2, y2), look, Math.max(y1, y2));
    },

    /** The head of an arrow whose point is here. @param {number} x @param {number} y @param {'up'|'down'|'left'|'right'} to @param {string} [look]  of its line */
    head(x, y, to, look = '') {
      const s = em * 0.4;
      const dx = to === 'left' ? -1 : to === 'right' ? 1 : 0;
      const dy = to === 'up' ? -1 : to === 'down' ? 1 : 0;
      sheet.path(
        path('M', x, y, 'L', x - s * (dx * 1.5 + dy), y - s * (dy * 1.5 + dx), 'L', x - s * (dx * 1.5 - dy), y - s * (dy * 1.5 - dx), 'Z'),
        look.includes('p-strong') ? 'p-head p-strong' : 'p-head',
        y,
      );
    },

    /** Straight along one axis. @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {string} [look] */
    arrow(x1, y1, x2, y2, look = 'p-line') {
      const across = y1 === y2;
      const to = across ? (x2 > x1 ? 'right' : 'left') : y2 > y1 ? 'down' : 'up';
      const s = em * 0.4;
      sheet.line(x1, y1, across ? x2 - Math.sign(x2 - x1) * s : x2, across ? y2 : y2 - Math.sign(y2 - y1) * s, look);
      sheet.head(x2, y2, to, look);
    },

    /**
     * Boxes below one another. @param {Block[]} blocks @param {number} x @param {number} y
     * @param {{look: string, gap: number, arrows?: boolean, line?: string}} how @returns {Box[]}
     */
    stack(blocks, x, y, { look, gap, arrows = false, line = 'p-line' }) {
      /** @type {Box[]} */
      const boxes = [];
      for (const [i, block] of blocks.entries()) {
        if (i && arrows) sheet.arrow(x + block.w / 2, y - gap + em * 0.15, x + block.w / 2, y - em * 0.15, line);
        boxes.push(sheet.place(block, x, y, look));
        y += block.h + gap;
      }
      return boxes;
    },

    /** @returns {Scene} */
    scene: () => ({ width, height: Math.ceil(bottom + em * 0.2), marks, shortened }),
  };
  return sheet;
}

/** @typedef {ReturnType<typeof create_sheet>} Sheet */

/** Slanting lines inside a box: a second way to tell it from its neighbour. @param {Box} box @param {number} step */
export function hatch({ x, y, w, h }, step) {
  let d = '';
  for (let i = step - h; i < w; i += step) {
    const from = Math.max(0, i);
    const to = Math.min(w, i + h);
    d += path('M', x + from, y + h - (from - i), 'L', x + to, y + h - (to - i), '');
  }
  return d.trim();
}
