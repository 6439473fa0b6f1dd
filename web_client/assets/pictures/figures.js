/** Pictures of numbers: the plane, a value over time, one bar, and pairs of dots. */
import { pictures as words } from '../picture_strings.js';
import { day_in_short, number_in_words } from './numbers.js';
import { hatch, path } from './sheet.js';

/** @typedef {import('./sheet.js').Sheet} Sheet */
/** @typedef {import('../types.js').Part} Part */

/** Change below this is within the noise of such a measure: two of seven points. */
const NOISE = 2;
const PLANE = { min: 1, max: 7 };
const TEN = 10;
/** Values stand above their dots where there is this much room for each. */
const VALUE_ROOM_EM = 2;

/** @param {Part} part */
const named = (part) => [part.label ?? words.roles[part.role], part.text].filter(Boolean).join(': ');

/** @param {number} n @param {number} min @param {number} max */
const clamp = (n, min, max) => Math.min(max, Math.max(min, n));

/** A mark that is told from others by its form. @param {Sheet} sheet @param {number} x @param {number} y @param {number} nth */
function mark(sheet, x, y, nth) {
  const r = sheet.em * 0.36;
  if (nth % 4 === 0) sheet.circle(x, y, r, 'p-dot');
  else if (nth % 4 === 1) sheet.rect(x - r, y - r, 2 * r, 2 * r, 'p-dot');
  else if (nth % 4 === 2) sheet.path(path('M', x, y - 1.3 * r, 'L', x + 1.3 * r, y, 'L', x, y + 1.3 * r, 'L', x - 1.3 * r, y, 'Z'), 'p-dot', y + r);
  else sheet.path(path('M', x, y - 1.2 * r, 'L', x + 1.2 * r, y + r, 'L', x - 1.2 * r, y + r, 'Z'), 'p-dot', y + r);
}

/** @param {Sheet} sheet @param {number} y @param {(x: number, y: number) => void} draw @param {string} text @returns {number} where it ends */
function key(sheet, y, draw, text) {
  const { em, width, small } = sheet;
  const indent = 1.8 * em;
  draw(em * 0.8, y + small * 0.7);
  return sheet.words(text, indent, y, width - indent, { size: small, most: 3 }) + em * 0.3;
}

/** Where someone stands, never what someone is: the corners have no names. @param {Sheet} sheet @param {Part[]} parts */
export function plane(sheet, parts) {
  const { width, em, small } = sheet;
  const margin = 1.8 * em;
  const side = Math.min(width - margin - 1.4 * em, 20 * em);
  const left = (width - side - margin) / 2 + margin;
  const top = small * 2;
  const unit = side / (PLANE.max - PLANE.min);
  /** @param {number} n */
  const x_of = (n) => left + (clamp(n, PLANE.min, PLANE.max) - PLANE.min) * unit;
  /** @param {number} n */
  const y_of = (n) => top + side - (clamp(n, PLANE.min, PLANE.max) - PLANE.min) * unit;

  sheet.rect(left, top, side, side, 'p-ground');
  for (const n of [PLANE.min, 4, PLANE.max]) {
    sheet.text(String(n), x_of(n), top + side + small * 1.3, { size: small });
    sheet.text(String(n), left - em * 0.6, y_of(n) + small * 0.35, { size: small, anchor: 'end' });
    if (n === 4) {
      sheet.line(x_of(n), top, x_of(n), top + side, 'p-line p-soft');
      sheet.line(left, y_of(n), left + side, y_of(n), 'p-line p-soft');
    }
  }
  sheet.arrow(left, top + side, left, top - em * 0.4);
  sheet.arrow(left, top + side, left + side + em * 0.6, top + side);
  sheet.text(words.distance, left + em * 0.6, small, { size: small, anchor: 'start', look: 'p-label' });
  sheet.text(words.worry, left + side, top + side + small * 2.6, { size: small, anchor: 'end', look: 'p-label' });

  const points = parts.flatMap((part) => (part.values?.length === 2 ? [{ part, x: x_of(Number(part.values[0])), y: y_of(Number(part.values[1])) }] : []));
  for (const { x, y } of points) sheet.path(ring(x, y, NOISE * unit, { left, top, side }), 'p-noise');
  for (const [i, { x, y }] of points.entries()) {
    const next = points[i + 1];
    if (next) sheet.line(x, y, next.x, next.y);
  }
  for (const [i, { x, y }] of points.entries()) mark(sheet, x, y, i);
  let y = top + side + small * 3.4;
  for (const [i, { part }] of points.entries()) y = key(sheet, y, (x, at) => mark(sheet, x, at, i), named(part));
  key(sheet, y, (x, at) => sheet.circle(x, at, em * 0.5, 'p-noise'), words.noise);
}

