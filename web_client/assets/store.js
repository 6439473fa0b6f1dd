/**
 * The state of one conversation, and how each thing that happens changes it. Pure: no DOM, no clock, no socket.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Action} Action
 * @typedef {import('./types.js').Item} Item
 * @typedef {import('./types.js').ServerMessage} ServerMessage
 * @typedef {import('./types.js').Kept} Kept
 * @typedef {import('./types.js').Asked} Asked
 * @typedef {import('./types.js').Panel} Panel
 * @typedef {import('./types.js').Journey} Journey
 */

/** @returns {State} */
export function initial() {
  return {
    journey: null,
    seq: 0,
    shown: 0,
    items: [],
    question: null,
    pause: null,
    ended: false,
    live: false,
    caught_up: false,
    quiet: false,
    pending: [],
    link: 'connecting',
    problem: null,
    reopened: null,
  };
}

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  switch (action.type) {
    case 'server':
      return hear(state, action.messages);
    case 'journey':
      return { ...state, journey: action.journey };
    case 'fresh':
      // A journey that began a moment ago: its first lines are news, though they come as a replay.
      return { ...state, live: true };
    case 'revealed':
      return { ...state, shown: Math.max(state.shown, action.seq) };
    case 'quiet':
      return { ...state, quiet: true };
    case 'pending':
      return { ...state, pending: action.entries, problem: action.entries.length ? null : state.problem };
    case 'link':
      return { ...state, link: action.link, caught_up: action.link === 'open' && state.caught_up };
    case 'problem':
      return { ...state, problem: action.problem };
    case 'reset':
      return initial();
  }
}

/**
 * Many messages cost one copy of the list, so a long replay stays linear.
 * @param {State} before
 * @param {ServerMessage[]} messages
 */
function hear(before, messages) {
  const state = { ...before, items: before.items.slice() };
  for (const message of messages) hear_one(state, message);
  return state;
}

/**
 * @param {State} state  a copy that is ours to change
 * @param {ServerMessage} message
 */
function hear_one(state, message) {
  switch (message.type) {
    case 'welcome':
      state.journey = message.journey;
      return;
    case 'current':
      state.seq = Math.max(state.seq, message.seq);
      state.caught_up = true;
      state.quiet = message.open === null;
      if (!state.live) {
        state.live = true;
        state.shown = state.seq;
      }
      // The server has the last word on what stands open.
      if (message.open === null || state.question?.question !== message.open) {
        state.question = message.open === null ? null : find_asked(state.items, message.open);
      }
      return;
    case 'took_back':
      if (message.seq <= state.seq) return;
      take_back(state, message.from);
      state.seq = message.seq;
      state.quiet = false;
      return;
    case 'said':
    case 'asked':
    case 'kept':
    case 'shown':
    case 'practice':
    case 'stage':
    case 'paused':
    case 'resumed':
    case 'ended':
    case 'language':
      if (message.seq <= state.seq) return;
      state.seq = message.seq;
      state.quiet = false;
      state.items.push(message);
      fold(state, message);
      if (!state.live) state.shown = message.seq;
      return;
    default:
      // `rejected` and `error` are no part of the conversation; unknown types are left for later versions.
      return;
  }
}

/**
 * @param {State} state
 * @param {Item} item
 */
function fold(state, item) {
  switch (item.type) {
    case 'asked':
      state.question = item;
      state.problem = null;
      // Whoever is asked something is not resting.
      state.pause = null;
      return;
    case 'kept':
      if (state.question?.question === item.question) {
        state.question = null;
        state.problem = null;
        state.reopened = null;
      }
      return;
    case 'paused':
      state.pause = item;
      return;
    case 'resumed':
      state.pause = null;
      return;
    case 'ended':
      state.ended = true;
      state.question = null;
      return;
    case 'stage':
      if (item.state === 'here') {
        state.ended = false;
        state.pause = null;
      }
      if (state.journey) state.journey = with_stage(state.journey, item.stage, item.state);
      return;
    case 'language':
      if (state.journey) state.journey = { ...state.journey, language: item.language };
      return;
    case 'said':
    case 'shown':
    case 'practice':
      return;
  }
}

/**
 * @param {State} state
 * @param {number} from
 */
function take_back(state, from) {
  const gone = state.items.filter((item) => item.seq >= from);
  state.items = state.items.filter((item) => item.seq < from);
  state.question = null;
  state.pause = null;
  state.ended = false;
  state.problem = null;
  state.reopened = null;
  // What stood open just before `from` is told by the items that are left.
  for (const item of state.items) fold_standing(state, item);
  const kept = /** @type {Kept|undefined} */ (gone.find((item) => item.type === 'kept'));
  const asked = kept && (find_asked(gone, kept.question) ?? find_asked(state.items, kept.question));
  if (kept && asked && kept.value !== null && !kept.skipped) {
    state.reopened = { kind: asked.kind, text: asked.text, value: kept.value };
  }
}

/**
 * As `fold`, without the journey's stages: those the server tells anew.
 * @param {State} state
 * @param {Item} item
 */
function fold_standing(state, item) {
  const journey = state.journey;
  const reopened = state.reopened;
  fold(state, item);
  state.journey = journey;
  state.reopened = reopened;
}

/**
 * @param {Item[]} items
 * @param {string} question
 * @returns {Asked|null}
 */
export function find_asked(items, question) {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i];
    if (item?.type === 'asked' && item.question === question) return item;
  }
  return null;
}

/**
 * @param {Journey} journey
 * @param {string} id
 * @param {import('./types.js').StageState} to
 * @returns {Journey}
 */
function with_stage(journey, id, to) {
  const stages = journey.stages.map((stage) => {
    if (stage.id === id) return { ...stage, state: to };
    // A person is in one stage at a time.
    if (to === 'here' && stage.state === 'here') return { ...stage, state: /** @type {const} */ ('left') };
    return stage;
  });
  return { ...journey, stage: to === 'here' ? id : journey.stage, stages };
}

/** The last answer or skip, which *Change last answer* takes back. @param {State} state @returns {Kept|null} */
export function last_kept(state) {
  for (let i = state.items.length - 1; i >= 0; i--) {
    const item = state.items[i];
    if (item?.type === 'kept') return item;
  }
  return null;
}

/** What waits in the outbox and would change what is asked. @param {State} state */
export function pending_move(state) {
  return state.pending.find((entry) => entry.message.type !== 'help') ?? null;
}

/** @param {State} state @returns {Panel} */
export function panel(state) {
  if (!state.live) return 'loading';
  if (state.shown < state.seq && state.items.some((item) => item.seq > state.shown)) return 'waiting';
  if (pending_move(state)) return 'waiting';
  if (state.pause) return 'paused';
  if (state.question) return 'question';
  if (state.ended) return 'ended';
  const stages = state.journey?.stages ?? [];
  if (stages.length && !stages.some((stage) => stage.state === 'here')) return 'choose';
  return state.quiet ? 'go_on' : 'waiting';
}

/**
 * @param {(state: State, before: State, action: Action) => void} on_change
 */
export function create_store(on_change) {
  let state = initial();
  return {
    get state() {
      return state;
    },
    /** @param {Action} action */
    dispatch(action) {
      const before = state;
      state = reduce(before, action);
      on_change(state, before, action);
    },
  };
}

/** @typedef {ReturnType<typeof create_store>} Store */
