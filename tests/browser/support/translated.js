/** The page and the small course in made-up languages: written anew for each run, and shipped nowhere. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KINDS, REPOSITORY, binary, start_server } from './server.js';

export const ACCENTED = 'en-XA';
export const MIRRORED = 'ar-XB';

/** A server whose course and page are in English, in accents, and from right to left. */
export async function start_translated_server() {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-translated-'));
  const courses = path.join(folder, 'courses');
  const page = path.join(folder, 'page');
  cpSync(KINDS, courses, { recursive: true });
  cpSync(path.join(REPOSITORY, 'web_client'), page, { recursive: true });
  const catalogue = path.join(path.dirname(binary()), 'attune_catalogue');
  for (const language of [ACCENTED, MIRRORED]) {
    execFileSync(binary(), ['strings', path.join(courses, 'kinds'), '--language', language]);
    execFileSync(catalogue, ['strings', page, '--language', language]);
  }
  execFileSync(catalogue, ['modules', page, page]);
  const server = await start_server({ courses, web_root: page });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
