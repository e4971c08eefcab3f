import { BackupError } from "@meridian/db";

/**
 * Runs a program of one answer: progress on standard error, the answer (or why there is none, with exit code 1) on standard
 * output. Ends the process: the migration engine leaves a timer behind that would hold it.
 */
export async function runProgram(run: (say: (line: string) => void) => Promise<string>): Promise<void> {
  try {
    const answer = await run((line) => void process.stderr.write(`${line}\n`));
    process.stdout.write(answer, () => process.exit(0));
  } catch (error) {
    process.stdout.write(`${wordsOf(error)}\n`, () => process.exit(1));
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof BackupError) return error.message;
  const { code, message } = error as { readonly code?: unknown; readonly message?: string };
  if (code === "ENOSPC") return "The disk is full. Free some space, or name a file on another disk.";
  return message || String(code ?? error);
}
