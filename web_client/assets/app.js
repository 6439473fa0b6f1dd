/** The wiring: who is told of what. Everything that knows the page, the socket or the device meets here. */
import { chime, create_announcer, hush, speak } from './announcer.js';
import { get_courses, get_journey, leave_device } from './api.js';
import { create_begin, name_of_language } from './begin.js';
import { create_chat } from './chat.js';
import { dialogs_exit_with } from './dialog.js';
import { h, reduced_motion } from './dom.js';
import { wipe_draft } from './drafts.js';
import { create_exit } from './exit.js';
import { KEY as OUTBOX_KEY, create_outbox } from './outbox.js';
import { create_pacing } from './pacing.js';
import { apply_settings, read_settings } from './settings.js';
import { create_six_words } from './six_words.js';
import { create_store, pending_move } from './store.js';
import { t } from './strings.js';
import { backoff, create_wire } from './wire.js';
import { print_conversation_with } from './words_dialog.js';

/** With nothing open and nothing said for this long, the person is offered to go on. */
const QUIET_MS = 4_000;

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const announcer = create_announcer();
/** @type {import('./chat.js').Chat|null} */
let chat = null;
/** @type {string|null} languages of the course, when there is more than one */
let language_shown = null;
let drawing = 0;
let quiet_timer = 0;
let refresh_timer = 0;

const store = create_store((state) => {
  // Many messages in a row are drawn once.
  drawing ||= requestAnimationFrame(draw);
  clearTimeout(quiet_timer);
  if (state.live && state.caught_up && !state.quiet && !state.question) {
    quiet_timer = setTimeout(() => store.dispatch({ type: 'quiet' }), QUIET_MS);
  }
});

function draw() {
  drawing = 0;
  chat?.draw(store.state);
}

const outbox = create_outbox({
  send: (request) => wire.send(request),
  changed: (entries) => store.dispatch({ type: 'pending', entries }),
});

const pacing = create_pacing({
  store,
  at_once: () => reduced_motion() || document.visibilityState === 'hidden',
  revealed(item) {
    if (item.type !== 'said' && item.type !== 'asked') return;
    if (item.text === '') return;
    const language = store.state.journey?.language ?? t.language;
    announcer.say(item.text, language);
    const settings = read_settings();
    if (settings.sound && item.type === 'said') chime();
    if (settings.aloud) speak(item.text, language);
  },
});

/** Messages of one turn arrive together: they are taken together. @type {import('./types.js').ServerMessage[]} */
let inbox = [];
/** @param {import('./types.js').ServerMessage} message */
function heard(message) {
  inbox.push(message);
  // A long replay is taken in one go when it is complete.
  if (inbox.length === 1) queueMicrotask(take_in);
  else if (message.type === 'current') take_in();
}

function take_in() {
  if (!inbox.length) return;
  if (!store.state.caught_up && !inbox.some((message) => message.type === 'current' || message.type === 'error')) return;
  const messages = inbox;
  inbox = [];
  const welcome = messages.find((message) => message.type === 'welcome');
  if (welcome && is_other_story(welcome)) {
    forget_conversation();
    wire.restart();
    return;
  }
  if (welcome) outbox.belongs_to(welcome.journey.id);
  for (const message of messages) settle(message);
  store.dispatch({ type: 'server', messages });
  if (messages.some((message) => message.type === 'current')) {
    outbox.open();
    void tell_languages();
  }
  if (messages.some((message) => message.type === 'stage' || message.type === 'took_back')) refresh_soon();
  pacing.schedule();
}

/** Another journey was opened in another window, or the server has been put back to an older day. @param {import('./types.js').Welcome} welcome */
function is_other_story(welcome) {
  const { journey, seq } = store.state;
  return (journey !== null && journey.id !== welcome.journey.id) || welcome.seq < seq;
}

/** @param {import('./types.js').ServerMessage} message */
function settle(message) {
  if (message.type === 'rejected') {
    rejected(message);
  } else if (message.type === 'error') {
    chat?.notice(message.message || t.problems.unexpected);
  } else if ('request' in message) {
    const entry = outbox.settle(message.request);
    if (entry?.message.type === 'answer' || entry?.message.type === 'skip') wipe_draft();
  }
}

