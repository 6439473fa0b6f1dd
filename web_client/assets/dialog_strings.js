/** The texts of Settings and of My words. */
import { _ } from './catalogue.js';

export const settings = {
  title: _('Settings'),
  note: _('These are kept on this device.'),
  text: _('Text size'),
  /** @type {Record<string, string>} */
  texts: { 100: _('Normal'), 115: _('Larger'), 135: _('Large'), 160: _('Very large'), 200: _('Largest') },
  theme: _('Colours'),
  themes: { system: _('As on this device'), light: _('Light'), dark: _('Dark') },
  motion: _('Movement'),
  motions: { system: _('As on this device'), reduced: _('None: no typing pauses, nothing moves'), full: _('Gentle') },
  sound: _('A soft sound when the coach writes'),
  aloud: _('Read the coach’s words aloud'),
  aloud_none: _('This browser has no voice to read aloud with.'),
  language: _('Language'),
  language_note: _('The coach goes on in it, and asks the open question again. What was said before stays as it was.'),
  exit_title: _('Exit'),
  exit_to: _('Exit opens'),
  exit_forget: _('Exit also forgets this device. You then need your six words to come back.'),
  exit_note: _('Exit also works by pressing Shift three times on a keyboard. It clears unsent words from this device. It does not erase your browser’s history.'),
  leave_title: _('This device'),
};

export const words = {
  title: _('My words'),
  lead: _('What you and the coach have said, in this course. Answers you took back are not in it.'),
  empty: _('There is nothing here yet.'),
  copy: _('Copy as text'),
  save_text: _('Save as text'),
  print: _('Print'),
  copied: _('Copied. Anyone who uses this device can paste it.'),
  not_copied: _('Copying was not allowed here. You can save a file instead.'),
  saved: _('Saved to your downloads, where others who use this device may see it.'),
  file: _('my-words'),
  more_title: _('Other copies, and erasing'),
  more_note: _('My journey has a copy in other forms. You can also erase everything there.'),
  more: _('Go to My journey'),
};
