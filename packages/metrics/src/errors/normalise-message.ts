/** Longest normalised message, characters: the start says what went wrong. */
const longest = 300;

/**
 * What differs between two tellings of one error, each with what stands for it. The order counts: an address holds numbers,
 * an id holds numbers. Part of fingerprint version 1: never to be changed, only followed by another version.
 */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'`<>]+/gi, "<url>"],
  [/[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}/g, "<email>"],
  [/`[^`]{0,200}`|"[^"]{0,200}"|“[^”]{0,200}”/g, "<name>"],
  [/(?<![\w'])'[^']{1,200}'(?!\w)/g, "<name>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\b(?=[a-z0-9_-]*\d)[a-z]{2,10}[_-][a-z0-9]{8,}\b/gi, "<id>"],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, "<id>"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, "<address>"],
  [/[-+]?\b\d[\d,]*(?:\.\d+)?/g, "<n>"],
  [/\s+/g, " "],
];

/** A message without what differs from request to request: ids, numbers, addresses, what stands in quotes. */
export function normaliseMessage(message: string): string {
  // What is cut away later is not worth looking through.
  let text = message.slice(0, 4 * longest);
  for (const [pattern, word] of replacements) text = text.replace(pattern, word);
  // A pair that the cut splits is no character any more, and what is no character cannot be stored.
  return text.trim().slice(0, longest).toWellFormed();
}
