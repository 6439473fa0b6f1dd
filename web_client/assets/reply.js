/**
 * The bottom of the page: the question that stands open with its control, or what there is instead of one. Focus
 * moves only with a gesture: after Send into this form, after Change onto the control that comes back.
 *
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Asked} Asked
 * @typedef {import('./types.js').Value} Value
 */
import { label_of, problem_with } from './answers.js';
import { make_control } from './controls/index.js';
import { h, set_text, unique_id } from './dom.js';
import { draft_of, keep_draft } from './drafts.js';
import { choose, going_on, may_go_on, paused } from './panels.js';
import { last_kept, panel as panel_of } from './store.js';
import { t } from './strings.js';

/**
 * @param {object} ports
 * @param {(asked: Asked, value: Value, label: string) => void} ports.answer
 * @param {(asked: Asked) => void} ports.skip
 * @param {(question: string|null) => void} ports.back  null: the last answer
 * @param {import('./panels.js').Moves} ports.moves
 */
export function create_reply({ answer, skip, back, moves }) {
  /** @type {import('./controls/control.js').Control|null} */
  let control = null;
  /** @type {State|null} */
  let now = null;
  let drawn = '';
  let help_ids = '';
  let focus_what_comes = false;
  /** @type {string|null} a problem that was found here, before sending */
  let own_problem = null;
  let told_problem = '';

  const body = h('div', { class: 'reply-body' });
  const problem = h('p', { class: 'problem', id: 'problem', hidden: true });
  const change_button = h('button', { type: 'button', class: 'quiet', onclick: change_last }, t.reply.change);
  const skip_button = h('button', { type: 'button', class: 'plain', onclick: skip_now }, t.reply.skip);
  const send_button = h('button', { type: 'submit', class: 'primary' }, t.reply.send);
  const actions = h('div', { class: 'actions' }, change_button, skip_button, send_button);
  const form = h(
    'form',
    { id: 'reply', class: 'reply', 'aria-label': t.reply.region, tabindex: -1, novalidate: true, onsubmit: submitted, onkeydown: type_into },
    h('div', { class: 'reply-in' }, body, problem, actions),
  );

  /** @param {SubmitEvent} event */
  function submitted(event) {
    event.preventDefault();
    send();
  }

  function send() {
    const asked = now?.question;
    if (!asked || !control || !now) return;
    const value = control.read();
    own_problem = problem_with(asked, value);
    if (own_problem !== null || value === null) {
      show_problem(now);
      control.focus();
      return;
    }
    form.focus({ preventScroll: true });
    answer(asked, value, label_of(asked, value, now.journey?.language ?? t.language));
  }

  function skip_now() {
    if (!now?.question) return;
    form.focus({ preventScroll: true });
    skip(now.question);
  }

  function change_last() {
    reopen(null);
  }

  /** @param {string|null} question */
  function reopen(question) {
    focus_what_comes = true;
    form.focus({ preventScroll: true });
    back(question);
  }

  /** Whoever starts typing after Send means the field. @param {KeyboardEvent} event */
  function type_into(event) {
    if (event.target !== form || event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (now?.question && ['text', 'long_text', 'number', 'list'].includes(now.question.kind)) control?.focus();
  }

  /** @param {State} state */
  function show_problem(state) {
    const text = own_problem ?? state.problem?.message ?? '';
    problem.hidden = text === '';
    set_text(problem, text);
    control?.describe(text ? `problem ${help_ids}`.trim() : help_ids, text !== '');
    // A refusal by the server comes after the focus has left the field: it goes back to what has to be mended.
    if (text && text !== told_problem && own_problem === null && document.activeElement === form) control?.focus();
    told_problem = text;
  }

  /** @param {State} state @param {Asked} asked */
  function question(state, asked) {
    const language = state.journey?.language ?? t.language;
    const { help, ids } = help_for(asked, language);
    help_ids = ids;
    const journey = state.journey?.id ?? '';
    const again = state.reopened;
    const reopened = again && again.kind === asked.kind && again.text === asked.text ? again.value : null;
    control = make_control({
      asked,
      value: draft_of(journey, asked) ?? reopened,
      language,
      help,
      send,
      changed: () => {
        if (control) keep_draft(journey, asked, control.draft());
        if (own_problem !== null && now) {
          own_problem = null;
          show_problem(now);
        }
      },
    });
    control.describe(help_ids, false);
    return control.element;
  }

  /** @param {State} state */
  function key_of(state) {
    const panel = panel_of(state);
    if (panel === 'question') return `question ${state.question?.question}`;
    if (panel === 'paused') return `paused ${state.pause?.seq} ${may_go_on(state, Date.now())}`;
    if (panel === 'choose' || panel === 'ended') return `${panel} ${JSON.stringify(state.journey?.stages)}`;
    return panel;
  }

  return {
    element: form,
    reopen,
    /** To the reply, as a person asked: the control if there is one. */
    focus() {
      if (control) control.focus();
      else form.focus();
    },
    /** @param {State} state */
    draw(state) {
      now = state;
      const panel = panel_of(state);
      const key = key_of(state);
      if (key !== drawn) {
        drawn = key;
        own_problem = null;
        control = null;
        const had_focus = form.contains(document.activeElement) && document.activeElement !== form;
        if (panel === 'question' && state.question) body.replaceChildren(question(state, state.question));
        else if (panel === 'paused') body.replaceChildren(paused(state, moves));
        else if (panel === 'choose' || panel === 'ended') body.replaceChildren(choose(state, moves, panel === 'ended'));
        else if (panel === 'go_on') body.replaceChildren(going_on(moves));
        else if (panel === 'loading') body.replaceChildren(h('p', { class: 'soft' }, t.loading));
        else body.replaceChildren();
        if (had_focus && !form.contains(document.activeElement)) form.focus({ preventScroll: true });
        body.scrollTop = 0;
      }
      if (panel === 'question' && focus_what_comes) {
        focus_what_comes = false;
        if (form.contains(document.activeElement)) control?.focus();
      }
      form.dataset['panel'] = panel;
      const idle = panel === 'waiting' || panel === 'loading';
      change_button.hidden = idle || !last_kept(state);
      skip_button.hidden = panel !== 'question' || !state.question?.skippable;
      send_button.hidden = panel !== 'question';
      actions.hidden = change_button.hidden && skip_button.hidden && send_button.hidden;
      show_problem(state);
    },
  };
}

/** @param {Asked} asked @param {string} language */
function help_for(asked, language) {
  /** @type {Node[]} */
  const help = [];
  let ids = '';
  if (asked.hint) {
    ids = unique_id('hint');
    help.push(h('p', { class: 'hint', id: ids, dir: 'auto', lang: language }, asked.hint));
  }
  const more = h('div', { class: 'helps' });
  for (const [words, text] of /** @type {const} */ ([[t.reply.example, asked.example], [t.reply.why, asked.why]])) {
    if (text) more.append(h('details', {}, h('summary', {}, words), h('p', { dir: 'auto', lang: language }, text)));
  }
  if (more.childElementCount) help.push(more);
  return { help, ids };
}

/** @typedef {ReturnType<typeof create_reply>} Reply */
