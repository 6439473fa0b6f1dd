import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { found_in, forms_of, new_marks } from '../support/marks.js';

test('a mark is found in the middle of other bytes, in each form that a program might give it', () => {
  const [mark, other] = /** @type {[string, string]} */ (new_marks(2));
  for (let before = 0; before < 6; before++) {
    const text = `${'x'.repeat(before)}${mark} and so on`;
    /** @type {[string, Buffer][]} */
    const files = [
      ['plain', Buffer.from(text)],
      ['utf16', Buffer.from(text, 'utf16le')],
      ['base64', Buffer.from(Buffer.from(text).toString('base64'))],
      ['base64 of utf16', Buffer.from(Buffer.from(text, 'utf16le').toString('base64'))],
      ['hex', Buffer.from(Buffer.from(text).toString('hex'))],
    ];
    assert.deepEqual(new Set(found_in(files, [mark, other]).map((each) => each.replace(/^.* in (.*), as .*$/, '$1'))), new Set(files.map(([name]) => name)));
  }
  assert.deepEqual(found_in([['packed', gzipSync(mark.repeat(2))]], [other]), []);
  assert.ok(forms_of(mark).every(([, bytes]) => bytes.length >= 12));
});
