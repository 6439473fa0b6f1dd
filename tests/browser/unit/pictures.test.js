/** The geometry of pictures, without a browser: letters are as wide as a guess. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, is_known } from '../../../web_client/assets/pictures/draw.js';
import { wrap } from '../../../web_client/assets/pictures/lines.js';
import { whole_quotes } from '../../../web_client/assets/pictures/quotes.js';
import { hatch } from '../../../web_client/assets/pictures/sheet.js';
import { random_source } from '../support/random.js';
import { LONG, PICTURES, UNKNOWN } from '../support/pictures.js';

const measure = (text, size, bold) => [...text].length * size * (bold ? 0.58 : 0.54);
const measure_line = (text) => measure(text, 16, false);
const NAMES = Object.fromEntries(PICTURES.map((picture) => [picture.picture, picture]));
/** What rounding may do. */
const SLACK_PX = 1;

const length_of = (mark) => measure(mark.text, mark.size, mark.look.includes('p-label'));
const texts = (scene) => scene.marks.filter((mark) => mark.tag === 'text');
const boxes = (scene) => scene.marks.filter((mark) => mark.tag === 'rect' && /^p-box p-(mine|theirs|plain|both|open|bank)$/.test(mark.look) && mark.r > 0);

/** Where the letters of a mark lie. */
function span(mark) {
  const w = length_of(mark);
  const left = mark.anchor === 'middle' ? mark.x - w / 2 : mark.anchor === 'end' ? mark.x - w : mark.x;
  return { left, right: left + w, top: mark.y - mark.size, bottom: mark.y + mark.size * 0.3 };
}

/** All corners that a path goes through, control points included. */
function points(d) {
  assert.doesNotMatch(d, /NaN|undefined|Infinity/, d);
  // Relative steps are used for waves alone, which stay at their height.
  if (/[a-z]/.test(d)) return [];
  const numbers = d.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
  const out = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) out.push([numbers[i], numbers[i + 1]]);
  return out;
}

/** Everything lies on the sheet, no box covers another, and no text leaves its box. */
function assert_tidy(scene, where) {
  const { width, height, marks } = scene;
  assert.ok(Number.isFinite(height) && height > 0, `${where}: height ${height}`);
  const on = (x, y, what) => assert.ok(x >= -SLACK_PX && x <= width + SLACK_PX && y >= -SLACK_PX && y <= height + SLACK_PX, `${where}: ${what} at ${x}, ${y} of ${width} x ${height}`);
  for (const mark of marks) {
    if (mark.tag === 'text') {
      const { left, right, top, bottom } = span(mark);
      on(left, top, mark.text);
      on(right, bottom, mark.text);
    } else if (mark.tag === 'rect') {
      assert.ok(mark.w >= 0 && mark.h >= 0, `${where}: a box of ${mark.w} x ${mark.h}`);
      on(mark.x, mark.y, mark.look);
      on(mark.x + mark.w, mark.y + mark.h, mark.look);
    } else if (mark.tag === 'path') {
      for (const [x, y] of points(mark.d)) on(x, y, `${mark.look} ${mark.d}`);
    } else if (mark.look !== 'p-noise') {
      on(mark.x - mark.r, mark.y - mark.r, mark.look);
      on(mark.x + mark.r, mark.y + mark.r, mark.look);
    }
  }
  const all = boxes(scene);
  for (const [i, one] of all.entries()) {
    for (const other of all.slice(i + 1)) {
      const apart = one.x + one.w <= other.x + SLACK_PX || other.x + other.w <= one.x + SLACK_PX || one.y + one.h <= other.y + SLACK_PX || other.y + other.h <= one.y + SLACK_PX;
      assert.ok(apart, `${where}: boxes on one another: ${JSON.stringify([one, other])}`);
    }
  }
  const written = texts(scene).map((mark) => ({ mark, ...span(mark) }));
  for (const [i, one] of written.entries()) {
    for (const other of written.slice(i + 1)) {
      const apart = one.right <= other.left + SLACK_PX || other.right <= one.left + SLACK_PX || one.bottom <= other.top + 4 || other.bottom <= one.top + 4;
      assert.ok(apart, `${where}: "${one.mark.text}" and "${other.mark.text}" on one another`);
    }
  }
}

const ROOMS = [
  ['a desktop', 540, 16],
  ['a phone', 258, 16],
  ['a phone, text at 200%', 250, 32],
  ['a tablet, text at 160%', 500, 25.6],
];

for (const [where, width, em] of ROOMS) {
  test(`every kind lies tidily on ${where}`, () => {
    for (const picture of PICTURES) assert_tidy(draw(picture, { width, em, measure }), `${picture.picture} on ${where}`);
  });
}

