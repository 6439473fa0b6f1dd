/** The real server, with more events than it sends: what a course of any kind would have brought. */

/**
 * @param {import('playwright-core').BrowserContext} context
 * @param {object} what
 * @param {any[]} [what.first]  before everything else, in the replay
 * @param {(answer: any) => any[]} [what.after_kept]  after an answer is kept
 */
export async function with_made_up(context, { first = [], after_kept = () => [] }) {
  await context.routeWebSocket(/\/ws$/, (socket) => {
    const real = socket.connectToServer();
    let more = 0;
    let last = 0;
    let caught_up = false;
    /** @param {any} message */
    const send = (message) => socket.send(JSON.stringify(message));
    /** @param {any[]} events */
    const make_up = (events) => {
      for (const event of events) {
        more++;
        const seq = ++last;
        const { from_end, ...rest } = event;
        send({ at: new Date().toISOString().replace(/\.\d+/, ''), ...rest, seq, ...(from_end && { from: seq - from_end }) });
      }
    };
    socket.onMessage((text) => {
      const message = JSON.parse(String(text));
      real.send(JSON.stringify(message.type === 'hello' ? { ...message, after: Math.max(0, message.after - more) } : message));
    });
    real.onMessage((text) => {
      const message = JSON.parse(String(text));
      if (message.type === 'welcome') {
        send({ ...message, seq: message.seq + first.length });
        if (!caught_up) make_up(first);
        caught_up = true;
        return;
      }
      if (message.seq) last = message.seq += more;
      if (message.from) message.from += more;
      send(message);
      if (message.type === 'kept') make_up(after_kept(message));
    });
  });
}
