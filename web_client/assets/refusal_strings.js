/** What the server refuses, in words. */
import { _, _n } from './catalogue.js';

/** By its code; where the code says too little, refusals.js knows more. @type {Record<string, string>} */
export const refused = {
  not_open: _('The conversation had already moved on, perhaps in another window. Here is where it stands.'),
  required: _('This one question needs an answer to go on.'),
  nothing_to_take_back: _('There is no answer to take back here.'),
  not_paused: _('This rest cannot be ended just now.'),
  stage_not_open: _('This stage cannot be begun just now.'),
  unknown_language: _('This course is not written in that language.'),
  slow_down: _('That was a lot at once. Please wait a moment.'),
  not_kept: _('That could not be kept just now. Please try again in a moment.'),
  not_kept_yet: _('Your last answer could not be kept just now. It stays on this device, and is sent again by itself until it is kept.'),
  set_aside: _('This conversation met a fault of ours and was set aside. Nothing you wrote is lost. Please reload the page; if it happens again, come back later.'),
  damaged: _('A part of what is kept of your journey was damaged, and cannot be read. You did nothing wrong. The rest is left as it is. Please tell whoever runs this site: a backup may have it whole.'),
  erased: _('This journey is not here any more.'),
  too_often: _('That was tried very often. Please wait a minute and try again.'),
  words_wrong: _('These six words do not open a journey here. Please look at each word and its place.'),
  not_adult: _('This is for people of 18 and over. Please confirm your age.'),
  no_consent: _('Please say that you have read what this is and want to begin.'),
  name_empty: _('Please say what you would like to be called. Any name will do.'),
  name_too_long: _('Please choose a name of up to 40 characters.'),
};

export const refused_words = {
  /** @param {string} word */
  unknown: (word) => _('“{word}” is not one of the words that are used here.', { word }),
  /** @param {string} word @param {string} near */
  near: (word, near) => _('“{word}” is not one of the words that are used here. Did you mean “{near}”?', { word, near }),
  /** @param {number} n */
  count: (n) => _n('That is {n} word; six are needed.', 'That is {n} words; six are needed.', n),
};
