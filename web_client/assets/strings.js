/**
 * The texts of the page itself, apart from the code, so that they can be translated: here those of the chat and of
 * what surrounds it, in begin_strings.js those of the first view, in dialog_strings.js those of the dialogs. What
 * the coach says comes from the server, in the language of the course.
 */

/** @param {number} n @param {string} one @param {string} many */
const plural = (n, one, many) => (n === 1 ? one : many);

export const t = {
  name: 'Attune',
  language: 'en',
  yes: 'Yes',
  no: 'No',
  loading: 'One moment…',
  close: 'Close',
  cancel: 'Not now',

  header: {
    skip_link: 'Skip to your reply',
    exit_link: 'Leave this page now',
    settings: 'Settings',
    exit: 'Exit',
    exit_title: 'Leave this page at once for an ordinary site',
    /** @param {string} stage @param {number} step @param {number} of */
    place: (stage, step, of) => `${stage}, step ${step} of ${of}`,
    progress: 'How far this stage has come',
  },

  chat: {
    log: 'Conversation',
    coach: 'Coach',
    you: 'You',
    earlier: 'Show earlier',
    newer: 'New messages',
    sending: 'Sending…',
    waiting_to_send: 'Kept on this device. It will be sent when the connection is back.',
    skipped: 'Skipped',
    take_back: 'Change this answer',
    today: 'Today',
    typing: 'The coach is writing',
  },

  reply: {
    region: 'Your reply',
    send: 'Send',
    skip: 'Skip',
    change: 'Change last answer',
    example: 'An example',
    why: 'Why this is asked',
    text_label: 'Your answer',
    enter_hint: 'Enter sends',
    ctrl_enter_hint: 'Ctrl + Enter sends',
    /** @param {number} n */
    left: (n) => `${n} ${plural(n, 'character', 'characters')} left`,
    /** @param {number} n */
    over: (n) => `${n} ${plural(n, 'character', 'characters')} too many`,
    /** @param {number} least @param {number|undefined} most */
    choices_note: (least, most) =>
      most === undefined
        ? `Choose ${least > 1 ? `${least} or more` : 'as many as fit'}.`
        : least > 1 && least === most
          ? `Choose ${least}.`
          : least > 1
            ? `Choose ${least} to ${most}.`
            : `Choose up to ${most}.`,
    /** @param {number} least @param {number|undefined} most */
    list_note: (least, most) =>
      most === undefined
        ? `${least > 1 ? `${least} or more` : 'One or more'}, a line each.`
        : least === most
          ? `${least}, a line each.`
          : `${least} to ${most}, a line each.`,
    /** @param {number} n */
    item: (n) => `Line ${n}`,
    add: 'Add a line',
    /** @param {number} n */
    remove: (n) => `Remove line ${n}`,
    not_chosen: 'Not chosen yet',
    /** @param {number} value @param {number} max */
    value_of: (value, max) => `${value} of ${max}`,
    less: 'Less',
    more: 'More',
    scale_note: 'Move the slider, or press + or −.',
    /** @param {number|undefined} min @param {number|undefined} max @param {string} unit */
    number_label: (min, max, unit) => {
      const what = unit ? `A number (${unit})` : 'A number';
      return min !== undefined && max !== undefined ? `${what}, ${min} to ${max}` : what;
    },
    date_label: 'A day',
    go_on: 'Go on',
    go_on_text: 'The coach is ready when you are.',
  },

  problems: {
    title: 'Not sent yet:',
    choose_one: 'Please choose one first.',
    /** @param {number} n */
    choose_at_least: (n) => `Please choose at least ${n}.`,
    /** @param {number} n */
    choose_at_most: (n) => `Please choose ${n} at most.`,
    /** @param {number} n */
    write_at_least: (n) => `Please fill in at least ${n} ${plural(n, 'line', 'lines')}.`,
    /** @param {number} n */
    write_at_most: (n) => `Please use ${n} ${plural(n, 'line', 'lines')} at most.`,
    /** @param {number} n */
    too_long: (n) => `Please use ${n} characters at most.`,
    empty: 'Please write a few words first.',
    untouched: 'Please choose a place on the line first.',
    not_a_number: 'Please write a number.',
    /** @param {number} min @param {number} max */
    range: (min, max) => `Please choose a number from ${min} to ${max}.`,
    /** @param {number} min */
    from: (min) => `Please choose a number of ${min} or more.`,
    /** @param {number} max */
    up_to: (max) => `Please choose a number of ${max} or less.`,
    not_a_date: 'Please choose a day.',
    moved_on: 'The conversation had already moved on, perhaps in another window. Here is where it stands.',
    network: 'The server cannot be reached just now. Please try again in a moment.',
    unexpected: 'Something went wrong on our side. Please try again in a moment.',
  },

  print_heading: 'My words',

  footer: {
    region: 'Your words and help',
    words: 'My words',
    stages: 'Stages',
    pause: 'Pause',
    help: 'I need help now',
    help_asked: 'Asking for help…',
  },

  link: {
    offline: 'You are offline. What you answer is kept on this device and sent later.',
    lost: 'The connection is lost. Trying again…',
    back: 'Connected again.',
  },

  help_offline: {
    title: 'Help, right now',
    text: [
      'There is no connection to the coach at this moment, so here is what does not need one.',
      'If you or someone else is in danger, call your emergency number: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia.',
      'In the US and Canada you can call or text 988. In the UK and Ireland call 116 123. Elsewhere, findahelpline.com lists people to call.',
      'The coach will answer here too, as soon as the connection is back.',
    ],
  },

  rest: {
    title: 'A pause',
    text: [
      'Take all the time you need. Let your shoulders drop, look at something far away, and breathe out slowly.',
      'Everything you have sent is kept. You can close this page now and come back to this exact place, today or in a month.',
    ],
    go_on: 'I am back',
  },

  paused: {
    title: 'Resting',
    /** @param {string} when */
    until: (when) => `The coach rests until ${when}.`,
    open: 'The coach waits here until you come back. There is no hurry.',
    close_note: 'You can close this page. Nothing is lost.',
    go_on: 'Go on now',
  },

  stages: {
    done_title: 'This stage is done',
    done: 'Done means enough for today. You can go on, or stop here and come back another day.',
    choose: 'The stages:',
    ended_title: 'You have come to the end',
    ended: 'Thank you for the time you gave to this. Your words stay here for you: read them again, save them, or go back into a stage.',
    none: 'Done means enough for today. The next stage is not open yet. Your words stay here for you.',
    /** @type {Record<string, string>} */
    state: { done: 'done', here: 'you are here', left: 'begun', open: 'open', ahead: 'later' },
    /** @param {string} title @param {string} state */
    take_up: (title, state) => (state === 'open' ? `Begin ${title}` : state === 'done' ? `Visit ${title} again` : `Go on with ${title}`),
  },

  take_back: {
    title: 'Change this answer?',
    /** @param {number} n */
    text: (n) =>
      n > 1
        ? `The coach goes back to this question. This answer and the ${n - 1} after it are taken back, and are asked again.`
        : 'The coach goes back to this question and asks it again.',
    yes: 'Go back to it',
    no: 'Leave it as it is',
  },

  exit: {
    /** @param {number} n */
    more: (n) => `Shift pressed. Press it ${n} more ${plural(n, 'time', 'times')} to leave this page.`,
    leaving: 'Leaving this page.',
    expired: 'Leaving cancelled.',
  },
};

/** The person's own variety of this page's language, as days are written differently in London and in Boston. */
function locale() {
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

/** The heading of a day. @param {string} iso @param {number} now */
export function day_heading(iso, now) {
  const then = new Date(iso);
  if (then.toDateString() === new Date(now).toDateString()) return t.chat.today;
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { weekday: 'long', day: 'numeric', month: 'long' };
  if (then.getFullYear() !== new Date(now).getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale(), options).format(then);
}
