/** What every view has at its top, always in the same place: two ways past it, the name, Settings and Exit. */
import { attribute, h, icon, set_text } from './dom.js';
import { read_settings } from './settings.js';
import { t } from './strings.js';

/** A link, so that it leaves even where this script has failed; with the script it covers the page first. @param {string} words @param {string} kind @param {() => void} exit */
export function exit_link(words, kind, exit) {
  return h(
    'a',
    {
      href: read_settings().exit_to,
      rel: 'noreferrer nofollow',
      class: kind,
      'data-exit': '',
      title: t.header.exit_title,
      onclick: (/** @type {MouseEvent} */ event) => {
        event.preventDefault();
        exit();
      },
    },
    kind.includes('button') && icon('exit'),
    words,
  );
}

/**
 * @param {object} ports
 * @param {() => void} ports.exit
 * @param {{text: string, to: () => void}|null} ports.skip
 * @param {() => Parameters<typeof import('./settings_dialog.js').open_settings>[0]} ports.settings
 */
export function create_frame({ exit, skip, settings }) {
  /** Fetched when the page has come to rest (app.js), or at the latest now. */
  const open = async () => (await import('./settings_dialog.js')).open_settings(settings());

  const place = h('p', { class: 'place', id: 'place' });
  const progress = h('progress', { 'aria-label': t.header.progress, hidden: true });
  const element = h(
    'header',
    { class: 'top' },
    skip &&
      h(
        'a',
        {
          class: 'skip',
          href: '#reply',
          onclick: (/** @type {MouseEvent} */ event) => {
            // The address stays as it is: it is in the history.
            event.preventDefault();
            skip.to();
          },
        },
        skip.text,
      ),
    exit_link(t.header.exit_link, 'skip', exit),
    h(
      'div',
      { class: 'top-row' },
      h(
        'div',
        { class: 'top-in' },
        h('div', { class: 'titles' }, h('h1', { class: 'name' }, document.title), place),
        h(
          'button',
          { type: 'button', class: 'quiet', id: 'settings', onclick: open },
          icon('settings'),
          h('span', { class: 'wide-only' }, t.header.settings),
        ),
        exit_link(t.header.exit, 'exit button', exit),
      ),
      progress,
    ),
  );
  // On a phone the word gives way to its picture, so the name has to be said.
  element.querySelector('#settings')?.setAttribute('aria-label', t.header.settings);

  return {
    element,
    /** @param {string} stage @param {number|undefined} step @param {number|undefined} of */
    tell(stage, step, of) {
      const known = step !== undefined && of !== undefined && of > 0;
      set_text(place, known ? t.header.place(stage, step, of) : stage);
      progress.hidden = !known;
      if (known) {
        attribute(progress, 'max', String(of));
        attribute(progress, 'value', String(Math.min(step, of)));
      }
    },
  };
}
