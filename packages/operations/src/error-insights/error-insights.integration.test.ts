import { randomUUID } from "node:crypto";
import { dropOldInsights } from "@meridian/db";
import type { AttemptRecord, RequestRecord } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testCell, testRequestRecord } from "../testing/test-request-record.ts";
import { createErrorAbsorber } from "./absorb-errors.ts";
import { getErrorInsight } from "./get-error-insight.ts";
import { listErrorInsights } from "./list-error-insights.ts";
import { reopenErrorInsight } from "./reopen-error-insight.ts";
import { resolveErrorInsight } from "./resolve-error-insight.ts";

const { scene } = workspaceScenes();
const minuteMs = 60_000;
const dayMs = 86_400_000;

const failed: AttemptRecord = {
  upstream: "east-1",
  as: "first",
  startedAtMs: 0,
  headersAtMs: 1,
  firstTokenAtMs: null,
  endedAtMs: 2,
  status: 503,
  outcome: "failed",
  cause: "status",
  retryAfterMs: null,
};
const rescuer: AttemptRecord = {
  ...failed,
  upstream: "west-1",
  as: "fallback",
  status: 200,
  outcome: "completed",
  cause: null,
};

type Fields = Partial<RequestRecord>;

/** A request that east-1 failed with 503 and west-1 answered. */
const rescued: Fields = {
  upstream: "west-1",
  attemptCount: 2,
  details: { plan: null, attempts: [failed, rescuer], gaveUp: null, errorMessage: null },
};
/** One that nobody answered. */
const lost: Fields = {
  outcome: "failed",
  status: 502,
  errorCode: "upstream_failed",
  details: { plan: null, attempts: [failed], gaveUp: "no_candidate_left", errorMessage: "The upstream `east-1` …" },
};

async function errorScene() {
  const own = await scene();
  const { ctx, production: environmentId, world } = own;
  await own.publishing({});
  const absorb = createErrorAbsorber(ctx.db);
  const record = (fields: Fields): RequestRecord => ({
    ...testRequestRecord(randomUUID(), { environmentId, route: "chat", atMs: world.nowMs }),
    configVersion: 1,
    ...fields,
  });
  const happens = async (...all: Fields[]) => {
    const records = all.map(record);
    await ctx.records.writeRecords(records);
    await absorb(world.nowMs);
    return records;
  };
  const listed = async () => (await listErrorInsights({ ctx, input: { environmentId } })).insights;
  return { ...own, environmentId, absorb, record, happens, listed };
}

const theOne = async (own: Awaited<ReturnType<typeof errorScene>>) => {
  const [insight, ...others] = await own.listed();
  expect(others).toEqual([]);
  if (!insight) throw new Error("There is no insight.");
  return insight;
};

