/**
 * A refusal of the API as it travels through the session library, which knows errors by their message only:
 * `too_many_attempts 1772636700000`, or the code and the sentence that says why. null: it is none, and nobody's to read.
 */
export function refusalCode(error: unknown): string | null {
  // The class lives in a package that this app does not load itself.
  if (!(error instanceof Error) || error.name !== "OperationError") return null;
  const { code, retryAtMs, message } = error as Error & { readonly code: string; readonly retryAtMs: number | null };
  return code === "too_many_attempts" ? `${code} ${retryAtMs}` : `${code} ${message}`;
}
