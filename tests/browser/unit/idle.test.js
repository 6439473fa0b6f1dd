import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOOK_MS, NOTICE_MS, WRITE_MS, create_idle, is_over } from '../../../web_client/assets/idle.js';

const MINUTE = 60_000;

/** A device with a clock of its own; each `open()` is a window on it. */
function device(minutes = 5) {
  const it = {
    now: 1_000_000_000,
    /** What timers go by: it stands still while the device sleeps, and nobody can set it. */
    awake: 0,
    minutes,
    /** @type {number|null} */
    written: null,
    writes: 0,
    /** @type {{run: () => void, at: number}[]} */
    timers: [],
    /** Time goes by, and the timers with it. @param {number} ms */
    pass(ms) {
      for (const end = it.awake + ms; it.awake < end; ) {
        const step = Math.min(1_000, end - it.awake);
        it.awake += step;
        it.now += step;
        const due = it.timers.filter(({ at }) => at <= it.awake);
        it.timers = it.timers.filter(({ at }) => at > it.awake);
        for (const { run } of due) run();
      }
    },
    /** The lid is closed: time goes by and nothing runs. @param {number} ms */
    sleep(ms) {
      it.now += ms;
    },
    open() {
      const told = { notices: /** @type {boolean[]} */ ([]), strikes: 0 };
      const idle = create_idle({
        minutes: () => it.minutes,
        clock: () => it.now,
        read: () => it.written,
        write: (at) => {
          it.written = at;
          it.writes++;
        },
        later: (run, ms) => it.timers.push({ run, at: it.awake + ms }),
        notice: (is_near) => told.notices.push(is_near),
        strike: () => told.strikes++,
      });
      return Object.assign(told, idle);
    },
  };
  return it;
}

test('it strikes after so many minutes without a touch, and says so a minute before', () => {
  const here = device(5);
  const window = here.open();
  here.pass(4 * MINUTE - LOOK_MS);
  assert.deepEqual(window.notices, []);
  here.pass(2 * LOOK_MS);
  assert.deepEqual(window.notices, [true]);
  assert.equal(window.strikes, 0);
  here.pass(MINUTE);
  assert.equal(window.strikes, 1);
  assert.deepEqual(window.notices, [true, false]);
  here.pass(10 * MINUTE);
  assert.equal(window.strikes, 1, 'once');
});

test('a touch begins the time anew, and takes the notice away', () => {
  const here = device(5);
  const window = here.open();
  here.pass(4 * MINUTE + LOOK_MS);
  window.touch();
  assert.deepEqual(window.notices, [true, false]);
  here.pass(5 * MINUTE - LOOK_MS);
  assert.equal(window.strikes, 0);
  here.pass(2 * LOOK_MS);
  assert.equal(window.strikes, 1);
});

test('never is never, and nothing is written then', () => {
  const here = device(0);
  const window = here.open();
  window.touch();
  here.pass(600 * MINUTE);
  assert.equal(window.strikes, 0);
  assert.deepEqual(window.notices, []);
  assert.equal(here.writes, 0);
});

test('chosen in the middle it counts from then on; given up again, nothing stays written', () => {
  const here = device(0);
  const window = here.open();
  here.pass(90 * MINUTE);
  here.minutes = 15;
  window.look();
  assert.equal(window.strikes, 0);
  here.pass(14 * MINUTE);
  assert.equal(window.strikes, 0);
  assert.notEqual(here.written, null);
  here.minutes = 0;
  window.look();
  assert.equal(here.written, null);
  assert.deepEqual(window.notices.at(-1) ?? false, false);
});

test('a touch in one window counts in the others', () => {
  const here = device(5);
  const one = here.open();
  const other = here.open();
  for (let i = 0; i < 10; i++) {
    here.pass(4 * MINUTE);
    one.touch();
  }
  assert.equal(other.strikes, 0);
  here.pass(5 * MINUTE + LOOK_MS);
  assert.deepEqual([one.strikes, other.strikes], [1, 1]);
});

test('the notice goes from every window with a touch in one', () => {
  const here = device(5);
  const one = here.open();
  const other = here.open();
  here.pass(4 * MINUTE + LOOK_MS);
  assert.equal(other.notices.at(-1), true);
  one.touch();
  other.look();
  assert.equal(other.notices.at(-1), false);
});

test('a laptop that slept is locked at its first touch, and the touch does not wake it', () => {
  const here = device(15);
  const window = here.open();
  here.sleep(60 * MINUTE);
  window.touch();
  assert.equal(window.strikes, 1);
  assert.ok((here.written ?? 0) < here.now - 15 * MINUTE, 'nothing was written down');
});

test('a page that was closed meanwhile is over when it is opened again', () => {
  const here = device(5);
  const window = here.open();
  here.pass(MINUTE);
  window.touch();
  window.stop();
  here.sleep(5 * MINUTE);
  assert.equal(is_over(5, here.written, here.now), true);
  assert.equal(is_over(15, here.written, here.now), false);
  assert.equal(is_over(0, here.written, here.now), false);
  assert.equal(is_over(5, null, here.now), false, 'never touched');
});

test('a clock that is put back does not keep the page open for ever', () => {
  const here = device(5);
  const window = here.open();
  here.sleep(-24 * 60 * MINUTE);
  window.look();
  here.pass(5 * MINUTE + LOOK_MS);
  assert.equal(window.strikes, 1);
});

test('touches that follow one another are written down once', () => {
  const here = device(5);
  const window = here.open();
  for (let i = 0; i < 100; i++) {
    here.sleep(10);
    window.touch();
  }
  assert.equal(here.writes, 1, 'when it was opened');
  here.sleep(WRITE_MS);
  window.touch();
  assert.equal(here.writes, 2);
  here.pass(4 * MINUTE + LOOK_MS);
  assert.equal(window.notices.at(-1), true);
  window.touch();
  assert.equal(here.written, here.now, 'with the notice in sight each one counts in every window');
});

test('when it is stopped it neither strikes nor tells', () => {
  const here = device(5);
  const window = here.open();
  here.pass(5 * MINUTE - NOTICE_MS + LOOK_MS);
  window.stop();
  here.pass(10 * MINUTE);
  assert.equal(window.strikes, 0);
  assert.deepEqual(window.notices, [true, false]);
});
