/** One request of a real engine: when it came, how long it was, and when its first and last tokens left. Times in ms. */
export type LoggedRequest = {
  readonly arrivedAtMs: number;
  readonly firstTokenAtMs: number;
  readonly lastTokenAtMs: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
};

const fields = ["input_toks", "output_toks", "arrival_time", "queued_ts", "first_token_ts", "last_token_ts"] as const;
type Row = Readonly<Record<(typeof fields)[number], number>>;

/**
 * Requests of a vLLM run as LLMServingSim logs them (`requests.jsonl`), by arrival, the first at 0. Arrivals are wall time
 * and the rest the engine's own clock: the shortest way into the queue is taken for none. Throws an error that names the
 * line.
 */
export function readEngineLog(text: string): readonly LoggedRequest[] {
  const rows = text.split("\n").flatMap((line, at) => (line.trim() === "" ? [] : [rowOf(line, at + 1)]));
  if (rows.length === 0) throw new Error("The log is empty. It has one JSON object a line.");
  const apartSeconds = Math.min(...rows.map((row) => row.queued_ts - row.arrival_time));
  const beganSeconds = Math.min(...rows.map((row) => row.arrival_time));
  const atMs = (engineSeconds: number) => 1_000 * (engineSeconds - apartSeconds - beganSeconds);
  return rows
    .map((row) => ({
      arrivedAtMs: 1_000 * (row.arrival_time - beganSeconds),
      firstTokenAtMs: atMs(row.first_token_ts),
      lastTokenAtMs: atMs(row.last_token_ts),
      promptTokens: row.input_toks,
      outputTokens: row.output_toks,
    }))
    .sort((a, b) => a.arrivedAtMs - b.arrivedAtMs);
}

function rowOf(line: string, number: number): Row {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} of the log is not JSON.`);
  }
  const wrong = fields.find((field) => typeof (row as Partial<Row> | null)?.[field] !== "number");
  if (wrong) throw new Error(`Line ${number} of the log: \`${wrong}\` must be a number.`);
  return row as Row;
}
