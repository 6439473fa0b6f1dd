/**
 * A place between two ends: a native range, with buttons for those who cannot drag. It has no answer until it is
 * touched; the thumb has to stand somewhere, but a place nobody chose is not an answer.
 */
import { attribute, h, set_text, unique_id } from '../dom.js';
import { t } from '../strings.js';
import { describe, single } from './control.js';

/** @typedef {import('./control.js').Control} Control */
/** @typedef {import('./control.js').Setup} Setup */

/** @param {Setup} setup @returns {Control} */
export function scale(setup) {
  const { asked, language } = setup;
  const min = asked.min ?? 0;
  const max = asked.max ?? 10;
  const middle = Math.round((min + max) / 2);
  let touched = typeof setup.value === 'number';

  const range = h('input', { type: 'range', min, max, step: 1 });
  range.value = String(touched ? setup.value : middle);
  const shown = h('output', { class: 'scale-value' });
  const less = step_button('−', t.reply.less, -1);
  const more = step_button('+', t.reply.more, 1);
  const low = h('span', { id: unique_id('low'), dir: 'auto', lang: language }, end_label(min, asked.low));
  const high = h('span', { id: unique_id('high'), dir: 'auto', lang: language }, end_label(max, asked.high));

  /** @param {number} at @param {string|undefined} words */
  function end_label(at, words) {
    return words ? `${at} · ${words}` : String(at);
  }

  /** @param {string} sign @param {string} name @param {number} by */
  function step_button(sign, name, by) {
    return h(
      'button',
      {
        type: 'button',
        class: 'plain square',
        'aria-label': name,
        onclick: () => {
          // The first press only takes the place where the thumb stands.
          if (touched) range.value = String(Number(range.value) + by);
          touch();
        },
      },
      sign,
    );
  }

  function touch() {
    touched = true;
    tell();
    setup.changed();
  }

  function tell() {
    const value = Number(range.value);
    set_text(shown, touched ? String(value) : '–');
    range.classList.toggle('untouched', !touched);
    const end = value === min ? asked.low : value === max ? asked.high : '';
    const words = t.reply.value_of(value, max) + (end ? `, ${end}` : '');
    attribute(range, 'aria-valuetext', touched ? words : t.reply.not_chosen);
    // Chromium paints no filled part by itself.
    const part = max > min ? (value - min) / (max - min) : 0;
    range.style.setProperty('--part', touched ? String(part) : '0');
  }

  range.addEventListener('input', touch);
  // Clicking on the very place where the thumb stands changes nothing, but it is a choice.
  range.addEventListener('pointerup', touch);
  range.addEventListener('keydown', (event) => {
    if (event.key === ' ' || event.key === 'Spacebar') {
      event.preventDefault();
      touch();
    }
  });
  tell();

  const note = h('p', { class: 'soft', id: unique_id('note') }, t.reply.scale_note);
  const element = single(
    setup,
    range,
    h('div', { class: 'scale' }, less, range, more, shown),
    h('div', { class: 'scale-ends' }, low, high),
    note,
  );
  const read = () => (touched ? Number(range.value) : null);
  return {
    element,
    read,
    draft: read,
    focus: () => range.focus(),
    describe: (ids, invalid) => describe(range, `${ids} ${low.id} ${high.id} ${note.id}`.trim(), invalid),
  };
}
