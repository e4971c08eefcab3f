import { seededRandom } from "../seeded-random.ts";
import type { Workload } from "../simulation/workload.ts";

/** Tokens of the blocks that `hash_ids` name. */
const blockTokens = 512;
/** Times are given in ticks of about so long. */
const tickMs = 3_000;

/**
 * Requests of a Mooncake trace: JSON lines with `timestamp` in ms, `input_length`, `output_length` and `hash_ids`. All that
 * came in one tick are spread over it at random, for they did not come in one moment. Throws an error that names the line.
 */
export function readMooncakeTrace(text: string, seed: number): Workload {
  const random = seededRandom(seed);
  const rows = text
    .split("\n")
    .flatMap((line, at) => (line.trim() === "" ? [] : [rowOf(line, at + 1)]))
    .map((row) => ({ ...row, atMs: row.timestamp + random() * tickMs }))
    .sort((a, b) => a.atMs - b.atMs);
  if (rows.length === 0) throw new Error("The trace is empty. A Mooncake trace has one JSON object a line.");
  const beganMs = rows[0]!.atMs;
  return {
    arrivalMs: Float64Array.from(rows, ({ atMs }) => atMs - beganMs),
    promptTokens: Int32Array.from(rows, ({ input_length }) => Math.max(1, input_length)),
    outputTokens: Int32Array.from(rows, ({ output_length }) => Math.max(1, output_length)),
    blocks: rows.map(({ hash_ids }) => Int32Array.from(hash_ids)),
    blockTokens,
    session: null,
    gateway: null,
  };
}

type Row = {
  readonly timestamp: number;
  readonly input_length: number;
  readonly output_length: number;
  readonly hash_ids: readonly number[];
};

function rowOf(line: string, number: number): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} of the trace is not JSON. A Mooncake trace has one JSON object a line.`);
  }
  const { timestamp, input_length, output_length, hash_ids } = (row ?? {}) as Partial<Row>;
  const wrong = Object.entries({ timestamp, input_length, output_length }).find(
    ([, value]) => typeof value !== "number" || !(value >= 0),
  );
  if (wrong) throw new Error(`Line ${number} of the trace: \`${wrong[0]}\` must be a number from 0.`);
  if (!Array.isArray(hash_ids) || !hash_ids.every((id) => Number.isInteger(id) && Math.abs(id) < 2 ** 31))
    throw new Error(`Line ${number} of the trace: \`hash_ids\` must be a list of whole numbers.`);
  return row as Row;
}
