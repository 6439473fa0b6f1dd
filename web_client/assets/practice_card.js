/** Something to try between two visits: what, until when, and a file for the person's own calendar. */
import { calendar_file, last_day, reminders } from './calendar.js';
import { download } from './download.js';
import { h, set_text, unique_id } from './dom.js';
import { is_running } from './found.js';
import { practice as words } from './practice_strings.js';
import { fresh_id } from './storage.js';
import { locale } from './strings.js';

/** An hour at which many have a few minutes. */
const USUAL_TIME = '19:00';

/** @param {Date} day */
const in_words = (day) => new Intl.DateTimeFormat(locale(), { weekday: 'long', day: 'numeric', month: 'long' }).format(day);

/** @param {import('./types.js').Practice} practice @param {string} language @param {{heading?: 'h3'|'h4'}} [how] */
export function practice_card(practice, language, { heading = 'h4' } = {}) {
  const id = unique_id('practice');
  const offered = practice.at ? { at: practice.at, days: practice.days } : null;
  const runs = is_running(practice, new Date());
  return h(
    'div',
    { class: 'practice', 'data-title': id },
    h(heading, { id, class: 'picture-title' }, words.title),
    h('p', { class: 'practice-text', dir: 'auto', lang: language }, practice.text),
    offered && h('p', { class: 'soft' }, runs ? words.until(practice.days, in_words(last_day(offered))) : words.over),
    offered && runs && reminder(offered),
  );
}

/** @param {{at: string, days: number}} offered */
function reminder(offered) {
  const id = unique_id('time');
  const note = h('p', { class: 'note', role: 'status' });
  const time = h('input', { type: 'time', id, value: USUAL_TIME, class: 'short' });
  const save = () => {
    const [hours, minutes] = time.value.split(':').map(Number);
    if (hours === undefined || minutes === undefined || !time.value) {
      set_text(note, words.no_time);
      time.focus();
      return;
    }
    const now = new Date();
    const when = reminders(offered, { hours, minutes }, now);
    if (!when) {
      set_text(note, words.over);
      return;
    }
    download(calendar_file({ ...when, hours, minutes, title: words.entry, id: fresh_id(), now }), 'text/calendar;charset=utf-8', `${words.file}.ics`);
    set_text(note, words.saved);
  };
  return h(
    'details',
    {},
    h('summary', {}, words.remind),
    h(
      'div',
      { class: 'remind' },
      h('div', { class: 'field' }, h('label', { for: id }, words.time), time),
      h('button', { type: 'button', class: 'plain', onclick: save }, words.save),
      h('p', { class: 'soft' }, words.note),
      note,
    ),
  );
}
