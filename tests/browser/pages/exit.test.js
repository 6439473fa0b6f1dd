import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, open_browser, question, skip } from '../support/browser.js';
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

/** Stands in for the neutral site: the machine of a test reaches no other. @param {import('playwright-core').BrowserContext} context */
async function neutral(context) {
  /** @type {{url: string, referrer: string|undefined}[]} */
  const visits = [];
  await context.route(/bbc\.com|wikipedia\.org/, async (route) => {
    visits.push({ url: route.request().url(), referrer: route.request().headers()['referer'] });
    await route.fulfill({ contentType: 'text/html', body: '<title>Weather</title><h1>Weather</h1>' });
  });
  return visits;
}

async function someone(options = {}) {
  const person = await chromium.person(server.url, options);
  const visits = await neutral(person.context);
  await begin(person.page);
  await skip(person.page);
  await person.page.locator('#reply input').fill('not for other eyes');
  return { ...person, visits };
}

test('Exit covers, wipes what was not sent, and leaves no way back in the history', async () => {
  const { page, context, visits } = await someone();
  await page.getByRole('link', { name: 'Exit', exact: true }).click();
  await page.getByRole('heading', { name: 'Weather' }).waitFor();
  assert.deepEqual(visits, [{ url: 'https://www.bbc.com/weather', referrer: undefined }]);
  await page.goBack().catch(() => null);
  assert.notEqual(new URL(page.url()).origin, server.url, 'going back does not come here');
  const back = await context.newPage();
  await back.goto('/');
  assert.equal(await question(back), 'What is one word for today?');
  assert.equal(await back.locator('#reply input').inputValue(), '');
  assert.deepEqual(await back.evaluate(() => Object.keys(localStorage)), []);
  await context.close();
});

test('the page is covered before the other site has answered', async () => {
  const { page, context } = await someone();
  await context.unroute(/bbc\.com|wikipedia\.org/);
  await context.route(/bbc\.com/, () => {});
  const seen = await page.evaluate(() => {
    /** @type {HTMLElement|null} */ (document.querySelector('a.exit'))?.click();
    return { title: document.title.trim(), top: document.elementFromPoint(300, 300)?.className, text: document.body.innerText.trim() };
  });
  assert.deepEqual(seen, { title: '', top: 'cover', text: '' });
  await context.close();
});

test('Shift three times leaves, and says so; writing capital letters does not', async () => {
  const { page, context, visits } = await someone();
  await page.locator('#reply input').fill('');
  await page.locator('#reply input').pressSequentially('ABCDE');
  for (const letter of 'XYZ') await page.keyboard.press(`Shift+${letter}`);
  assert.equal(await page.locator('.exit-dots').isVisible(), false);
  await page.keyboard.press('Shift');
  await page.locator('#status').getByText('Press it 2 more times').waitFor({ state: 'attached' });
  await page.keyboard.press('Shift');
  await page.locator('#status').getByText('Press it 1 more time ').waitFor({ state: 'attached' });
  await page.keyboard.press('Shift');
  await page.getByRole('heading', { name: 'Weather' }).waitFor();
  assert.equal(visits.length, 1);
  await context.close();
});

test('three presses far apart do nothing', async () => {
  const { page, context, visits } = await chromium.person(server.url).then(async (person) => ({ ...person, visits: await neutral(person.context) }));
  await page.clock.install();
  await page.goto('/');
  await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Shift');
    await page.clock.fastForward(5_100);
  }
  assert.deepEqual(visits, []);
  await context.close();
});

test('on a touch screen Shift does nothing: those keyboards press it by themselves', async () => {
  const { page, context, visits } = await someone({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift');
  await page.waitForTimeout(200);
  assert.deepEqual(visits, []);
  await context.close();
});

test('Exit is there before beginning, in dialogs, and as the second stop of the keyboard', async () => {
  const { page, context, visits } = await chromium.person(server.url).then(async (person) => ({ ...person, visits: await neutral(person.context) }));
  await page.goto('/');
  await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Leave this page now' }).and(page.locator(':focus')).waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Exit opens').selectOption({ label: 'Wikipedia' });
  await page.getByRole('dialog').getByRole('button', { name: 'Exit', exact: true }).click();
  await page.getByRole('heading', { name: 'Weather' }).waitFor();
  assert.deepEqual(visits.map((each) => each.url), ['https://www.wikipedia.org/']);
  await context.close();
});

test('Exit locks this device for those who chose so, and only for them', async () => {
  const { page, context } = await someone();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Exit also locks this device.').check();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Exit', exact: true }).click();
  await page.getByRole('heading', { name: 'Weather' }).waitFor();
  const back = await context.newPage();
  await back.goto('/');
  await back.getByRole('button', { name: 'I have six words' }).last().waitFor();
  await context.close();
});

test('a page that the browser brings back from its memory is whole again', async () => {
  const { page, context } = await someone();
  await context.unroute(/bbc\.com|wikipedia\.org/);
  await context.route(/bbc\.com/, (route) => route.abort());
  await page.evaluate(() => {
    // The other site cannot be reached and this page stays: what a return from memory looks like to it.
    document.querySelector('a[data-exit].exit')?.dispatchEvent(new MouseEvent('click', { cancelable: true, bubbles: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  assert.equal(await page.locator('.cover').isVisible(), false);
  await context.close();
});
