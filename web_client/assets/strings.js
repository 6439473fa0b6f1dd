/**
 * The texts of the page itself, apart from the code, so that they can be translated: here those of the chat and of
 * what surrounds it, in begin_strings.js those of the first view, in dialog_strings.js those of the dialogs. What
 * the coach says comes from the server, in the language of the course.
 */
import { _, _n, language } from './catalogue.js';

export const t = {
  language,
  yes: _('Yes'),
  no: _('No'),
  loading: _('One moment…'),
  close: _('Close'),

  header: {
    skip_link: _('Skip to your reply'),
    exit_link: _('Leave this page now'),
    settings: _('Settings'),
    exit: _('Exit'),
    exit_title: _('Leave this page at once for an ordinary site'),
    /** @param {string} stage @param {number} step @param {number} of */
    place: (stage, step, of) => _('{stage}, step {step} of {of}', { stage, step, of }),
    progress: _('How far this stage has come'),
  },

  chat: {
    log: _('Conversation'),
    coach: _('Coach'),
    you: _('You'),
    earlier: _('Show earlier'),
    newer: _('New messages'),
    sending: _('Sending…'),
    waiting_to_send: _('Kept on this device. It will be sent when the connection is back.'),
    skipped: _('Skipped'),
    take_back: _('Change this answer'),
    today: _('Today'),
    typing: _('The coach is writing'),
  },

  reply: {
    region: _('Your reply'),
    send: _('Send'),
    skip: _('Skip'),
    change: _('Change last answer'),
    example: _('An example'),
    why: _('Why this is asked'),
    text_label: _('Your answer'),
    enter_hint: _('Enter sends'),
    ctrl_enter_hint: _('Ctrl + Enter sends'),
    /** @param {number} n */
    left: (n) => _n('{n} character left', '{n} characters left', n),
    /** @param {number} n */
    over: (n) => _n('{n} character too many', '{n} characters too many', n),
    /** @param {number} least @param {number|undefined} most */
    choices_note: (least, most) =>
      most === undefined
        ? least > 1
          ? _('Choose {least} or more.', { least })
          : _('Choose as many as fit.')
        : least > 1 && least === most
          ? _('Choose {least}.', { least })
          : least > 1
            ? _('Choose {least} to {most}.', { least, most })
            : _('Choose up to {most}.', { most }),
    /** @param {number} least @param {number|undefined} most */
    list_note: (least, most) =>
      most === undefined
        ? least > 1
          ? _('{least} or more, a line each.', { least })
          : _('One or more, a line each.')
        : least === most
          ? _('{least}, a line each.', { least })
          : _('{least} to {most}, a line each.', { least, most }),
    /** @param {number} n */
    item: (n) => _('Line {n}', { n }),
    add: _('Add a line'),
    /** @param {number} n */
    remove: (n) => _('Remove line {n}', { n }),
    not_chosen: _('Not chosen yet'),
    /** @param {number} value @param {number} max */
    value_of: (value, max) => _('{value} of {max}', { value, max }),
    less: _('Less'),
    more: _('More'),
    scale_note: _('Move the slider, or press + or −.'),
    /** @param {number|undefined} min @param {number|undefined} max @param {string} unit */
    number_label: (min, max, unit) => {
      const ranged = min !== undefined && max !== undefined;
      if (ranged) return unit ? _('A number ({unit}), {min} to {max}', { unit, min, max }) : _('A number, {min} to {max}', { min, max });
      return unit ? _('A number ({unit})', { unit }) : _('A number');
    },
    date_label: _('A day'),
    go_on: _('Go on'),
    go_on_text: _('The coach is ready when you are.'),
  },

  problems: {
    title: _('Not sent yet:'),
    choose_one: _('Please choose one first.'),
    /** @param {number} n */
    choose_at_least: (n) => _('Please choose at least {n}.', { n }),
    /** @param {number} n */
    choose_at_most: (n) => _('Please choose {n} at most.', { n }),
    /** @param {number} n */
    write_at_least: (n) => _n('Please fill in at least {n} line.', 'Please fill in at least {n} lines.', n),
    /** @param {number} n */
    write_at_most: (n) => _n('Please use {n} line at most.', 'Please use {n} lines at most.', n),
    /** @param {number} n */
    too_long: (n) => _n('Please use {n} character at most.', 'Please use {n} characters at most.', n),
    empty: _('Please write a few words first.'),
    untouched: _('Please choose a place on the line first.'),
    not_a_number: _('Please write a number.'),
    /** @param {number} min @param {number} max */
    range: (min, max) => _('Please choose a number from {min} to {max}.', { min, max }),
    /** @param {number} min */
    from: (min) => _('Please choose a number of {min} or more.', { min }),
    /** @param {number} max */
    up_to: (max) => _('Please choose a number of {max} or less.', { max }),
    not_a_date: _('Please choose a day.'),
    network: _('The server cannot be reached just now. Please try again in a moment.'),
    unexpected: _('Something went wrong on our side. Please try again in a moment.'),
  },

  print_heading: _('My words'),

  footer: {
    region: _('Your words and help'),
    words: _('My words'),
    journey: _('My journey'),
    pause: _('Pause'),
    help: _('I need help now'),
    help_asked: _('Asking for help…'),
  },

  link: {
    offline: _('You are offline. What you answer is kept on this device and sent later.'),
    lost: _('The connection is lost. Trying again…'),
    back: _('Connected again.'),
  },

  help_offline: {
    title: _('Help, right now'),
    text: [
      _('There is no connection to the coach at this moment, so here is what does not need one.'),
      _('If you or someone else is in danger, call your emergency number: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia.'),
      _('In the US and Canada you can call or text 988. In the UK and Ireland call 116 123. Elsewhere, findahelpline.com lists people to call.'),
      _('The coach will answer here too, as soon as the connection is back.'),
    ],
  },

  paused: {
    title: _('Resting'),
    /** @param {string} when */
    until: (when) => _('The coach rests until {when}.', { when }),
    open: _('The coach waits here until you come back. There is no hurry.'),
    close_note: _('You can close this page. Nothing is lost.'),
    go_on: _('Go on now'),
  },

  stages: {
    done_title: _('This stage is done'),
    done: _('Done means enough for today. You can go on, or stop here and come back another day.'),
    choose: _('The stages:'),
    ended_title: _('You have come to the end'),
    ended: _('Thank you for the time you gave to this. Your words stay here for you: read them again, save them, or go back into a stage.'),
    none: _('Done means enough for today. The next stage is not open yet. Your words stay here for you.'),
    /** @type {Record<string, string>} */
    state: { done: _('done'), here: _('you are here'), left: _('begun'), open: _('open'), ahead: _('later') },
    /** @param {string} title @param {string} state */
    take_up: (title, state) =>
      state === 'open' ? _('Begin {title}', { title }) : state === 'done' ? _('Visit {title} again', { title }) : _('Go on with {title}', { title }),
  },

  exit: {
    /** @param {number} n */
    more: (n) => _n('Shift pressed. Press it {n} more time to leave this page.', 'Shift pressed. Press it {n} more times to leave this page.', n),
    leaving: _('Leaving this page.'),
    expired: _('Leaving cancelled.'),
  },
};

/** The person's own variety of this page's language, as days are written differently in London and in Boston. */
export function locale() {
  const own = globalThis.navigator?.language ?? '';
  return own.split('-')[0] === t.language ? own : t.language;
}

/** Says when something will be, in words. @param {string} iso @param {number} now */
export function when(iso, now) {
  const then = new Date(iso);
  const hours = (then.getTime() - now) / 3_600_000;
  return new Intl.DateTimeFormat(
    locale(),
    hours < 20 ? { hour: 'numeric', minute: '2-digit' } : { weekday: 'long', day: 'numeric', month: 'long' },
  ).format(then);
}

/** A day that may be far off, with its year. @param {string} day  "2028-11-25", wherever one is */
export const far_day = (day) => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(`${day}T12:00:00`));

/** The heading of a day. @param {string} iso @param {number} now */
export function day_heading(iso, now) {
  const then = new Date(iso);
  if (then.toDateString() === new Date(now).toDateString()) return t.chat.today;
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { weekday: 'long', day: 'numeric', month: 'long' };
  if (then.getFullYear() !== new Date(now).getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale(), options).format(then);
}
