import type { Workload } from "../simulation/workload.ts";

const header = "TIMESTAMP,ContextTokens,GeneratedTokens";

/**
 * Requests of a trace of Azure's: CSV with the columns `TIMESTAMP` (UTC), `ContextTokens`, `GeneratedTokens`. Throws an error
 * that names the line.
 */
export function readAzureTrace(text: string): Workload {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== header)
    throw new Error(`Line 1 of the trace must be \`${header}\`, not \`${lines[0]?.slice(0, 60)}\`.`);
  const rows = lines
    .slice(1)
    .flatMap((line, at) => (line.trim() === "" ? [] : [rowOf(line, at + 2)]))
    .sort((a, b) => a.atMs - b.atMs);
  if (rows.length === 0) throw new Error("The trace has a header and no requests.");
  const beganMs = rows[0]!.atMs;
  return {
    arrivalMs: Float64Array.from(rows, ({ atMs }) => atMs - beganMs),
    promptTokens: Int32Array.from(rows, ({ prompt }) => Math.max(1, prompt)),
    outputTokens: Int32Array.from(rows, ({ output }) => Math.max(1, output)),
    blockTokens: 0,
    blocks: null,
    session: null,
    gateway: null,
  };
}

function rowOf(line: string, number: number) {
  const [timestamp = "", context, generated, more] = line.split(",");
  // To the microsecond, where `Date` knows milliseconds alone.
  const [, seconds = "", fraction = "0"] =
    /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(timestamp.trim()) ?? [];
  const atMs = Date.parse(`${seconds.replace(" ", "T")}Z`) + 1_000 * Number(`0.${fraction}`);
  if (Number.isNaN(atMs))
    throw new Error(`Line ${number} of the trace: \`${timestamp}\` is not a time such as 2023-11-16 18:15:46.6805900.`);
  const [prompt, output] = [Number(context), Number(generated)];
  if (!Number.isInteger(prompt) || !Number.isInteger(output) || prompt < 0 || output < 0 || more !== undefined)
    throw new Error(`Line ${number} of the trace: \`ContextTokens\` and \`GeneratedTokens\` must be whole numbers.`);
  return { atMs, prompt, output };
}
