/** A language, as those who speak it call it. @param {string} tag  BCP 47 */
export function name_of_language(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
