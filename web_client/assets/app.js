/**
 * The page: which view there is, by what the server says of this device. The two views are fetched when they are
 * wanted, so that a first visit does not wait for the whole of the chat.
 */
import { create_announcer } from './announcer.js';
import { ApiError, get_journey } from './api.js';
import { close_dialogs, dialogs_exit_with } from './dialog.js';
import { h, style_sheet } from './dom.js';
import { create_exit } from './exit.js';
import { read_settings } from './settings.js';
import { KEYS, load, remove, save, wipe_words } from './storage.js';
import { t } from './strings.js';
import { backoff } from './backoff.js';
import { apply_language, speak_language } from './catalogue.js';

/** The rest of the page, by the time it may be wanted offline or in a hurry. */
const REST_MS = 1_500;

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const announcer = create_announcer();
/** @type {import('./talk.js').Talk|null} */
let talk = null;

/** @type {(() => void)|null} */
let stop_idle = null;
let is_locking = false;

function close_talk() {
  stop_idle?.();
  stop_idle = null;
  talk?.close();
  talk = null;
}

/** Nothing a person wrote stays on this device. */
function wipe() {
  close_talk();
  wipe_words();
}

/** In every window: the key is what the others hear of. */
function lock() {
  save(KEYS.lock, true);
  void cover_and_lock();
}

/** No word of the journey is on the page from here on. What is not sent yet is still on the device. */
async function cover_and_lock() {
  if (is_locking) return;
  is_locking = true;
  close_talk();
  close_dialogs();
  announcer.clear();
  root.replaceChildren();
  const { finish_lock } = await eventually(() => import('./lock.js'));
  await finish_lock({ show, exit });
  is_locking = false;
  await start('locked');
}

/** The idle lock. Who has not chosen it may do so later. */
async function watch() {
  const { watch_idle } = await import('./idle.js');
  if (talk) stop_idle ??= watch_idle({ strike: lock, status: announcer.status });
}

addEventListener('storage', ({ key, newValue }) => {
  if (key === KEYS.lock && newValue && talk) void cover_and_lock();
});

/** Whether this device is to be locked, or was left alone for longer than it may be. */
const is_lock_due = async () => load(KEYS.lock) || (read_settings().lock_after && (await import('./idle.js')).was_left_alone());

const exit = create_exit({ wipe, came_back: () => void start(), status: announcer.status });
dialogs_exit_with(exit);

/** @param {HTMLElement} view */
function show(view) {
  root.replaceChildren(view);
  scrollTo(0, 0);
}

/** @param {import('./begin.js').Reason} reason */
async function show_begin(reason) {
  wipe();
  remove(KEYS.active);
  close_dialogs();
  const [{ create_begin }] = await Promise.all([import('./begin.js'), style_sheet('begin')]);
  const { element } = create_begin({
    reason,
    exit,
    entered: (journey, words) => void (words === null ? show_chat(journey, false) : show_six_words(journey, words)),
  });
  show(element);
  soon(() => Promise.all([import('./six_words.js'), import('./talk.js'), import('./settings_dialog.js'), import('./refusals.js')]));
}

/** @param {import('./types.js').Journey} journey @param {string} words */
async function show_six_words(journey, words) {
  const { create_six_words } = await import('./six_words.js');
  const view = create_six_words({ words, kept_until: journey.kept_until, exit, done: () => void show_chat(journey, true) });
  show(view.element);
  view.focus();
}

/** @param {import('./types.js').Journey} journey @param {boolean} fresh  it began a moment ago */
async function show_chat(journey, fresh) {
  if (speak_language(journey.language)) return;
  const [{ create_talk }] = await Promise.all([import('./talk.js'), read_settings().lock_after && import('./idle.js')]);
  if (is_locking) return;
  const by_hand = root.contains(document.activeElement);
  talk = create_talk({ announcer, exit, lock, left: (reason) => void show_begin(reason) });
  show(talk.element);
  talk.open(journey, fresh);
  if (read_settings().lock_after) await watch();
  // The button that brought the person here is gone: the focus goes where the conversation will be.
  if (by_hand) talk?.focus();
  soon(async () => {
    const [{ print_conversation_with }] = await Promise.all([import('./words_dialog.js'), import('./settings_dialog.js'), import('./refusals.js'), import('./journey.js'), import('./chat_dialogs.js'), import('./lock.js'), watch()]);
    print_conversation_with(() => talk?.state() ?? null);
  });
}

/** @param {() => Promise<unknown>} fetch_rest */
function soon(fetch_rest) {
  // Not to be had now is to be had when it is asked for.
  setTimeout(() => void fetch_rest().catch(() => {}), REST_MS);
}

/** Tried until it works. @template T @param {() => Promise<T>} what @param {(error: unknown) => unknown} [failed] @returns {Promise<T>} */
async function eventually(what, failed) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await what();
    } catch (error) {
      await failed?.(error);
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt, Math.random)));
    }
  }
}

/** @param {string} why */
async function show_closed(why) {
  const view = await import('./closed.js').then(
    ({ create_closed }) => create_closed({ why, exit }),
    () => h('main', { class: 'begin' }, h('p', { class: 'banner', role: 'status' }, why)),
  );
  show(view);
}

/** @param {import('./begin.js').Reason} [reason] */
async function start(reason = '') {
  let told = '';
  await eventually(
    async () => {
      if (await is_lock_due()) return lock();
      const journey = await get_journey();
      await (journey ? show_chat(journey, false) : show_begin(reason));
    },
    async (error) => {
      const why = error instanceof ApiError ? error.message : t.problems.network;
      // Once: whoever reads on is not sent back to the top.
      if (why !== told) await show_closed((told = why));
    },
  );
}

apply_language();
void start();
