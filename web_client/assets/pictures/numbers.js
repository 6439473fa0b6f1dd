/** Numbers and days, as they are written in the language of the page. */
import { locale } from '../strings.js';

/** @param {number} n */
export const number_in_words = (n) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(n);

/** A day has no hour and no zone: it is the same day everywhere. @param {string} day  2026-11-23 @param {Intl.DateTimeFormatOptions} how */
const formatted = (day, how) => (Number.isNaN(Date.parse(day)) ? day : new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...how }).format(new Date(day)));

/** @param {string} day */
export const day_in_short = (day) => formatted(day, { day: 'numeric', month: 'short' });

/** @param {string} day */
export const day_in_full = (day) => formatted(day, { day: 'numeric', month: 'long', year: 'numeric' });
