/** What the log says of an exception that nobody expected. */
export type Fault = { readonly type: string; readonly message: string | null; readonly at: readonly string[] };

/**
 * Where and what it was, without anything that a caller sent: a parser's message quotes the text that it stumbled on, and
 * other properties of an error may hold it.
 */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { type: typeof error, message: null, at: [] };
  const at = (error.stack ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "));
  return { type: error.name, message: error instanceof SyntaxError ? null : error.message, at: at.slice(0, 12) };
}
