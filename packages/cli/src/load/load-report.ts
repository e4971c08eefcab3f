import type { ChatResult } from "../chat-client/send-chat.ts";
import { percentile } from "../percentile.ts";

/** Lines that say how a load went. `seconds`: from the first request to the last answer. */
export function loadReport(results: readonly ChatResult[], seconds: number): string[] {
  const answered = results.filter((result) => result.kind === "answered");
  const failed = results.length - answered.length;
  const tokens = answered.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
  const firstTokens = answered.map(({ firstTokenMs }) => firstTokenMs).filter((ms) => ms !== null);
  const failedShare = results.length > 0 ? ` (${((100 * failed) / results.length).toFixed(2)} %)` : "";
  return [
    `requests    ${results.length} in ${seconds.toFixed(1)} s, ${(results.length / seconds).toFixed(1)}/s`,
    `errors      ${failed}${failedShare}`,
    ...failures(results).map((line) => `            ${line}`),
    ...(firstTokens.length > 0 ? [`TTFT        ${percentiles(firstTokens)}`] : []),
    ...(answered.length > 0 ? [`duration    ${percentiles(answered.map(({ durationMs }) => durationMs))}`] : []),
    `output      ${tokens} tokens, ${(tokens / seconds).toFixed(1)}/s`,
  ];
}

/** Each different error once, the most frequent first. */
function failures(results: readonly ChatResult[]): string[] {
  const counts = new Map<string, number>();
  for (const result of results) {
    if (result.kind === "answered") continue;
    counts.set(result.message, (counts.get(result.message) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([message, count]) => `${count} × ${message}`);
}

function percentiles(values: readonly number[]): string {
  return [50, 95, 99].map((p) => `p${p} ${(percentile(values, p / 100) ?? 0).toFixed(0)} ms`).join(", ");
}
