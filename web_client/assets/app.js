/**
 * The page: which view there is, by what the server says of this device. The two views are fetched when they are
 * wanted, so that a first visit does not wait for the whole of the chat.
 */
import { create_announcer } from './announcer.js';
import { ApiError, get_journey } from './api.js';
import { dialogs_exit_with } from './dialog.js';
import { h, style_sheet } from './dom.js';
import { create_exit } from './exit.js';
import { apply_settings, read_settings } from './settings.js';
import { wipe_words } from './storage.js';
import { t } from './strings.js';
import { backoff } from './backoff.js';
import { apply_language, speak_language } from './catalogue.js';

/** All that talk.js comes to import: announced together, as the browser would else find them one behind another. */
const TALK = [
  'answers',
  'chat',
  'controls/choice',
  'controls/control',
  'controls/index',
  'controls/list',
  'controls/number',
  'controls/scale',
  'controls/text',
  'drafts',
  'frame',
  'log',
  'outbox',
  'pacing',
  'panels',
  'reply',
  'store',
  'talk',
  'timeline',
  'wire',
];

/** The rest of the page, by the time it may be wanted offline or in a hurry. */
const REST_MS = 1_500;

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const announcer = create_announcer();
/** @type {import('./talk.js').Talk|null} */
let talk = null;

/** Nothing a person wrote stays on this device. */
function wipe() {
  talk?.close();
  talk = null;
  wipe_words();
}

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
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  const [{ create_begin }] = await Promise.all([import('./begin.js'), style_sheet('begin')]);
  const { element } = create_begin({
    reason,
    exit,
    entered: (journey, words) => void (words === null ? show_chat(journey, false) : show_six_words(journey, words)),
  });
  show(element);
  soon(() => Promise.all([import('./six_words.js'), fetch_talk(), import('./settings_dialog.js'), import('./refusals.js')]));
}

/** @param {import('./types.js').Journey} journey @param {string} words */
async function show_six_words(journey, words) {
  const { create_six_words } = await import('./six_words.js');
  const view = create_six_words({ words, exit, done: () => void show_chat(journey, true) });
  show(view.element);
  view.focus();
}

/** @param {import('./types.js').Journey} journey @param {boolean} fresh  it began a moment ago */
async function show_chat(journey, fresh) {
  if (speak_language(journey.language)) return;
  const { create_talk } = await fetch_talk();
  const by_hand = root.contains(document.activeElement);
  talk = create_talk({ announcer, exit, left: (reason) => void show_begin(reason) });
  show(talk.element);
  talk.open(journey, fresh);
  // The button that brought the person here is gone: the focus goes where the conversation will be.
  if (by_hand) talk.focus();
  soon(async () => {
    const [{ print_conversation_with }] = await Promise.all([import('./words_dialog.js'), import('./settings_dialog.js'), import('./refusals.js'), import('./journey.js')]);
    print_conversation_with(() => talk?.state() ?? null);
  });
}

function fetch_talk() {
  for (const name of TALK) document.head.append(h('link', { rel: 'modulepreload', href: new URL(`./${name}.js`, import.meta.url).href }));
  return import('./talk.js');
}

/** @param {() => Promise<unknown>} load */
function soon(load) {
  // Not to be had now is to be had when it is asked for.
  setTimeout(() => void load().catch(() => {}), REST_MS);
}

/** @param {string} why */
async function show_closed(why) {
  const view = await import('./closed.js').then(
    ({ create_closed }) => create_closed({ why, exit }),
    () => h('main', { class: 'begin' }, h('p', { class: 'banner', role: 'status' }, why)),
  );
  show(view);
}

async function start() {
  let told = '';
  for (let attempt = 1; ; attempt++) {
    try {
      const journey = await get_journey();
      await (journey ? show_chat(journey, false) : show_begin(''));
      return;
    } catch (error) {
      const why = error instanceof ApiError ? error.message : t.problems.network;
      // Once: whoever reads on is not sent back to the top.
      if (why !== told) await show_closed((told = why));
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt, Math.random)));
    }
  }
}

apply_language();
apply_settings(read_settings());
void start();
