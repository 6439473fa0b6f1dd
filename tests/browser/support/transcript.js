/**
 * Transcripts (docs/SCRIPT.md), for tests that walk them in a browser: read, and compared with what a page shows,
 * where a journey has a seed of its own and may take the other way of each `one of`.
 *
 * @typedef {{kind: 'said'|'picture'|'asked'|'refused'|'anything', text: string}} Line  text: as it is shown, without its mark
 * @typedef {{typed: string, number: number, lines: Line[]}} Act  what a person does, in the line of that number, and what comes of it
 * @typedef {{name: string, first: Line[], acts: Act[], head: Record<string, string>}} Transcript
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const HEADERS = ['name', 'seed', 'stage', 'scene', 'language'];
const ASKED = /^[a-z0-9_.]+\? ?/;

/** @param {string} line @returns {Line|null} */
function read_line(line) {
  if (line === '...') return { kind: 'anything', text: '' };
  if (line.startsWith('Coach:')) return { kind: 'said', text: line.slice('Coach:'.length).trim() };
  if (line.startsWith('Picture ')) return { kind: 'picture', text: line.slice('Picture '.length) };
  if (line.startsWith('!')) return { kind: 'refused', text: line.slice(1).trim() };
  return ASKED.test(line) ? { kind: 'asked', text: line.replace(ASKED, '') } : null;
}

/** @param {string} text @returns {Transcript} */
export function parse_transcript(text) {
  /** @type {Transcript} */
  const made = { name: 'Sam', first: [], acts: [], head: {} };
  let in_head = true;
  for (const [i, each] of text.split('\n').entries()) {
    const line = each.trim();
    if (line === '' || line.startsWith('#')) continue;
    const header = in_head && HEADERS.find((name) => line.startsWith(`${name}:`));
    if (header) {
      made.head[header] = line.slice(header.length + 1).trim();
      continue;
    }
    in_head = false;
    if (line.startsWith('>')) {
      made.acts.push({ typed: line.slice(1).trim(), number: i + 1, lines: [] });
      continue;
    }
    const read = read_line(line);
    if (!read) throw new Error(`line ${i + 1} is no line of a transcript: ${line}`);
    (made.acts.at(-1)?.lines ?? made.first).push(read);
  }
  made.name = made.head['name'] ?? made.name;
  return made;
}

/** @param {string} file */
export const read_transcript = (file) => parse_transcript(readFileSync(file, 'utf8'));

const UNITS_S = new Map(Object.entries({ minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 }));

/** "(2 days later)" in seconds; null when it says no time. @param {string} typed */
export function later_s(typed) {
  const [, count, unit] = /^\((\d+) (\w+?)s? later\)$/.exec(typed) ?? [];
  const seconds = unit && UNITS_S.get(unit);
  return seconds ? Number(count) * seconds : null;
}

/**
 * What a person means by a line: a deed in brackets, or an answer.
 * @param {string} typed
 * @returns {{deed: 'skip'|'back'|'help'|'continue'} | {deed: 'later', seconds: number} | {deed: 'begin', stage: string} | {deed: 'answer', text: string}}
 */
export function deed_of(typed) {
  if (!typed.startsWith('(')) return { deed: 'answer', text: typed };
  if (typed.startsWith('((')) return { deed: 'answer', text: typed.slice(1) };
  const seconds = later_s(typed);
  if (seconds !== null) return { deed: 'later', seconds };
  const [, simple] = /^\((skip|back|help|continue)\)$/.exec(typed) ?? [];
  if (simple) return { deed: /** @type {'skip'} */ (simple) };
  const [, stage] = /^\(begin (\w+)\)$/.exec(typed) ?? [];
  if (stage) return { deed: 'begin', stage };
  throw new Error(`nobody can do this in a browser: ${typed}`);
}

/** @typedef {{choice: string, pattern: RegExp, quotes: string[]}} Way  one line of one way of a `one of` */

/** A line of a script, as what it can look like when it is said. @param {string} template */
function pattern_of(template) {
  /** @type {string[]} */
  const quotes = [];
  const source = template.replace(/\{\{|\{([^{}]*)\}|[.*+?^$()|[\]\\}]/g, (found, quote) => {
    if (found === '{{') return '\\{';
    if (quote === undefined) return `\\${found}`;
    quotes.push(quote);
    return '(.*)';
  });
  return { pattern: new RegExp(`^${source}$`, 's'), quotes };
}

/** The lines in all ways of each `one of`. Those in blocks within a way are passed over. @param {string} script @param {string} name @returns {Way[]} */
export function ways_of(script, name) {
  /** @type {Way[]} */
  const out = [];
  /** @type {{choice: string, line: number}[]}  the open `one of`s and, with an empty choice, other blocks */
  const open = [];
  for (const [i, each] of script.split('\n').entries()) {
    const line = each.trim();
    const inmost = open.at(-1);
    if (line === 'one of') open.push({ choice: `${name}:${i + 1}`, line: 0 });
    else if (/^(if |ask (choice|choices)\b|show |measure |watch )/.test(line)) open.push({ choice: '', line: 0 });
    else if (line === 'end') open.pop();
    else if (line === 'or' && inmost) inmost.line = 0;
    else if (line.startsWith('Coach:') && inmost?.choice) out.push({ choice: `${inmost.choice}#${inmost.line++}`, ...pattern_of(line.slice('Coach:'.length).trim()) });
  }
  return out;
}

/** @param {string} folder of a course @returns {Way[]} */
export function ways_of_course(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.dialogue'))
    .flatMap((name) => ways_of(readFileSync(path.join(folder, name), 'utf8'), name));
}

/**
 * Whether the two are the same line, or the same place of the same `one of` with the same quotes in it.
 * @param {Way[]} ways
 * @returns {(one: string, other: string) => boolean}
 */
export function same_but_for_chance(ways) {
  /** @type {Map<string, {choice: string, quoted: Map<string, string>}[]>} */
  const known = new Map();
  /** @param {string} text */
  const places = (text) => {
    let found = known.get(text);
    if (!found) {
      found = [];
      for (const { choice, pattern, quotes } of ways) {
        const match = pattern.exec(text);
        if (match) found.push({ choice, quoted: new Map(quotes.map((quote, i) => [quote, match[i + 1] ?? ''])) });
      }
      known.set(text, found);
    }
    return found;
  };
  return (one, other) =>
    one === other ||
    places(one).some((a) => places(other).some((b) => a.choice === b.choice && [...a.quoted].every(([quote, said]) => (b.quoted.get(quote) ?? said) === said)));
}
