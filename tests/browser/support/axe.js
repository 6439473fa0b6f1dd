/** axe-core in the page. It is evaluated, as the page's policy rightly lets no script tag in. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** @param {import('playwright-core').Page} page @param {string} where */
export async function assert_accessible(page, where) {
  await page.evaluate(source);
  const found = await page.evaluate(async (tags) => {
    const { violations } = await globalThis['axe'].run(document, { runOnly: tags });
    return violations.map((each) => `${each.id}: ${each.help}\n${each.nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join('\n')}`);
  }, TAGS);
  assert.deepEqual(found, [], `axe on ${where}`);
}
