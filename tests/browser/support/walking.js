/** A transcript walked in the page: each act done as a person does it, and after it what the page shows compared, word by word. */
import assert from 'node:assert/strict';
import { deed_of } from './transcript.js';

const PATIENCE_MS = 8_000;
const LOOK_AGAIN_MS = 5;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./transcript.js').Act} Act */

/** What the page says now: the newest rows of the conversation, and what stands below it. @param {Page} page @param {number} newest  how many rows, at most */
const shown_on = (page, newest) =>
  page.evaluate((most) => {
    const text = (/** @type {Element|null|undefined} */ of) => (of?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const reply = document.getElementById('reply');
    const all = [...document.querySelectorAll('#log article')];
    const rows = all.slice(-most).map((row) => {
      if (row.querySelector('.sending:not([hidden])')) return '(on its way)';
      if (row.querySelector('.practice')) return `Coach: ${text(row.querySelector('.practice-text'))}`;
      if (row.matches('.card-row')) return `Picture ${text(row.querySelector('.picture-title'))}: ${text(row.querySelector('figcaption'))}`;
      return text(row.querySelector('.bubble'));
    });
    return {
      rows,
      // Of a long conversation the page holds the newer part.
      count: document.querySelector('#log .earlier[hidden]') ? all.length : null,
      panel: reply?.dataset['panel'] ?? '',
      question: text(reply?.querySelector('legend, .ask')),
      problem: text(document.querySelector('#problem:not([hidden])')),
    };
  }, newest);

/** @typedef {Awaited<ReturnType<typeof shown_on>>} Shown */

/** What was typed as a transcript has it, given to the control that stands open; what the person's bubble will say. @param {Page} page @param {string} typed */
async function fill_in(page, typed) {
  const reply = page.locator('#reply');
  const { kind, options } = await reply.evaluate((form) => ({
    kind: form.querySelector('.lines') ? 'list' : (/** @type {HTMLInputElement|null} */ (form.querySelector('input, textarea'))?.type ?? ''),
    options: [...form.querySelectorAll('.option')].map((each) => ({ id: each.querySelector('input')?.value ?? '', label: each.textContent ?? '' })),
  }));
  if (options.length) {
    const ids = typed.split(',').map((id) => id.trim());
    const yes_or_no = new Map([['true', 'yes'], ['false', 'no']]);
    const chosen = options.filter(({ id }) => ids.includes(yes_or_no.get(id) ?? id));
    assert.equal(chosen.length, ids.length, `"${typed}" is not what can be chosen here`);
    // What was taken back is offered again, still chosen.
    if (kind === 'checkbox') while (await reply.locator('.option input:checked').count()) await reply.locator('.option input:checked').first().press('Space');
    for (const { id } of chosen) await reply.locator(`.option input[value="${id}"]`).press('Space');
    return listed(chosen.map(({ label }) => label));
  }
  if (kind === 'list') {
    const items = typed.split(';').map((item) => item.trim());
    for (const extra of (await reply.locator('.lines input').all()).slice(items.length)) await extra.fill('');
    for (const [i, item] of items.entries()) {
      if (i >= (await reply.locator('.lines input').count())) await reply.getByRole('button', { name: 'Add a line' }).click();
      await reply.locator('.lines input').nth(i).fill(item);
    }
    return listed(items);
  }
  const field = reply.locator('input, textarea').first();
  await field.fill(typed);
  // A place that is there already is chosen by a touch.
  if (kind === 'range') await field.press('Space');
  return typed;
}

/** As the coach joins them, too. @param {string[]} parts */
const listed = (parts) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

/**
 * @param {Page} page  where the question of this journey's beginning stands open
 * @param {import('./transcript.js').Transcript} transcript
 * @param {object} ports
 * @param {(shown: string, kept: string) => boolean} ports.same
 * @param {(seconds: number) => Promise<void>} ports.pass  lets time pass for the server and the page
 * @param {(act: number, shown: Shown) => Promise<void>} [ports.look]  after every act
 */
export async function walk_transcript(page, transcript, { same, pass, look = async () => {} }) {
  /** All that should have been said since the beginning, by both. @type {string[]} */
  let rows = [];
  /** What is asked now; null: nothing. @type {string|null} */
  let open = null;
  /** The answers that hold, with how the conversation stood before each. @type {{rows: number, question: string}[]} */
  const answers = [];

  /** The question that stood open joins the conversation, unless it took its text from the coach's last line. */
  const into_log = () => {
    if (open !== null && rows.at(-1) !== `Coach: ${open}`) rows.push(`Coach: ${open}`);
    open = null;
  };

  /** @param {import('./transcript.js').Line[]} lines */
  const hear = (lines) => {
    for (const line of lines) {
      if (line.kind === 'said') rows.push(`Coach: ${line.text}`);
      else if (line.kind === 'picture') rows.push(`Picture ${line.text}`);
      else if (line.kind === 'asked') {
        into_log();
        open = line.text;
      } else throw new Error(`this cannot be compared with a page: ${line.kind} ${line.text}`);
    }
  };

  /** @param {Shown} shown @returns {string} what is not as it should be; empty: nothing */
  const difference = (shown) => {
    if (shown.problem) return `the page says: ${shown.problem}`;
    if (shown.panel === 'waiting' || shown.panel === 'loading') return `the page is ${shown.panel}`;
    if ((shown.panel === 'question') !== (open !== null)) return `the page shows "${shown.panel}", and ${open === null ? 'nothing' : `"${open}"`} should be asked`;
    if (open !== null && !same(shown.question, open)) return `asked: ${shown.question}\nkept:  ${open}`;
    if (shown.count !== null && shown.count !== rows.length) return `the page has ${shown.count} rows, not ${rows.length}: ... ${shown.rows.slice(-4).join(' | ')}`;
    const kept = rows.slice(-shown.rows.length);
    const at = shown.rows.findIndex((row, i) => {
      const other = String(kept[i]);
      const [one_by, other_by] = [row, other].map((each) => each.startsWith('Coach: '));
      return one_by && other_by ? !same(row.slice('Coach: '.length), other.slice('Coach: '.length)) : row !== other;
    });
    return at < 0 ? '' : `shown: ${shown.rows[at]}\nkept:  ${kept[at]}`;
  };

  /** @param {string} where @param {number} newest  so many rows */
  const compare = async (where, newest) => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const shown = await shown_on(page, Math.min(newest, rows.length));
      const found = difference(shown);
      if (!found) return shown;
      if (Date.now() > end) assert.fail(`${where}\n${found}`);
      await page.waitForTimeout(LOOK_AGAIN_MS);
    }
  };

  /** @param {Act} act */
  const perform = async (act) => {
    const deed = deed_of(act.typed);
    // By keyboard: a pointer waits until what it is to press has come to rest, twice in each of a thousand acts.
    const press = (/** @type {string} */ name) => page.getByRole('button', { name, exact: true }).press('Enter');
    switch (deed.deed) {
      case 'answer':
      case 'skip': {
        assert.notEqual(open, null, 'an answer, and nothing is asked');
        answers.push({ rows: rows.length, question: String(open) });
        const label = deed.deed === 'skip' ? 'Skipped' : await fill_in(page, deed.text);
        into_log();
        rows.push(`You: ${label}`);
        await press(deed.deed === 'skip' ? 'Skip' : 'Send');
        break;
      }
      case 'back': {
        const last = answers.pop();
        assert.ok(last, 'there is nothing to take back');
        rows = rows.slice(0, last.rows);
        open = null;
        await press('Change last answer');
        break;
      }
      case 'help':
        into_log();
        await press('I need help now');
        break;
      case 'continue':
        await page.locator('#reply').getByRole('button', { name: /^Go on/ }).click();
        break;
      case 'begin': {
        into_log();
        const title = `${deed.stage.charAt(0).toUpperCase()}${deed.stage.slice(1)}`;
        await page.locator('#reply').getByRole('button', { name: new RegExp(`^(Begin|Go on with|Visit) ${title}( again)?$`) }).click();
        break;
      }
      case 'later':
        into_log();
        await pass(deed.seconds);
        await page.reload();
        break;
    }
  };

  hear(transcript.first);
  await look(0, await compare('at the beginning', Infinity));
  for (const [i, act] of transcript.acts.entries()) {
    const before = rows.length;
    await perform(act);
    hear(act.lines);
    // What was compared stays as it is on the page, unless that was loaded anew or something was taken back.
    const anew = ['later', 'back'].includes(deed_of(act.typed).deed);
    await look(i + 1, await compare(`line ${act.number}: > ${act.typed}`, anew ? Infinity : rows.length - before + 1));
  }
  await compare('at the end', Infinity);
  return { rows, open };
}
