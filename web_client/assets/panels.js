/** What the reply form shows when there is no question: a pause, the end, the choice of a stage, or nothing yet. */
import { h, unique_id } from './dom.js';
import { t, when } from './strings.js';

/**
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Stage} Stage
 * @typedef {{go_on: () => void, begin: (stage: string) => void}} Moves
 */

/** @param {string} text @param {() => void} onclick @param {string} [kind] */
const button = (text, onclick, kind = 'primary') => h('button', { type: 'button', class: kind, onclick }, text);

/** Whether the person may leave the pause now. @param {State} state @param {number} now */
export function may_go_on(state, now) {
  const { pause } = state;
  if (!pause) return false;
  return pause.early === true || !pause.until || new Date(pause.until).getTime() <= now;
}

/** @param {State} state @param {Moves} moves */
export function paused(state, moves) {
  const words = t.paused;
  const until = state.pause?.until;
  const over = !until || new Date(until).getTime() <= Date.now();
  return panel(
    words.title,
    h('p', {}, over ? words.open : words.until(when(until, Date.now()))),
    h('p', { class: 'soft' }, words.close_note),
    may_go_on(state, Date.now()) && h('div', { class: 'buttons start' }, button(over ? t.reply.go_on : words.go_on, moves.go_on)),
  );
}

/** @param {Moves} moves */
export function going_on(moves) {
  return panel('', h('p', {}, t.reply.go_on_text), h('div', { class: 'buttons start' }, button(t.reply.go_on, moves.go_on)));
}

/** @param {State} state @param {Moves} moves @param {boolean} ended */
export function choose(state, moves, ended) {
  const words = t.stages;
  const stages = state.journey?.stages ?? [];
  // What comes next stands first: on a small phone the list may begin below the fold.
  const next = stages.find((stage) => stage.state === 'open') ?? stages.find((stage) => stage.state === 'left');
  const others = stages.filter((stage) => stage !== next);
  // A course may end before its last stage, while that is still to be written.
  const all_over = ended && !stages.some((stage) => stage.state === 'ahead');
  return panel(
    all_over ? words.ended_title : words.done_title,
    next && h('div', { class: 'buttons start' }, button(words.take_up(next.title, next.state), () => moves.begin(next.id))),
    h('p', {}, all_over ? words.ended : next ? words.done : words.none),
    others.some(can_begin) && h('p', { class: 'ask' }, words.choose),
    stage_list(others, moves.begin),
  );
}

/** @param {Stage} stage */
export const can_begin = (stage) => stage.state === 'open' || stage.state === 'left' || stage.state === 'done';

/** All stages of the course, in order, with a button where one can be taken up. @param {Stage[]} stages @param {(stage: string) => void} begin */
export function stage_list(stages, begin) {
  const words = t.stages;
  return h(
    'ol',
    { class: 'stages' },
    ...stages.map((stage) =>
      h(
        'li',
        { class: stage.state },
        can_begin(stage)
          ? button(words.take_up(stage.title, stage.state), () => begin(stage.id), stage.state === 'open' ? 'primary' : 'plain')
          : h('span', {}, stage.title),
        h('span', { class: 'soft' }, words.state[stage.state] ?? ''),
      ),
    ),
  );
}

/** @param {string} title @param {...import('./dom.js').Child} children */
function panel(title, ...children) {
  const id = unique_id('panel');
  return h('div', { class: 'panel', role: 'group', 'aria-labelledby': title && id }, title && h('h2', { id }, title), ...children);
}
