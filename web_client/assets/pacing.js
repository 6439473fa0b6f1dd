/**
 * The coach writes at a person's pace: each new line waits a moment, a second at most. Any key or click shows the
 * rest at once, and nothing waits when movement is not wanted. What is shown is state, so this only decides when.
 *
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./types.js').Item} Item
 */

export const DELAY_MS_MAX = 1_000;
/** A longer queue than this is a catch-up, not a conversation. */
const QUEUE_MAX = 12;

/** @param {Item} item @param {boolean} first  the first of a turn: the person has waited already */
export function delay_of(item, first) {
  if (item.type === 'said') return first ? 250 : Math.min(DELAY_MS_MAX, 350 + item.text.length * 8);
  if (item.type === 'shown' || item.type === 'practice') return DELAY_MS_MAX;
  return item.type === 'asked' ? 300 : 0;
}

/**
 * @param {object} ports
 * @param {Store} ports.store
 * @param {() => boolean} ports.at_once  no delays wanted
 * @param {(item: Item) => void} ports.revealed  called once for each new item, in order; of a catch-up only for its last ones
 */
export function create_pacing({ store, at_once, revealed }) {
  let timer = 0;
  let first = true;

  /** @returns {Item[]} */
  function waiting() {
    const { items, shown } = store.state;
    let from = items.length;
    while (from > 0 && /** @type {Item} */ (items[from - 1]).seq > shown) from--;
    return items.slice(from);
  }

  /** @param {Item[]} items @param {Item[]} [news]  those to be told of: nobody wants a hundred lines read out */
  function show(items, news = items) {
    const last = items.at(-1);
    if (!last) return;
    store.dispatch({ type: 'revealed', seq: last.seq });
    for (const item of news) revealed(item);
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    show(waiting());
  }

  function tick() {
    timer = 0;
    const item = waiting()[0];
    if (item) show([item]);
    first = item?.type !== 'said' && first;
    schedule();
  }

  function schedule() {
    if (timer) return;
    const queue = waiting();
    const item = queue[0];
    if (!item) {
      first = true;
      return;
    }
    if (at_once() || queue.length > QUEUE_MAX) {
      show(queue, queue.length > QUEUE_MAX ? queue.slice(-QUEUE_MAX) : queue);
      return;
    }
    const ms = delay_of(item, first);
    if (ms === 0) {
      tick();
      return;
    }
    timer = setTimeout(tick, ms);
  }

  return { schedule, flush, get busy() {
    return timer !== 0;
  } };
}
