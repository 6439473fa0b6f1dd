/**
 * What an answer is: reading it, checking it before it is sent, and saying it in one line. The server checks again;
 * this spares the person a round trip.
 *
 * @typedef {import('./types.js').Asked} Asked
 * @typedef {import('./types.js').Value} Value
 */
import { t } from './strings.js';

/** Lengths count code points, as the server does. @param {string} text */
export function length_of(text) {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/**
 * "24 minutes" is 24 and "1,5" is 1.5: what people write for a number.
 * @param {string} text
 * @returns {number|null}
 */
export function read_number(text) {
  const found = /^[^\d-]*(-?\d+(?:[.,]\d+)?)\D*$/.exec(text.trim());
  return found?.[1] === undefined ? null : Number(found[1].replace(',', '.'));
}

/**
 * @param {Asked} asked
 * @param {Value|null} value  null: nothing was given
 * @returns {string|null}  what is wrong, in words; null when it may be sent
 */
export function problem_with(asked, value) {
  const words = t.problems;
  switch (asked.kind) {
    case 'choice':
      return typeof value === 'string' && value !== '' ? null : words.choose_one;
    case 'yesno':
      return typeof value === 'boolean' ? null : words.choose_one;
    case 'choices': {
      const n = Array.isArray(value) ? value.length : 0;
      return problem_with_count(n, asked, words.choose_at_least, words.choose_at_most);
    }
    case 'list': {
      const items = Array.isArray(value) ? value : [];
      const max = asked.max_characters;
      if (max !== undefined && items.some((item) => length_of(item) > max)) return words.too_long(max);
      return problem_with_count(items.length, asked, words.write_at_least, words.write_at_most);
    }
    case 'text':
    case 'long_text': {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text === '') return words.empty;
      const max = asked.max_characters;
      return max !== undefined && length_of(text) > max ? words.too_long(max) : null;
    }
    case 'scale':
      return typeof value === 'number' ? problem_with_range(value, asked) : words.untouched;
    case 'number':
      return typeof value === 'number' ? problem_with_range(value, asked) : words.not_a_number;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? null : words.not_a_date;
  }
}

/**
 * @param {number} n
 * @param {Asked} asked
 * @param {(n: number) => string} too_few
 * @param {(n: number) => string} too_many
 */
function problem_with_count(n, asked, too_few, too_many) {
  const least = Math.max(1, asked.at_least ?? 1);
  if (n < least) return too_few(least);
  if (asked.at_most !== undefined && n > asked.at_most) return too_many(asked.at_most);
  return null;
}

/** @param {number} value @param {Asked} asked */
function problem_with_range(value, asked) {
  const { min, max } = asked;
  if (min !== undefined && max !== undefined && (value < min || value > max)) return t.problems.range(min, max);
  if (min !== undefined && value < min) return t.problems.from(min);
  if (max !== undefined && value > max) return t.problems.up_to(max);
  return null;
}

/**
 * What the person's own bubble says until the server's `label` comes.
 * @param {Asked} asked
 * @param {Value} value
 * @param {string} language
 */
export function label_of(asked, value, language) {
  /** @param {Value} id */
  const option = (id) => asked.options?.find((each) => each.id === id)?.label ?? String(id);
  switch (asked.kind) {
    case 'choice':
      return option(value);
    case 'choices':
      return join(/** @type {string[]} */ (value).map(option), language);
    case 'list':
      return join(/** @type {string[]} */ (value), language);
    case 'yesno':
      return value ? t.yes : t.no;
    case 'number':
      return asked.unit ? `${value} ${asked.unit}` : String(value);
    default:
      return String(value);
  }
}

/** @param {string[]} parts @param {string} language */
function join(parts, language) {
  try {
    return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
  } catch {
    return parts.join(', ');
  }
}
