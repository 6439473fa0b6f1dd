/** From a picture to its drawing, by its kind. Pure. */
import { band, bridge, then_now } from './between.js';
import { bar, course, dots, plane } from './figures.js';
import { circle, loop } from './people.js';
import { chain, fork } from './roads.js';
import { create_sheet } from './sheet.js';

/** @typedef {import('../types.js').Picture} Picture */

/** @type {Record<string, (sheet: import('./sheet.js').Sheet, parts: import('../types.js').Part[]) => void>} */
const KINDS = { chain, plane, circle, loop, bridge, bar, course, fork, dots, band, then_now };

/** @param {Picture} picture */
export const is_known = (picture) => Object.hasOwn(KINDS, picture.picture) && picture.parts.length > 0;

/** @param {Picture} picture @param {import('./sheet.js').Room} room @returns {import('./sheet.js').Scene} */
export function draw(picture, room) {
  const sheet = create_sheet(room);
  KINDS[picture.picture]?.(sheet, picture.parts);
  return sheet.scene();
}
