/** The first view: what this is and is not, and the two ways in. */
import { ApiError, call, get_courses, sentence_of } from './api.js';
import { length_of } from './answers.js';
import { attribute, h, set_off, set_text, unique_id } from './dom.js';
import { create_frame } from './frame.js';
import { language as page_language, nearest_language, speak_language, wishes } from './catalogue.js';
import { name_of_language } from './names.js';
import { begin as words } from './begin_strings.js';
import { t } from './strings.js';

const NAME_MAX = 40;

/** @typedef {''|'erased'|'locked'|'ended_elsewhere'} Reason */

/**
 * @param {object} ports
 * @param {Reason} ports.reason  why one is here
 * @param {() => void} ports.exit
 * @param {(journey: import('./types.js').Journey, words: string|null) => void} ports.entered
 */
export function create_begin({ reason, exit, entered }) {
  const note = reason && words[reason];
  const frame = create_frame({ exit, skip: null, settings: () => ({ lock: null }) });

  const name = field(words.name, { autocomplete: 'given-name', enterkeyhint: 'go' }, words.name_hint);
  const adult = check(words.adult);
  const consent = check(words.consent);
  /** @type {import('./types.js').Course[]} */
  let courses = [];
  const course = h('select', { id: unique_id('course'), onchange: introduce });
  const course_field = h('div', { class: 'field', hidden: true }, h('label', { for: course.id }, words.course), course);
  const language = h('select', { id: unique_id('language'), onchange: choose_language });
  const language_field = h('div', { class: 'field', hidden: true }, h('label', { for: language.id }, words.course_language), language);
  const begin_button = h('button', { type: 'submit', class: 'primary wide' }, words.begin);
  const begin_problem = problem_line();
  const begin_form = h(
    'form',
    { class: 'card', novalidate: true, onsubmit: begin, 'aria-labelledby': 'begin-title' },
    h('h2', { id: 'begin-title' }, words.form_title),
    language_field,
    name.element,
    course_field,
    adult.element,
    consent.element,
    begin_problem,
    begin_button,
    h('button', { type: 'button', class: 'quiet wide', onclick: () => swap(true) }, words.have_words),
  );

  const six = field(words.words, { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', enterkeyhint: 'go' }, words.resume_lead);
  const resume_button = h('button', { type: 'submit', class: 'primary wide' }, words.resume);
  const resume_form = h(
    'form',
    { class: 'card', novalidate: true, hidden: true, onsubmit: resume, 'aria-labelledby': 'resume-title' },
    h('h2', { id: 'resume-title' }, words.resume_title),
    six.element,
    resume_button,
    h('button', { type: 'button', class: 'quiet wide', onclick: () => swap(false) }, words.to_begin),
  );

  // On a narrow page the form comes after all there is to know; whoever knows it already need not scroll.
  const jump = h(
    'div',
    { class: 'buttons start jump' },
    h('button', { type: 'button', class: 'primary', onclick: () => swap(false) }, words.begin_short),
    h('button', { type: 'button', class: 'plain', onclick: () => swap(true) }, words.have_words),
  );

  /** @param {string} title @param {string[]} lines @param {string} [kind] */
  const section = (title, lines, kind = '') =>
    h('section', { class: kind }, h('h2', {}, title), h('ul', {}, ...lines.map((line) => h('li', {}, line))));
  // What the chosen course says of itself.
  const about = h('li', { dir: 'auto', hidden: true });
  const what = section(words.what_title, words.what);
  what.querySelector('ul')?.prepend(about);

  const main = h(
    'main',
    { class: 'begin' },
    note && h('p', { class: 'banner notice', role: 'status' }, note),
    h('div', { class: 'hero' }, h('p', { class: 'big' }, words.title), h('p', { class: 'lead' }, words.lead), jump),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'about' },
        what,
        section(words.not_title, words.not),
        h('section', { class: 'emergency' }, h('h2', {}, words.emergency_title), h('p', {}, words.emergency)),
        section(words.privacy_title, words.privacy, 'privacy'),
        h('section', {}, h('h2', {}, words.exit_title), h('p', {}, words.exit_note)),
        h('section', {}, h('h2', {}, words.who_title), h('p', {}, words.who)),
      ),
      h('div', { class: 'ways-in' }, begin_form, resume_form),
    ),
  );
  const element = h('div', { class: 'page' }, frame.element, main);
  take_over();
  void offer_courses();

  /** @param {boolean} resuming */
  function swap(resuming) {
    begin_form.hidden = resuming;
    resume_form.hidden = !resuming;
    (resuming ? six.input : name.input).focus();
  }

  async function offer_courses() {
    try {
      courses = await get_courses();
    } catch {
      // Asked again when the person begins.
      return;
    }
    course.replaceChildren(...courses.map((each) => h('option', { value: each.id }, words_of(each).title)));
    course_field.hidden = courses.length < 2;
    introduce();
  }

  function introduce() {
    const chosen = courses.find((each) => each.id === course.value);
    if (chosen) {
      const { title, about: text, language } = words_of(chosen);
      about.lang = language;
      about.replaceChildren(h('b', {}, `${title}.`), ` ${text}`);
      about.hidden = false;
    }
    const languages = chosen?.languages ?? [];
    const mine = nearest_language(wishes(), languages);
    language.replaceChildren(...languages.map((each) => h('option', { value: each, lang: each, selected: each === mine }, name_of_language(each))));
    language_field.hidden = languages.length < 2;
  }

  /** The page speaks as the coach will. What was typed by then is there again. */
  function choose_language() {
    speak_language(language.value, { name: name.input.value, adult: adult.input.checked, consent: consent.input.checked });
  }

  /** After such a load. */
  function take_over() {
    const { name: typed, adult: is_adult, consent: agreed, ...rest } = history.state ?? {};
    if (typed === undefined) return;
    history.replaceState(rest, '');
    name.input.value = typed;
    adult.input.checked = is_adult;
    consent.input.checked = agreed;
  }

  /** @param {SubmitEvent} event */
  async function begin(event) {
    event.preventDefault();
    const typed = name.input.value.trim();
    const fine_name = typed !== '' && length_of(typed) <= NAME_MAX;
    name.tell(fine_name ? '' : words.need_name);
    adult.tell(adult.input.checked ? '' : words.need_adult);
    consent.tell(consent.input.checked ? '' : words.need_consent);
    tell(begin_problem, '');
    const wrong = !fine_name ? name : !adult.input.checked ? adult : !consent.input.checked ? consent : null;
    if (wrong) {
      wrong.input.focus();
      return;
    }
    await once(begin_button, words.begin, words.beginning, async () => {
      try {
        if (!courses.length) await offer_courses();
        if (!courses.length) throw new ApiError(0, 'network', t.problems.network);
        const { journey, words: six_words } = await call('POST', '/api/journeys', {
          course: course.value,
          language: language.value,
          name: typed,
          adult: true,
          consent: true,
        });
        entered(journey, six_words);
      } catch (error) {
        tell(begin_problem, sentence_of(error));
        begin_problem.focus();
      }
    });
  }

  /** @param {SubmitEvent} event */
  async function resume(event) {
    event.preventDefault();
    const typed = six.input.value.trim();
    six.tell(typed ? '' : words.need_words);
    if (!typed) {
      six.input.focus();
      return;
    }
    await once(resume_button, words.resume, words.resuming, async () => {
      try {
        const { journey } = await call('POST', '/api/resume', { words: typed });
        entered(journey, null);
      } catch (error) {
        six.tell(sentence_of(error));
        six.input.focus();
      }
    });
  }

  return { element };
}

