/**
 * The wiring of a conversation: who is told of what. Store, socket, outbox, pace and view know nothing of one
 * another; they meet here.
 */
import { chime, hush, speak } from './announcer.js';
import { erase_journey, get_courses, get_journey } from './api.js';
import { create_chat } from './chat.js';
import { reduced_motion } from './dom.js';
import { wipe_draft } from './drafts.js';
import { create_outbox } from './outbox.js';
import { create_pacing } from './pacing.js';
import { read_settings } from './settings.js';
import { KEYS } from './storage.js';
import { create_store, find_asked } from './store.js';
import { t } from './strings.js';
import { create_wire } from './wire.js';
import { speak_language } from './catalogue.js';

/** With nothing open and nothing said for this long, the person is offered to go on. */
const QUIET_MS = 4_000;
const REFRESH_MS = 200;
/** Browsers run a timer of more than 24.8 days at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** What the coach says of it, for those who hear. @param {import('./types.js').Item} item */
function spoken(item) {
  if (item.type === 'said' || item.type === 'asked' || item.type === 'practice') return item.text;
  return item.type === 'shown' ? `${item.title}. ${item.words}` : '';
}

/**
 * @param {object} ports
 * @param {import('./announcer.js').Announcer} ports.announcer
 * @param {() => void} ports.exit
 * @param {() => void} ports.lock
 * @param {(reason: import('./begin.js').Reason) => void} ports.left  there is no journey on this device any more
 */
