import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, log_of, moved_on, open_browser, press_send, question, same_log, send, skip } from '../support/browser.js';
import { start_again, start_server } from '../support/server.js';

let server, chromium;
before(async () => {
  server = await start_server();
  chromium = await open_browser();
});
after(async () => {
  await chromium?.close();
  await server?.stop();
});

/** Puts a switch into the person's line to the server. @param {import('playwright-core').BrowserContext} context */
async function line_of(context) {
  const line = { up: true, open: new Set() };
  await context.routeWebSocket(/\/ws$/, (socket) => {
    if (!line.up) {
      socket.close({ code: 1001 });
      return;
    }
    const server_side = socket.connectToServer();
    line.open.add(socket);
    // What is sent while the line is cut goes nowhere, as on a train.
    socket.onMessage((message) => line.up && server_side.send(message));
    server_side.onMessage((message) => line.up && socket.send(message));
  });
  return {
    cut() {
      line.up = false;
      for (const socket of line.open) void socket.close({ code: 1001 });
      line.open.clear();
    },
    /** Nothing gets through, and nobody is told. */
    swallow() {
      line.up = false;
    },
    mend() {
      line.up = true;
    },
  };
}

/** @param {import('playwright-core').Page} page */
const kept_on_device = (page) => page.evaluate(() => Object.keys(localStorage).sort());

test('a reload in the middle loses nothing: not the place, not what was being written', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await skip(page);
  await page.locator('#reply input').fill('half a wo');
  const before_it = await log_of(page);
  await page.reload();
  assert.equal(await question(page), 'What is one word for today?');
  assert.equal(await page.locator('#reply input').inputValue(), 'half a wo');
  assert.deepEqual(await log_of(page), before_it);
  await page.locator('#reply input').fill('whole');
  await send(page);
  assert.deepEqual(await kept_on_device(page), [], 'nothing a person wrote stays on the device once it is acknowledged');
  await context.close();
});

test('an answer given while the line is down survives a reload and arrives once', async () => {
  const { page, context } = await chromium.person(server.url);
  const line = await line_of(context);
  await begin(page);
  await skip(page);
  line.cut();
  await page.locator('#reply input').fill('from the tunnel');
  await press_send(page);
  const mine = page.getByRole('article', { name: 'You: from the tunnel' });
  await mine.waitFor();
  await mine.getByText(/Kept on this device|Sending/).waitFor();
  assert.deepEqual(await kept_on_device(page), ['attune.draft', 'attune.outbox']);
  await page.reload();
  await page.waitForTimeout(300);
  line.mend();
  await page.locator('#log').getByText('You wrote: "from the tunnel"').waitFor();
  assert.equal((await log_of(page)).filter((row) => row === 'You: from the tunnel').length, 1);
  assert.equal(await question(page), 'What did you do this morning?');
  assert.deepEqual(await kept_on_device(page), []);
  await context.close();
});

test('a line that swallows what is sent is noticed, and the answer sent again', async () => {
  const { page, context } = await chromium.person(server.url);
  const line = await line_of(context);
  await page.clock.install();
  await begin(page);
  await skip(page);
  line.swallow();
  await page.locator('#reply input').fill('into the void');
  await press_send(page);
  await page.getByRole('article', { name: 'You: into the void' }).getByText('Sending…').waitFor();
  await page.clock.fastForward(9_000);
  line.mend();
  await page.clock.fastForward(2_000);
  await page.locator('#log').getByText('You wrote: "into the void"').waitFor();
  assert.equal((await log_of(page)).filter((row) => row === 'You: into the void').length, 1);
  await context.close();
});

test('the browser says it is offline: a banner tells so, help is there at once, and all goes on after', async () => {
  const { page, context } = await chromium.person(server.url);
  await begin(page);
  await context.setOffline(true);
  await page.locator('.banner').getByText('You are offline.').waitFor();
  await page.getByRole('button', { name: 'I need help now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Help, right now' });
  await dialog.getByText('findahelpline.com').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('radio', { name: 'Straight in' }).check();
  await press_send(page);
  await page.getByText('Kept on this device.').waitFor();
  await context.setOffline(false);
  await page.locator('#log').getByText('If you are in danger now').waitFor();
  await page.locator('.banner').first().waitFor({ state: 'hidden' });
  // Help came first and the question was asked anew after it: the choice is still made, and is the person's to send.
  await page.getByText('The conversation had already moved on').first().waitFor();
  assert.equal(await page.getByRole('radio', { name: 'Straight in' }).isChecked(), true);
  await send(page);
  assert.equal((await log_of(page)).filter((row) => row === 'You: Straight in').length, 1);
  await context.close();
});

