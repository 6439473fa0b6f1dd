/** Pictures of every kind, as the server sends them. */

/** @param {string} role @param {string} label @param {string} text @param {{values?: number[], day?: string}} [more] */
const part = (role, label, text, more = {}) => ({ role, ...(label && { label }), ...(text && { text }), ...more });

/** Longer than any drawing has room for. */
export const LONG = 'I said that everything was fine, and then stayed up until two to clean the kitchen, so that nobody could ask me anything, which I have done since I was nine or ten years old.';

export const PICTURES = [
  {
    picture: 'chain',
    name: 'first.pattern',
    title: 'How your pattern runs',
    words: 'It starts with distance. Your body: tight chest. Then you go quiet.',
    parts: [part('link', 'It starts with', 'Distance'), part('link', 'In the body', 'Tight chest'), part('link', 'What I do', `${LONG} ${LONG}`), part('link', 'What it spares me', 'Being told no')],
  },
  {
    picture: 'plane',
    name: 'first.map',
    title: 'Where you stood',
    words: 'Worry 5.2 of 7, distance 2.4 of 7. Two points either way is noise.',
    parts: [part('point', 'At first', '', { values: [5.2, 2.4] }), part('point', 'Today', '', { values: [4.1, 2.2] })],
  },
  {
    picture: 'circle',
    name: 'first.people',
    title: 'The people who looked after me',
    words: 'In the circle: Gran, my mother, Mr Hill.',
    parts: ['Gran: warm, steady', 'My mother: quick, loving', 'Mr Hill: kind', 'Aunt Rosa: loud', 'The neighbour with the dog'].map((text) => part('person', '', text)),
  },
  {
    picture: 'loop',
    name: 'first.loop',
    title: 'What goes round between us',
    words: 'I go quiet, they ask, I close the door.',
    parts: [part('mine', '', 'I go quiet'), part('theirs', '', 'They ask what is wrong, three times'), part('mine', '', 'I close the door'), part('theirs', '', 'They cry in the kitchen')],
  },
  {
    picture: 'bridge',
    name: 'first.bridge',
    title: 'Your bridge',
    words: 'Your side is ready. The middle takes both.',
    parts: [part('mine', '', 'I have said what I felt'), part('theirs', '', 'They agreed to listen')],
  },
  {
    picture: 'bar',
    name: 'first.bar',
    title: 'Whose part is whose',
    words: 'Mine 4, shared 3, theirs 3.',
    parts: [part('mine', 'My part', '', { values: [4] }), part('shared', 'Between us', '', { values: [3] }), part('theirs', '', '', { values: [3] })],
  },
  {
    picture: 'course',
    name: 'first.days',
    title: 'The tactic over time',
    words: 'It came down from 6 to 2.',
    parts: [['2026-11-01', 6], ['2026-11-04', 7], ['2026-11-15', 2]].map(([day, value]) => part('point', 'How often', '', { values: [Number(value)], day: String(day) })),
  },
  {
    picture: 'fork',
    name: 'first.fork',
    title: 'A fork in the road',
    words: 'Before: nobody writes back. The old road: eleven messages. The new road: one.',
    parts: [part('before', '', 'Nobody writes back'), part('old_road', 'What I did', 'I wrote eleven messages'), part('new_road', '', 'I name what I feel, once'), part('new_road', '', 'I go for a walk')],
  },
  {
    picture: 'dots',
    name: 'first.dots',
    title: 'Expected and real',
    words: 'You expected 8 for asking Kim, and it was 3.',
    parts: [part('predicted', 'Asking Kim', '', { values: [8] }), part('actual', '', '', { values: [3] }), part('predicted', 'Saying no', '', { values: [5] }), part('actual', '', '', { values: [5] })],
  },
  {
    picture: 'band',
    name: 'first.band',
    title: 'Giving and receiving',
    words: 'Given: an evening. Received: soup.',
    parts: [part('given', '', 'An evening of listening'), part('received', '', 'Soup, when I was ill'), part('given', '', 'A lift to the station')],
  },
  {
    picture: 'then_now',
    name: 'first.anchor',
    title: 'Then and now',
    words: 'Then: I never ask. Now: I am learning to ask once.',
    parts: [part('then', '', 'I learned that needing someone drives them off, so I never ask.'), part('now', '', 'I am learning to ask once, and to wait for the answer.')],
  },
];

/** Of a version of Attune that this page does not know. */
export const UNKNOWN = { picture: 'spiral', name: 'first.spiral', title: 'A spiral', words: 'Something that this page cannot draw.', parts: [part('turn', 'One', 'Two')] };
