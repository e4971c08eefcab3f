import { expect, it } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const nowMs = Date.UTC(2025, 0, 1);

it.each([
  [{ "retry-after": "7" }, 7_000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": "7", "retry-after-ms": "120" }, 120],
  [{ "retry-after": "Wed, 01 Jan 2025 00:00:09 GMT" }, 9_000],
  [{ "retry-after": "Tue, 31 Dec 2024 00:00:00 GMT" }, 0],
  [{ "retry-after": ["3", "4"] as unknown as string }, 3_000],
  [{}, null],
  [{ "retry-after": "" }, null],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after-ms": "Infinity" }, null],
  [{ "retry-after-ms": "1e999" }, null],
  [{ "retry-after-ms": "9".repeat(400) }, null],
])("%j is %j ms", (headers, ms) => {
  expect(readRetryAfter(headers, nowMs)).toBe(ms);
});
