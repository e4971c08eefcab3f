import { describe, expect, it } from "vitest";
import { csvOf, type ExportedRequest, jsonOf } from "./exported-lines.ts";

const request = {
  id: "01900000-0000-7000-8000-000000000001",
  startedAtMs: Date.UTC(2026, 2, 4, 15, 5),
  outcome: "failed",
  status: 502,
  errorCode: "upstream_failed",
  endpoint: "chat.completions",
  stream: true,
  route: 'say "hi", now',
  requestedModel: "=HYPERLINK(1)",
  upstream: null,
  configVersion: 3,
  promptVariant: null,
  callerRegion: null,
  keyId: "k",
  keyName: "App",
  attemptCount: 2,
  firstTokenMs: null,
  durationMs: 12.5,
  inputTokens: 1,
  cachedInputTokens: 0,
  outputTokens: 2,
  tokensEstimated: false,
  costNanoUsd: 125_000,
  sessionHash: null,
  traceId: null,
} as unknown as ExportedRequest;

describe("exported requests", () => {
  it("are CSV with quotes where they are needed, and no formula", () => {
    const [head, line, end] = csvOf([request]).split("\r\n");
    expect(head).toMatch(/^started_at,id,outcome,status,/);
    expect(line).toBe(
      `2026-03-04T15:05:00.000Z,${request.id},failed,502,upstream_failed,chat.completions,true,"say ""hi"", now",'=HYPERLINK(1),,3,,,k,App,2,,12.5,1,0,2,false,0.000125000,,`,
    );
    expect(end).toBe("");
  });

  it("are JSON that can be read again, also of none", () => {
    expect(JSON.parse(jsonOf([request, request]))).toMatchObject([
      { status: 502, upstream: null },
      { cost_usd: "0.000125000" },
    ]);
    expect(JSON.parse(jsonOf([]))).toEqual([]);
  });
});