/** @param {import('./types.js').Rejected} message */
function rejected({ request, code, message, retry }) {
  if (request === undefined) return;
  if (retry) {
    outbox.again(request);
    return;
  }
  const entry = outbox.settle(request);
  if (!entry) return;
  const text = code === 'not_open' ? t.problems.moved_on : message || t.problems.unexpected;
  const about = 'question' in entry.message ? entry.message.question : null;
  if (entry.message.type === 'answer' && about === store.state.question?.question) {
    store.dispatch({ type: 'problem', problem: { code, message: text } });
  } else {
    chat?.notice(text);
  }
}

/** What the stages are now: the server knows it best. */
function refresh_soon() {
  clearTimeout(refresh_timer);
  refresh_timer = setTimeout(async () => {
    const journey = await get_journey().catch(() => null);
    if (journey && journey.id === store.state.journey?.id) store.dispatch({ type: 'journey', journey });
  }, 200);
}

async function tell_languages() {
  if (language_shown !== null) return;
  const courses = await get_courses().catch(() => []);
  const journey = store.state.journey;
  const languages = courses.find((course) => course.id === journey?.course)?.languages ?? [];
  language_shown = languages.length > 1 && journey ? name_of_language(journey.language) : '';
}

const wire = create_wire({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
  after: () => store.state.seq,
  heard,
  changed(link) {
    inbox = link === 'open' ? inbox : [];
    if (link !== 'open') outbox.closed();
    store.dispatch({ type: 'link', link });
  },
  async welcome_here() {
    const journey = await get_journey();
    if (journey) return true;
    wire.stop();
    show_begin(t.begin.ended_elsewhere);
    return false;
  },
});

function forget_conversation() {
  inbox = [];
  store.dispatch({ type: 'reset' });
  pacing.flush();
}

/** Nothing a person wrote stays on this device. */
function wipe() {
  wire.stop();
  outbox.wipe();
  wipe_draft();
  forget_conversation();
}

const exit = create_exit({ wipe, came_back: () => void start(), status: announcer.status });
dialogs_exit_with(exit);

/** @param {HTMLElement} view */
function show(view) {
  root.replaceChildren(view);
  scrollTo(0, 0);
}

/** @param {string} note */
function show_begin(note) {
  chat = null;
  language_shown = null;
  wipe();
  hush();
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  show(
    create_begin({
      note,
      exit,
      entered(journey, words) {
        if (words === null) show_chat(journey, false);
        else show_six_words(journey, words);
      },
    }).element,
  );
}

/** @param {import('./types.js').Journey} journey @param {string} words */
function show_six_words(journey, words) {
  const view = create_six_words({ words, exit, done: () => show_chat(journey, true) });
  show(view.element);
  view.focus();
}

/** @param {import('./types.js').Journey} journey @param {boolean} fresh  it began a moment ago */
function show_chat(journey, fresh) {
  const by_hand = root.childElementCount > 0 && document.activeElement !== document.body;
  chat = create_chat({
    state: () => store.state,
    ask: (what, label) => void outbox.add(what, label),
    exit,
    async leave() {
      await leave_device();
      show_begin(t.begin.left);
    },
    erased: () => show_begin(t.begin.erased),
    language: () => language_shown || null,
    status: announcer.status,
  });
  store.dispatch({ type: 'journey', journey });
  if (fresh) store.dispatch({ type: 'fresh' });
  outbox.belongs_to(journey.id);
  show(chat.element);
  chat.draw(store.state);
  // The button that brought the person here is gone: the focus goes where the conversation will be.
  if (by_hand) chat.focus();
  wire.start();
}

async function start() {
  for (let attempt = 0; ; attempt++) {
    try {
      const journey = await get_journey();
      if (journey) show_chat(journey, false);
      else show_begin('');
      return;
    } catch (error) {
      show(h('main', { class: 'begin' }, h('p', { class: 'banner', role: 'status' }, error instanceof Error ? error.message : t.problems.network)));
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt + 1, Math.random)));
    }
  }
}

for (const event of ['pointerdown', 'keydown']) {
  addEventListener(event, () => pacing.busy && pacing.flush(), { capture: true });
}
addEventListener('storage', (event) => {
  if (event.key === OUTBOX_KEY) outbox.reread();
});
addEventListener('beforeunload', (event) => {
  // Words that are under way are kept on this device; only where nothing can be kept is leaving worth a question.
  if (pending_move(store.state) && !navigator.cookieEnabled) event.preventDefault();
});
print_conversation_with(() => store.state);
apply_settings(read_settings());
void start();
