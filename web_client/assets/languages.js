/**
 * The languages that this page itself is translated into, besides English. Empty here, where the page is served as
 * it is written; when it goes into the program, this file is written anew from web_client/translations.
 */
/** @type {string[]} */
export const LANGUAGES = [];