describe("error insights", () => {
  it("count what failed in the same way together, rescued or not, with the provider of its config version", async () => {
    const own = await errorScene();
    await own.happens(rescued, rescued, lost, { outcome: "cancelled", status: 499 }, {});
    expect(await theOne(own)).toMatchObject({
      errorClass: "status_503",
      provider: "openai-compatible",
      upstream: "east-1",
      state: "new",
      requests: 3,
      reachedCaller: 1,
      firstSeenMs: own.world.nowMs,
      hours: [{ requests: 3, reachedCaller: 1 }],
    });
  });

  it("count each request once: written twice, late, out of order, after a round that failed, by two workers", async () => {
    const own = await errorScene();
    const { ctx, absorb, world } = own;
    const records = [lost, lost, rescued].map(own.record);
    await ctx.records.writeRecords(records);
    await ctx.db.pool.query("ALTER TABLE error_insight_counts RENAME TO elsewhere");
    await expect(absorb(world.nowMs)).rejects.toThrow("error_insight_counts");
    await ctx.db.pool.query("ALTER TABLE elsewhere RENAME TO error_insight_counts");
    await Promise.all([absorb(world.nowMs), absorb(world.nowMs)]);
    await ctx.records.writeRecords(records);
    await absorb(world.nowMs);
    const late = world.nowMs - 3 * 3_600_000;
    await own.happens({ ...lost, startedAtMs: late });
    const insight = await theOne(own);
    expect(insight).toMatchObject({ requests: 4, firstSeenMs: late, lastSeenMs: world.nowMs });
    expect(insight.hours.map(({ requests }) => requests)).toEqual([1, 3]);
  });

  it("count a message that is cut in the middle of a character", async () => {
    const own = await errorScene();
    const errorMessage = `There is no model \`${"1 ".repeat(60)}${"😀".repeat(66)}\` here.`;
    await own.happens({
      outcome: "rejected",
      status: 404,
      upstream: null,
      errorCode: "model_not_found",
      details: { plan: null, attempts: [], gaveUp: null, errorMessage },
    });
    expect(await theOne(own)).toMatchObject({ errorClass: "model_not_found", requests: 1 });
  });

  it("count all but the one that the database refuses, which is told and does not come back", async () => {
    const own = await errorScene();
    const { ctx, absorb, world } = own;
    const bad: AttemptRecord = { ...failed, upstream: "refused-1" };
    const records = [lost, rescued, { ...lost, details: { ...lost.details, attempts: [bad] } }, lost, lost].map(
      (fields) => own.record(fields as Fields),
    );
    await ctx.records.writeRecords(records);
    await ctx.db.pool.query(
      "ALTER TABLE error_insights ADD CONSTRAINT no_such CHECK (upstream <> 'refused-1') NOT VALID",
    );
    const { counted, refused } = await absorb(world.nowMs);
    await ctx.db.pool.query("ALTER TABLE error_insights DROP CONSTRAINT no_such");
    expect(counted).toBe(5);
    expect(refused).toEqual([{ requestId: records[2]?.id, reason: expect.stringContaining("no_such") }]);
    expect((await absorb(world.nowMs)).counted).toBe(0);
    expect(await theOne(own)).toMatchObject({ upstream: "east-1", requests: 4, reachedCaller: 3 });
  });

  it("are resolved by a person, regress when seen again, and not by a late record of before", async () => {
    const own = await errorScene();
    const { ctx, environmentId, world } = own;
    await own.happens(lost);
    const { id } = await theOne(own);
    world.nowMs += minuteMs;
    await resolveErrorInsight({ ctx, input: { environmentId, id, note: "Restarted the engine" } });
    await own.happens({ ...lost, startedAtMs: world.nowMs - 30_000 });
    expect((await theOne(own)).state).toBe("resolved");
    world.nowMs += minuteMs;
    await own.happens(lost);
    expect((await theOne(own)).state).toBe("regressed");
    const { history, onsetMs } = await getErrorInsight({ ctx, input: { environmentId, id } });
    expect(history.map(({ to, byName }) => [to, byName])).toEqual([
      ["regressed", "Meridian"],
      ["resolved", expect.stringContaining("engineer of")],
    ]);
    expect(history[1]?.note).toBe("Restarted the engine");
    expect(onsetMs).toBe(world.nowMs);
  });

  it("are reopened, with both changes in the audit log, and resolving twice is one", async () => {
    const own = await errorScene();
    const { ctx, environmentId } = own;
    await own.happens(lost);
    const { id } = await theOne(own);
    await resolveErrorInsight({ ctx, input: { environmentId, id } });
    await resolveErrorInsight({ ctx, input: { environmentId, id } });
    expect((await reopenErrorInsight({ ctx, input: { environmentId, id, note: "Too early" } })).state).toBe("new");
    const actions = (await own.auditActions()).filter((action) => action.startsWith("error-insight."));
    expect(actions.sort()).toEqual(["error-insight.reopen", "error-insight.resolve"]);
    const viewer = await own.as("viewer");
    await expect(resolveErrorInsight({ ctx: viewer, input: { environmentId, id } })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("escalate when they come far more often than they used to, and calm down again", async () => {
    const own = await errorScene();
    const { world } = own;
    const startMs = world.nowMs;
    const each = Array.from({ length: 24 }, (_, at) => ({ ...lost, startedAtMs: startMs - at * 5 * minuteMs }));
    await own.happens(...each);
    expect((await theOne(own)).state).toBe("new");
    await own.happens(...Array.from({ length: 30 }, () => lost));
    expect((await theOne(own)).state).toBe("escalating");
    world.nowMs += 30 * minuteMs;
    await own.absorb(world.nowMs);
    expect((await theOne(own)).state).toBe("new");
  });

  it("resolve by themselves after 14 quiet days", async () => {
    const own = await errorScene();
    await own.happens(lost);
    own.world.nowMs += 14 * dayMs;
    await own.absorb(own.world.nowMs);
    expect((await theOne(own)).state).toBe("resolved");
  });

  it("say what is over-represented, whose requests they were, samples, and the deployment before them", async () => {
    const own = await errorScene();
    const { ctx, environmentId, world } = own;
    world.nowMs += 10 * minuteMs;
    const cell = testCell({ environmentId, route: "chat", atMs: world.nowMs });
    const hourly = (fields: object, requests: number) => {
      return { ...cell, ...fields, counts: { ...cell.counts, requests } };
    };
    await ctx.cells.upsertCells([
      hourly({ keyId: "batch", upstream: "west-1" }, 100),
      hourly({ keyId: "app", upstream: "west-1" }, 800),
      hourly({ keyId: "app", upstream: "east-1" }, 100),
    ]);
    const records = await own.happens(
      ...Array.from({ length: 25 }, (_, at) => ({ ...lost, keyId: at < 20 ? "batch" : "app" })),
    );
    const { id } = await theOne(own);
    const story = await getErrorInsight({ ctx, input: { environmentId, id } });
    expect(story.comparedRequests).toBe(1_000);
    expect(
      story.overRepresented.map(({ dimension, value, share, usualShare }) => [dimension, value, share, usualShare]),
    ).toEqual([
      ["upstream", "east-1", 1, 0.1],
      ["keyId", "batch", 0.8, 0.1],
    ]);
    expect(story.keys).toEqual([
      { keyId: "batch", name: "batch", requests: 20 },
      { keyId: "app", name: "app", requests: 5 },
    ]);
    expect(story.samples).toHaveLength(25);
    expect(new Set(story.samples.map(({ requestId }) => requestId))).toEqual(new Set(records.map((each) => each.id)));
    expect(story.suspect).toMatchObject({ kind: "publish", configVersion: 1 });
    expect(story.day).toEqual([{ startMs: expect.any(Number), requests: 25, reachedCaller: 25 }]);
  });

  it("suspect no deployment of 31 minutes before", async () => {
    const own = await errorScene();
    own.world.nowMs += 31 * minuteMs;
    await own.happens(lost);
    const { id } = await theOne(own);
    const story = await getErrorInsight({ ctx: own.ctx, input: { environmentId: own.environmentId, id } });
    expect(story.suspect).toBeNull();
  });

  it("keep the newest 20 samples, and are deleted long after they were resolved", async () => {
    const own = await errorScene();
    const { ctx, environmentId, world } = own;
    await own.happens(...Array.from({ length: 30 }, (_, at) => ({ ...lost, startedAtMs: world.nowMs - at * 1_000 })));
    await own.happens({ ...lost, startedAtMs: world.nowMs + 1 });
    const { id } = await theOne(own);
    const { samples } = await getErrorInsight({ ctx, input: { environmentId, id } });
    expect(samples).toHaveLength(20);
    expect(samples[0]?.startedAtMs).toBe(world.nowMs + 1);
    const keep = { countDays: 35, insightDays: 400 };
    await dropOldInsights(ctx.db.pool, world.nowMs + 401 * dayMs, keep);
    expect(await own.listed()).toHaveLength(1);
    await resolveErrorInsight({ ctx, input: { environmentId, id } });
    await dropOldInsights(ctx.db.pool, world.nowMs + 401 * dayMs, keep);
    expect(await own.listed()).toEqual([]);
  });
});
