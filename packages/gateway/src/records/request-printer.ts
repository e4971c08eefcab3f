import type { RequestRecord } from "@meridian/metrics";
import type { RecordSink } from "./record-sink.ts";

/** Writes a line for people for every request, also those with an unknown key. Neither prompts nor keys are in it. */
export class RequestPrinter implements RecordSink {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  accept(record: RequestRecord): void {
    this.#write(`${requestLine(record)}\n`);
  }
}

const time = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", second: "2-digit" });

/** "10:05:03 AM  200  llama3.2 → engine  1.24 s, first token 0.12 s  12 tokens in, 48 out". */
export function requestLine(record: RequestRecord): string {
  const { startedAtMs, durationMs, status, endpoint, requestedModel, upstream, firstTokenMs, errorCode } = record;
  const asked = endpoint === "models" ? "list of models" : printable(requestedModel ?? "no model");
  const took = `${inSeconds(durationMs)}${firstTokenMs === null ? "" : `, first token ${inSeconds(firstTokenMs)}`}`;
  const tokens =
    record.inputTokens + record.outputTokens === 0
      ? []
      : [`${record.inputTokens} tokens in, ${record.outputTokens} out${record.tokensEstimated ? " (estimated)" : ""}`];
  const retried = record.attemptCount > 1 ? [`${record.attemptCount} attempts`] : [];
  const where = upstream === null ? asked : `${asked} → ${upstream}`;
  const problem = errorCode === null ? [] : [errorCode];
  return [time.format(startedAtMs + durationMs), String(status), where, ...problem, took, ...tokens, ...retried].join(
    "  ",
  );
}

const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

/** A caller's text must not write over a terminal. */
const printable = (text: string): string => text.slice(0, 128).replace(/\p{C}/gu, "?");
