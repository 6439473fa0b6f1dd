/** Text in lines, for drawings: SVG does not wrap. Pure: how wide a text is comes in as a function. */

/** @typedef {(text: string, size: number, bold: boolean) => number} Measure */

const ELLIPSIS = '…';
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a reader takes for single letters: an accent or a family of faces is never torn apart. @param {string} text */
const letters_of = (text) => Array.from(letters.segment(text), ({ segment }) => segment);

/**
 * As many letters as fit, and what is left.
 * @param {string} word
 * @param {(text: string) => boolean} fits
 * @returns {[string, string]}
 */
function cut(word, fits) {
  const all = letters_of(word);
  let low = 1;
  let high = all.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(all.slice(0, middle).join(''))) low = middle;
    else high = middle - 1;
  }
  return [all.slice(0, low).join(''), all.slice(low).join('')];
}

/**
 * Lines no wider than `width`, `most` of them; what does not fit ends in an ellipsis. A word that is wider than a
 * line is cut, and so are scripts that are written without spaces.
 * @param {string} text
 * @param {number} width
 * @param {number} most
 * @param {(text: string) => number} measure
 * @returns {{lines: string[], whole: boolean}}
 */
export function wrap(text, width, most, measure) {
  /** @param {string} line */
  const fits = (line) => measure(line) <= width;
  const words = text.trim().split(/\s+/).filter(Boolean);
  /** @type {string[]} */
  const lines = [];
  let line = '';
  while (words.length) {
    const word = /** @type {string} */ (words[0]);
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      words.shift();
      continue;
    }
    if (line) {
      lines.push(line);
      line = '';
    } else {
      const [head, rest] = cut(word, fits);
      lines.push(head);
      if (rest) words[0] = rest;
      else words.shift();
    }
    if (lines.length === most) break;
  }
  if (line) lines.push(line);
  if (!words.length && lines.length <= most) return { lines, whole: true };
  const last = /** @type {string} */ (lines[most - 1]);
  const [kept] = cut(last, (head) => fits(head.trimEnd() + ELLIPSIS));
  return { lines: [...lines.slice(0, most - 1), kept.trimEnd() + ELLIPSIS], whole: false };
}
