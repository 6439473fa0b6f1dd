/** A file made here, into the person's downloads. */
import { h } from './dom.js';

/** @param {string|Blob} content @param {string} type @param {string} name */
export function download(content, type, name) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = h('a', { href: address, download: name });
  link.click();
  // The browser has taken its copy of the address by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
