/** The real server for a file of tests, and somebody honest whom it must serve whatever was sent to it. */
import path from 'node:path';
import { after, afterEach, before } from 'node:test';
import { REPOSITORY, start_server } from '../../browser/support/server.js';
import { begin_journey, Conversation } from './conversation.js';

/** Its one stage never ends, so there is always another turn. */
export const COURSES = path.join(REPOSITORY, 'bench/load/courses');

/** Here one journey plays everybody. */
const MANY = ['messages', 'journey-messages'].map((limit) => [`--limits.${limit}-burst`, '1000000']).flat();

/**
 * @param {string[]} [options] of the server
 * @returns a house whose members are there once the tests run
 */
export function use_house(options = []) {
  const house = { port: 0, cookie: '', honest: '', log: () => '' };
  /** @type {Awaited<ReturnType<typeof start_server>>} */
  let server;
  before(async () => {
    const more = [...MANY, '--limits.connections-per-journey', '100000', ...options];
    server = await start_server({ courses: COURSES, options: more });
    house.port = server.port;
    house.log = server.log;
    house.cookie = await begin_journey(server.url);
    house.honest = await begin_journey(server.url);
  });
  afterEach(async () => {
    const conversation = await Conversation.begin(house.port, house.honest);
    await conversation.turn();
    conversation.wire.drop();
  });
  after(() => server?.stop());
  return house;
}
