/** The texts of My journey, and of parting: taking a copy, forgetting this device, erasing. */
import { _ } from './catalogue.js';

export const journey = {
  back: _('Back to the conversation'),
  lead: _('Where you are, what you have found, and what is yours to take along.'),
  map: _('The stages'),
  /** What a button does with a stage; its name follows. @type {Record<string, string>} */
  take_up: { open: _('Begin'), left: _('Go on'), done: _('Visit again') },
  pictures: _('My pictures'),
  no_pictures: _('The coach draws a picture when there is something to see. It will be here, too.'),
  sentences: _('My sentences'),
  practices: _('What I am trying'),
  copy: _('A copy for me'),
  copy_note: _('The file is saved to your downloads, where others who use this device may see it.'),
  interruptions: _('Also what was said when I asked for help, or when the coach stopped to make sure that I am safe'),
  markdown: _('Save it to read'),
  json: _('Save everything, for programs'),
  csv: _('Save answers and scores, as a table'),
  print: _('Print this page'),
  saved: _('Saved to your downloads.'),
  file: _('my-words'),
  device: _('This device'),
  device_note: _('Lock this device, and this browser no longer opens your words. They stay on the server, and your six words open them again.'),
};

export const parting = {
  lock: _('Lock this device…'),
  lock_sure: _('Lock this device?'),
  lock_text: _('This browser forgets the key to your words, in all its windows. Your words stay on the server, and your six words open them again. An answer that you have begun and not sent is deleted.'),
  lock_unsent: _('What you sent last has not arrived yet. The page is covered until it has, and is locked then.'),
  lock_yes: _('Lock this device'),
  lock_no: _('Stay'),
  erase_title: _('Erase everything'),
  /** @param {string} day */
  kept_until: (day) => _('If nobody opens it until {day}, everything here is deleted after that day. Each visit moves the day on.', { day }),
  erase_note: _('Your answers, your name and your six words are deleted from the server. This cannot be undone.'),
  erase: _('Erase everything…'),
  erase_sure: _('Erase everything?'),
  erase_text: _('All your words and answers will be gone, here and on every device, and your six words will no longer work.'),
  erase_copy: _('Save a copy first'),
  erase_copied: _('A copy is in your downloads.'),
  erase_yes: _('Yes, erase everything'),
  erase_no: _('No, keep everything'),
};
