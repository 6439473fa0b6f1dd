/** The texts around a practice, and of the entry that it makes in a calendar. */
import { _, _n } from './catalogue.js';

export const practice = {
  title: _('Something to try'),
  /** @param {number} days @param {string} until */
  until: (days, until) => _n('For {n} day, until {until}', 'For {n} days, until {until}', days, { until }),
  over: _('This time is over. You can still try it whenever you like.'),
  remind: _('Put it into my calendar'),
  time: _('At what time?'),
  save: _('Save a calendar file'),
  note: _('Once a day until then. The entry says only “A few minutes for yourself”, and nothing of what it is about. Nothing is sent to anyone: the file is made here and saved to your downloads.'),
  saved: _('Saved. Open the file to add it to your calendar.'),
  no_time: _('Please choose a time.'),
  entry: _('A few minutes for yourself'),
  file: _('a-few-minutes'),
};
