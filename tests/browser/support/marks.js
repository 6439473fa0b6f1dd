/** Words that nobody else has written, and the search for them in bytes, however they may lie there. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Twelve letters of their own for each: no chance brings them about a second time. @param {number} count */
export const new_marks = (count) => Array.from({ length: count }, () => Array.from(randomBytes(12), (byte) => String.fromCharCode(97 + (byte % 26))).join(''));

/** Base64 of a text that begins at any byte of a longer one: what is the same whatever stands around it. @param {Buffer} bytes */
const base64_within = (bytes) =>
  [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });

/** @param {string} text @returns {[form: string, bytes: Buffer][]} */
export function forms_of(text) {
  const utf16 = Buffer.from(text, 'utf16le');
  const hex = Buffer.from(text).toString('hex');
  return [
    ['UTF-8', Buffer.from(text)],
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
    ['hexadecimal', Buffer.from(hex)],
    ['hexadecimal', Buffer.from(hex.toUpperCase())],
    ...base64_within(Buffer.from(text)).map((each) => /** @type {[string, Buffer]} */ (['Base64', Buffer.from(each)])),
    ...base64_within(utf16).map((each) => /** @type {[string, Buffer]} */ (['Base64 of UTF-16', Buffer.from(each)])),
  ];
}

/** @param {string} folder @returns {[name: string, bytes: Buffer][]} every file in it and below */
export function files_of(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .map((name) => [path.relative(folder, name), readFileSync(name)]);
}

/** Each mark that lies in one of the files, in any form. @param {[name: string, bytes: Buffer][]} files @param {string[]} marks */
export function found_in(files, marks) {
  /** @type {string[]} */
  const found = [];
  for (const mark of marks) {
    for (const [form, bytes] of forms_of(mark)) {
      for (const [name, file] of files) if (file.includes(bytes)) found.push(`${mark} in ${name}, as ${form}`);
    }
  }
  return found;
}
