/** The texts of Settings, of My words, of locking, and of what is asked in the conversation. */
import { _, _n } from './catalogue.js';

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
  exit_forget: _('Exit also locks this device. You then need your six words to come back.'),
  exit_note: _('Exit also works by pressing Shift three times on a keyboard. It clears unsent words from this device. It does not erase your browser’s history.'),
  device_title: _('This device'),
  icon: _('The tab of this page says'),
  /** Ordinary things that anyone might have open; empty: the page's own name. @type {Record<string, string>} */
  icons: { '': 'Attune', notes: _('Notes'), recipes: _('Recipes'), timetable: _('Timetable') },
  icon_note: _('The name and the picture of the tab, in every window of this browser. The address stays as it is, and the history keeps what the tab said at the time.'),
  lock_after: _('Lock this device by itself'),
  /** @type {Record<string, string>} */
  locks_after: { 0: _('Never'), 5: _('After 5 minutes'), 15: _('After 15 minutes'), 60: _('After an hour') },
  lock_note: _('When nobody touches it or presses a key for that long, also while this page is closed. You then need your six words to come back. An answer that you have begun and not sent is deleted.'),
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

export const locking = {
  soon: _('Nobody has touched this page for a while. In a minute it locks itself.'),
  stay: _('Stay'),
  waiting: _('Waiting for the connection. This page will close itself when it is back.'),
  unsent: _('Something has not been sent yet. This page will close itself when it has.'),
  lose: _('Do not wait for it…'),
  lose_sure: _('Lose what was not sent?'),
  lose_text: _('It is deleted from this device, and nobody can bring it back.'),
  lose_yes: _('Lose it'),
  lose_no: _('Wait'),
};

export const rest = {
  title: _('A pause'),
  text: [
    _('Take all the time you need. Let your shoulders drop, look at something far away, and breathe out slowly.'),
    _('Everything you have sent is kept. You can close this page now and come back to this exact place, today or in a month.'),
  ],
  go_on: _('I am back'),
};

export const take_back = {
  title: _('Change this answer?'),
  /** @param {number} n */
  text: (n) =>
    n > 1
      ? _n(
          'The coach goes back to this question. This answer and the {n} after it are taken back, and are asked again.',
          'The coach goes back to this question. This answer and the {n} after it are taken back, and are asked again.',
          n - 1,
        )
      : _('The coach goes back to this question and asks it again.'),
  yes: _('Go back to it'),
  no: _('Leave it as it is'),
};
