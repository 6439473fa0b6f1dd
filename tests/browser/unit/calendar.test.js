/**
 * The calendar file of a practice, read by others: by ical.js, and by the rules of RFC 5545 as far as they can be
 * written down in a few lines.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { calendar_file, last_day, reminders } from '../../../web_client/assets/calendar.js';
import { random_source } from '../support/random.js';

const NOW = new Date('2026-11-23T09:30:00Z');
const TITLE = 'A few minutes for yourself';
const usual = { title: TITLE, first: new Date(2026, 10, 23), hours: 19, minutes: 5, days: 7, id: '0b0e8d3e-8d0a-4c1b-9b36-0d8a1a2b3c4d', now: NOW };

/** In a zone, as if the machine stood there. @template T @param {string} zone @param {() => T} run */
function in_zone(zone, run) {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

/** By the letter of the standard; throws where it is not kept. @param {string} text */
function strictly(text) {
  const octets = new TextEncoder();
  assert.ok(text.endsWith('\r\n'), '3.1: the last line ends, too');
  assert.doesNotMatch(text, /(^|[^\r])\n|\r(?!\n)/, '3.1: lines end with CRLF and nothing else');
  const physical = text.slice(0, -2).split('\r\n');
  for (const line of physical) {
    assert.ok(octets.encode(line).length <= 75, `3.1: over 75 octets: ${line}`);
    assert.equal(new TextDecoder('utf-8', { fatal: true }).decode(octets.encode(line)), line, 'no torn letters');
    assert.notEqual(line, '');
  }
  const lines = text.replace(/\r\n[ \t]/g, '').slice(0, -2).split('\r\n');
  /** @type {{name: string, properties: Map<string, string>, inside: any[]}[]} */
  const open = [{ name: '', properties: new Map(), inside: [] }];
  for (const line of lines) {
    const found = /^([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)$/.exec(line);
    assert.ok(found, `3.1: no content line: ${line}`);
    const [, name = '', , value = ''] = found;
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(value, /[\u0000-\u0008\u000a-\u001f\u007f]/, '3.1: no control characters');
    const top = /** @type {(typeof open)[0]} */ (open.at(-1));
    if (name === 'BEGIN') {
      const made = { name: value, properties: new Map(), inside: [] };
      top.inside.push(made);
      open.push(made);
    } else if (name === 'END') {
      assert.equal(open.pop()?.name, value, '3.4: what begins last ends first');
    } else {
      assert.ok(!top.properties.has(name), `once only: ${name}`);
      top.properties.set(name, value);
    }
  }
  assert.equal(open.length, 1);
  const [calendar] = /** @type {any} */ (open[0]).inside;
  assert.equal(calendar.name, 'VCALENDAR');
  assert.deepEqual([...calendar.properties.keys()].sort(), ['PRODID', 'VERSION'], '3.6');
  assert.equal(calendar.properties.get('VERSION'), '2.0');
  const [event] = calendar.inside;
  assert.deepEqual(calendar.inside.map((/** @type {any} */ each) => each.name), ['VEVENT']);
  const of = (/** @type {string} */ name) => event.properties.get(name);
  assert.match(of('DTSTAMP'), /^\d{8}T\d{6}Z$/, '3.8.7.2: in UTC');
  assert.match(of('DTSTART'), /^\d{8}T\d{6}$/, '3.3.5, form 1: floating');
  assert.match(of('RRULE'), /^FREQ=DAILY;COUNT=[1-9]\d*$/, '3.3.10');
  assert.match(of('DURATION'), /^PT\d+M$/, '3.3.6');
  assert.ok(!event.properties.has('DTEND'), '3.6.1: DTEND and DURATION shut one another out');
  assert.match(of('UID'), /^[\x21-\x7e]{10,}$/, '3.8.4.7');
  assert.doesNotMatch(of('SUMMARY'), /(^|[^\\])(\\\\)*(;|,)/, '3.3.11: escaped');
  const [alarm] = event.inside;
  assert.equal(alarm.name, 'VALARM');
  assert.deepEqual([...alarm.properties.keys()].sort(), ['ACTION', 'DESCRIPTION', 'TRIGGER'], '3.6.6: what a DISPLAY needs, and no more');
  assert.equal(alarm.properties.get('ACTION'), 'DISPLAY');
  return { event, alarm };
}

/** As another program reads it. @param {string} text */
function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(/** @type {any} */ (calendar.getFirstSubcomponent('vevent')));
  const times = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) times.push(next.toString());
  return { event, times };
}

