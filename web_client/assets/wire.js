/**
 * The socket: connects, catches up, notices when the line is dead, and comes back with full jitter so that ten
 * thousand clients do not return in the same second. It knows messages only as far as keeping the line needs.
 *
 * @typedef {import('./types.js').ServerMessage} ServerMessage
 * @typedef {import('./types.js').Link} Link
 */

import { backoff } from './backoff.js';

export const PROTOCOL = 'attune.v1';
/** Silence after which we ask whether anyone is there, and how long the answer may take. */
export const SILENCE_MS = 45_000;
export const ANSWER_MS = 8_000;
/** "Too many tries": the first wait is longer. */
const CLOSED_TOO_MANY = 1013;
const TOO_MANY_ATTEMPT = 4;

/**
 * @param {object} ports
 * @param {() => number} ports.after  last `seq` seen
 * @param {(message: ServerMessage) => void} ports.heard
 * @param {(link: Link) => void} ports.changed
 * @param {() => Promise<boolean>} ports.welcome_here  whether the cookie still opens a journey; asked when a socket is refused, as browsers hide why
 */
export function create_wire({ after, heard, changed, welcome_here }) {
  /** @type {WebSocket|null} */
  let socket = null;
  let wanted = false;
  let attempt = 0;
  let retry_timer = 0;
  let silence_timer = 0;
  let answer_timer = 0;

  function connect() {
    clearTimeout(retry_timer);
    if (!wanted || socket) return;
    if (navigator.onLine === false) {
      changed('offline');
      return;
    }
    changed('connecting');
    const mine = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`, PROTOCOL);
    socket = mine;
    let opened = false;
    // A connection that neither opens nor fails is as good as none.
    expect_answer();
    mine.onopen = () => {
      opened = true;
      hello();
    };
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      alive();
      const message = parse(event.data);
      if (!message) return;
      if (message.type === 'current') {
        attempt = 0;
        changed('open');
      }
      heard(message);
    };
    mine.onclose = (event) => {
      if (mine !== socket) return;
      lost();
      if (event.code === CLOSED_TOO_MANY) attempt = Math.max(attempt, TOO_MANY_ATTEMPT);
      // 1000 is said when the journey is gone; and a refused upgrade looks like any other failure from here.
      if (!opened || event.code === 1000) void ask_then_retry();
      else retry();
    };
  }

  async function ask_then_retry() {
    if (!wanted) return;
    try {
      if (!(await welcome_here())) return;
    } catch {
      // No answer either: the server is away, and a retry is right.
    }
    retry();
  }

  function retry() {
    if (!wanted || socket) return;
    clearTimeout(retry_timer);
    retry_timer = setTimeout(connect, backoff(attempt++, Math.random));
  }

  function alive() {
    clearTimeout(answer_timer);
    clearTimeout(silence_timer);
    silence_timer = setTimeout(probe, SILENCE_MS);
  }

  function expect_answer() {
    clearTimeout(answer_timer);
    answer_timer = setTimeout(() => {
      drop();
      retry();
    }, ANSWER_MS);
  }

  function hello() {
    socket?.send(JSON.stringify({ type: 'hello', after: after() }));
    expect_answer();
  }

  /** Browsers cannot ping. A new hello is answered with where things stand, which is worth knowing after a silence. */
  function probe() {
    if (socket?.readyState === WebSocket.OPEN) hello();
  }

  function lost() {
    clearTimeout(answer_timer);
    clearTimeout(silence_timer);
    socket = null;
    changed(navigator.onLine === false ? 'offline' : 'closed');
  }

  /** Lets go of the socket without waiting for a goodbye that may never come. */
  function drop() {
    const old = socket;
    if (!old) return;
    lost();
    old.onclose = null;
    old.close();
  }

  /** @param {string} data @returns {ServerMessage|null} */
  function parse(data) {
    try {
      const message = JSON.parse(data);
      return message && typeof message.type === 'string' ? message : null;
    } catch {
      return null;
    }
  }

  addEventListener('offline', () => {
    if (!wanted) return;
    clearTimeout(retry_timer);
    drop();
    changed('offline');
  });
  addEventListener('online', () => {
    attempt = 0;
    connect();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || !wanted) return;
    // A laptop that slept does not know that its sockets died.
    if (socket) probe();
    else connect();
  });

  return {
    start() {
      wanted = true;
      attempt = 0;
      connect();
    },
    stop() {
      wanted = false;
      clearTimeout(retry_timer);
      drop();
    },
    /** Starts over, with another `after`. */
    restart() {
      drop();
      retry();
    },
    /** @param {import('./types.js').Request} request */
    send(request) {
      if (socket?.readyState !== WebSocket.OPEN) return;
      socket.send(JSON.stringify(request));
      expect_answer();
    },
  };
}

/** @typedef {ReturnType<typeof create_wire>} Wire */
