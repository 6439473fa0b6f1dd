/** What a person set for this device, and applying it to the page. */
import { KEYS, load, save } from './storage.js';

/** Ordinary sites that anyone might have open. */
export const NEUTRAL_SITES = {
  'https://www.bbc.com/weather': 'BBC Weather',
  'https://www.wikipedia.org/': 'Wikipedia',
  'https://www.google.com/': 'Google',
};

const DEFAULTS = {
  text: '100',
  theme: 'system',
  motion: 'system',
  sound: false,
  aloud: false,
  exit_to: 'https://www.bbc.com/weather',
  exit_forgets: false,
};

/** @typedef {typeof DEFAULTS} Settings */

/** @returns {Settings} */
export function read_settings() {
  const kept = load(KEYS.settings);
  const settings = { ...DEFAULTS, ...(kept && typeof kept === 'object' ? kept : {}) };
  if (!(settings.exit_to in NEUTRAL_SITES)) settings.exit_to = DEFAULTS.exit_to;
  return settings;
}

/** @param {Partial<Settings>} change */
export function change_settings(change) {
  const settings = { ...read_settings(), ...change };
  save(KEYS.settings, settings);
  apply_settings(settings);
}

/** @param {Settings} settings */
export function apply_settings(settings) {
  const page = document.documentElement.dataset;
  put(page, 'theme', settings.theme, 'system');
  put(page, 'motion', settings.motion, 'system');
  put(page, 'text', settings.text, '100');
}

/** @param {DOMStringMap} page @param {string} name @param {string} value @param {string} usual */
function put(page, name, value, usual) {
  if (value === usual) delete page[name];
  else page[name] = value;
}