test('every word of a short picture is in its drawing, and a long text ends in an ellipsis', () => {
  for (const picture of PICTURES) {
    const scene = draw(picture, { width: 540, em: 16, measure });
    const drawn = texts(scene).map((mark) => mark.text).join(' ');
    for (const part of picture.parts) {
      if (part.text && part.text.length < 60) assert.ok(drawn.includes(part.text) || part.text.split(' ').every((word) => drawn.includes(word)), `${picture.picture}: ${part.text}`);
    }
  }
  const chain = texts(draw(NAMES.chain, { width: 540, em: 16, measure })).map((mark) => mark.text);
  assert.equal(chain.filter((text) => text.endsWith('…')).length, 1);
});

test('random pictures lie tidily in random rooms', () => {
  const { seed, whole, pick, words } = random_source();
  const ROLES = { chain: ['link'], circle: ['person'], fork: ['before', 'old_road', 'new_road'], band: ['given', 'received'], bridge: ['mine', 'theirs', 'both'], loop: ['mine', 'theirs'], then_now: ['then', 'now'] };
  for (let i = 0; i < 400; i++) {
    const kind = pick(Object.keys(ROLES));
    const count = kind === 'then_now' ? whole(1, 2) : whole(1, 12);
    const parts = Array.from({ length: count }, (_, n) => ({
      role: kind === 'loop' ? ROLES.loop[n % 2] : kind === 'then_now' ? ROLES.then_now[n] : pick(ROLES[kind]),
      ...(whole(0, 2) === 0 && { label: words(1, 5) }),
      ...(whole(0, 5) !== 0 && { text: words(1, whole(0, 4) === 0 ? 60 : 8) }),
    }));
    const room = { width: whole(230, 640), em: pick([16, 16, 18.4, 25.6, 32]), measure };
    assert_tidy(draw({ picture: kind, name: 'a', title: 'a', words: 'a', parts }, room), `seed ${seed}, ${kind} ${i}, ${JSON.stringify(room)}`);
  }
});

test('random numbers lie tidily in random rooms', () => {
  const { seed, whole, pick, words } = random_source();
  const ROLES = { plane: ['point'], bar: ['mine', 'shared', 'theirs'], course: ['point'], dots: ['predicted', 'actual'] };
  for (let i = 0; i < 400; i++) {
    const kind = pick(Object.keys(ROLES));
    const dated = whole(0, 1) === 1;
    const names = [words(1, 3), words(1, 9)];
    const parts = Array.from({ length: whole(1, 10) }, () => ({
      role: pick(ROLES[kind]),
      ...(whole(0, 2) > 0 && { label: pick(names) }),
      ...(whole(0, 9) > 0 && { values: kind === 'plane' ? [whole(10, 70) / 10, whole(10, 70) / 10] : [pick([whole(0, 10), whole(0, 100) / 10, kind === 'course' ? whole(-20, 900) : 3])] }),
      ...(dated && { day: `2026-${String(whole(1, 12)).padStart(2, '0')}-${String(whole(1, 28)).padStart(2, '0')}` }),
    }));
    const room = { width: whole(230, 640), em: pick([16, 16, 18.4, 25.6, 32]), measure };
    assert_tidy(draw({ picture: kind, name: 'a', title: 'a', words: 'a', parts }, room), `seed ${seed}, ${kind} ${i}, ${JSON.stringify({ ...room, parts })}`);
  }
});

test('the plane puts worry across and distance up, and keeps what is outside of it at its edge', () => {
  const at = (values) => {
    const scene = draw({ ...NAMES.plane, parts: [{ role: 'point', label: 'x', values }] }, { width: 540, em: 16, measure });
    const ground = scene.marks.find((mark) => mark.look === 'p-ground');
    const dot = scene.marks.find((mark) => mark.look === 'p-dot');
    return [(dot.x - ground.x) / ground.w, (ground.y + ground.h - dot.y) / ground.h].map((n) => Math.round(n * 100) / 100);
  };
  assert.deepEqual(at([1, 1]), [0, 0]);
  assert.deepEqual(at([7, 1]), [1, 0]);
  assert.deepEqual(at([1, 7]), [0, 1]);
  assert.deepEqual(at([4, 2.5]), [0.5, 0.25]);
  assert.deepEqual(at([9, 0]), [1, 0]);
});

test('around a point lies a ring of two points, cut off at the edges of the plane', () => {
  const scene = draw({ ...NAMES.plane, parts: [{ role: 'point', values: [4, 6] }] }, { width: 540, em: 16, measure });
  const ground = scene.marks.find((mark) => mark.look === 'p-ground');
  const ring = points(scene.marks.find((mark) => mark.tag === 'path' && mark.look === 'p-noise').d);
  const unit = ground.w / 6;
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  assert.ok(Math.abs(Math.max(...xs) - (ground.x + 5 * unit)) < 1);
  assert.ok(Math.abs(Math.min(...xs) - (ground.x + 1 * unit)) < 1);
  assert.ok(Math.abs(Math.min(...ys) - ground.y) < 1, 'cut off at the top');
});

