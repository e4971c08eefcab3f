import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptsJson, planJson } from "./details-json.ts";
import { millisecondsText } from "./milliseconds-text.ts";
import { storableJson } from "./storable-json.ts";

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
const name = fc.constantFrom("east-1", "gpt-4o", "meta-llama/Llama-3.1:8b@x");
const ms = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000_000 }).map((hundredths) => hundredths / 100),
  fc.double({ min: 0 }),
  fc.constantFrom(Infinity, NaN),
);

describe("planJson", () => {
  const candidate = fc.record({
    upstream: fc.nat(9),
    name,
    priority: fc.nat(9),
    score: fc.oneof(fc.double({ max: 99 }), fc.integer()),
    why: fc.oneof(fc.constant("12 ms predicted with 3 in flight"), anyText),
  });
  const skipped = fc.record({ name, reason: fc.constant("cooling_down" as const), why: anyText });
  const optional = fc.record(
    {
      regime: fc.constant("surge" as const),
      rules: fc.array(fc.record({ name: anyText, applied: fc.boolean(), why: anyText })),
      canary: fc.record({ upstream: name, inside: fc.boolean(), why: anyText }),
      affinity: fc.record({ upstream: fc.option(name), why: anyText }),
    },
    { requiredKeys: [] },
  );
  const plan = fc
    .record({
      route: name,
      policy: fc.constant("latency" as const),
      candidates: fc.array(candidate, { maxLength: 4 }),
      skipped: fc.oneof(fc.constant([]), fc.array(skipped, { maxLength: 2 })),
      panic: fc.boolean(),
    })
    .chain((whole) =>
      fc.oneof(
        fc.constant(whole),
        optional.map((more) => ({ ...whole, ...more })),
      ),
    );

  it("says what JSON.stringify says, whatever is in a plan, and what Postgres takes", () => {
    fc.assert(
      fc.property(plan, (any) => {
        expect(JSON.parse(planJson(any) ?? "")).toEqual(JSON.parse(storableJson(any)));
      }),
    );
    const none: RequestDetails["plan"] = { kind: "unknown_model", model: 'a"\0', close: ["b"] };
    expect(JSON.parse(planJson(none) ?? "")).toEqual({ ...none, model: 'a"\uFFFD' });
    expect(planJson(null)).toBeNull();
  });

  it("leaves out the fractions of scores from 100 on", () => {
    const candidates = [99.123, 1234.567].map((score) => ({ upstream: 0, name: "a", priority: 1, score, why: "x" }));
    const text = planJson({ route: "r", policy: "latency", candidates, skipped: [], panic: false });
    expect(JSON.parse(text ?? "").candidates.map(({ score }: { readonly score: number }) => score)).toEqual([
      99.123, 1235,
    ]);
  });
});

describe("attemptsJson", () => {
  const attempt: fc.Arbitrary<AttemptRecord> = fc.record(
    {
      upstream: name,
      as: fc.constantFrom("first", "retry", "fallback", "hedge"),
      startedAtMs: ms,
      headersAtMs: fc.option(ms),
      firstTokenAtMs: fc.option(ms),
      endedAtMs: ms,
      status: fc.option(fc.constant(200)),
      outcome: fc.constantFrom("completed", "failed"),
      cause: fc.option(fc.constant("connect" as const)),
      retryAfterMs: fc.option(fc.nat()),
      hedgeAfter: fc.constantFrom("p95" as const, 20),
      outrun: fc.constant(true),
    },
    {
      requiredKeys: [
        ...([
          "upstream",
          "as",
          "startedAtMs",
          "headersAtMs",
          "firstTokenAtMs",
          "endedAtMs",
          "status",
          "outcome",
        ] as const),
        ...(["cause", "retryAfterMs"] as const),
      ],
    },
  );

  it("says what JSON.stringify says, however many there were and however they ended", () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 3 }), (attempts) => {
        expect(JSON.parse(attemptsJson(attempts))).toEqual(JSON.parse(storableJson(attempts)));
      }),
    );
    const one = {
      upstream: "a",
      as: "first",
      startedAtMs: 0.1,
      headersAtMs: 7,
      firstTokenAtMs: null,
      endedAtMs: 12.34,
    } as const;
    const well = { ...one, status: 200, outcome: "completed", cause: null, retryAfterMs: null } as const;
    expect(attemptsJson([well])).toBe(JSON.stringify([well]));
  });
});

it("writes ms as JSON does", () => {
  fc.assert(
    fc.property(ms, (any) => {
      expect(millisecondsText(any)).toBe(`${any}`);
    }),
  );
});