/** A circle, without what lies outside the plane. @param {number} x @param {number} y @param {number} r @param {{left: number, top: number, side: number}} plane */
function ring(x, y, r, { left, top, side }) {
  /** @type {(string|number)[]} */
  const parts = [];
  const steps = 72;
  for (let i = 0; i <= steps; i++) {
    const angle = (i / steps) * 2 * Math.PI;
    parts.push(i ? 'L' : 'M', clamp(x + r * Math.cos(angle), left, left + side), clamp(y + r * Math.sin(angle), top, top + side));
  }
  return path(...parts, 'Z');
}

/** The end of an axis: small ones are those of the usual scales. @param {number} most */
function end_of_axis(most) {
  for (const end of [5, 7, 10]) if (most <= end) return end;
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / step) * step;
}

/** Dots over days, joined by a line for each name. @param {Sheet} sheet @param {Part[]} parts */
export function course(sheet, parts) {
  const { width, em, small } = sheet;
  const points = parts.flatMap((part) => (part.values?.[0] === undefined ? [] : [{ part, value: Number(part.values[0]), day: part.day ?? null }]));
  if (!points.length) return;
  const values = points.map((point) => point.value);
  const high = end_of_axis(Math.max(...values, 1));
  const low = Math.min(0, Math.floor(Math.min(...values)));
  const left = Math.max(sheet.length(String(high), small), sheet.length(String(low), small)) + em;
  const right = width - 1.2 * em;
  const top = em * 1.6;
  const h = Math.min(11 * em, Math.max(6 * em, width * 0.4));
  /** @param {number} n */
  const y_of = (n) => top + h - ((n - low) / (high - low)) * h;

  const half = (low + high) / 2;
  for (const n of Number.isInteger(half) ? [low, half, high] : [low, high]) {
    sheet.line(left, y_of(n), right, y_of(n), n === low ? 'p-line' : 'p-line p-soft');
    sheet.text(number_in_words(n), left - em * 0.5, y_of(n) + small * 0.35, { size: small, anchor: 'end' });
  }
  const dated = points.every((point) => point.day !== null);
  const at = points.map((point, i) => (dated ? Date.parse(/** @type {string} */ (point.day)) : i));
  const first = Math.min(...at);
  const span = Math.max(...at) - first;
  /** @param {number} i */
  const x_of = (i) => (span === 0 ? (left + right) / 2 : left + em + ((Number(at[i]) - first) / span) * (right - left - 2 * em));

  const names = [...new Set(points.map((point) => named(point.part)))];
  for (const [nth, name] of names.entries()) {
    const mine = points.map((point, i) => ({ x: x_of(i), y: y_of(point.value), when: Number(at[i]), name: named(point.part) })).filter((point) => point.name === name).sort((one, other) => one.when - other.when);
    const d = mine.map((point, i) => path(i ? 'L' : 'M', point.x, point.y)).join(' ');
    if (mine.length > 1) sheet.path(d, nth ? 'p-line p-dashed' : 'p-line p-strong');
    for (const point of mine) mark(sheet, point.x, point.y, nth);
  }
  const along = points.map((_point, i) => x_of(i)).sort((one, other) => one - other);
  const crowded = along.some((x, i) => i > 0 && x - Number(along[i - 1]) < VALUE_ROOM_EM * em);
  if (!crowded && names.length === 1) {
    for (const [i, point] of points.entries()) sheet.text(number_in_words(point.value), x_of(i), y_of(point.value) - em * 0.7, { size: small });
  }
  let y = top + h + small * 0.9;
  if (dated) {
    const days = points.map((point) => /** @type {string} */ (point.day)).sort();
    const [from, to] = [day_in_short(days[0] ?? ''), day_in_short(days.at(-1) ?? '')];
    if (span === 0) sheet.text(from, (left + right) / 2, y + small, { size: small });
    else {
      sheet.text(from, left, y + small, { size: small, anchor: 'start' });
      // Two days that do not fit into one line stand in two.
      if (sheet.length(from, small) + sheet.length(to, small) + em > right - left) y += small * 1.4;
      sheet.text(to, right, y + small, { size: small, anchor: 'end' });
    }
    y += small * 1.8;
  }
  for (const [i, name] of names.entries()) if (name) y = key(sheet, y, (x, to) => mark(sheet, x, to, i), name);
}

