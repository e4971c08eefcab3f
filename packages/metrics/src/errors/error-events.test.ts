import { describe, expect, it } from "vitest";
import type { AttemptRecord } from "../request-record.ts";
import { aRecord } from "../testing/a-record.ts";
import { errorEventsOf } from "./error-events.ts";

const attempt = (fields: Partial<AttemptRecord>): AttemptRecord => ({
  upstream: "east",
  as: "first",
  startedAtMs: 0,
  headersAtMs: null,
  firstTokenAtMs: null,
  endedAtMs: 1,
  status: 503,
  outcome: "failed",
  cause: "status",
  retryAfterMs: null,
  ...fields,
});
const details = (attempts: readonly AttemptRecord[], errorMessage: string | null = null) => {
  return { plan: null, attempts, gaveUp: null, errorMessage };
};
const completed = attempt({ upstream: "west", outcome: "completed", status: 200, cause: null });

describe("errorEventsOf", () => {
  it("tells a failed attempt that another rescued, and that it did not reach the caller", () => {
    expect(errorEventsOf(aRecord({ details: details([attempt({}), completed]) }))).toEqual([
      { errorClass: "status_503", upstream: "east", message: "", reachedCaller: false },
    ]);
  });

  it("tells the same failure of two attempts once, and that the last one reached the caller", () => {
    const record = aRecord({
      outcome: "failed",
      details: details([attempt({}), attempt({ as: "retry" })], "It failed."),
    });
    expect(errorEventsOf(record)).toEqual([
      { errorClass: "status_503", upstream: "east", message: "", reachedCaller: true },
    ]);
  });

  it("tells each upstream's failure apart", () => {
    const record = aRecord({
      outcome: "failed",
      details: details([
        attempt({ cause: "connect", status: null }),
        attempt({ upstream: "west", outcome: "rejected", cause: null, status: 400 }),
      ]),
    });
    expect(errorEventsOf(record).map(({ errorClass, reachedCaller }) => [errorClass, reachedCaller])).toEqual([
      ["connect", false],
      ["rejected_400", true],
    ]);
  });

  it("tells what kept a request from being sent by code and message", () => {
    const record = aRecord({
      outcome: "rejected",
      upstream: null,
      errorCode: "model_not_found",
      details: details([], "There is no model `x` here."),
    });
    expect(errorEventsOf(record)).toEqual([
      { errorClass: "model_not_found", upstream: "", message: "There is no model `x` here.", reachedCaller: true },
    ]);
  });

  it("tells nothing of what completed at once, or of a caller that left", () => {
    expect(errorEventsOf(aRecord())).toEqual([]);
    expect(
      errorEventsOf(aRecord({ outcome: "cancelled", details: details([attempt({ outcome: "cancelled" })]) })),
    ).toEqual([]);
  });

  it("goes by the code when the details are kept no longer", () => {
    const [event] = errorEventsOf({ ...aRecord({ outcome: "failed", errorCode: "upstream_failed" }), details: null });
    expect(event).toMatchObject({ errorClass: "upstream_failed", message: "" });
  });
});
