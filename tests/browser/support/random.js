/** Chance with a seed: SEED=n runs the same again. */

export function random_source() {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
  let state = seed >>> 0;
  /** mulberry32. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
  /** @param {number} from @param {number} to */
  const whole = (from, to) => from + Math.floor(next() * (to - from + 1));
  /** @template T @param {T[]} all @returns {T} */
  const pick = (all) => all[whole(0, all.length - 1)];
  const WORDS = ['a', 'quiet', 'letter', 'unaussprechlich', 'מילה', 'I', 'never', 'asked', 'Donaudampfschifffahrtsgesellschaftskapitän', '我从来不问', 'so', 'and', '😶', 'then'];
  /** @param {number} least @param {number} most */
  const words = (least, most) => Array.from({ length: whole(least, most) }, () => pick(WORDS)).join(' ');
  return { seed, whole, pick, words };
}
