/** Making elements of drawings. */
const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} tag @param {Record<string, string|number>} attributes */
export function s(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== '') element.setAttribute(name, String(typeof value === 'number' ? Math.round(value * 10) / 10 : value));
  return element;
}
