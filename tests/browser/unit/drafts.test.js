import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked } from '../support/messages.js';
import { draft_of, keep_draft, wipe_draft } from '../../../web_client/assets/drafts.js';

test('a draft belongs to its question, also when that is asked again under a new id', () => {
  keep_draft('j1', asked(3, { text: 'How?' }), 'half a sen');
  assert.equal(draft_of('j1', asked(3, { text: 'How?' })), 'half a sen');
  assert.equal(draft_of('j1', asked(9, { text: 'How?' })), 'half a sen');
  assert.equal(draft_of('j1', asked(9, { text: 'Who?' })), null);
  assert.equal(draft_of('j1', asked(9, { text: 'How?', kind: 'list' })), null);
  assert.equal(draft_of('j2', asked(3, { text: 'How?' })), null);
});

test('an emptied field keeps nothing', () => {
  keep_draft('j1', asked(3), 'words');
  keep_draft('j1', asked(3), '');
  assert.equal(draft_of('j1', asked(3)), null);
  keep_draft('j1', asked(3, { kind: 'list' }), ['', '']);
  assert.equal(draft_of('j1', asked(3, { kind: 'list' })), null);
});

test('wiping leaves nothing', () => {
  keep_draft('j1', asked(3), 'words');
  wipe_draft();
  assert.equal(draft_of('j1', asked(3)), null);
});
