/**
 * The conversation on the page. It holds the newest part; "Show earlier" adds to it. Drawing keeps what is already
 * there: an element for each row, found again by its key. Focus never moves because a message came.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./timeline.js').Row} Row
 */
import { attribute, h, icon, set_text } from './dom.js';
import { day_heading, t } from './strings.js';
import { WINDOW, rows, window_start } from './timeline.js';

/** Pictures and practices are drawn by what is fetched when the first of them comes. @param {HTMLElement} card @param {Extract<Row, {kind: 'picture'|'practice'}>} row */
async function fill_card(card, row) {
  try {
    (await import('./cards.js')).fill(card, row);
  } catch {
    // Not to be had now: the words are what matters.
    const { title, words } = row.kind === 'picture' ? row.picture : { title: '', words: row.practice.text };
    card.append(h('h4', { dir: 'auto', lang: row.language }, title), h('p', { dir: 'auto', lang: row.language }, words));
  }
}

/** Where the newest turn among these rows begins: with the person's own words, or with the headings of a day and a stage. @param {HTMLElement[]} added */
function turn_in(added) {
  let at = added.findLastIndex((each) => each.matches('.mine, h2, h3'));
  while (added[at]?.matches('h2, h3') && added[at - 1]?.matches('h2, h3')) at--;
  return added[at] ?? null;
}

/** This close to the end counts as being there. */
const NEAR_PX = 60;
const MARGIN_PX = 16;

/**
 * @param {object} ports
 * @param {(question: string, from: HTMLElement) => void} ports.take_back
 * @param {() => void} ports.to_reply
 */
