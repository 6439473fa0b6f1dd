/**
 * A picture on the page: its title, the drawing, its sentence, and the same as a list. The drawing is made for the
 * room and the letters that there are, and made anew when either changes.
 */
import { attribute, h, unique_id } from '../dom.js';
import { pictures as words } from '../picture_strings.js';
import { draw, is_known } from './draw.js';
import { is_of_numbers, list_of } from './list.js';
import { measure_in, paint } from './paint.js';

/** On paper, and where the page has not been laid out yet. */
const USUAL_WIDTH_PX = 560;
const USUAL_EM_PX = 16;
/** Less than this is a rounding of the layout. */
const SAME_PX = 1;

/**
 * @param {import('../types.js').Picture} picture
 * @param {string} language  of its words
 * @param {{heading?: 'h3'|'h4', on_paper?: boolean}} [how]
 */
export function figure_of(picture, language, { heading = 'h4', on_paper = false } = {}) {
  const id = unique_id('picture');
  const title = h(heading, { id, class: 'picture-title', dir: 'auto', lang: language }, picture.title);
  const sentence = h('p', { dir: 'auto', lang: language }, picture.words);
  if (!is_known(picture)) return h('figure', { class: 'picture', 'data-title': id, 'aria-labelledby': id }, title, h('figcaption', {}, sentence));
  const room = h('div', { class: 'picture-room' });
  const list = list_of(picture, language);
  const figure = h('figure', { class: 'picture', 'data-title': id, 'aria-labelledby': id }, title, room, h('figcaption', {}, sentence));
  /** @param {number} width @param {number} em */
  const fill = (width, em) => {
    const scene = draw(picture, { width, em, measure: measure_in(getComputedStyle(document.body).fontFamily) });
    room.replaceChildren(paint(scene, document.documentElement.dir === 'rtl'));
    attribute(figure, 'data-shortened', scene.shortened && '');
    return scene;
  };
  if (on_paper) {
    // There is nothing to open on paper.
    if (fill(USUAL_WIDTH_PX, USUAL_EM_PX).shortened) figure.append(list);
  } else {
    figure.append(h('details', {}, h('summary', {}, is_of_numbers(picture) ? words.as_table : words.as_list), list));
    follow(room, title, fill);
  }
  return figure;
}

/** @param {HTMLElement} room @param {HTMLElement} title @param {(width: number, em: number) => unknown} fill */
function follow(room, title, fill) {
  let drawn = { width: 0, em: 0 };
  const observer = new ResizeObserver(() => {
    const width = room.clientWidth;
    const em = Number.parseFloat(getComputedStyle(room).fontSize);
    if (width === 0 || (Math.abs(width - drawn.width) < SAME_PX && em === drawn.em)) return;
    drawn = { width, em };
    fill(width, em);
  });
  // Larger letters need not change the room, but they change the title's.
  observer.observe(room);
  observer.observe(title);
}
