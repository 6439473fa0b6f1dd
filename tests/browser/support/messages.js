/** Messages of the server, short enough to read in a test. */

export const journey = {
  id: 'j1',
  course: 'kinds',
  language: 'en',
  name: 'Sam',
  stage: 'first',
  stages: [
    { id: 'first', title: 'First steps', state: 'here' },
    { id: 'second', title: 'Second steps', state: 'ahead' },
  ],
};

const AT = '2026-11-23T09:30:00Z';

export const welcome = (seq = 0) => ({ type: 'welcome', journey, seq });
export const current = (seq, open = null) => ({ type: 'current', seq, open });
export const said = (seq, text = `line ${seq}`, at = AT) => ({ type: 'said', seq, at, text });
export const asked = (seq, more = {}) => ({
  type: 'asked',
  seq,
  at: AT,
  question: `q${seq}`,
  kind: 'text',
  text: `question ${seq}?`,
  skippable: true,
  stage: 'first',
  ...more,
});
export const kept = (seq, question, value, more = {}) => ({ type: 'kept', seq, at: AT, question, value, label: String(value), ...more });
export const took_back = (seq, from, more = {}) => ({ type: 'took_back', seq, at: AT, from, ...more });
export const stage = (seq, id, state) => ({ type: 'stage', seq, at: AT, stage: id, state });
export const shown = (seq, picture, at = AT) => ({ type: 'shown', seq, at, ...picture });
export const practice = (seq, text = `try ${seq}`, days = 7, at = AT) => ({ type: 'practice', seq, at, text, days });