/** One bar of three kinds of ground; the middle is shared. @param {Sheet} sheet @param {Part[]} parts */
export function bar(sheet, parts) {
  const { width, em } = sheet;
  const h = 2.8 * em;
  const order = ['mine', 'shared', 'theirs'];
  const all = order.flatMap((role) => parts.filter((part) => part.role === role));
  const sum = all.reduce((total, part) => total + Math.max(0, Number(part.values?.[0] ?? 0)), 0);
  let x = 0;
  for (const part of all) {
    const value = Math.max(0, Number(part.values?.[0] ?? 0));
    const w = sum === 0 ? width / all.length : (value / sum) * width;
    if (w === 0) continue;
    ground(sheet, { x, y: 0, w, h }, part.role);
    const text = number_in_words(value);
    const wide = sheet.length(text) + em * 0.8;
    if (w > wide) {
      sheet.rect(x + w / 2 - wide / 2, h / 2 - em * 0.8, wide, em * 1.6, 'p-plate', em * 0.4);
      sheet.text(text, x + w / 2, h / 2 + em * 0.36);
    }
    x += w;
  }
  let y = h + em * 0.7;
  for (const part of all) {
    const value = part.values?.[0];
    y = key(sheet, y, (at, middle) => ground(sheet, { x: at - em * 0.6, y: middle - em * 0.45, w: em * 1.2, h: em * 0.9 }, part.role), value === undefined ? named(part) : `${named(part)}: ${number_in_words(value)}`);
  }
}

/** @param {Sheet} sheet @param {import('./sheet.js').Box} box @param {string} role */
function ground(sheet, box, role) {
  sheet.rect(box.x, box.y, box.w, box.h, `p-box ${role === 'theirs' ? 'p-theirs' : role === 'shared' ? 'p-plain' : 'p-both'}`);
  if (role === 'shared') sheet.path(hatch(box, sheet.em * 0.5), 'p-hatch');
}

/** Pairs on lines from 0 to 10: hollow is what was expected, full what happened. @param {Sheet} sheet @param {Part[]} parts */
export function dots(sheet, parts) {
  const { width, em, small } = sheet;
  const expected = parts.filter((part) => part.role === 'predicted');
  const happened = parts.filter((part) => part.role === 'actual');
  const left = 2 * em;
  const right = width - 2.4 * em;
  /** @param {number} n */
  const x_of = (n) => left + (clamp(n, 0, TEN) / TEN) * (right - left);
  let y = 0;
  for (let i = 0; i < Math.max(expected.length, happened.length); i++) {
    const pair = [expected[i], happened[i]];
    const title = [...new Set(pair.flatMap((part) => (part ? [[part.label, part.text].filter(Boolean).join(': ')] : [])))].filter(Boolean).join(' / ');
    if (title) y = sheet.words(title, em * 0.3, y, width - em, { most: 3 }) + em * 0.2;
    const line = y + small * 2.2;
    sheet.line(left, line, right, line);
    for (const n of [0, TEN / 2, TEN]) sheet.line(x_of(n), line - em * 0.25, x_of(n), line + em * 0.25);
    sheet.text('0', left - em * 0.8, line + small * 0.35, { size: small, anchor: 'end', look: 'p-faint' });
    sheet.text(number_in_words(TEN), right + em * 0.8, line + small * 0.35, { size: small, anchor: 'start', look: 'p-faint' });
    const [was, is] = pair.map((part) => part?.values?.[0]);
    if (was !== undefined && is !== undefined && was !== is) sheet.line(x_of(was), line, x_of(is), line, 'p-line p-strong');
    if (was !== undefined) {
      sheet.circle(x_of(was), line, em * 0.55, 'p-hollow');
      sheet.text(number_in_words(was), x_of(was), line - em * 0.8, { size: small });
    }
    if (is !== undefined) {
      sheet.circle(x_of(is), line, em * 0.32, 'p-dot');
      sheet.text(number_in_words(is), x_of(is), line + em * 0.45 + small, { size: small, look: 'p-label' });
    }
    y = line + em * 0.9 + small * 1.8;
  }
  y = key(sheet, y, (x, at) => sheet.circle(x, at, em * 0.5, 'p-hollow'), words.roles['predicted'] ?? '');
  key(sheet, y, (x, at) => sheet.circle(x, at, em * 0.32, 'p-dot'), words.roles['actual'] ?? '');
}
