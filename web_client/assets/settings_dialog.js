/** The Settings dialog: every change holds at once. */
import { hush } from './announcer.js';
import { open_dialog } from './dialog.js';
import { h, unique_id } from './dom.js';
import { NEUTRAL_SITES, change_settings, read_settings } from './settings.js';
import { settings as words } from './dialog_strings.js';
import { parting } from './journey_strings.js';
import { name_of_language } from './names.js';
import { ask_to_lock } from './parting.js';

/**
 * @param {object} what
 * @param {import('./parting.js').Locking|null} what.lock  null where there is no journey to lock
 * @param {string[]} [what.languages]  of the course
 * @param {string} [what.language]  in which the coach speaks now
 * @param {(language: string) => void} [what.speak]
 */
export function open_settings({ lock, languages = [], language = '', speak }) {
  const now = read_settings();

  const voice = 'speechSynthesis' in window;
  const body = [
    h('p', { class: 'soft' }, words.note),
    select(words.text, words.texts, now.text, (text) => change_settings({ text })),
    select(words.theme, words.themes, now.theme, (theme) => change_settings({ theme })),
    select(words.motion, words.motions, now.motion, (motion) => change_settings({ motion })),
    check(words.sound, now.sound, (sound) => change_settings({ sound })),
    voice
      ? check(words.aloud, now.aloud, (aloud) => {
          change_settings({ aloud });
          if (!aloud) hush();
        })
      : h('p', { class: 'soft' }, words.aloud_none),
    ...(speak && languages.length > 1 ? [select(words.language, names_of(languages), language, speak), h('p', { class: 'soft' }, words.language_note)] : []),
    h('h3', {}, words.exit_title),
    select(words.exit_to, NEUTRAL_SITES, now.exit_to, (exit_to) => change_settings({ exit_to })),
    check(words.exit_forget, now.exit_forgets, (exit_forgets) => change_settings({ exit_forgets })),
    h('p', { class: 'soft' }, words.exit_note),
    h('h3', {}, words.device_title),
    select(words.icon, words.icons, now.icon, (icon) => change_settings({ icon, title: icon && (words.icons[icon] ?? '') })),
    h('p', { class: 'soft' }, words.icon_note),
    select(words.lock_after, words.locks_after, String(now.lock_after), (minutes) => change_settings({ lock_after: Number(minutes) })),
    h('p', { class: 'soft' }, words.lock_note),
    lock && h('div', { class: 'buttons start' }, h('button', { type: 'button', class: 'plain', onclick: () => void ask_to_lock(lock) }, parting.lock)),
  ];
  open_dialog(words.title, body);
}

/** Each in its own words. @param {string[]} languages */
const names_of = (languages) => Object.fromEntries(languages.map((each) => [each, name_of_language(each)]));

/**
 * @param {string} label
 * @param {Record<string, string>} options
 * @param {string} value
 * @param {(value: string) => void} changed
 */
function select(label, options, value, changed) {
  const id = unique_id('setting');
  const control = h(
    'select',
    { id, onchange: () => changed(control.value) },
    ...Object.entries(options).map(([key, text]) => h('option', { value: key, selected: key === value }, text)),
  );
  return h('div', { class: 'field' }, h('label', { for: id }, label), control);
}

/** @param {string} label @param {boolean} value @param {(value: boolean) => void} changed */
function check(label, value, changed) {
  const id = unique_id('setting');
  const box = h('input', { type: 'checkbox', id, checked: value, onchange: () => changed(box.checked) });
  return h('div', { class: 'check' }, box, h('label', { for: id }, label));
}
