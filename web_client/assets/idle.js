/**
 * The idle lock: after so many minutes without a touch or a key, in whichever window of this browser, the device
 * is locked. A minute before, a quiet notice says so. Timers stand still while a laptop sleeps, so it is always the
 * clock that decides, and it is asked before a touch counts: who opens the lid after an hour does not wake the page.
 */
import { locking as words } from './dialog_strings.js';
import { h } from './dom.js';
import { read_settings } from './settings.js';
import { KEYS, load, remove, save } from './storage.js';

const MINUTE_MS = 60_000;
export const NOTICE_MS = MINUTE_MS;
/** The clock is asked at least this often. */
export const LOOK_MS = 15_000;
/** Touches that follow one another are written down once. */
export const WRITE_MS = 5_000;

/** @param {number} minutes  0: never @param {number|null} touched @param {number} now  both in milliseconds */
export const is_over = (minutes, touched, now) => minutes > 0 && touched !== null && now - touched >= minutes * MINUTE_MS;

/** By what is written down on this device. */
export const was_left_alone = () => is_over(read_settings().lock_after, load(KEYS.active), Date.now());

/**
 * @param {object} ports
 * @param {() => number} ports.minutes  0: never
 * @param {() => number} ports.clock
 * @param {() => number|null} ports.read  when this device was last touched, as far as it is written down
 * @param {(at: number|null) => void} ports.write
 * @param {(look: () => void, ms: number) => unknown} ports.later
 * @param {(is_near: boolean) => void} ports.notice
 * @param {() => void} ports.strike
 */
export function create_idle({ minutes, clock, read, write, later, notice, strike }) {
  let touched = 0;
  let is_near = false;
  let is_done = false;

  /** @param {boolean} near */
  function near(near) {
    if (near === is_near) return;
    is_near = near;
    notice(near);
  }

  /** Whether it is time, or is over already. */
  function look() {
    if (is_done) return true;
    const limit = minutes();
    const now = clock();
    const written = read();
    if (!limit) {
      if (written !== null) write(null);
      touched = now;
      near(false);
      return false;
    }
    // A clock that was put back would else keep the page open until it has caught up.
    if (written === null || written > now) write(now);
    touched = Math.min(now, Math.max(touched, written ?? now));
    if (is_over(limit, touched, now)) {
      is_done = true;
      near(false);
      strike();
      return true;
    }
    near(now - touched >= limit * MINUTE_MS - NOTICE_MS);
    return false;
  }

  function go_on() {
    if (!look()) later(go_on, LOOK_MS);
  }
  go_on();

  return {
    look,
    touch() {
      if (look() || !minutes()) return;
      const now = clock();
      const written = read() ?? 0;
      touched = now;
      if (is_near || now - written >= WRITE_MS) write(now);
      near(false);
    },
    stop() {
      is_done = true;
      near(false);
    },
  };
}

/** @param {{strike: () => void, status: (text: string) => void}} ports */
export function watch_idle({ strike, status }) {
  const bar = h('p', { class: 'banner notice' }, words.soon, ' ', h('button', { type: 'button', class: 'plain' }, words.stay));
  const idle = create_idle({
    minutes: () => read_settings().lock_after,
    clock: () => Date.now(),
    read: () => load(KEYS.active),
    write: (at) => (at === null ? remove(KEYS.active) : save(KEYS.active, at)),
    later: (look, ms) => setTimeout(look, ms),
    notice(is_near) {
      if (!is_near) {
        bar.remove();
        return;
      }
      // What is under a dialog cannot be seen.
      [...document.querySelectorAll('.top-row, .dialog-head')].at(-1)?.after(bar);
      status(words.soon);
    },
    strike,
  });

  /** @type {[string, () => unknown][]} */
  const heard = [
    ...['pointerdown', 'keydown', 'click', 'input', 'wheel', 'touchmove'].map((name) => /** @type {[string, () => void]} */ ([name, idle.touch])),
    ...['focus', 'pageshow', 'storage', 'attune-settings', 'visibilitychange'].map((name) => /** @type {[string, () => boolean]} */ ([name, idle.look])),
  ];
  for (const [name, run] of heard) addEventListener(name, run, { capture: true, passive: true });
  return () => {
    idle.stop();
    for (const [name, run] of heard) removeEventListener(name, run, true);
  };
}
