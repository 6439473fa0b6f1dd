/** From a drawing to elements. */
import { s } from './svg.js';

/** @typedef {import('./sheet.js').Mark} Mark */

/** @type {CanvasRenderingContext2D|null|undefined} */
let pen;

/** How wide letters are in this font. @param {string} family @returns {import('./lines.js').Measure} */
export function measure_in(family) {
  pen ??= document.createElement('canvas').getContext('2d');
  return (text, size, bold) => {
    if (!pen) return text.length * size * 0.6;
    pen.font = `${bold ? 600 : 400} ${size}px ${family}`;
    return pen.measureText(text).width;
  };
}

/** @param {Mark} mark */
function shape(mark) {
  if (mark.tag === 'path') return s('path', { d: mark.d, class: mark.look });
  if (mark.tag === 'rect') return s('rect', { x: mark.x, y: mark.y, width: mark.w, height: mark.h, rx: mark.r, class: mark.look });
  if (mark.tag === 'circle') return s('circle', { cx: mark.x, cy: mark.y, r: mark.r, class: mark.look });
  return null;
}

/**
 * A screen reader passes over the drawing: the sentence and the list beside it say the same.
 * @param {import('./sheet.js').Scene} scene
 * @param {boolean} from_right
 */
export function paint({ width, height, marks }, from_right) {
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, class: 'drawing', 'aria-hidden': 'true', focusable: 'false' });
  const shapes = s('g', from_right ? { transform: `translate(${width} 0) scale(-1 1)` } : {});
  const letters = s('g', { direction: from_right ? 'rtl' : 'ltr' });
  for (const mark of marks) {
    if (mark.tag !== 'text') {
      shapes.append(/** @type {Element} */ (shape(mark)));
      continue;
    }
    const text = s('text', { x: from_right ? width - mark.x : mark.x, y: mark.y, 'font-size': mark.size, 'text-anchor': mark.anchor, class: mark.look });
    text.textContent = mark.text;
    letters.append(text);
  }
  svg.append(shapes, letters);
  return svg;
}
