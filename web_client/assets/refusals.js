/**
 * What the server refuses, in a sentence in the page's language; fetched when something is refused. The code says what it was, the question what would
 * be right; a code that this page does not know yet has the server's own sentence, which is English.
 *
 * @typedef {import('./types.js').Asked} Asked
 */
import { refused, refused_words } from './refusal_strings.js';
import { t } from './strings.js';

/** @param {Asked} asked */
function count_problem({ kind, at_least = 0, at_most = 0 }, /** @type {number} */ given) {
  const words = t.problems;
  if (kind === 'list') return given < at_least ? words.write_at_least(at_least) : words.write_at_most(at_most);
  return given < at_least ? words.choose_at_least(at_least) : words.choose_at_most(at_most);
}

/** @param {Asked} asked @param {unknown} value what was sent */
function out_of_range(asked, value) {
  if (Array.isArray(value)) return count_problem(asked, value.length);
  const { min, max } = asked;
  return min !== undefined && max !== undefined ? t.problems.range(min, max) : null;
}

/** @type {Record<string, (asked: Asked, value: unknown) => string|null>} */
const BY_QUESTION = {
  out_of_range,
  too_long: ({ max_characters }) => (max_characters === undefined ? null : t.problems.too_long(max_characters)),
  unknown_option: () => t.problems.choose_one,
  empty: ({ kind }) => (kind === 'choices' ? t.problems.choose_one : t.problems.empty),
  wrong_kind({ kind }) {
    if (kind === 'number' || kind === 'scale') return t.problems.not_a_number;
    if (kind === 'date') return t.problems.not_a_date;
    return ['choice', 'choices', 'yesno'].includes(kind) ? t.problems.choose_one : t.problems.empty;
  },
};

/**
 * @param {string} code
 * @param {string|undefined} message  the server's own sentence
 * @param {Asked|null} asked  the question that it is about
 * @param {unknown} [value]  what was sent as its answer
 */
export function refusal(code, message, asked, value) {
  return (asked && BY_QUESTION[code]?.(asked, value)) || refused[code] || message || t.problems.unexpected;
}

/** What was wrong with six words. @param {any} error  of the body */
export function words_refusal(error) {
  const { code, word, nearest, count } = error ?? {};
  if (code === 'words_unknown' && typeof word === 'string') return nearest ? refused_words.near(word, nearest) : refused_words.unknown(word);
  return code === 'words_count' && count !== undefined ? refused_words.count(Number(count)) : null;
}
