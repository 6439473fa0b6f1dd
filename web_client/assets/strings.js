/**
 * Every text of the page itself, in one place, so that it can be translated. What the coach says comes from the
 * server, in the language of the course.
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

  begin: {
    title: 'A quiet place to look at how you come close',
    lead: 'Attune asks. You answer, one question at a time, at your own pace. Most of it needs only a line or a tap.',
    what_title: 'What this is',
    what: [
      'Guided self-reflection, in five stages, on how you learned to be close to people, and on building security from there.',
      'Every word the coach says was written beforehand, in a script that clinicians write and check. It is not a person, and it makes nothing up.',
      'You can skip any question, take back any answer, and stop whenever you like.',
    ],
    not_title: 'What it is not',
    not: [
      'Not therapy, and not a diagnosis.',
      'Nobody is watching. No one reads along or is told.',
      'Not for emergencies.',
    ],
    emergency_title: 'In danger, or thinking of ending your life?',
    emergency: 'Please call your emergency number now (112, 911, 999 or 000). To find a person to talk to in your country, visit findahelpline.com.',
    privacy_title: 'Your privacy, in five lines',
    privacy: [
      'No account, no e-mail address. A cookie and six words bring you back.',
      'Your answers are stored on the server that runs this page, so you can go on where you stopped.',
      'They are not sold, not shared and not used to train anything.',
      'No trackers, no advertisements. This page talks to no other site.',
      'You can save a copy, or erase everything, at any time.',
    ],
    exit_title: 'If someone might look over your shoulder',
    exit_note: 'Exit, at the top, covers this page at once and opens an ordinary site. With a keyboard, press Shift three times. Your browser’s history is not erased: it will still show that you were here.',
    who_title: 'Who made it',
    who: 'Attune is an open project of people who write dialogues and people who write software. The order of the five stages follows “The Heart of Confidence” by the Irrelationship Group in Psychology Today, who take no part in Attune. The words are our own.',

    form_title: 'Begin',
    name: 'What may the coach call you?',
    name_hint: 'A first name or any name you like. It is used in the conversation only.',
    course: 'What would you like to do?',
    course_language: 'In which language?',
    adult: 'I am 18 or older.',
    consent: 'I understand what this is and is not, and that my answers are stored on this server until I erase them.',
    begin: 'Begin',
    beginning: 'Beginning…',
    have_words: 'I have six words',
    erased: 'Everything is erased. Thank you for having been here.',
    left: 'This device has forgotten you. Your six words bring you back.',
    ended_elsewhere: 'You are no longer signed in on this device. If you have your six words, they bring you back.',

    resume_title: 'Come back',
    resume_lead: 'Type the six words you wrote down. Capital letters do not matter; put spaces or hyphens between.',
    words: 'Your six words',
    resume: 'Come back',
    resuming: 'Looking…',
    to_begin: 'I am new here',
    begin_short: 'Begin now',

    need_name: 'Please give a name of 1 to 40 characters.',
    need_adult: 'Attune is for people of 18 and older. Please confirm that you are.',
    need_consent: 'Please confirm that you have read what this is and is not.',
    need_words: 'Please type all six words.',
  },

  six: {
    title: 'Your six words',
    lead: 'Please write these down now. They are shown only this once.',
    why: 'There is no account and no e-mail address here, so these words are the only way back: on another device, or when this browser has forgotten you. Whoever has them can read your answers, so keep them where only you look.',
    copy: 'Copy',
    copied: 'Copied. Anyone who uses this device can paste them.',
    not_copied: 'Copying was not allowed. Please write them down.',
    print: 'Print',
    done: 'I have kept them',
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
    choose_one: 'Please choose one, or skip the question.',
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
    done_title: 'This stage is done, for now',
    done: 'Done means enough for now. You can go on, or stop here and come back another day.',
    choose: 'Where would you like to go on?',
    ended_title: 'You have come to the end',
    ended: 'Thank you for the time you gave to this. Your words stay here for you: read them again, save them, or go back into a stage.',
    none: 'The next stages are not written yet. Your words stay here for you.',
    /** @type {Record<string, string>} */
    state: { done: 'done for now', here: 'you are here', left: 'begun', open: 'open', ahead: 'later' },
    /** @param {string} title @param {string} state */
    take_up: (title, state) => (state === 'open' ? `Begin ${title}` : state === 'done' ? `Visit ${title} again` : `Go on with ${title}`),
  },

  words: {
    title: 'My words',
    lead: 'What you and the coach have said, in this course. Answers you took back are not in it.',
    empty: 'There is nothing here yet.',
    copy: 'Copy as text',
    save_text: 'Save as text',
    save_json: 'Save as JSON',
    print: 'Print',
    copied: 'Copied.',
    saved: 'Saved to your downloads, where others who use this device may see it.',
    heading: 'My words',
    file: 'my-words',
    erase_title: 'Erase everything',
    erase_note: 'Your answers, your name and your six words are deleted from the server. This cannot be undone.',
    erase: 'Erase everything…',
    erase_sure: 'Erase everything?',
    erase_text: 'All your words and answers will be gone, here and on every device, and your six words will no longer work. If you want a copy, save it first.',
    erase_yes: 'Yes, erase everything',
    erase_no: 'No, keep everything',
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

  settings: {
    title: 'Settings',
    note: 'These are kept on this device.',
    text: 'Text size',
    /** @type {Record<string, string>} */
    texts: { 100: 'Normal', 115: 'Larger', 135: 'Large', 160: 'Very large', 200: 'Largest' },
    theme: 'Colours',
    themes: { system: 'As on this device', light: 'Light', dark: 'Dark' },
    motion: 'Movement',
    motions: { system: 'As on this device', reduced: 'None: no typing pauses, nothing moves', full: 'Gentle' },
    sound: 'A soft sound when the coach writes',
    aloud: 'Read the coach’s words aloud',
    aloud_none: 'This browser has no voice to read aloud with.',
    language: 'Language',
    language_note: 'The language is chosen when you begin.',
    exit_title: 'Exit',
    exit_to: 'Exit opens',
    exit_forget: 'Exit also forgets this device. You then need your six words to come back.',
    exit_note: 'Exit also works by pressing Shift three times on a keyboard. It clears unsent words from this device. It does not erase your browser’s history.',
    leave_title: 'This device',
    leave: 'Forget this device…',
    leave_sure: 'Forget this device?',
    leave_text: 'Your words stay on the server, but this browser no longer opens them. To come back you need your six words.',
    leave_yes: 'Forget this device',
    leave_no: 'Stay',
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
