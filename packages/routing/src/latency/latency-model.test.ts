import { describe, expect, test } from "vitest";
import type { Outcome } from "../outcome.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { LatencyModel } from "./latency-model.ts";

const nowMs = 1_000_000;
const learn = (model: LatencyModel, outcome: Outcome, times = 1, inputTokens = 100) => {
  for (let count = 0; count < times; count++) model.learn(outcome, inputTokens, false, nowMs);
};
const whole = (durationMs: number, inputTokens: number, outputTokens: number): Outcome => ({
  kind: "completed",
  status: 200,
  stream: false,
  firstTokenMs: null,
  durationMs,
  inputTokens,
  outputTokens,
});

describe("what streams teach", () => {
  test("200 ms to the first token and 10 ms a token make 1,200 ms for 100 tokens", () => {
    const model = new LatencyModel();
    learn(model, completed(200, 100, 50, 10), 5);
    expect(model.predict(true, 100, 100, nowMs)).toBeCloseTo(1_200, 0);
    expect([model.firstTokenMsAt(nowMs), model.perTokenMsAt(nowMs)].map((ms) => Math.round(ms ?? 0))).toEqual([
      200, 10,
    ]);
  });

  test("20 ms a token are assumed after replies of a single token", () => {
    const model = new LatencyModel();
    learn(model, completed(200, 100, 1));
    expect(model.predict(true, 100, 10, nowMs)).toBeCloseTo(400, 0);
  });

  test("a first token that was learnt when it came is not learnt twice", () => {
    const model = new LatencyModel();
    model.learnFirstToken(100, 200, nowMs);
    model.learn(completed(5_000), 100, true, nowMs);
    expect(model.firstTokenMsAt(nowMs)).toBeCloseTo(200, 0);
  });
});

describe("what other replies teach", () => {
  test("the whole: 1,000 ms for 50 tokens, and more for 100, but no time to a first token", () => {
    const model = new LatencyModel();
    learn(model, whole(1_000, 100, 50), 5);
    expect(model.predict(false, 100, 50, nowMs)).toBeCloseTo(1_000, 0);
    expect(model.predict(false, 100, 100, nowMs)).toBeCloseTo(2_000, 0);
    expect(model.firstTokenMsAt(nowMs)).toBeNull();
  });

  test("stands in for a stream's prediction until streams have been seen, and the other way round", () => {
    const model = new LatencyModel();
    expect(model.predict(true, 100, 50, nowMs)).toBeNull();
    learn(model, whole(1_000, 100, 50), 5);
    expect(model.predict(true, 100, 50, nowMs)).toBeCloseTo(1_000, 0);
    learn(model, completed(200, 100, 50, 10), 5);
    expect(model.predict(true, 100, 50, nowMs)).toBeCloseTo(700, 0);
    expect(model.predict(false, 100, 50, nowMs)).toBeCloseTo(1_000, 0);
  });
});

describe("long prompts", () => {
  test("do not make an upstream look slow: equals are predicted alike within 10 % after 20,000 tokens here, 100 there", () => {
    const [long, short] = [new LatencyModel(), new LatencyModel()];
    learn(long, completed(100 + 20_000 * 0.1, 20_000), 20);
    learn(short, completed(100 + 100 * 0.1, 100), 20);
    const [predictedLong = 0, predictedShort = 0] = [long, short].map(
      (model) => model.predict(true, 1_000, 50, nowMs) ?? 0,
    );
    expect(Math.abs(predictedLong - predictedShort) / predictedShort).toBeLessThan(0.1);
  });
});

describe("being outrun", () => {
  const outrun = (durationMs: number, outrunBy: "hedge" | "first" = "hedge"): Outcome => ({
    kind: "cancelled",
    durationMs,
    outrunBy,
  });

  test("after longer than usual raises the prediction at once, and teaches nothing of what is typical", () => {
    const model = new LatencyModel();
    learn(model, completed(200), 20);
    learn(model, outrun(800));
    expect(model.firstToken(100, nowMs)).toBeCloseTo(800, 0);
    expect(model.firstToken(100, nowMs + 120_000)).toBeCloseTo(200, 0);
  });

  test("before that says nothing: neither the prediction nor what 95 of 100 stay below moves", () => {
    const model = new LatencyModel();
    for (const firstTokenMs of [200, 250, 200, 400, 200]) learn(model, completed(firstTokenMs), 5);
    const known = () => [model.firstToken(100, nowMs), model.firstTokenP95(100, nowMs)];
    const before = known();
    learn(model, outrun(20), 50);
    expect(known()).toEqual(before);
  });

  test("is all that is known of one that was waited for, and nothing of one that was asked late", () => {
    const [waitedFor, askedLate] = [new LatencyModel(), new LatencyModel()];
    learn(waitedFor, outrun(300));
    learn(askedLate, outrun(3, "first"));
    expect([waitedFor, askedLate].map((model) => model.firstToken(100, nowMs))).toEqual([expect.closeTo(300, 0), null]);
  });
});

describe("failures", () => {
  test("that come fast teach nothing", () => {
    const model = new LatencyModel();
    learn(model, failed("connect"), 10);
    learn(model, failed("status"), 10);
    learn(model, { kind: "rejected", status: 400, durationMs: 1 }, 10);
    expect(model.predict(true, 100, 50, nowMs)).toBeNull();
  });

  test("by waiting 30 s in vain for the first token make it look eight times as slow", () => {
    const model = new LatencyModel();
    learn(model, completed(200), 5);
    learn(model, { ...failed("first_token_timeout"), durationMs: 30_000 });
    expect(model.firstTokenMsAt(nowMs)).toBeCloseTo(1_600, 0);
  });
});
