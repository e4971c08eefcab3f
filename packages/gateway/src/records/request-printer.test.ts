import { aRecord } from "@meridian/metrics/testing";
import { expect, it } from "vitest";
import { requestLine } from "./request-printer.ts";

const base = { startedAtMs: Date.UTC(2026, 2, 4, 15, 5), requestedModel: "llama3.2", upstream: "ollama" };

it("says in one line what was asked, who answered, how long it took and how many tokens it was", () => {
  const record = aRecord({
    ...base,
    durationMs: 1_240,
    firstTokenMs: 120,
    inputTokens: 12,
    outputTokens: 48,
    attemptCount: 2,
  });
  expect(requestLine({ ...record, tokensEstimated: false })).toMatch(
    /^\d{1,2}:\d{2}:\d{2} [AP]M {2}200 {2}llama3\.2 → ollama {2}1\.24 s, first token 0\.12 s {2}12 tokens in, 48 out {2}2 attempts$/,
  );
});

it("names the error of a refused request, and lets no caller write over the terminal", () => {
  const record = aRecord({
    ...base,
    upstream: null,
    requestedModel: "a\u001b[2Jb\n",
    status: 401,
    errorCode: "unknown_key",
  });
  const line = requestLine(record);
  expect(line).toContain("401  a?[2Jb?  unknown_key");
  expect(line.includes("\u001b") || line.includes("\n")).toBe(false);
});
