/**
 * From items to the rows of the log: bubbles, with headings for stage and day. Pure, and it only looks at the
 * window that is on the page, so a conversation of any length costs the same to draw.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Item} Item
 */

/**
 * @typedef {{key: string, kind: 'coach', text: string, language: string}
 *   | {key: string, kind: 'mine', text: string, language: string, question: string, skipped: boolean, sending: boolean}
 *   | {key: string, kind: 'picture', picture: import('./types.js').Shown, language: string}
 *   | {key: string, kind: 'practice', practice: import('./types.js').Practice, language: string}
 *   | {key: string, kind: 'stage', title: string}
 *   | {key: string, kind: 'day', at: string}} Row
 */

export const WINDOW = 200;

/** @param {string|undefined} at */
function day_of(at) {
  if (!at) return '';
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** @param {State} state @param {string} id */
function stage_title(state, id) {
  return state.journey?.stages.find((stage) => stage.id === id)?.title ?? id;
}

/** The language that was spoken at an item. @param {State} state @param {number} at */
export function language_before(state, at) {
  const before = state.items.slice(0, at).findLast((item) => item.type === 'language');
  if (before?.type === 'language') return before.language;
  const next = state.items.find((item) => item.type === 'language');
  return (next?.type === 'language' ? next.before : state.journey?.language) ?? '';
}

/** The window moves on by this many at once, or every new line would also take the oldest away. */
const STEP = 50;

/**
 * Where a window of at least `size` items that ends with the newest one starts.
 * @param {State} state
 * @param {number} size
 */
export function window_start(state, size) {
  return Math.floor(Math.max(0, state.items.length - size) / STEP) * STEP;
}

/**
 * @param {State} state
 * @param {number} size  how many items, a few more or less
 * @returns {Row[]}
 */
export function rows(state, size) {
  const { items } = state;
  const start = window_start(state, size);
  /** @type {Row[]} */
  const out = [];
  let day = '';
  let said = '';
  let headed = start > 0;
  let language = language_before(state, start);
  const sending = state.pending.find((entry) => entry.message.type === 'answer' || entry.message.type === 'skip');
  const sending_question = sending && 'question' in sending.message ? sending.message.question : null;

  for (let i = start; i < items.length; i++) {
    const item = /** @type {Item} */ (items[i]);
    if (item.seq > state.shown) break;
    if (item.type === 'language') language = item.language;
    if (item.type === 'stage' && item.state === 'here') {
      out.push({ key: `stage-${item.seq}`, kind: 'stage', title: stage_title(state, item.stage) });
      headed = true;
    } else if (!headed && state.journey && item.type !== 'stage') {
      // The first stage may begin without saying so.
      const first = items.find((other) => other.type === 'asked');
      const id = (first?.type === 'asked' && first.stage) || state.journey.stage;
      out.push({ key: 'stage-first', kind: 'stage', title: stage_title(state, id) });
      headed = true;
    }
    const at = day_of(item.at);
    if (at && at !== day && item.at) {
      out.push({ key: `day-${item.seq}`, kind: 'day', at: item.at });
      day = at;
    }
    if (item.type === 'said') {
      out.push({ key: `s${item.seq}`, kind: 'coach', text: item.text, language });
      said = item.text;
    } else if (item.type === 'asked') {
      // The open question stands in the reply form; it joins the log when it is answered. A question without a
      // text of its own has taken the coach's last line, which is here already.
      const open = state.question?.seq === item.seq && sending_question !== item.question;
      if (!open && item.text && item.text !== said) out.push({ key: `s${item.seq}`, kind: 'coach', text: item.text, language });
      said = '';
    } else if (item.type === 'shown') {
      out.push({ key: `p${item.seq}`, kind: 'picture', picture: item, language });
    } else if (item.type === 'practice') {
      out.push({ key: `p${item.seq}`, kind: 'practice', practice: item, language });
    } else if (item.type === 'kept') {
      out.push({
        key: `q-${item.question}`,
        kind: 'mine',
        text: item.label ?? '',
        language,
        question: item.question,
        skipped: item.skipped === true || item.value === null,
        sending: false,
      });
      said = '';
    }
  }
  if (sending && sending_question && !items.some((item) => item.type === 'kept' && item.question === sending_question)) {
    out.push({
      key: `q-${sending_question}`,
      kind: 'mine',
      text: sending.label,
      language,
      question: sending_question,
      skipped: sending.message.type === 'skip',
      sending: true,
    });
  }
  return out;
}