test('the server is killed and comes back: the person goes on where they were', async () => {
  let mine = await start_server();
  const { page, context } = await chromium.person(mine.url);
  try {
    await begin(page);
    await skip(page);
    await mine.kill();
    await page.locator('#reply input').fill('while you were away');
    await press_send(page);
    await page.getByText('Kept on this device.').waitFor();
    mine = await start_again(mine);
    await page.locator('#log').getByText('You wrote: "while you were away"').waitFor({ timeout: 30_000 });
    assert.equal(await question(page), 'What did you do this morning?');
    assert.equal((await log_of(page)).filter((row) => row === 'You: while you were away').length, 1);
    await page.reload();
    assert.equal(await question(page), 'What did you do this morning?');
  } finally {
    await context.close();
    await mine.stop();
  }
});

test('two windows show the same', async () => {
  const { page, another, context, faults } = await chromium.person(server.url);
  await begin(page);
  const other = await another();
  await other.goto('/');
  assert.equal(await question(other), 'How would you like to begin?');
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await send(page);
  await moved_on(other, 'How would you like to begin?');
  await same_log(other, page);
  assert.equal(await question(other), 'What is one word for today?');

  await other.getByRole('button', { name: 'Change last answer' }).click();
  await Promise.all([page, other].map((each) => each.getByRole('radio', { name: 'Straight in' }).waitFor()));
  await same_log(other, page);
  assert.deepEqual(faults, []);
  await context.close();
});

test('two devices answer the same question at once: one answer is kept, and the other is told kindly', async () => {
  const here = await chromium.person(server.url);
  const there = await chromium.person(server.url);
  const line = await line_of(there.context);
  const words = await begin(here.page);
  await there.page.goto('/');
  await there.page.getByRole('button', { name: 'I have six words' }).last().click();
  await there.page.getByLabel('Your six words').fill(words);
  await there.page.getByRole('button', { name: 'Come back' }).click();
  const asked = await question(there.page);
  await there.page.getByRole('radio', { name: 'With something easy' }).check();
  line.cut();
  await press_send(there.page);
  await here.page.getByRole('radio', { name: 'Straight in' }).check();
  await send(here.page);
  line.mend();
  await moved_on(there.page, asked);
  await there.page.locator('.banner').getByText('The conversation had already moved on').waitFor();
  const both = await same_log(there.page, here.page);
  assert.deepEqual(both.filter((row) => row.startsWith('You: ')), ['You: Straight in']);
  await here.context.close();
  await there.context.close();
});

test('signing in to another journey in one window takes the other window along', async () => {
  const { page, another, context } = await chromium.person(server.url);
  await begin(page, 'Ana');
  const other = await another();
  await context.clearCookies();
  await begin(other, 'Ben');
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('#log').getByText('Hello, Ben.').waitFor();
  assert.deepEqual((await log_of(page)).filter((row) => row.includes('Ana')), []);
  await context.close();
});

test('after a silence the page asks where things stand, and says nothing about it', async () => {
  const { page, context, faults } = await chromium.person(server.url);
  const sent = [];
  await context.routeWebSocket(/\/ws$/, (socket) => {
    const server_side = socket.connectToServer();
    socket.onMessage((message) => {
      sent.push(JSON.parse(String(message)).type);
      server_side.send(message);
    });
  });
  await page.clock.install();
  await begin(page);
  await page.clock.fastForward(46_000);
  for (let tries = 0; sent.length < 2 && tries < 200; tries++) await page.waitForTimeout(20);
  assert.deepEqual(sent, ['hello', 'hello']);
  await page.clock.fastForward(9_000);
  assert.equal(await page.locator('.banner:not([hidden])').count(), 0);
  await skip(page);
  assert.equal(await question(page), 'What is one word for today?');
  assert.deepEqual(faults, []);
  await context.close();
});

test('where there is no room for an answer, the page says so, keeps it, and sends it again by itself', async () => {
  const { page, context, faults } = await chromium.person(server.url);
  let full = true;
  await context.routeWebSocket(/\/ws$/, (socket) => {
    const server_side = socket.connectToServer();
    socket.onMessage((message) => {
      const { type, request } = JSON.parse(String(message));
      if (full && type === 'skip') {
        socket.send(JSON.stringify({ type: 'rejected', request, code: 'not_kept', message: 'That could not be stored.', retry: true }));
      } else {
        server_side.send(message);
      }
    });
  });
  await begin(page);
  const notice = page.locator('.notice:not([hidden])');
  await page.getByRole('button', { name: 'Skip' }).click();
  await notice.waitFor();
  assert.match((await notice.textContent()) ?? '', /could not be kept just now. It stays on this device/);
  full = false;
  await notice.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.body.textContent?.includes('What is one word for today?'));
  assert.deepEqual(faults, []);
  await context.close();
});
