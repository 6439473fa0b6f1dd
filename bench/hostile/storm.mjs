/**
 * What honest people notice of a hostile crowd. node bench/hostile/storm.mjs [held|idle|descriptors|restart]...
 * ATTUNE_BINARY names the server. Loopback only; bounded in count and time. Ends with 1 when a bound is broken.
 */
import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start_server } from '../../tests/browser/support/server.js';
import { begin_journey, Conversation } from '../../tests/conformance/support/conversation.js';
import { pause, Wire } from '../../tests/conformance/support/wire.js';
import { Honest } from './honest.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const COURSES = path.join(HERE, '../load/courses');
const SWARM = path.join(HERE, 'swarm.mjs');
/** What the server allows of one journey. */
const OF_ONE_JOURNEY = 20;
/** Of an honest turn, on a quiet machine. */
const P99_MAX_MS = Number(process.env.P99_MAX_MS ?? 50);
const SECONDS = Number(process.env.SECONDS_EACH ?? 60);
const scale = Number(process.env.SCALE ?? 1); // a smaller storm, to try the script

let broken = 0;

/** @param {string} name @param {number | string} value */
const tell = (name, value) => console.log(`${name} ${typeof value === 'number' ? Number(value.toFixed(2)) : value}`);

/** @param {boolean} holds @param {string} what */
function demand(holds, what) {
  if (holds) return;
  ++broken;
  console.log(`BROKEN: ${what}`);
}

/** @param {string} name @param {Awaited<ReturnType<Honest['turns']>>} turns */
function tell_turns(name, turns) {
  tell(`${name}_turns`, turns.turns);
  for (const figure of /** @type {const} */ (['p50_ms', 'p99_ms', 'max_ms'])) tell(`${name}_${figure}`, turns[figure]);
}

/** @param {{url: string}} server @param {string} name */
async function metric(server, name) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

/** @param {{url: string}} server */
const resident = (server) => metric(server, 'attune_process{what="resident_bytes"}');

