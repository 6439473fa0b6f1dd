/**
 * The chat view: header, log, reply, footer; and drawing a state into them.
 *
 * @typedef {import('./types.js').State} State
 */
import { open_dialog } from './dialog.js';
import { attribute, h, icon, set_off, set_text } from './dom.js';
import { create_frame } from './frame.js';
import { create_log } from './log.js';
import { create_reply } from './reply.js';
import { panel } from './store.js';
import { t } from './strings.js';

/** A connection that comes back at once is not worth a word. */
const LOST_AFTER_MS = 1_500;

/**
 * Escape, or the way back of a phone. @param {() => void} close
 * @returns {{destroy: () => void}}
 */
function watch_close(close) {
  if ('CloseWatcher' in window) {
    const watcher = new /** @type {any} */ (window).CloseWatcher();
    watcher.onclose = close;
    return watcher;
  }
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog')) close();
  };
  addEventListener('keydown', pressed);
  return { destroy: () => removeEventListener('keydown', pressed) };
}

/**
 * @param {object} ports
 * @param {() => State} ports.state
 * @param {(what: any, label?: string) => void} ports.ask  puts a request into the outbox
 * @param {() => void} ports.exit
 * @param {() => void} ports.lock
 * @param {() => Promise<void>} ports.erase
 * @param {() => string[]} ports.languages  of the course
 * @param {(text: string) => void} ports.status
 */
