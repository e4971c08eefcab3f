const colour = process.stderr.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** One line of progress. All progress goes to stderr, so that stdout stays free for results. */
export const say = (text) => process.stderr.write(`${text}\n`);

export const done = (text) => say(`${paint("32", "✓")} ${text}`);
export const failed = (text) => say(`${paint("31", "✗")} ${text}`);
export const faint = (text) => paint("2", text);

/** A problem that ends the command. Its message is the sentence for people: what is wrong and how to mend it. */
export class GiveUp extends Error {}

/** @throws {GiveUp} */
export function giveUp(text) {
  throw new GiveUp(text);
}

export const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
