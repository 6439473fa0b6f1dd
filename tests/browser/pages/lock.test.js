/** Locking a device: by hand, by itself, from another window, and with words that were not sent yet. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, open_browser, question } from '../support/browser.js';
import { start_server } from '../support/server.js';

let server, chromium;
before(async () => {
  server = await start_server();
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

test('the server ends the conversation in every window of a device that is left', async () => {
  const { page, another, context, faults } = await chromium.person(server.url);
  await begin(page);
  const other = await another();
  await other.goto('/');
  await question(other);
  const left = await other.evaluate(async () => (await fetch('/api/leave', { method: 'POST' })).status);
  assert.equal(left, 204);
  for (const each of [page, other]) {
    await each.getByText('You are no longer signed in on this device.').waitFor();
    assert.equal(await each.locator('#log').count(), 0);
  }
  assert.deepEqual(faults, []);
  await context.close();
});
