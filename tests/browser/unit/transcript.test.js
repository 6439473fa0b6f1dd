import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { FLAGSHIP } from '../support/server.js';
import { deed_of, later_s, parse_transcript, read_transcript, same_but_for_chance, ways_of } from '../support/transcript.js';

test('a transcript is what is said at first, and what each act brings', () => {
  const text = [
    '# A person who would rather not say',
    'name: Mira',
    'seed: 7',
    '',
    'Coach: Hello, Mira.',
    'pace? How would you like to begin?',
    '# a note in the middle',
    '>  (skip) ',
    '! Nothing was open.',
    'Coach:  Fine. ',
    'Picture The loop: You: "Quiet."',
    '...',
    '> name: Jo',
    'you.name? ',
  ].join('\n');
  assert.deepEqual(parse_transcript(text), {
    name: 'Mira',
    head: { name: 'Mira', seed: '7' },
    first: [
      { kind: 'said', text: 'Hello, Mira.' },
      { kind: 'asked', text: 'How would you like to begin?' },
    ],
    acts: [
      {
        typed: '(skip)',
        number: 8,
        lines: [
          { kind: 'refused', text: 'Nothing was open.' },
          { kind: 'said', text: 'Fine.' },
          { kind: 'picture', text: 'The loop: You: "Quiet."' },
          { kind: 'anything', text: '' },
        ],
      },
      { typed: 'name: Jo', number: 13, lines: [{ kind: 'asked', text: '' }] },
    ],
  });
  assert.throws(() => parse_transcript('Coach: Hello.\nwhat is this'), /line 2 is no line of a transcript: what is this/);
});

test('what stands in brackets is a deed, and with a second bracket it is words', () => {
  assert.deepEqual(deed_of('(back)'), { deed: 'back' });
  assert.deepEqual(deed_of('(begin repair)'), { deed: 'begin', stage: 'repair' });
  assert.deepEqual(deed_of('(2 days later)'), { deed: 'later', seconds: 172_800 });
  assert.deepEqual(deed_of('((sigh)'), { deed: 'answer', text: '(sigh)' });
  assert.deepEqual(deed_of('skip (it)'), { deed: 'answer', text: 'skip (it)' });
  assert.throws(() => deed_of('(jump doubts)'), /nobody can do this in a browser: \(jump doubts\)/);
});

test('time passes in the units of the transcripts', () => {
  assert.equal(later_s('(1 month later)'), 30 * 86_400);
  assert.equal(later_s('(90 minutes later)'), 5_400);
  assert.equal(later_s('(3 fortnights later)'), null);
});

const SCRIPT = `
one of
  Coach: Hello, {you.name}. ({visits}x)
or
  Coach: Hi {you.name}!
  if moves is answered
    Coach: You {moves}.
  end
  Coach: {{Sit} down.
or
  Coach: Good day.
end
Coach: Alone.
if moves is answered
  one of
    Coach: So you {moves}.
  or
    Coach: You {moves}, then.
  end
end
one of
  Coach: So you {moves}, now.
or
  Coach: Good day.
end`;

test('two lines are the same but for chance when they stand at one place of one choice, and quote the same', () => {
  const ways = ways_of(SCRIPT, 'x');
  assert.deepEqual(ways.map((way) => way.choice), ['x:2#0', 'x:2#0', 'x:2#1', 'x:2#0', 'x:15#0', 'x:15#0', 'x:21#0', 'x:21#0']);
  const same = same_but_for_chance(ways);
  assert.ok(same('Anything at all', 'Anything at all'));
  assert.ok(same('Hello, Sam. (1x)', 'Hi Sam!'));
  assert.ok(same('Hi Sam!', 'Good day.'));
  assert.ok(same('{Sit} down.', '{Sit} down.'));
  assert.ok(same('So you go quiet.', 'You go quiet, then.'));
  assert.ok(!same('Hello, Sam. (1x)', 'Hi Kim!'), 'another quote');
  assert.ok(!same('So you go quiet.', 'You joke, then.'), 'another quote');
  assert.ok(!same('Hi Sam!', '{Sit} down.'), 'another line of the same way');
  assert.ok(!same('Alone.', 'Good day.'), 'no choice at all');
  assert.ok(!same('Hello, Sam. (1x)', 'You go quiet, then.'), 'another choice');
  assert.ok(!same('Hello, Sam. (1x)', 'Hello, Sam. [1x)'), 'a letter off');
});

test('the transcripts that come along can all be read', () => {
  const folder = path.join(FLAGSHIP, 'dream');
  const names = readdirSync(folder).filter((name) => name.endsWith('.transcript'));
  assert.ok(names.length > 30);
  for (const name of names) assert.ok(read_transcript(path.join(folder, name)).acts.length > 0, name);
});
