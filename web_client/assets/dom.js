/** Making elements. No HTML is ever parsed: the page's policy (Trusted Types 'none') forbids it, and rightly. */

/** @typedef {Node|string|null|undefined|false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} [attributes]  functions are listeners: `onclick`
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, ...children);
  return element;
}

/** @param {Element} parent @param {...Child} children */
export function add(parent, ...children) {
  for (const child of children) if (child) parent.append(child);
}

/** @param {Element} element @param {string} name @param {string|null|false|undefined} value */
export function attribute(element, name, value) {
  if (value === null || value === false || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {Element} element @param {string} text */
export function set_text(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Drawn on 24 x 24, with strokes. @type {Record<string, string>} */
const PATHS = {
  settings: 'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5v5M8.5 14.5v5',
  undo: 'M9 6 4.5 10.500 9 15M5 10.500h9a5.500 5.500 0 0 1 0 11h-2',
  words: 'M6 4h9l4 4v12H6zM14.500 4v4.500H19M9 13h7M9 16.500h5',
  stages: 'M5 20v-5h5v-5h5V5h4',
  pause: 'M9 6v12M15 6v12',
  help: 'M12 21s-7.500-4.700-7.500-10.300A4.200 4.200 0 0 1 12 8a4.200 4.200 0 0 1 7.500 2.700C19.500 16.300 12 21 12 21z',
  back: 'M19 12H5M11 6l-6 6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  exit: 'M10 5H5v14h5M14 8l4 4-4 4M18 12H9.500',
};

/** @param {keyof typeof PATHS & string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name] ?? '');
  svg.append(path);
  return svg;
}

/** A button that stays focusable while it cannot be used: focus is never lost by a change of state. @param {Element} button @param {boolean} off */
export function set_off(button, off) {
  attribute(button, 'aria-disabled', off && 'true');
}

/** @param {Element} button */
export function is_off(button) {
  return button.getAttribute('aria-disabled') === 'true';
}

let ids = 0;
/** @param {string} stem */
export function unique_id(stem) {
  return `${stem}-${++ids}`;
}

/** A style sheet that only a part of the page needs, with that part. @param {string} name */
export function style_sheet(name) {
  const href = new URL(`./${name}.css`, import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  return new Promise((resolve) => {
    // What came without its style is better than nothing.
    document.head.append(h('link', { rel: 'stylesheet', href, onload: resolve, onerror: resolve }));
  });
}

/** No movement: chosen here, or asked for on the device. */
export function reduced_motion() {
  const chosen = document.documentElement.dataset['motion'];
  if (chosen === 'reduced') return true;
  return chosen !== 'full' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
