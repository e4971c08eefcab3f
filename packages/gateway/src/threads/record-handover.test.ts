import { aRecord } from "@meridian/metrics/testing";
import { clause, type RoutePlan } from "@meridian/routing";
import { pino } from "pino";
import { expect, it } from "vitest";
import type { HandedRecord } from "./messages.ts";
import { RecordHandover } from "./record-handover.ts";

/** What the keeper has of it. */
function handed(plan: ReturnType<typeof aRecord>["details"]["plan"]): unknown {
  const posted: HandedRecord[] = [];
  const post = (records: readonly HandedRecord[]) => void posted.push(...structuredClone(records));
  const handover = new RecordHandover(post, { recordsDropped: 0 }, pino({ level: "silent" }));
  const record = aRecord();
  handover.accept({ ...record, details: { ...record.details, plan } });
  handover.flush();
  return posted[0]?.[0].details.plan;
}

it("hands plans over with their reasons in words", () => {
  const said = {
    clause: clause("{} in flight, fewest of {}"),
    figures: [3, 4],
    get why() {
      return this.clause.words(this.figures);
    },
  };
  const place = { upstream: 0, name: "east", priority: 1, score: 2 };
  const candidates = [Object.create(said, Object.getOwnPropertyDescriptors(place)), { ...place, why: "a text" }];
  const plan: RoutePlan = { route: "chat", policy: "queue", candidates, skipped: [], panic: false };
  expect(handed(plan)).toEqual({
    ...plan,
    candidates: [
      { ...place, why: "3 in flight, fewest of 4" },
      { ...place, why: "a text" },
    ],
  });
});

it("hands over that there is no plan, and why", () => {
  expect(handed(null)).toBeNull();
  const none = { kind: "unknown_model", model: "x", close: [] } as const;
  expect(handed(none)).toEqual(none);
});
