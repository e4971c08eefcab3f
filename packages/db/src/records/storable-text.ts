/** NUL, which Postgres' text may not hold, and halves of surrogate pairs, which are no characters. */
const suspicious = /[\0\ud800-\udfff]/;

/** Text that Postgres takes whatever callers put into names: NUL and lone surrogates become U+FFFD. */
export function storableText(text: string): string {
  return suspicious.test(text) ? text.toWellFormed().replaceAll("\0", "\uFFFD") : text;
}