export function create_talk({ announcer, exit, lock, left }) {
  /** Those of the course; null until they are known. @type {string[]|null} */
  let languages = null;
  let drawing = 0;
  let quiet_timer = 0;
  let refresh_timer = 0;
  let pause_timer = 0;
  /** Messages of one turn arrive together: they are taken together. @type {import('./types.js').ServerMessage[]} */
  let inbox = [];

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
    chat.draw(store.state);
    clearTimeout(pause_timer);
    const until = store.state.pause?.until;
    const left_ms = until ? new Date(until).getTime() - Date.now() : 0;
    // A page that stays open through a pause offers to go on when it is over.
    if (left_ms > 0) pause_timer = setTimeout(draw, Math.min(left_ms + 1_000, TIMER_MS_MAX));
  }

  const outbox = create_outbox({
    send: (request) => wire.send(request),
    changed: (entries) => store.dispatch({ type: 'pending', entries }),
  });

  const pacing = create_pacing({
    store,
    at_once: () => reduced_motion() || document.visibilityState === 'hidden',
    revealed(item) {
      const text = spoken(item);
      if (text === '') return;
      const language = store.state.journey?.language ?? t.language;
      announcer.say(text, language);
      const settings = read_settings();
      if (settings.sound && item.type === 'said') chime();
      if (settings.aloud) speak(text, language);
    },
  });

  const wire = create_wire({
    after: () => store.state.seq,
    heard,
    changed(link) {
      if (link !== 'open') {
        inbox = [];
        outbox.closed();
      }
      store.dispatch({ type: 'link', link });
    },
    async welcome_here() {
      const journey = await get_journey();
      if (!journey) left('ended_elsewhere');
      return journey !== null;
    },
  });

  const chat = create_chat({
    state: () => store.state,
    ask(what, label) {
      hush();
      outbox.add(what, label);
    },
    exit,
    lock,
    erase,
    languages: () => languages ?? [],
    status: announcer.status,
  });

  async function erase() {
    // The socket goes first: its end would be taken for news.
    wire.stop();
    try {
      await erase_journey();
    } catch (error) {
      wire.start();
      throw error;
    }
    left('erased');
  }

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
      forget();
      wire.restart();
      return;
    }
    if (welcome) outbox.belongs_to(welcome.journey.id);
    for (const message of messages) settle(message);
    store.dispatch({ type: 'server', messages });
    // In every window: the page speaks as the coach does.
    const { journey } = store.state;
    if (journey && messages.some((message) => message.type === 'welcome' || message.type === 'language') && speak_language(journey.language)) return;
    if (messages.some((message) => message.type === 'current')) {
      outbox.open();
      void tell_languages();
    }
    if (messages.some((message) => message.type === 'stage' || message.type === 'took_back' || message.type === 'language')) refresh_soon();
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
      void rejected(message);
    } else if (message.type === 'error') {
      void sentence(message.code, message.message, null, null).then(chat.notice);
    } else if ('request' in message) {
      const entry = outbox.settle(message.request);
      if (entry && not_kept_told) {
        not_kept_told = false;
        chat.notice_over();
      }
      if (entry?.message.type === 'answer' || entry?.message.type === 'skip') wipe_draft();
    }
  }

  /** In the page's language. @param {string} code @param {string} message @param {import('./types.js').Asked|null} asked @param {unknown} value */
  async function sentence(code, message, asked, value) {
    const words = await import('./refusals.js').catch(() => null);
    return words?.refusal(code, message, asked, value) ?? (message || t.problems.unexpected);
  }

  /** Whether the person was told that what they sent last is not kept yet. */
  let not_kept_told = false;

  /** @param {import('./types.js').Rejected} message */
  async function rejected({ request, code, message, retry }) {
    if (request === undefined) return;
    if (retry) {
      outbox.again(request);
      if (code === 'not_kept' && !not_kept_told) {
        not_kept_told = true;
        chat.notice(await sentence('not_kept_yet', message, null, null));
      }
      return;
    }
    const entry = outbox.settle(request);
    if (!entry) return;
    const about = 'question' in entry.message ? (entry.message.question ?? null) : null;
    const asked = about === null ? null : find_asked(store.state.items, about);
    const text = await sentence(code, message, asked, 'value' in entry.message ? entry.message.value : null);
    if (entry.message.type === 'answer' && about === store.state.question?.question) {
      store.dispatch({ type: 'problem', problem: { code, message: text } });
    } else {
      chat.notice(text);
    }
  }

  /** What the stages are now: the server knows it best. */
  function refresh_soon() {
    clearTimeout(refresh_timer);
    refresh_timer = setTimeout(async () => {
      const journey = await get_journey().catch(() => null);
      if (journey && journey.id === store.state.journey?.id) store.dispatch({ type: 'journey', journey });
    }, REFRESH_MS);
  }

  async function tell_languages() {
    if (languages !== null) return;
    const courses = await get_courses().catch(() => null);
    languages = courses?.find((course) => course.id === store.state.journey?.course)?.languages ?? null;
  }

  function forget() {
    inbox = [];
    store.dispatch({ type: 'reset' });
    pacing.flush();
  }

  const skip_typing = () => {
    if (pacing.busy) pacing.flush();
  };
  /** @param {StorageEvent} event */
  const other_window = (event) => {
    if (event.key === KEYS.outbox) outbox.reread();
  };

  return {
    element: chat.element,
    focus: chat.focus,
    state: () => store.state,

    /** @param {import('./types.js').Journey} journey @param {boolean} fresh  it began a moment ago */
    open(journey, fresh) {
      store.dispatch({ type: 'journey', journey });
      if (fresh) store.dispatch({ type: 'fresh' });
      outbox.belongs_to(journey.id);
      addEventListener('pointerdown', skip_typing, true);
      addEventListener('keydown', skip_typing, true);
      addEventListener('storage', other_window);
      chat.draw(store.state);
      wire.start();
    },

    close() {
      wire.stop();
      forget();
      hush();
      clearTimeout(quiet_timer);
      clearTimeout(refresh_timer);
      clearTimeout(pause_timer);
      cancelAnimationFrame(drawing);
      removeEventListener('pointerdown', skip_typing, true);
      removeEventListener('keydown', skip_typing, true);
      removeEventListener('storage', other_window);
    },
  };
}

/** @typedef {ReturnType<typeof create_talk>} Talk */