test('the file is what it should be, to the letter', () => {
  assert.equal(
    calendar_file(usual),
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Calendar//NONSGML Reminder//EN',
      'BEGIN:VEVENT',
      'UID:0b0e8d3e-8d0a-4c1b-9b36-0d8a1a2b3c4d',
      'DTSTAMP:20261123T093000Z',
      'DTSTART:20261123T190500',
      'DURATION:PT5M',
      'RRULE:FREQ=DAILY;COUNT=7',
      'SUMMARY:A few minutes for yourself',
      'CLASS:PRIVATE',
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'DESCRIPTION:A few minutes for yourself',
      'TRIGGER:PT0S',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );
  strictly(calendar_file(usual));
});

test('another program finds the same hour on each of the days', () => {
  const { event, times } = read(calendar_file(usual));
  assert.equal(event.summary, TITLE);
  assert.deepEqual(times, [23, 24, 25, 26, 27, 28, 29].map((day) => `2026-11-${day}T19:05:00`));
  assert.equal(event.startDate.zone.tzid, 'floating');
});

test('any title keeps to the standard and is read back whole', () => {
  const { seed, whole, words, pick } = random_source();
  for (let i = 0; i < 300; i++) {
    const title = words(1, 40) + pick(['', '; and, so on', ' \\n', '\nnew line', ' a\\b', ':=;,"']);
    const text = calendar_file({ ...usual, title, days: whole(1, 400), hours: whole(0, 23), minutes: whole(0, 59) });
    strictly(text);
    assert.equal(read(text).event.summary, title, `seed ${seed}`);
  }
});

test('it reminds from today while that hour is ahead, else from tomorrow, and never past the last day', () => {
  const offered = { at: '2026-11-23T09:30:00Z', days: 7 };
  const when = (/** @type {string} */ now, hours = 19) =>
    in_zone('Europe/London', () => {
      const found = reminders(offered, { hours, minutes: 0 }, new Date(now));
      return found && `${found.first.getDate()}: ${found.days}`;
    });
  assert.equal(when('2026-11-23T10:00:00Z'), '23: 7');
  assert.equal(when('2026-11-23T20:00:00Z'), '24: 7');
  assert.equal(when('2026-11-26T10:00:00Z'), '26: 5');
  assert.equal(when('2026-11-30T10:00:00Z'), '30: 1');
  assert.equal(when('2026-11-30T20:00:00Z'), null);
  assert.equal(when('2027-01-01T10:00:00Z'), null);
});

test('in every zone it is the hour of the person’s own clock, also when that changes on the way', () => {
  // Clocks go back, forward, forward at the other end of the world, never; and a day that is another one in UTC.
  for (const [zone, at] of /** @type {const} */ ([
    ['America/New_York', '2026-10-30T23:30:00Z'],
    ['Europe/Berlin', '2026-03-27T12:00:00Z'],
    ['Pacific/Auckland', '2026-09-25T12:00:00Z'],
    ['Asia/Kolkata', '2026-11-23T20:00:00Z'],
    ['Pacific/Kiritimati', '2026-12-30T11:00:00Z'],
    ['America/Santiago', '2026-09-05T03:30:00Z'],
  ])) {
    in_zone(zone, () => {
      const now = new Date(at);
      const offered = { at, days: 7 };
      for (const hours of [0, 2, 7, 19, 23]) {
        const found = reminders(offered, { hours, minutes: 30 }, now);
        assert.ok(found);
        const { times } = read(calendar_file({ ...usual, ...found, hours, minutes: 30 }));
        assert.equal(times.length, 7, `${zone}, ${hours}`);
        for (const [i, time] of times.entries()) {
          assert.match(time, new RegExp(`T${String(hours).padStart(2, '0')}:30:00$`), zone);
          // Each day once, whatever the length of the days between them.
          const day = new Date(now.getFullYear(), now.getMonth(), found.first.getDate() + (found.first.getMonth() === now.getMonth() ? 0 : new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate()) + i);
          assert.equal(time.slice(0, 10), [day.getFullYear(), String(day.getMonth() + 1).padStart(2, '0'), String(day.getDate()).padStart(2, '0')].join('-'), zone);
        }
        const last = last_day(offered);
        const end = times.at(-1)?.slice(0, 10) ?? '';
        assert.ok(new Date(Number(end.slice(0, 4)), Number(end.slice(5, 7)) - 1, Number(end.slice(8))) <= last, zone);
      }
    });
  }
});

test('the file says nothing of what it is about, and nothing of where the person is', () => {
  const text = in_zone('America/New_York', () => calendar_file(usual));
  assert.doesNotMatch(text, /attune|attach|coach|secur|new.?york|america|TZ|LOCATION|ORGANIZER|ATTENDEE|URL|@/i);
});
