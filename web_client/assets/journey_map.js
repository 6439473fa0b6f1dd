/** The stages as a road: what is done, where one is, what is open, and what lies ahead. */
import { h, unique_id } from './dom.js';
import { journey as words } from './journey_strings.js';
import { can_begin } from './panels.js';
import { s } from './pictures/svg.js';
import { t } from './strings.js';

/** @typedef {import('./types.js').Stage} Stage */

/** A sign for each state, told apart by its form. @type {Record<import('./types.js').StageState, [string, string][]>} */
const SIGNS = {
  done: [['m-full', 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20'], ['m-tick', 'M7 12.500l3.500 3.500l6.500-7.500']],
  here: [['m-ring', 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20'], ['m-full', 'M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10']],
  left: [['m-ring', 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20'], ['m-full', 'M12 2a10 10 0 0 0 0 20z']],
  open: [['m-ring', 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20']],
  ahead: [['m-ahead', 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20']],
};

/** @param {Stage[]} stages @param {string} language @param {(stage: string) => void} begin */
export function stage_map(stages, language, begin) {
  return h('ol', { class: 'map' }, ...stages.map((stage) => stop(stage, language, begin)));
}

/** @param {Stage} stage @param {string} language @param {(stage: string) => void} begin */
function stop(stage, language, begin) {
  const title_id = unique_id('stage');
  const button_id = unique_id('take-up');
  const sign = s('svg', { viewBox: '0 0 24 24', class: 'sign', 'aria-hidden': 'true' });
  for (const [look, d] of SIGNS[stage.state] ?? SIGNS.ahead) sign.append(s('path', { d, class: look }));
  return h(
    'li',
    { class: stage.state, 'aria-current': stage.state === 'here' && 'step' },
    sign,
    h(
      'div',
      { class: 'stop' },
      h('div', {}, h('b', { id: title_id, dir: 'auto', lang: language }, stage.title), h('span', { class: 'soft' }, t.stages.state[stage.state] ?? '')),
      can_begin(stage) &&
        h(
          'button',
          { type: 'button', id: button_id, class: stage.state === 'open' ? 'primary' : 'plain', 'aria-labelledby': `${button_id} ${title_id}`, onclick: () => begin(stage.id) },
          words.take_up[stage.state] ?? '',
        ),
    ),
  );
}
