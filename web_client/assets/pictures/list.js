/** What a picture shows, as a list or a table: whole, where the drawing has to shorten. */
import { h } from '../dom.js';
import { pictures as words } from '../picture_strings.js';
import { day_in_full, number_in_words } from './numbers.js';
import { whole_quotes } from './quotes.js';

/** @typedef {import('../types.js').Picture} Picture */
/** @typedef {import('../types.js').Part} Part */

/** Who or what a part belongs to; the kinds of one role need no name for it. @param {Part} part */
const role_of = (part) => words.roles[part.role] ?? '';

/** @param {Picture} picture */
export const is_of_numbers = (picture) => picture.parts.some((part) => part.values?.length);

/** @param {Picture} picture @param {string} language */
export function list_of(picture, language) {
  return is_of_numbers(picture) ? table(picture, language) : list(picture, language);
}

/** @param {Picture} picture @param {string} language */
function list({ picture, parts }, language) {
  const in_order = ['chain', 'loop', 'fork'].includes(picture);
  return h(
    in_order ? 'ol' : 'ul',
    { class: 'picture-list' },
    ...(picture === 'then_now' ? whole_quotes(parts) : parts).map((part) => {
      const name = [role_of(part), part.label].filter(Boolean).join(', ');
      return h('li', {}, name && h('b', { dir: 'auto', lang: part.label ? language : null }, part.text ? `${name}: ` : name), part.text && h('bdi', { lang: language }, part.text));
    }),
  );
}

/** @param {Picture} picture @param {string} language */
function table({ picture, title, parts }, language) {
  const heads = picture === 'plane' ? [words.worry, words.distance] : [['bar', 'dots'].includes(picture) ? words.of_ten : words.value];
  const named = parts.some((part) => role_of(part) || part.label || part.text);
  const dated = parts.some((part) => part.day);
  /** @param {string} text */
  const head = (text) => h('th', { scope: 'col' }, text);
  return h(
    'table',
    { class: 'picture-list', 'aria-label': title },
    h('thead', {}, h('tr', {}, named && head(words.what), dated && head(words.day), ...heads.map(head))),
    h(
      'tbody',
      {},
      ...parts.map((part) =>
        h(
          'tr',
          {},
          named && h('td', { dir: 'auto', lang: language }, [role_of(part), part.label, part.text].filter(Boolean).join(', ')),
          dated && h('td', {}, part.day ? day_in_full(part.day) : ''),
          ...heads.map((_head, i) => h('td', { class: 'number' }, part.values?.[i] === undefined ? '' : number_in_words(Number(part.values[i])))),
        ),
      ),
    ),
  );
}
