/**
 * Locking this device: the server forgets the key that was wrapped for it, and nothing of the journey stays here.
 * One road for whoever asks: the person, the idle lock, Exit, another window, a page that is opened again. The page
 * is covered first, without a word of the journey on it, and stays so until all is done. What is still to be sent
 * goes first: nothing is lost but by choice.
 */
import { call, get_journey } from './api.js';
import { backoff } from './backoff.js';
import { confirmed } from './dialog.js';
import { locking as words } from './dialog_strings.js';
import { h, set_text } from './dom.js';
import { exit_link } from './frame.js';
import { create_outbox } from './outbox.js';
import { KEYS, load, remove } from './storage.js';
import { t } from './strings.js';
import { create_wire } from './wire.js';

/** What is over in a moment is not worth a word. */
const WORTH_A_WORD_MS = 1_500;

/** Nothing that was said is of interest here: only what comes from now on. */
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/**
 * @param {object} ports
 * @param {(view: HTMLElement) => void} ports.show
 * @param {() => void} ports.exit
 */
export async function finish_lock({ show, exit }) {
  remove(KEYS.draft);
  const line = h('p', { class: 'banner', role: 'status' }, t.loading);
  const lose = h('button', { type: 'button', class: 'plain', hidden: true }, words.lose);
  show(h('main', { class: 'begin' }, line, h('div', { class: 'buttons' }, lose, exit_link(t.header.exit, 'exit button', exit))));
  /** @param {string} text @param {boolean} may_lose */
  const tell = (text, may_lose) => {
    set_text(line, text);
    lose.hidden = !may_lose;
  };

  const timer = setTimeout(() => (load(KEYS.outbox) ? tell(words.unsent, true) : tell(words.waiting, false)), WORTH_A_WORD_MS);
  await sent_or_lost(lose);
  if (!lose.hidden) tell(words.waiting, false);
  // Where another window has done it, the person may have come back by now.
  for (let attempt = 0; load(KEYS.lock); attempt++) {
    try {
      await call('POST', '/api/leave');
      remove(KEYS.active);
      remove(KEYS.lock);
    } catch {
      await soon(backoff(attempt, Math.random));
    }
  }
  clearTimeout(timer);
}

/** Or when the browser says that there is a connection again. @param {number} ms @returns {Promise<void>} */
function soon(ms) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });
}

/** @param {HTMLElement} lose  pressed by whoever does not want to wait @returns {Promise<void>} */
function sent_or_lost(lose) {
  return new Promise((resolve) => {
    if (!load(KEYS.outbox)) {
      resolve();
      return;
    }
    let journey = '';
    const done = () => {
      wire.stop();
      removeEventListener('storage', other_window);
      resolve();
    };
    const outbox = create_outbox({
      send: (request) => wire.send(request),
      changed: (entries) => {
        if (journey && !entries.length) done();
      },
    });
    const wire = create_wire({
      after: () => AFTER_ALL,
      changed(link) {
        if (link !== 'open') outbox.closed();
      },
      heard(message) {
        if (message.type === 'welcome') {
          journey = message.journey.id;
          outbox.belongs_to(journey);
        } else if (message.type === 'current') {
          outbox.open();
        } else if (message.type === 'rejected' && message.retry && message.request) {
          outbox.again(message.request);
        } else if ('request' in message) {
          outbox.settle(message.request);
        }
      },
      async welcome_here() {
        const known = (await get_journey()) !== null;
        // Nobody is known here any more, and so nobody can send.
        if (!known) done();
        return known;
      },
    });
    /** @param {StorageEvent} event */
    const other_window = ({ key }) => {
      if (key === KEYS.outbox && journey) outbox.reread();
    };
    addEventListener('storage', other_window);
    lose.addEventListener('click', async () => {
      if (!(await confirmed({ title: words.lose_sure, text: words.lose_text, yes: words.lose_yes, no: words.lose_no, danger: true }))) return;
      remove(KEYS.outbox);
      done();
    });
    wire.start();
  });
}
