import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked } from '../support/messages.js';
import { label_of, length_of, problem_with, read_number } from '../../../web_client/assets/answers.js';

const of = (kind, more = {}) => asked(1, { kind, ...more });

test('numbers are read as people write them', () => {
  for (const [text, value] of [['24', 24], ['24 minutes', 24], [' 1,5 ', 1.5], ['about 3', 3], ['-2', -2], ['many', null], ['', null], ['3 or 4', null]]) {
    assert.equal(read_number(text), value, text);
  }
});

test('lengths are counted in code points', () => {
  assert.equal(length_of('a🙂é'), 3);
  assert.equal(problem_with(of('text', { max_characters: 2 }), '🙂🙂'), null);
  assert.match(problem_with(of('text', { max_characters: 2 }), '🙂🙂a') ?? '', /2 characters at most/);
});

test('nothing given is no answer, for any kind', () => {
  for (const kind of ['choice', 'choices', 'yesno', 'text', 'long_text', 'list', 'scale', 'number', 'date']) {
    assert.notEqual(problem_with(of(kind), null), null, kind);
  }
  assert.notEqual(problem_with(of('text'), '   '), null);
});

test('counts and ranges are told in words', () => {
  assert.match(problem_with(of('choices', { at_least: 2 }), ['a']) ?? '', /at least 2/);
  assert.match(problem_with(of('choices', { at_most: 1 }), ['a', 'b']) ?? '', /1 at most/);
  assert.match(problem_with(of('list', { at_least: 2 }), ['a']) ?? '', /at least 2 lines/);
  assert.match(problem_with(of('number', { min: 1, max: 5 }), 6) ?? '', /from 1 to 5/);
  assert.equal(problem_with(of('number', { min: 1, max: 5 }), 5), null);
  assert.equal(problem_with(of('scale', { min: 0, max: 10 }), 0), null);
});

test('false is an answer', () => {
  assert.equal(problem_with(of('yesno'), false), null);
});

test('the bubble of an unacknowledged answer reads as the server will word it', () => {
  const options = [{ id: 'a', label: 'One' }, { id: 'b', label: 'Two' }, { id: 'c', label: 'Three' }];
  assert.equal(label_of(of('choice', { options }), 'b', 'en'), 'Two');
  assert.equal(label_of(of('choices', { options }), ['a', 'b', 'c'], 'en-GB'), 'One, Two and Three');
  assert.equal(label_of(of('number', { unit: 'minutes' }), 24, 'en'), '24 minutes');
  assert.equal(label_of(of('yesno'), false, 'en'), 'No');
});
