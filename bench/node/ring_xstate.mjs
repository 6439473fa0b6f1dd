// The ring workload in xstate 5: one compiled machine, an actor a session. A branch that only says something is
// an action of its transition and not a state that is passed through, which is the faster of the two by half.
// Checks the transcript, then prints one figure a line, as attune_ring_bench does.
//   node --expose-gc ring_xstate.mjs [--check]
import { readFileSync } from 'node:fs';
import { assign, createActor, createMachine } from 'xstate';

const data = new URL('../ring/data/', import.meta.url);
const moods = {
  calm: 'You picked calm.',
  tense: 'You picked tense. That is okay.',
  unsure: 'Not sure is fine.',
};
const stages = ['Discovery', 'Repair', 'Empowerment', 'Alternatives', 'Mutuality'];

let said = [];
const say = (words) => ({ context }) => {
  said.push(words(context));
};
const line = (words) => () => {
  said.push(words);
};

function ring() {
  const states = {};
  stages.forEach((title, at) => {
    const stage = title.toLowerCase();
    const next = stages[(at + 1) % stages.length].toLowerCase();
    const last = say((c) => `Mood ${c.mood}, score ${c.score}, low count ${c.low}.`);
    const keepScore = assign({ score: ({ event }) => event.value });
    states[stage] = {
      entry: [
        assign({
          visits: ({ context }) => ({ ...context.visits, [stage]: (context.visits[stage] ?? 0) + 1 }),
        }),
        say((c) => `Stage ${title}. Visit ${c.visits[stage]}.`),
        say((c) =>
          c.words[stage] === undefined
            ? 'This is new.'
            : `Welcome back. Last time you wrote ${c.words[stage]}.`,
        ),
      ],
      on: {
        choice: Object.entries(moods).map(([mood, words], index) => ({
          guard: ({ event }) => event.value === index,
          target: `${stage}_text`,
          actions: [assign({ mood }), line(words)],
        })),
      },
    };
    states[`${stage}_text`] = {
      entry: line('In your own words, what happened?'),
      on: {
        text: {
          target: `${stage}_scale`,
          actions: assign({
            words: ({ context, event }) => ({ ...context.words, [stage]: event.value }),
          }),
        },
      },
    };
    states[`${stage}_scale`] = {
      entry: [
        say((c) => `You wrote ${c.words[stage]}.`),
        line('From 1 to 7, how close did you feel?'),
      ],
      on: {
        scale: [
          {
            guard: ({ event }) => event.value <= 2,
            target: next,
            actions: [
              keepScore,
              assign({ low: ({ context }) => context.low + 1 }),
              line('That sounds far away.'),
              last,
            ],
          },
          {
            guard: ({ event }) => event.value <= 5,
            target: next,
            actions: [keepScore, line('Somewhere in between.'), last],
          },
          { target: next, actions: [keepScore, line('That sounds close.'), last] },
        ],
      },
    };
  });
  return createMachine({
    id: 'ring',
    initial: stages[0].toLowerCase(),
    context: { mood: '', score: 0, low: 0, words: {}, visits: {} },
    states,
  });
}

const machine = ring();
const begin = () => createActor(machine).start();
const save = (actor) => JSON.stringify(actor.getPersistedSnapshot());
const restore = (bytes) => createActor(machine, { snapshot: JSON.parse(bytes) }).start();

const sessions = [];
for (const row of readFileSync(new URL('inputs_10x105.tsv', data), 'utf8').trimEnd().split('\n')) {
  const [session, , kind, value] = row.split('\t');
  (sessions[Number(session)] ??= []).push({ type: kind, value: kind === 'text' ? value : Number(value) });
}

function transcript(restoreAfter) {
  const lines = [];
  for (const inputs of sessions) {
    said = [];
    let actor = begin();
    inputs.forEach((input, turn) => {
      actor.send(input);
      if (restoreAfter(turn + 1)) {
        const bytes = save(actor);
        actor.stop();
        actor = restore(bytes);
      }
    });
    lines.push(...said, '--');
  }
  return `${lines.join('\n')}\n`;
}

const expected = readFileSync(new URL('expected_transcript.txt', data), 'utf8');
for (const [name, restoreAfter] of [
  ['as it is', () => false],
  ['restored after turn 50', (turn) => turn === 50],
]) {
  if (transcript(restoreAfter) !== expected) {
    console.error(`the transcript differs (${name})`);
    process.exit(1);
  }
}
if (process.argv.includes('--check')) {
  console.log('the transcripts are equal');
  process.exit(0);
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const rss = () => {
  for (let i = 0; i < 4; ++i) globalThis.gc?.();
  return process.memoryUsage.rss();
};
const print = (name, value) => console.log(name, value);
let bytesSaid = 0;
function hear() {
  for (const words of said) bytesSaid += words.length;
  said.length = 0;
}

function live(count) {
  const before = rss();
  const start = cpuSeconds();
  const actors = [];
  for (let i = 0; i < count; ++i) {
    actors.push(begin());
    hear();
  }
  print('create_us', ((cpuSeconds() - start) / count) * 1e6);

  let at = 0;
  const rounds = (n) => {
    for (let round = 0; round < n; ++round, ++at) {
      for (let i = 0; i < count; ++i) {
        const inputs = sessions[i % sessions.length];
        actors[i].send(inputs[at % inputs.length]);
        hear();
      }
    }
  };
  rounds(30);
  print('session_kb', (rss() - before) / count / 1000);

  const turnsStart = cpuSeconds();
  rounds(30);
  print('turns_per_cpu_s_10000', (30 * count) / (cpuSeconds() - turnsStart));

  const saveStart = cpuSeconds();
  const saved = actors.map(save);
  print('save_us', ((cpuSeconds() - saveStart) / count) * 1e6);

  const restoreStart = cpuSeconds();
  const restored = saved.map(restore);
  print('restore_us', ((cpuSeconds() - restoreStart) / count) * 1e6);
  return restored.length;
}

function one(turns) {
  const inputs = sessions[0];
  const actor = begin();
  for (let turn = 0; turn < inputs.length * 100; ++turn) {
    actor.send(inputs[turn % inputs.length]);
    hear();
  }
  const start = cpuSeconds();
  for (let turn = 0; turn < turns; ++turn) {
    actor.send(inputs[turn % inputs.length]);
    hear();
  }
  print('turns_per_cpu_s_1', turns / (cpuSeconds() - start));
}

function bytesAfter(turns) {
  const inputs = sessions[0];
  const actor = begin();
  for (let turn = 0; turn < turns; ++turn) {
    actor.send(inputs[turn % inputs.length]);
    hear();
  }
  print(`bytes_after_${turns}`, Buffer.byteLength(save(actor)));
}

live(10_000);
one(105 * 2_000);
bytesAfter(10);
bytesAfter(2_100);
if (bytesSaid === 0) throw new Error('nothing was said');
