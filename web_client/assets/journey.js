/**
 * My journey, in place of the conversation: where one is, what was found, what is being tried, and what is to be
 * taken along or erased. Header and footer stay where they are, with Exit and help in them.
 *
 * It has no address of its own: an entry more in the browser's history would be one that Exit cannot take away.
 */
import { h, icon, style_sheet, unique_id } from './dom.js';
import { pictures_of, practices_of } from './found.js';
import { parting, journey as words } from './journey_strings.js';
import { stage_map } from './journey_map.js';
import { ask_to_erase, ask_to_lock, interruptions_box, save_copy } from './parting.js';
import { pictures as picture_words } from './picture_strings.js';
import { figure_of } from './pictures/figure.js';
import { whole_quotes } from './pictures/quotes.js';
import { practice_card } from './practice_card.js';
import { create_report } from './report.js';
import { day_heading, far_day, t } from './strings.js';

await Promise.all([style_sheet('pictures'), style_sheet('journey')]);

/**
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Shown} Shown
 */

const { roles } = picture_words;

/** Quotes are read, not looked at: they stand as sentences. */
const SENTENCES = 'then_now';

// On paper nothing can be opened: what a drawing had to shorten stands below it in full.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('.journey .picture[data-shortened] details:not([open])')) {
    details.setAttribute('open', '');
    details.setAttribute('data-for-paper', '');
  }
});
addEventListener('afterprint', () => {
  for (const details of document.querySelectorAll('details[data-for-paper]')) {
    details.removeAttribute('open');
    details.removeAttribute('data-for-paper');
  }
});

/** @param {string} title @param {string} [kind] */
function create_section(title, kind = '') {
  const id = unique_id('journey');
  const heading = h('h3', { id, tabindex: -1 }, title);
  const body = h('div', {});
  let drawn = '';
  return {
    heading,
    element: h('section', { class: kind, 'aria-labelledby': id }, heading, body),
    /** What has not changed stays as it is, open lists and all. @param {string} key @param {() => Node[]} make */
    draw(key, make) {
      if (key === drawn) return;
      drawn = key;
      const had_focus = body.contains(document.activeElement);
      body.replaceChildren(...make());
      if (had_focus) heading.focus({ preventScroll: true });
    },
  };
}

/**
 * @param {object} ports
 * @param {() => void} ports.back
 * @param {(stage: string) => void} ports.begin
 * @param {import('./parting.js').Locking} ports.lock
 * @param {() => Promise<void>} ports.erase
 */
export function create_journey({ back, begin, lock, erase }) {
  const title = h('h2', { tabindex: -1 }, t.footer.journey);
  const map = create_section(words.map);
  const pictures = create_section(words.pictures);
  const sentences = create_section(words.sentences);
  const practices = create_section(words.practices);
  const copies = copy_section();
  const erasing = erase_section(erase);
  const element = h(
    'main',
    { class: 'journey', tabindex: -1 },
    h(
      'div',
      { class: 'journey-in' },
      h('button', { type: 'button', class: 'quiet back', onclick: back }, icon('back'), words.back),
      title,
      h('p', { class: 'lead' }, words.lead),
      map.element,
      pictures.element,
      sentences.element,
      practices.element,
      copies.element,
      device_section(lock),
      erasing.element,
    ),
  );

  return {
    element,
    focus: () => title.focus({ preventScroll: true }),
    to_copies: () => {
      copies.heading.scrollIntoView({ block: 'start' });
      copies.heading.focus({ preventScroll: true });
    },
    /** @param {State} state */
    draw(state) {
      const language = state.journey?.language ?? t.language;
      const stages = state.journey?.stages ?? [];
      const all = pictures_of(state);
      const drawn = all.filter(({ item }) => item.picture !== SENTENCES);
      const quotes = all.filter(({ item }) => item.picture === SENTENCES);
      const running = practices_of(state, new Date());
      erasing.draw(state.journey?.kept_until);
      map.draw(JSON.stringify([stages, language]), () => [stage_map(stages, language, begin)]);
      pictures.draw(keys(drawn), () =>
        drawn.length ? drawn.map(({ item, language }) => card(item, figure_of(item, language))) : [h('p', { class: 'soft' }, words.no_pictures)],
      );
      sentences.element.hidden = quotes.length === 0;
      sentences.draw(keys(quotes), () => quotes.map(({ item, language }) => card(item, quoted(item, language))));
      practices.element.hidden = running.length === 0;
      practices.draw(keys(running), () => running.map(({ item, language }) => h('div', { class: 'journey-card' }, practice_card(item, language))));
    },
  };
}

/** @typedef {ReturnType<typeof create_journey>} Journey */

/** @param {{item: {seq: number}}[]} found */
const keys = (found) => `of ${found.map(({ item }) => item.seq)}`;

/** @param {Shown} picture @param {HTMLElement} content */
const card = (picture, content) =>
  h('div', { class: 'journey-card' }, content, picture.at && h('p', { class: 'soft' }, day_heading(picture.at, Date.now())));

/** @param {Shown} picture @param {string} language */
function quoted(picture, language) {
  const parts = whole_quotes(picture.parts);
  return h(
    'figure',
    { class: 'quotes' },
    h('h4', { class: 'picture-title', dir: 'auto', lang: language }, picture.title),
    ...parts.flatMap(({ role, label, text }) => [
      label || parts.length > 1 ? h('p', { class: 'soft', dir: 'auto' }, label ?? roles[role] ?? '') : null,
      h('blockquote', { dir: 'auto', lang: language }, text ?? ''),
    ]),
  );
}

function copy_section() {
  const section = create_section(words.copy, 'no-print');
  const { note, doing } = create_report();
  const interruptions = interruptions_box();
  /** @param {string} label @param {() => void} onclick */
  const button = (label, onclick) => h('button', { type: 'button', class: 'plain', onclick }, label);
  /** @param {import('./parting.js').Form} form */
  const save = (form) =>
    doing(async () => {
      await save_copy(form, interruptions.box.checked);
      return words.saved;
    });
  section.draw('all', () => [
    h('p', { class: 'soft' }, words.copy_note),
    interruptions.element,
    h(
      'div',
      { class: 'buttons start' },
      button(words.markdown, save('markdown')),
      button(words.csv, save('csv')),
      button(words.json, save('json')),
      button(words.print, () => print()),
    ),
    note,
  ]);
  return section;
}

/** @param {import('./parting.js').Locking} lock */
function device_section(lock) {
  const section = create_section(words.device, 'no-print');
  section.draw('all', () => [
    h('p', { class: 'soft' }, words.device_note),
    h('div', { class: 'buttons start' }, h('button', { type: 'button', class: 'plain', onclick: () => void ask_to_lock(lock) }, parting.lock)),
  ]);
  return section.element;
}

/** @param {() => Promise<void>} erase */
function erase_section(erase) {
  const section = create_section(parting.erase_title, 'no-print');
  return {
    element: section.element,
    /** @param {string} [kept_until] */
    draw: (kept_until) =>
      section.draw(`until ${kept_until}`, () => [
        h('p', { class: 'soft' }, parting.erase_note),
        ...(kept_until ? [h('p', { class: 'soft' }, parting.kept_until(far_day(kept_until)))] : []),
        h('div', { class: 'buttons start' }, h('button', { type: 'button', class: 'danger-plain', onclick: () => ask_to_erase(erase) }, parting.erase)),
      ]),
  };
}