test('only what both did closes the bridge', () => {
  const open = (picture) => draw(picture, { width: 540, em: 16, measure }).marks.some((mark) => mark.look === 'p-box p-open');
  assert.ok(open(NAMES.bridge));
  assert.ok(!open({ ...NAMES.bridge, parts: [...NAMES.bridge.parts, { role: 'both', text: 'Two rounds' }] }));
});

test('days lie apart as they do in the calendar, and values by their size', () => {
  const scene = draw(NAMES.course, { width: 540, em: 16, measure });
  const dots = scene.marks.filter((mark) => mark.tag === 'circle' && mark.look === 'p-dot').slice(0, 3);
  assert.ok(Math.abs((dots[2].x - dots[1].x) / (dots[1].x - dots[0].x) - 11 / 3) < 0.01);
  assert.ok(dots[1].y < dots[0].y && dots[0].y < dots[2].y);
});

test('a bar is divided as its numbers are, also when they are all nothing', () => {
  const widths = (values) => {
    const parts = ['mine', 'shared', 'theirs'].map((role, i) => ({ role, values: [values[i]] }));
    return draw({ ...NAMES.bar, parts }, { width: 500, em: 16, measure }).marks.filter((mark) => mark.tag === 'rect' && mark.h > 40).map((mark) => Math.round(mark.w));
  };
  assert.deepEqual(widths([4, 3, 3]), [200, 150, 150]);
  assert.deepEqual(widths([10, 0, 0]), [500]);
  assert.deepEqual(widths([0, 0, 0]), [167, 167, 167]);
});

test('a kind that is not known, or has no parts, is not drawn', () => {
  assert.ok(PICTURES.every(is_known));
  assert.ok(!is_known(UNKNOWN));
  assert.ok(!is_known({ ...UNKNOWN, picture: 'toString' }));
  assert.ok(!is_known({ ...NAMES.chain, parts: [] }));
});

test('lines are as wide as the room and no wider, and say when something was left out', () => {
  const most = measure_line('x'.repeat(20));
  const { lines, whole } = wrap(LONG, most, 100, measure_line);
  assert.ok(whole);
  assert.equal(lines.join(' '), LONG);
  assert.ok(lines.every((line) => measure_line(line) <= most));
  const short = wrap(LONG, most, 3, measure_line);
  assert.equal(short.lines.length, 3);
  assert.ok(!short.whole && short.lines[2].endsWith('…') && measure_line(short.lines[2]) <= most);
  assert.deepEqual(wrap('', most, 3, measure_line), { lines: [], whole: true });
});

test('a word that is wider than a line is cut between letters, never inside one', () => {
  const family = '👨‍👩‍👧‍👦';
  const { lines } = wrap(family.repeat(5), 7 * 16 * 2 * 0.54, 9, measure_line);
  assert.equal(lines.join(''), family.repeat(5));
  assert.ok(lines.length > 1 && lines.every((line) => line.replaceAll(family, '') === ''));
});

test('hatching stays inside its box', () => {
  for (const [w, h] of [[100, 40], [5, 40], [40, 5]]) {
    for (const [x, y] of points(hatch({ x: 10, y: 20, w, h }, 8))) assert.ok(x >= 10 && x <= 10 + w + 0.1 && y >= 19.9 && y <= 20 + h + 0.1);
  }
});

test('a sentence that came in pieces stands as one, and its time is named once', () => {
  const then = (/** @type {string} */ text) => ({ role: 'then', text });
  const now = { role: 'now', text: 'I learned that it is better to be gone, and now I stay a minute.' };
  const pieces = [then('I learned that it is better to be gone'), then('so I leave'), then('and now nobody gets to finish'), now];
  assert.deepEqual(whole_quotes(pieces), [then('I learned that it is better to be gone so I leave and now nobody gets to finish'), now]);
  assert.deepEqual(whole_quotes([now, then('before'), now]), [now, then('before'), now]);
  assert.deepEqual(whole_quotes([{ ...now, label: 'In May' }, now]), [{ ...now, label: 'In May' }, now]);
  for (const width of [300, 700]) {
    const scene = draw({ picture: 'then_now', name: 'a', title: 'T', words: 'W', parts: pieces }, { width, em: 16, measure });
    assert.equal(texts(scene).filter((mark) => mark.text === 'Then').length, 1);
  }
});
