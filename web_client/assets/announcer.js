/**
 * What a screen reader hears: each new line of the coach once, in order, as plain text, and gone a moment later so
 * that it is not found twice. The log itself is silent (aria-live=off), or scrolling and taking back would talk.
 */
import { h } from './dom.js';

const STAYS_MS = 1_000;

export function create_announcer() {
  const polite = h('div', { class: 'hidden', 'aria-live': 'polite', 'aria-relevant': 'additions', id: 'announcer' });
  const status = h('div', { class: 'hidden', role: 'status', id: 'status' });
  document.body.append(polite, status);
  let clearing = 0;

  return {
    /** @param {string} text @param {string} [language] */
    say(text, language) {
      const line = h('p', { lang: language }, text);
      polite.append(line);
      setTimeout(() => line.remove(), STAYS_MS);
    },
    /** What was to be heard is over. */
    clear() {
      polite.replaceChildren();
      status.textContent = '';
    },
    /** About the page, not from the coach. @param {string} text */
    status(text) {
      status.textContent = text;
      clearTimeout(clearing);
      clearing = setTimeout(() => (status.textContent = ''), 5 * STAYS_MS);
    },
  };
}

/** @typedef {ReturnType<typeof create_announcer>} Announcer */

/** Reads aloud, where the browser has a voice. @param {string} text @param {string} language */
export function speak(text, language) {
  if (!('speechSynthesis' in window)) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language;
  speechSynthesis.speak(words);
}

export function hush() {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}

/** @type {AudioContext|null} */
let audio = null;

/** A soft sound of two tones, made here: there is no file to fetch. */
export function chime() {
  try {
    audio ??= new AudioContext();
    const start = audio.currentTime;
    for (const [hertz, after] of /** @type {const} */ ([[523.25, 0], [659.25, 0.09]])) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      tone.frequency.value = hertz;
      loudness.gain.setValueAtTime(0, start + after);
      loudness.gain.linearRampToValueAtTime(0.05, start + after + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + after + 0.5);
      tone.connect(loudness).connect(audio.destination);
      tone.start(start + after);
      tone.stop(start + after + 0.55);
    }
  } catch {
    // No sound on this device; the words are there.
  }
}
