/**
 * A reminder as a calendar file (RFC 5545). Pure. It holds a title that says nothing, a time and a number of days.
 *
 * The time is "floating" (3.3.5, form 1): with no zone, it is the same hour by the clock of wherever the person is,
 * also when that clock changes in spring or they travel. And the file does not tell where they live.
 */

const LINE_OCTETS_MAX = 75;
/** An alarm that nobody hears takes no room in the day of others. */
const LASTS = 'PT5M';

const bytes = new TextEncoder();

/** 3.3.11: what a text may not hold as it is. @param {string} text */
const escaped = (text) => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** 3.1: no line over 75 octets; what is longer goes on after a line break and a space. A letter is never torn. @param {string} line */
function folded(line) {
  /** @type {string[]} */
  const parts = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const more = bytes.encode(letter).length;
    if (octets + more > LINE_OCTETS_MAX) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += letter;
    octets += more;
  }
  return [...parts, part].join('\r\n');
}

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0');

/** @param {Date} day */
const date = (day) => `${String(day.getFullYear()).padStart(4, '0')}${two(day.getMonth() + 1)}${two(day.getDate())}`;

/** @param {Date} at */
const utc = (at) => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/**
 * @param {object} reminder
 * @param {string} reminder.title
 * @param {Date} reminder.first  a day, by the person's own calendar
 * @param {number} reminder.hours
 * @param {number} reminder.minutes
 * @param {number} reminder.days
 * @param {string} reminder.id  of the entry: anything that will not come twice
 * @param {Date} reminder.now
 */
export function calendar_file({ title, first, hours, minutes, days, id, now }) {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Calendar//NONSGML Reminder//EN',
    'BEGIN:VEVENT',
    `UID:${id}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${date(first)}T${two(hours)}${two(minutes)}00`,
    `DURATION:${LASTS}`,
    `RRULE:FREQ=DAILY;COUNT=${days}`,
    `SUMMARY:${escaped(title)}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    'TRIGGER:PT0S',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** @param {Date} day @param {number} more */
const days_after = (day, more) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + more);

/** The last day of a practice, by the person's own calendar. @param {{at: string, days: number}} offered */
export const last_day = ({ at, days }) => days_after(new Date(at), days);

/**
 * When it reminds: from today, if that hour is still to come, else from tomorrow, to the last day, but on no more days
 * than the practice has. Null when they are over.
 * @param {{at: string, days: number}} offered
 * @param {{hours: number, minutes: number}} time
 * @param {Date} now
 */
export function reminders({ at, days }, { hours, minutes }, now) {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours, minutes);
  const first = days_after(now, today > now ? 0 : 1);
  const last = last_day({ at, days });
  // Days are counted at noon: none is 23 hours long there.
  const left = Math.round((noon(last) - noon(first)) / 86_400_000) + 1;
  const count = Math.min(days, left);
  return count > 0 ? { first, days: count } : null;
}

/** @param {Date} day */
const noon = (day) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate(), 12);
