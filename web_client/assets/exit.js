/**
 * Leaving in a hurry, after the pattern of GOV.UK's "Exit this page": the page is covered before anything else,
 * what was not sent is wiped from this device, and the place in the history is taken by an ordinary site.
 * Shift pressed three times does the same; not on touch screens, whose keyboards press Shift by themselves.
 */
import { hush } from './announcer.js';
import { leave_device_in_passing } from './api.js';
import { close_dialogs } from './dialog.js';
import { h } from './dom.js';
import { read_settings } from './settings.js';
import { KEYS, save } from './storage.js';
import { t } from './strings.js';

const PRESSES = 3;
const BETWEEN_MS = 5_000;

/**
 * @param {object} ports
 * @param {() => void} ports.wipe  drafts, outbox, socket
 * @param {() => void} ports.came_back  the page was brought back from the browser's memory
 * @param {(text: string) => void} ports.status
 */
export function create_exit({ wipe, came_back, status }) {
  const cover = h('div', { class: 'cover', hidden: true });
  const dots = h('div', { class: 'exit-dots', hidden: true, 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  document.body.append(cover, dots);
  let title = '';
  let gone = false;

  function exit() {
    if (!gone) title = document.title;
    gone = true;
    cover.hidden = false;
    document.documentElement.dataset['gone'] = '';
    document.title = ' ';
    close_dialogs();
    hush();
    status(t.exit.leaving);
    const settings = read_settings();
    if (settings.exit_forgets) {
      // Where the server is not reached now, it is at the next visit, before anything else.
      save(KEYS.lock, true);
      leave_device_in_passing();
    }
    wipe();
    location.replace(settings.exit_to);
  }

  addEventListener('pageshow', () => {
    if (!gone) return;
    gone = false;
    cover.hidden = true;
    delete document.documentElement.dataset['gone'];
    document.title = title;
    count(0);
    came_back();
  });

  let presses = 0;
  let timer = 0;
  /** Whether another key was down together with Shift, as in writing a capital letter. */
  let mixed = false;

  /** @param {number} n */
  function count(n) {
    presses = n;
    clearTimeout(timer);
    dots.hidden = n === 0;
    dots.dataset['on'] = String(n);
    if (n) timer = setTimeout(expire, BETWEEN_MS);
  }

  function expire() {
    count(0);
    status(t.exit.expired);
  }

  addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') mixed = event.shiftKey;
  });
  addEventListener('keyup', (event) => {
    if (event.key !== 'Shift' || !matchMedia('(pointer: fine)').matches) return;
    if (mixed) {
      mixed = false;
      return;
    }
    count(presses + 1);
    if (presses < PRESSES) {
      status(t.exit.more(PRESSES - presses));
      return;
    }
    count(0);
    exit();
  });

  return exit;
}
