/** What a person set for this device. early.js applies what of it is seen on the page. */
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
  /** Minutes without a touch or a key; 0: never. */
  lock_after: 0,
  /** What the tab says instead of the page's own name, with the icon of that name; empty: its own. */
  title: '',
  icon: '',
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
  dispatchEvent(new CustomEvent('attune-settings', { detail: settings }));
}
