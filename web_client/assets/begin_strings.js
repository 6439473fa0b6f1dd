/** The texts of the first view and of the six words. */
import { _ } from './catalogue.js';

export const begin = {
  title: _('A quiet place to look at yourself'),
  lead: _('Attune asks. You answer, one question at a time, at your own pace. Most of it needs only a line or a tap.'),
  what_title: _('What this is'),
  what: [
    _('Every word the coach says was written beforehand, in a script that clinicians write and check. It is not a person, and it makes nothing up.'),
    _('You can skip any question, take back any answer, and stop whenever you like.'),
  ],
  not_title: _('What it is not'),
  not: [
    _('Not therapy, and not a diagnosis.'),
    _('Nobody is watching. No one reads along or is told.'),
    _('Not for emergencies.'),
  ],
  emergency_title: _('In danger, or thinking of ending your life?'),
  emergency: _('Please call your emergency number now (112, 911, 999 or 000). To find a person to talk to in your country, visit findahelpline.com.'),
  privacy_title: _('Your privacy, in five lines'),
  privacy: [
    _('No account, no e-mail address. A cookie and six words bring you back.'),
    _('Your answers are stored on the server that runs this page, so you can go on where you stopped.'),
    _('They are not sold, not shared and not used to train anything.'),
    _('No trackers, no advertisements. This page talks to no other site.'),
    _('You can save a copy, or erase everything, at any time.'),
  ],
  exit_title: _('If someone might look over your shoulder'),
  exit_note: _('Exit, at the top, covers this page at once and opens an ordinary site. With a keyboard, press Shift three times. Your browser’s history is not erased: it will still show that you were here.'),
  who_title: _('Who made it'),
  who: _('Attune is an open project of people who write dialogues and people who write software. The order of the five stages follows “The Heart of Confidence” by the Irrelationship Group in Psychology Today, who take no part in Attune. The words are our own.'),

  form_title: _('Begin'),
  name: _('What may the coach call you?'),
  name_hint: _('A first name or any name you like. It is used in the conversation only.'),
  course: _('What would you like to do?'),
  course_language: _('In which language?'),
  adult: _('I am 18 or older.'),
  consent: _('I understand what this is and is not, and that my answers are stored on this server until I erase them.'),
  begin: _('Begin'),
  beginning: _('Beginning…'),
  have_words: _('I have six words'),
  erased: _('Everything is erased. Thank you for having been here.'),
  locked: _('This device is locked. Your six words open it again.'),
  ended_elsewhere: _('You are no longer signed in on this device. If you have your six words, they bring you back.'),

  resume_title: _('Come back'),
  resume_lead: _('Type the six words you wrote down. Capital letters do not matter; put spaces or hyphens between.'),
  words: _('Your six words'),
  resume: _('Come back'),
  resuming: _('Looking…'),
  to_begin: _('I am new here'),
  begin_short: _('Begin now'),

  need_name: _('Please give a name of 1 to 40 characters.'),
  need_adult: _('Attune is for people of 18 and older. Please confirm that you are.'),
  need_consent: _('Please confirm that you have read what this is and is not.'),
  need_words: _('Please type all six words.'),
};

export const six = {
  title: _('Your six words'),
  lead: _('Please write these down now. They are shown only this once.'),
  why: _('There is no account and no e-mail address here, so these words are the only way back: on another device, or when this browser has forgotten you. Whoever has them can read your answers, so keep them where only you look.'),
  /** @param {string} day */
  kept_until: (day) => _('What you write is kept until {day}, and each visit moves that day on. After it, everything is deleted.', { day }),
  copy: _('Copy'),
  copied: _('Copied. Anyone who uses this device can paste them.'),
  not_copied: _('Copying was not allowed. Please write them down.'),
  print: _('Print'),
  done: _('I have kept them'),
};
