/** Quotes of then and now. Pure. */

/** @typedef {import('../types.js').Part} Part */

/** A sentence may come in pieces, each an answer of its own: those of one time, one behind another, are read as one. @param {Part[]} parts @returns {Part[]} */
export function whole_quotes(parts) {
  /** @type {Part[]} */
  const whole = [];
  for (const part of parts) {
    const before = whole.at(-1);
    if (before?.role === part.role && before.label === part.label) whole[whole.length - 1] = { ...before, text: `${before.text ?? ''} ${part.text ?? ''}`.trim() };
    else whole.push(part);
  }
  return whole;
}
