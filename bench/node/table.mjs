// Prints a Markdown table of medians: node table.mjs FOLDER PEER... OURS
// FOLDER holds NAME.1, NAME.2, ... for each name, with one figure a line, "figure value". The last
// columns are ours divided by each peer, in this run.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...names] = process.argv.slice(2);
const ours = names.at(-1);
const peers = names.slice(0, -1);
const figures = [];
const values = new Map();

for (const name of names) {
  for (const file of readdirSync(folder).filter((f) => /^\d+$/.test(f.slice(name.length + 1)) && f.startsWith(`${name}.`))) {
    for (const row of readFileSync(join(folder, file), 'utf8').trim().split('\n')) {
      const [figure, value] = row.split(' ');
      if (!figures.includes(figure)) figures.push(figure);
      const key = `${name} ${figure}`;
      if (!values.has(key)) values.set(key, []);
      values.get(key).push(Number(value));
    }
  }
}

function median(name, figure) {
  const all = values.get(`${name} ${figure}`)?.sort((a, b) => a - b);
  return all?.length ? all[Math.floor((all.length - 1) / 2)] : undefined;
}

function shown(value) {
  if (value === undefined || Number.isNaN(value)) return '';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
row(['figure', ...names, ...peers.map((peer) => `${ours} / ${peer}`)]);
row(['---', ...names.map(() => '---:'), ...peers.map(() => '---:')]);
for (const figure of figures) {
  const own = median(ours, figure);
  row([
    figure,
    ...names.map((name) => shown(median(name, figure))),
    ...peers.map((peer) => {
      const theirs = median(peer, figure);
      return own === undefined || !theirs ? '' : `${shown(own / theirs)}x`;
    }),
  ]);
}