/** What a course says of itself, in the language of the page where the course has it. @param {import('./types.js').Course} course */
function words_of({ title, about, languages, translations }) {
  const nearest = nearest_language([page_language], languages) ?? '';
  const translated = translations?.[nearest];
  return translated ? { ...translated, language: nearest } : { title, about, language: languages[0] ?? '' };
}

/** Pressed twice is pressed once. @param {HTMLButtonElement} button @param {string} usual @param {string} busy @param {() => Promise<void>} run */
async function once(button, usual, busy, run) {
  if (button.dataset['busy']) return;
  button.dataset['busy'] = 'yes';
  set_off(button, true);
  set_text(button, busy);
  try {
    await run();
  } finally {
    delete button.dataset['busy'];
    set_off(button, false);
    set_text(button, usual);
  }
}

function problem_line() {
  return h('p', { class: 'problem', id: unique_id('problem'), hidden: true, tabindex: -1 });
}

/** @param {HTMLElement} line @param {string} text */
function tell(line, text) {
  set_text(line, text);
  line.hidden = text === '';
}

/** @param {string} label @param {Record<string, string>} attributes @param {string} hint */
function field(label, attributes, hint) {
  const id = unique_id('field');
  const hint_id = `${id}-hint`;
  const problem = problem_line();
  const input = h('input', { type: 'text', id, dir: 'auto', 'aria-describedby': hint_id, ...attributes });
  return {
    input,
    element: h('div', { class: 'field' }, h('label', { for: id }, label), h('p', { class: 'soft', id: hint_id }, hint), input, problem),
    tell: teller(input, problem, hint_id),
  };
}

/** @param {string} label */
function check(label) {
  const id = unique_id('check');
  const problem = problem_line();
  const input = h('input', { type: 'checkbox', id });
  return { input, element: h('div', { class: 'field' }, h('div', { class: 'check' }, input, h('label', { for: id }, label)), problem), tell: teller(input, problem, '') };
}

/** @param {HTMLInputElement} input @param {HTMLElement} problem @param {string} always */
function teller(input, problem, always) {
  return (/** @type {string} */ text) => {
    tell(problem, text);
    attribute(input, 'aria-invalid', text !== '' && 'true');
    attribute(input, 'aria-describedby', `${text ? problem.id : ''} ${always}`.trim() || null);
  };
}
