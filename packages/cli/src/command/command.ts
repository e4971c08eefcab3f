/** Where a command writes; lines come without their newline. */
export type Console = { readonly out: (line: string) => void; readonly err: (line: string) => void };

/** One word after `cli`. */
export type Command = {
  /** For the list of commands. */
  readonly summary: string;
  readonly usage: string;
  /** @returns the process's exit code: 0 well, 1 the answer is no. Throws `UsageError` for a wrong call. */
  readonly run: (args: readonly string[], console: Console) => Promise<number>;
};

/** The command was called wrongly; its message says how. */
export class UsageError extends Error {}
