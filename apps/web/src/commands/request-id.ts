/** The request id that a text is or holds, for example a pasted log line; null without one. */
export function requestIdIn(text: string): string | null {
  return /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i.exec(text)?.[0].toLowerCase() ?? null;
}