export function create_log({ take_back, to_reply }) {
  /** @type {Map<string, HTMLElement>} */
  const drawn = new Map();
  let size = WINDOW;
  let pinned = true;
  /** @type {HTMLElement|null} */
  let first_unseen = null;
  /** The row that began the present turn: following the newest line never pushes it off the top. @type {HTMLElement|null} */
  let anchor = null;
  let acted = false;
  /** @type {State|null} */
  let last = null;

  const earlier = h('button', { type: 'button', class: 'plain earlier', hidden: true, onclick: show_earlier }, t.chat.earlier);
  const typing = h('div', { class: 'typing', hidden: true, 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  const list = h('div', { class: 'rows' });
  const log = h(
    'div',
    { id: 'log', class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': t.chat.log, tabindex: 0, onkeydown: keys, onfocusin: focused },
    earlier,
    list,
    typing,
  );
  const newer = h('button', { type: 'button', class: 'newer', hidden: true, onclick: show_newer }, icon('down'), t.chat.newer);
  const element = h('div', { class: 'log-wrap' }, log, newer);

  /** The log scrolls by itself, or, on very low windows, the whole page does. */
  function scroller() {
    const own = /auto|scroll/.test(getComputedStyle(log).overflowY);
    return own ? log : (document.scrollingElement ?? document.documentElement);
  }

  /** @param {boolean} may_go_up  who has read on by themselves is not taken back */
  function follow(may_go_up) {
    const box = scroller();
    // Where the page scrolls as a whole, its header stays and covers the top.
    const top = box === log ? log.getBoundingClientRect().top : (document.querySelector('.top')?.clientHeight ?? 0);
    let target = box.scrollHeight - box.clientHeight;
    if (anchor?.isConnected) {
      const anchor_top = anchor.getBoundingClientRect().top - top + box.scrollTop - MARGIN_PX;
      target = Math.min(target, Math.max(0, anchor_top));
    }
    if (may_go_up || target > box.scrollTop) box.scrollTop = target;
    seen();
  }

  function at_end() {
    const box = scroller();
    return box.scrollHeight - box.clientHeight - box.scrollTop < NEAR_PX;
  }

  /** Where the log was when it was last looked at. */
  let looked_at = 0;

  function seen() {
    looked_at = scroller().scrollTop;
    pinned = at_end();
    if (pinned) first_unseen = null;
    newer.hidden = first_unseen === null;
  }

  /** Who was at the end leaves it by going up. What has grown below meanwhile, a card that was drawn, is followed. */
  function scrolled() {
    if (!pinned || scroller().scrollTop < looked_at) seen();
  }

  log.addEventListener('scroll', scrolled, { passive: true });
  document.addEventListener('scroll', () => log.isConnected && scroller() !== log && scrolled(), { passive: true });
  // The reply form grows and shrinks with its question; who was at the end stays there.
  const sizes = new ResizeObserver(() => pinned && follow(false));
  sizes.observe(log);
  sizes.observe(list);

  function show_newer() {
    const to = first_unseen ?? articles().at(-1);
    first_unseen = null;
    to?.scrollIntoView({ block: 'start' });
    to?.focus({ preventScroll: true });
    seen();
  }

  function show_earlier() {
    const box = scroller();
    const from_end = box.scrollHeight - box.scrollTop;
    size += WINDOW;
    const had_focus = document.activeElement === earlier;
    if (last) draw_rows(last);
    box.scrollTop = box.scrollHeight - from_end;
    if (had_focus && earlier.hidden) articles()[0]?.focus({ preventScroll: true });
  }

  /** @returns {HTMLElement[]} */
  function articles() {
    return Array.from(list.querySelectorAll('article'));
  }

  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      to_reply();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = articles();
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('input')) return;
    const here = target.closest('article');
    const at = here ? all.indexOf(here) : all.length;
    /** @type {HTMLElement|undefined} */
    let to;
    if (event.key === 'ArrowUp') to = all[Math.max(0, at - 1)];
    else if (event.key === 'ArrowDown') to = all[Math.min(all.length - 1, at + 1)];
    else if (event.key === 'Home') to = all[0];
    else if (event.key === 'End') to = all.at(-1);
    else if (event.key === 'Enter' && target === here && here.dataset['question']) take_back(here.dataset['question'], here);
    else return;
    event.preventDefault();
    to?.focus();
  }

  /** The button of the message that has the focus is the next tab stop, and no other. @param {FocusEvent} event */
  function focused(event) {
    const here = /** @type {HTMLElement} */ (event.target).closest('article');
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('button, summary, input'))) button.tabIndex = here?.contains(button) ? 0 : -1;
  }

  /** @param {Row} row @param {string} language */
  function make(row, language) {
    if (row.kind === 'stage') return h('h2', { class: 'stage', dir: 'auto', lang: language }, row.title);
    if (row.kind === 'day') return h('h3', { class: 'day' }, day_heading(row.at, Date.now()));
    const id = `m-${row.key}`;
    if (row.kind === 'picture' || row.kind === 'practice') {
      const card = h('article', { class: 'card-row', tabindex: -1 });
      void fill_card(card, row);
      return card;
    }
    const text = h('p', { dir: 'auto', lang: row.language || language });
    const who = row.kind === 'coach' ? t.chat.coach : t.chat.you;
    const bubble = h('div', { class: 'bubble', id }, h('span', { class: 'hidden' }, `${who}: `), text);
    if (row.kind === 'coach') {
      text.textContent = row.text;
      return h('article', { class: 'coach', tabindex: -1, 'aria-labelledby': id }, bubble);
    }
    const back = h(
      'button',
      { type: 'button', class: 'quiet square take-back', tabindex: -1, 'aria-label': t.chat.take_back, title: t.chat.take_back, 'aria-describedby': id },
      icon('undo'),
    );
    back.addEventListener('click', () => take_back(row.question, back));
    return h('article', { class: 'mine', tabindex: -1, 'aria-labelledby': id }, back, bubble, h('span', { class: 'sending' }));
  }

  /** @param {HTMLElement} element @param {Row} row @param {State} state */
  function update(element, row, state) {
    if (row.kind !== 'mine') return;
    const text = /** @type {HTMLElement} */ (element.querySelector('p'));
    set_text(text, row.skipped ? t.chat.skipped : row.text);
    element.classList.toggle('skipped', row.skipped);
    attribute(element, 'data-question', row.sending ? null : row.question);
    const back = /** @type {HTMLElement} */ (element.querySelector('.take-back'));
    back.hidden = row.sending;
    const note = /** @type {HTMLElement} */ (element.querySelector('.sending'));
    note.hidden = !row.sending;
    set_text(note, row.sending ? (state.link === 'open' ? t.chat.sending : t.chat.waiting_to_send) : '');
  }

  /** @param {State} state @returns {HTMLElement[]} what is new at the end */
  function draw_rows(state) {
    const language = state.journey?.language ?? t.language;
    const wanted = rows(state, size);
    const keys_wanted = new Set(wanted.map((row) => row.key));
    for (const [key, old] of drawn) {
      if (keys_wanted.has(key)) continue;
      if (old.contains(document.activeElement)) log.focus({ preventScroll: true });
      old.remove();
      drawn.delete(key);
    }
    /** @type {HTMLElement[]} */
    const added = [];
    let cursor = list.firstElementChild;
    for (const row of wanted) {
      let made = drawn.get(row.key);
      if (!made) {
        made = make(row, language);
        drawn.set(row.key, made);
        added.push(made);
      }
      update(made, row, state);
      if (made === cursor) cursor = cursor.nextElementSibling;
      else list.insertBefore(made, cursor);
    }
    earlier.hidden = window_start(state, size) === 0;
    return added;
  }

  return {
    element,
    log,
    /** @param {State} state @param {boolean} waiting */
    draw(state, waiting) {
      const start = last === null;
      last = state;
      if (pinned) size = WINDOW;
      const had = drawn.size;
      const added = draw_rows(state);
      typing.hidden = !waiting;
      const articles_added = added.filter((each) => each.tagName === 'ARTICLE');
      const turn = turn_in(added);
      if (start) anchor = null;
      else if (turn) anchor = turn;
      else if (acted || pinned) anchor = acted || !anchor ? (added[0] ?? anchor) : anchor;
      if (start || acted) {
        // Done once the act has shown: what comes unbidden later does not pull anybody away.
        acted &&= articles_added.length === 0 && drawn.size >= had;
        follow(true);
      } else if (pinned) {
        follow(false);
      }
      if (!pinned && articles_added[0]) {
        first_unseen ??= articles_added[0];
        newer.hidden = false;
      }
      for (const each of added) each.classList.toggle('fresh', !start && articles_added.length < 4);
    },
    /** The person did something here: their own words, and what answers them, come into sight. */
    acted() {
      acted = true;
    },
  };
}
