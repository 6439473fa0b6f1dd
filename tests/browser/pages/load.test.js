/** What a first visit fetches, as it comes over the wire: compressed, headers aside. */
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

/**
 * The files that came until this view was there. What is fetched ahead for later is asked for after it.
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<unknown>} shown
 */
async function fetched(page, shown) {
  /** @type {import('playwright-core').Request[]} */
  const requests = [];
  page.on('request', (request) => requests.push(request));
  await shown();
  const files = requests.filter((request) => !request.url().includes('/api/') && !request.url().startsWith('data:'));
  const sizes = await Promise.all(files.map(async (request) => (await request.sizes()).responseBodySize));
  const seen = { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  if (process.env.PRINT_SIZES) process.stdout.write(`# ${seen.files} files, ${seen.bytes} bytes\n`);
  return seen;
}

test('a first visit fetches less than 20 KB before a journey can begin', async () => {
  const { page, context } = await chromium.person(server.url);
  const { files, bytes } = await fetched(page, async () => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  });
  assert.ok(files > 5 && bytes > 10_000, 'something was measured');
  assert.ok(bytes < 20_000, `${bytes} bytes in ${files} files`);
  await context.close();
});

test('a chat fetches less than 26 KB before its first question, in a browser that was never here', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  const cookies = await context.cookies();
  await context.close();

  const other = await chromium.person(server.url);
  await other.context.addCookies(cookies);
  const { files, bytes } = await fetched(other.page, async () => {
    await other.page.goto('/');
    await question(other.page);
  });
  assert.ok(files > 5 && bytes > 10_000, 'something was measured');
  assert.ok(bytes < 26_000, `${bytes} bytes in ${files} files`);
  await other.context.close();
});
