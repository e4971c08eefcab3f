import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import { Clause } from "@meridian/routing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BatchBytes } from "./batch-bytes.ts";
import { attemptsOf, planOf, writeAttempts, writePlan } from "./stored-details.ts";
import { storableJson } from "./storable-json.ts";

/** What is written of it, whatever room there is at first; null: nothing. */
function written<Value>(write: (into: BatchBytes, value: Value) => boolean, value: Value): string | null {
  const texts = new Set(
    [1, 2, 30, 47, 64, 90, 130, 10_000].map((size) => {
      const bytes = new BatchBytes(size);
      if (!write(bytes, value)) return null;
      bytes.endColumn();
      return bytes.columns()[0]!.toString();
    }),
  );
  expect(texts.size).toBe(1);
  return [...texts][0] ?? null;
}

const planJson = (plan: RequestDetails["plan"]): string | null => written(writePlan, plan);
const attemptsJson = (attempts: readonly AttemptRecord[]): string => written(writeAttempts, attempts) ?? "";

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
const name = fc.constantFrom("east-1", "gpt-4o", "meta-llama/Llama-3.1:8b@x");
const ms = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000_000 }).map((hundredths) => hundredths / 100),
  fc.double({ min: 0 }),
  fc.constantFrom(Infinity, NaN),
);

describe("a plan", () => {
  const candidate = fc.record({
    upstream: fc.nat(9),
    name,
    priority: fc.nat(9),
    score: fc.oneof(
      fc.double({ max: 0.99 }),
      fc.integer({ min: 100, max: 10_000 }).map((hundredths) => hundredths / 100),
      fc.integer(),
    ),
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

  it("keeps whatever is in a plan that JSON does, and what Postgres takes", () => {
    fc.assert(
      fc.property(plan, (any) => {
        expect(planOf(JSON.parse(planJson(any) ?? ""))).toEqual(JSON.parse(storableJson(any)));
      }),
    );
    const none: RequestDetails["plan"] = { kind: "unknown_model", model: 'a"\0', close: ["b"] };
    expect(planOf(JSON.parse(planJson(none) ?? ""))).toEqual({ ...none, model: 'a"\uFFFD' });
    expect(planJson(null)).toBeNull();
    expect(planOf(null)).toBeNull();
  });

  it("tells routes apart that have the same upstreams at other priorities, and environments that have others there", () => {
    const candidate = { upstream: 0, name: "a", priority: 1, score: 2, why: "x" };
    for (const one of [candidate, { ...candidate, priority: 2 }, { ...candidate, name: "b" }, candidate]) {
      const given = { route: "r", policy: "latency", candidates: [one], skipped: [], panic: false } as const;
      expect(planOf(JSON.parse(planJson(given) ?? ""))).toEqual(given);
    }
  });

  it("keeps hundredths of scores, none from 100 on, and all of those below 1", () => {
    const scores = [0.123456, 99.123, 1234.567, 3e9, 1e20];
    const candidates = scores.map((score) => ({ upstream: 0, name: "a", priority: 1, score, why: "x" }));
    const text = planJson({ route: "r", policy: "latency", candidates, skipped: [], panic: false });
    expect(planOf(JSON.parse(text ?? ""))).toMatchObject({
      candidates: [{ score: 0.123456 }, { score: 99.12 }, { score: 1235 }, { score: 3e9 }, { score: 1e20 }],
    });
  });

  it("keeps of a clause and its figures the words that they make", () => {
    const text = fc.oneof(fc.constant(" in flight, drawn from "), anyText);
    const figure = fc.oneof(fc.nat(), fc.double({ noNaN: true }), fc.constantFrom(2.5, -1, 0));
    const spoken = fc.array(fc.tuple(figure, text), { maxLength: 5 }).chain((parts) =>
      text.map((begin) => ({
        clause: new Clause(
          [begin, ...parts.map(([, words]) => words)].map((words) => words.toWellFormed().replaceAll("\0", "")),
        ),
        figures: parts.map(([number]) => number),
      })),
    );
    fc.assert(
      fc.property(fc.array(spoken, { minLength: 1, maxLength: 3 }), (all) => {
        const head = { upstream: 0, name: "a", priority: 1, score: 2 };
        const candidates = all.map((said) => ({ ...head, ...said, why: "another thing" }));
        const given = { route: "r", policy: "latency", candidates, skipped: [], panic: false } as const;
        const read = planOf(JSON.parse(planJson(given) ?? ""));
        expect(read).toMatchObject({
          candidates: all.map(({ clause, figures }) => ({ ...head, why: clause.words(figures) })),
        });
      }),
    );
  });

  it("says no word twice that all plans of a route have in common", () => {
    const candidates = [{ upstream: 0, name: "a", priority: 1, score: 12.5, why: "12 ms" }];
    expect(planJson({ route: "r", policy: "latency", candidates, skipped: [], panic: false })).toBe(
      '["r","latency",false,[[0,"a",1,12.5,"12 ms"]]]',
    );
  });
});

describe("attempts", () => {
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

  it("keeps what JSON does, however many there were and however they ended", () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 3 }), (attempts) => {
        expect(attemptsOf(JSON.parse(attemptsJson(attempts)))).toEqual(JSON.parse(storableJson(attempts)));
      }),
    );
    const times = { startedAtMs: 0.1, headersAtMs: 7, firstTokenAtMs: null, endedAtMs: 12.34 };
    const how = { status: 200, outcome: "completed", cause: null, retryAfterMs: null } as const;
    expect(attemptsJson([{ upstream: "a", as: "first", ...times, ...how }])).toBe(
      '[["a","first",0.1,7,null,12.34,200]]',
    );
  });
});
