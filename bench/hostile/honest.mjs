/** People who answer as people do, one turn after another, and how long each turn took. */
import { performance } from 'node:perf_hooks';
import { begin_journey, Conversation } from '../../tests/conformance/support/conversation.js';
import { pause } from '../../tests/conformance/support/wire.js';

/** Five messages a second are what one connection may say for long. */
const BETWEEN_TURNS_MS = 250;

/** @param {number[]} sorted @param {number} share */
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

export class Honest {
  /** @param {Conversation[]} people */
  constructor(people) {
    this.people = people;
  }

  /** @param {{url: string, port: number}} server @param {number} [count] */
  static async begin(server, count = 8) {
    const people = [];
    for (let i = 0; i < count; ++i) {
      people.push(await Conversation.begin(server.port, await begin_journey(server.url)));
    }
    return new Honest(people);
  }

  /** Turns of all of them for so long; throws when one is not kept. @param {number} seconds */
  async turns(seconds) {
    const took = /** @type {number[]} */ ([]);
    const until = performance.now() + seconds * 1000;
    await Promise.all(
      this.people.map(async (person, i) => {
        await pause((BETWEEN_TURNS_MS * i) / this.people.length); // not all in one moment
        while (performance.now() < until) {
          const began = performance.now();
          await person.turn();
          took.push(performance.now() - began);
          await pause(BETWEEN_TURNS_MS);
        }
      }),
    );
    took.sort((a, b) => a - b);
    return { turns: took.length, p50_ms: quantile(took, 0.5), p99_ms: quantile(took, 0.99), max_ms: took.at(-1) ?? NaN };
  }

  leave() {
    for (const person of this.people) person.wire.drop();
  }
}
