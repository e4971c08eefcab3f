import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@meridian/db/testing";
import { openOperations, type Operations } from "@meridian/operations";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillCells, latestVersion } from "./fill-cells.ts";
import { fillRequests } from "./fill-requests.ts";
import { measureIngest } from "./measure-ingest.ts";
import { measureLog } from "./measure-log.ts";
import { measureQuestions } from "./measure-questions.ts";

const dayMs = 86_400_000;
const nowMs = Math.floor(Date.now() / dayMs) * dayMs - dayMs + 62_620_000;
const keepDays = { 10: 2, 60: 2, 300: 2, 3_600: 400, 21_600: 800, 86_400: 1_600 };
const silent = (): void => {};

let test: TestDatabase;
let operations: Operations;
const [workspaceId, environmentId, userId] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  test = await createTestDatabase();
  operations = openOperations({ databaseUrl: test.url, masterKey: "0123456789abcdef".repeat(4), clock: () => nowMs });
  const { prisma } = operations.parts.db;
  await prisma.workspace.create({ data: { id: workspaceId, slug: "bench", name: "Bench" } });
  await prisma.environment.create({ data: { id: environmentId, workspaceId, name: "production" } });
  const user = { id: userId, email: "bench@example.test", name: "Bench" };
  await prisma.user.create({ data: { ...user, memberships: { create: { workspaceId, role: "viewer" } } } });
});

afterAll(async () => {
  await operations.close();
  await test.drop();
});

describe("bench:dashboards, on a small scale", () => {
  it("fills cells of 3 days that every question about them reads alike, and answers all of them", async () => {
    const plan = { environmentId, seed: 1, requests: 240, days: 3, nowMs, keepDays };
    const { requests } = await fillCells(operations.parts, plan, silent);
    // Three whole days of 80, and the part of a fourth.
    expect(requests).toBeGreaterThan(240);
    const ctx = await operations.inEnvironment(userId, environmentId);
    const { groups } = await ctx.cells.queryCells({
      environmentId,
      fromMs: nowMs - 30 * dayMs,
      toMs: nowMs,
      stepMs: dayMs,
      filter: {},
      by: ["keyId"],
      histograms: [],
    });
    const counted = groups.reduce((sum, { counts }) => sum + counts.requests, 0);
    expect(counted).toBeGreaterThanOrEqual(requests);
    expect(counted).toBeLessThan(requests + 30);
    const rows = await measureQuestions(ctx, { environmentId, nowMs, rounds: 1 }, silent);
    const read = rows.filter(({ question, range }) => question === "total" && range.endsWith("d"));
    expect(read.map(({ rowsRead }) => rowsRead > 0)).toEqual([true, true, true]);
  });

  it("fills a log of 18 days with 1,800 lines and finds what its filters are about", async () => {
    const log = { environmentId, seed: 1, requests: 1_800, days: 18, untilMs: nowMs, firstVersion: 100 };
    await fillRequests(operations.parts, log, silent);
    const ctx = await operations.inEnvironment(userId, environmentId);
    const place = { environmentId, untilMs: nowMs, days: 18, newestVersion: 117, rounds: 1 };
    const pages = await measureLog(ctx, place, silent);
    const linesOf = (name: string): number | undefined => pages.find(({ page }) => page === name)?.lines;
    expect([linesOf("no filter"), linesOf("newest version"), linesOf("one trace")]).toEqual([50, 50, 1]);
  });

  it("writes records and cells of two gateways while it compacts", async () => {
    const plan = { environmentId, seed: 1, seconds: 0.5, version: latestVersion, keepDays };
    const { records, cells, detailBytes } = await measureIngest(operations.parts, plan);
    expect([records > 0, cells > 0, detailBytes > 0]).toEqual([true, true, true]);
  });
});