export function create_chat({ state, ask, exit, lock, erase, languages, status }) {
  /** @param {any} what @param {string} [label] */
  function act(what, label) {
    log.acted();
    notice.hidden = true;
    ask(what, label);
  }

  const reply = create_reply({
    answer: (asked, value, label) => act({ type: 'answer', question: asked.question, value }, label),
    skip: (asked) => act({ type: 'skip', question: asked.question }),
    back: (question) => act(question === null ? { type: 'back' } : { type: 'back', question }),
    moves: {
      go_on() {
        reply.element.focus({ preventScroll: true });
        act({ type: 'continue' });
      },
      begin,
    },
  });
  const log = create_log({ take_back: (question, from) => void take_back(question, from), to_reply: () => reply.focus() });
  const frame = create_frame({
    exit,
    skip: {
      text: t.header.skip_link,
      to() {
        close_journey();
        reply.focus();
      },
    },
    settings: () => ({ lock: locking, languages: languages(), language: state().journey?.language ?? '', speak: (to) => act({ type: 'language', language: to }) }),
  });

  /** @type {import('./parting.js').Locking} */
  const locking = { unsent: () => state().pending.length > 0, now: lock };
  const banner = h('p', { class: 'banner', hidden: true });
  const notice = h('p', { class: 'banner notice', hidden: true });
  const help_button = h('button', { type: 'button', class: 'help', onclick: help }, icon('help'), t.footer.help);
  const journey_button = h('button', { type: 'button', class: 'quiet', onclick: () => void open_journey() }, icon('stages'), t.footer.journey);
  const footer = h(
    'footer',
    { class: 'foot', 'aria-label': t.footer.region },
    journey_button,
    h('button', { type: 'button', class: 'quiet', onclick: open_words }, icon('words'), t.footer.words),
    h('button', { type: 'button', class: 'quiet', onclick: async () => (await import('./chat_dialogs.js')).open_rest() }, icon('pause'), t.footer.pause),
    help_button,
  );
  // In the header, which stays in sight also where the page scrolls as a whole.
  frame.element.append(banner, notice);
  const main = h('main', { class: 'talk' }, log.element, reply.element);
  const element = h('div', { class: 'chat' }, frame.element, main, footer);

  /** Fetched when the page has come to rest (talk.js), or at the latest now. */
  async function open_words() {
    (await import('./words_dialog.js')).open_words({ state, more: () => void open_journey().then((journey) => journey.to_copies()) });
  }

  /** In place of the conversation, while it is open. @type {import('./journey.js').Journey|null} */
  let journey = null;
  /** Where a device has a way back of its own, it leads to the conversation. @type {{destroy: () => void}|null} */
  let way_back = null;
  /** Where the page as a whole scrolls: how far it was. */
  let scrolled = 0;

  async function open_journey() {
    const { create_journey } = await import('./journey.js');
    if (!journey) {
      journey = create_journey({ back: close_journey, begin, lock: locking, erase });
      scrolled = scrollY;
      main.hidden = true;
      main.after(journey.element);
      element.dataset['view'] = 'journey';
      attribute(journey_button, 'aria-current', 'page');
      way_back = watch_close(close_journey);
      journey.draw(state());
      scrollTo(0, 0);
    }
    journey.focus();
    return journey;
  }

  function close_journey() {
    if (!journey) return;
    const had_focus = journey.element.contains(document.activeElement);
    journey.element.remove();
    journey = null;
    way_back?.destroy();
    way_back = null;
    main.hidden = false;
    delete element.dataset['view'];
    scrollTo(0, scrolled);
    attribute(journey_button, 'aria-current', null);
    if (had_focus) journey_button.focus();
  }

  /** @param {string} stage */
  function begin(stage) {
    close_journey();
    reply.element.focus({ preventScroll: true });
    act({ type: 'begin', stage });
  }

  /** @param {string} question @param {HTMLElement} from */
  async function take_back(question, from) {
    const kept = state().items.filter((item) => item.type === 'kept');
    const at = kept.findIndex((item) => item.question === question);
    if (at < 0) return;
    if (!(await (await import('./chat_dialogs.js')).sure_to_take_back(kept.length - at))) {
      from.focus();
      return;
    }
    reply.reopen(question);
  }

  function help() {
    // What the coach says now is in the conversation.
    close_journey();
    if (state().link !== 'open') {
      open_dialog(t.help_offline.title, t.help_offline.text.map((text) => h('p', {}, text)), { kind: 'narrow' });
    }
    // Asked once is asked: pressing again while it is on its way adds nothing.
    if (state().pending.some((entry) => entry.message.type === 'help')) return;
    act({ type: 'help' });
    status(t.footer.help_asked);
  }

  let lost_timer = 0;
  /** @param {import('./types.js').Link} link @param {boolean} live */
  function tell_link(link, live) {
    if (link === 'open' || !live) {
      clearTimeout(lost_timer);
      lost_timer = 0;
      if (!banner.hidden && link === 'open') status(t.link.back);
      banner.hidden = true;
    } else if (link === 'offline') {
      show_banner(t.link.offline);
    } else if (banner.hidden && !lost_timer) {
      lost_timer = setTimeout(() => show_banner(t.link.lost), LOST_AFTER_MS);
    } else if (!banner.hidden && link === 'connecting') {
      set_text(banner, t.link.lost);
    }
  }

  /** @param {string} text */
  function show_banner(text) {
    if (banner.hidden || banner.textContent !== text) status(text);
    set_text(banner, text);
    banner.hidden = false;
  }

  return {
    element,
    /** @param {State} now */
    draw(now) {
      const waiting = panel(now) === 'waiting';
      reply.draw(now);
      log.draw(now, waiting && now.link === 'open');
      const here = now.question?.stage ?? now.journey?.stage;
      const stage = now.journey?.stages.find((each) => each.id === here);
      frame.tell(stage?.title ?? '', now.question?.step, now.question?.of);
      journey?.draw(now);
      set_off(help_button, now.pending.some((entry) => entry.message.type === 'help'));
      tell_link(now.link, now.live);
    },
    /** A sentence about the page. It stays until the person goes on: nobody reads against a clock. @param {string} text */
    notice(text) {
      set_text(notice, text);
      notice.hidden = false;
      status(text);
    },
    /** What was told is over. */
    notice_over() {
      notice.hidden = true;
    },
    focus: () => reply.element.focus({ preventScroll: true }),
  };
}

/** @typedef {ReturnType<typeof create_chat>} Chat */