/** Seconds of processor time that a process has used. @param {number} pid */
function cpu_s(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Of one core, over so many seconds. @param {number} pid @param {number} seconds */
async function cpu_percent(pid, seconds) {
  const before = cpu_s(pid);
  await pause(seconds * 1000);
  return (100 * (cpu_s(pid) - before)) / seconds;
}

/** @param {{url: string}} server @param {number} conversations */
async function cookies_for(server, conversations) {
  const cookies = [];
  for (let i = 0; i < Math.ceil(conversations / OF_ONE_JOURNEY); ++i) cookies.push(await begin_journey(server.url));
  return cookies;
}

function swarm() {
  const child = fork(SWARM);
  /** @param {string} what @returns {Promise<any>} */
  const told = (what) =>
    new Promise((resolve, reject) => {
      child.once('exit', (status) => reject(new Error(`the swarm ended with ${status}`)));
      const listen = (/** @type {any} */ message) => {
        if (message.what !== what) return;
        child.off('message', listen);
        resolve(message);
      };
      child.on('message', listen);
    });
  return {
    /** @param {object} order */
    send: (order) => void child.send(order),
    told,
    count() {
      child.send({ kind: 'count' });
      return told('count');
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** 2,000 slow and hostile connections, under the limits as they come, and honest turns meanwhile. */
async function held() {
  const count = Math.round(2000 * scale);
  const server = await start_server({ courses: COURSES });
  const honest = await Honest.begin(server);
  tell_turns('held_before', await honest.turns(Math.min(10, SECONDS)));
  const crowd = swarm();
  crowd.send({ kind: 'hostile', port: server.port, count, cookies: await cookies_for(server, count) });
  await pause(5000); // until they are all there
  const [turns, cpu] = await Promise.all([honest.turns(SECONDS), cpu_percent(server.pid ?? 0, SECONDS)]);
  const counted = await crowd.count();
  tell('held_open', counted.open);
  tell('held_opened_in_all', counted.opened);
  tell('held_server_cpu_percent', cpu);
  tell_turns('held', turns);
  demand(counted.open > count / 2, `half of ${count} were open at the end: ${counted.open}`);
  demand(turns.p99_ms < P99_MAX_MS, `an honest turn takes under ${P99_MAX_MS} ms (p99): ${turns.p99_ms.toFixed(1)}`);
  await crowd.stop();
  const someone = await Honest.begin(server, 1);
  await someone.turns(1);
  someone.leave();
  honest.leave();
  await server.stop();
}

/** 10,000 conversations that say nothing for longer than the idle timeout, and answer their pings. */
async function idle() {
  const count = Math.round(10_000 * scale);
  const server = await start_server({ courses: COURSES, options: ['--limits.connections-max', '10100'] });
  const cookies = await cookies_for(server, count);
  const honest = await Honest.begin(server);
  const before = await resident(server);
  const crowd = swarm();
  crowd.send({ kind: 'idle', port: server.port, count, cookies, spread_ms: 0 });
  const { failed, took_ms } = await crowd.told('open');
  demand(failed === 0, `all are let in: ${failed} were not`);
  tell('idle_opened_in_ms', took_ms);
  tell('idle_bytes_per_connection', ((await resident(server)) - before) / count);
  const [turns, cpu] = await Promise.all([honest.turns(SECONDS), cpu_percent(server.pid ?? 0, SECONDS)]);
  const counted = await crowd.count();
  tell('idle_open', counted.open);
  tell('idle_server_cpu_percent', cpu);
  tell_turns('idle', turns);
  demand(counted.open === count, `none of ${count} is lost: ${counted.open} are open`);
  demand(turns.p99_ms < P99_MAX_MS, `an honest turn takes under ${P99_MAX_MS} ms (p99): ${turns.p99_ms.toFixed(1)}`);
  await crowd.stop();
  honest.leave();
  await server.stop();
}

/** No descriptor is left: who is in goes on, the processor is left alone, and who waits is let in afterwards. */
async function descriptors() {
  const server = await start_server({ courses: COURSES });
  const pid = server.pid ?? 0;
  const honest = await Honest.begin(server);
  execFileSync('prlimit', [`--pid=${pid}`, '--nofile=100']);
  const waiting = [];
  for (let i = 0; i < 300; ++i) waiting.push(await Wire.connect(server.port, `127.0.1.${1 + (i % 10)}`));
  const [turns, cpu] = await Promise.all([honest.turns(10), cpu_percent(pid, 10)]);
  tell('descriptors_server_cpu_percent', cpu);
  tell_turns('descriptors', turns);
  demand(server.log().includes('accept_failed'), 'the log says that connections wait');
  demand(cpu < 50, `it does not burn the processor: ${cpu.toFixed(0)} %`);
  demand(turns.turns > 0, 'who is in goes on');
  for (const wire of waiting) wire.drop();
  const late = await Honest.begin(server, 1);
  demand((await late.turns(1)).turns > 0, 'who comes afterwards is served');
  late.leave();
  honest.leave();
  await server.stop();
}

/** The server is killed under 5,000 conversations, and started again: they all come back within a second. */
async function restart() {
  const count = Math.round(5000 * scale);
  const first = await start_server({ courses: COURSES });
  const cookies = await cookies_for(first, count);
  const honest_cookie = await begin_journey(first.url);
  const crowd = swarm();
  crowd.send({ kind: 'idle', port: first.port, count, cookies, spread_ms: 0 });
  demand((await crowd.told('open')).failed === 0, 'all are let in');
  await first.kill();
  await crowd.stop();
  const began = Date.now();
  const server = await start_server({ courses: COURSES, port: first.port, data: first.data });
  tell('restart_listening_ms', Date.now() - began);
  const again = swarm();
  again.send({ kind: 'idle', port: server.port, count, cookies, spread_ms: 1000 });
  const open = again.told('open');
  const person = new Honest([await Conversation.begin(server.port, honest_cookie)]);
  tell_turns('restart', await person.turns(Math.min(10, SECONDS)));
  const { failed, took_ms } = await open;
  tell('restart_all_are_back_ms', took_ms);
  demand(failed === 0, `all come back: ${failed} do not`);
  await again.stop();
  person.leave();
  await server.stop();
}

const steps = { held, idle, descriptors, restart };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
for (const name of wanted) {
  const step = steps[/** @type {keyof typeof steps} */ (name)];
  if (!step) {
    console.error(`storm: there is no ${name}; there are ${Object.keys(steps).join(', ')}`);
    process.exit(2);
  }
  tell('load_before', `${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`);
  await step();
}
console.log(broken === 0 ? 'storm: every bound held' : `storm: ${broken} bounds were broken`);
process.exit(broken === 0 ? 0 : 1);
