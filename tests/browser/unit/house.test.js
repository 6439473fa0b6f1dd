/** The rules of this folder, kept by a test: what the server's embedding and the page's policy rely on. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../web_client');
const files = readdirSync(ROOT, { recursive: true })
  .map(String)
  .filter((name) => statSync(path.join(ROOT, name)).isFile());
const read = (name) => readFileSync(path.join(ROOT, name), 'utf8');
const scripts = files.filter((name) => name.startsWith('assets/') && name.endsWith('.js'));
const sheets = files.filter((name) => name.endsWith('.css'));
const html = read('index.html');

/** Without comments: they may speak of what the code may not do. @param {string} source */
const code = (source) => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

test('modules and styles find one another by relative paths only', () => {
  for (const name of [...scripts, ...sheets]) assert.doesNotMatch(code(read(name)), /["'(]\/assets\//, name);
});

test('every module is reached from the page', () => {
  const reached = new Set();
  /** @param {string} name */
  const walk = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const [, to] of code(read(name)).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) walk(path.join(path.dirname(name), to));
  };
  walk('assets/app.js');
  const types_only = ['assets/types.js', 'assets/early.js'];
  assert.deepEqual(scripts.filter((name) => !reached.has(name) && !types_only.includes(name)), []);
});

test('nothing parses HTML, evaluates text, or writes to the console', () => {
  const forbidden = /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser|console\.|setAttribute\(\s*'style')/;
  for (const name of scripts) assert.doesNotMatch(code(read(name)), forbidden, name);
});

test('the page has no inline script, style or handler, and names no other site', () => {
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)/);
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
  assert.doesNotMatch(html, /https?:\/\//);
});

test('only the neutral sites of Exit are named anywhere', () => {
  for (const name of scripts) {
    if (name === 'assets/settings.js') continue;
    assert.doesNotMatch(code(read(name)).replaceAll('http://www.w3.org/2000/svg', ''), /https?:\/\//, name);
  }
});

test('files stay short enough to read', () => {
  for (const name of [...scripts, ...sheets]) {
    if (name === 'assets/strings.js') continue;
    assert.ok(read(name).split('\n').length <= 300, `${name} is over 300 lines`);
  }
});

test('every coloured pair is declared for light, for dark, and for dark by choice', () => {
  const tokens = read('assets/tokens.css');
  const blocks = [...tokens.matchAll(/color-scheme: (light|dark);([^}]*)/g)].map(([, , body]) => [...body.matchAll(/--[\w-]+(?=: (?:#|rgb|0))/g)].map(([name]) => name).sort());
  const [light, dark, chosen] = blocks.map((names) => names.filter((name) => !['--round', '--gap', '--target', '--column'].includes(name)));
  assert.deepEqual(dark, chosen);
  assert.deepEqual(dark, light);
});

/** What comes with these modules, without waiting to be asked for. @param {string[]} entries */
function modules(...entries) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @param {string} name */
  const walk = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, to] of code(read(name)).matchAll(/from\s*'(\.[^']+)'/g)) walk(path.join(path.dirname(name), to));
  };
  for (const entry of entries) walk(entry);
  return seen;
}

test('a first chat fetches nothing that draws pictures, reminds or saves', () => {
  const names = [...modules('assets/app.js', 'assets/talk.js')];
  assert.deepEqual(names.filter((name) => /pictures|cards|practice|calendar|journey|transcript|download/.test(name)), []);
});
