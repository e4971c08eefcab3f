import { checkRoutingConfig } from "@meridian/routing-config";
import { demoRoutingConfig } from "@meridian/simulator";
import { expect, test } from "vitest";
import { demoRequests } from "./demo-requests.ts";

const next = demoRequests(1, 5);
const requests = Array.from({ length: 20_000 }, next);
const share = (is: (request: (typeof requests)[number]) => boolean) => requests.filter(is).length / requests.length;

test("5 a second", () => {
  const perSecond = (1000 * requests.length) / requests.reduce((sum, { gapMs }) => sum + gapMs, 0);
  expect(Math.abs(perSecond - 5)).toBeLessThan(0.2);
});

test("55 % support, 25 % claims, 20 % search; 85 % streams; 1 % leave early", () => {
  expect(share(({ model }) => model === "support-chat")).toBeCloseTo(0.55, 1);
  expect(share(({ model }) => model === "claims-summary")).toBeCloseTo(0.25, 1);
  expect(share(({ model }) => model === "internal-search")).toBeCloseTo(0.2, 1);
  expect(share(({ stream }) => stream)).toBeCloseTo(0.85, 1);
  expect(share(({ leavesAfterTokens }) => leavesAfterTokens !== null)).toBeCloseTo(0.01, 2);
});

test("no prompt is longer than 8,000 characters", () => {
  expect(Math.max(...requests.map(({ prompt }) => prompt.length))).toBe(8000);
});

test("each application begins all its prompts with the same instructions, of 250 to 500 tokens", () => {
  const each = new Map(requests.map(({ model, instructions }) => [`${model}: ${instructions}`, instructions ?? ""]));
  expect(each.size).toBe(3);
  for (const text of each.values()) {
    expect(text.length / 4).toBeGreaterThan(250);
    expect(text.length / 4).toBeLessThan(500);
  }
});

test("support talks in sessions of about ten requests, search in traces, claims in neither", () => {
  const of = (model: string) => requests.filter((request) => request.model === model);
  const support = of("support-chat");
  const sessions = new Set(support.map(({ session }) => session));
  expect(support.length / sessions.size).toBeGreaterThan(8);
  expect(support.length / sessions.size).toBeLessThan(12);
  expect(of("internal-search").every(({ traceId }) => /^[0-9a-f]{32}$/.test(traceId ?? ""))).toBe(true);
  expect(of("claims-summary").every(({ session, traceId }) => session === null && traceId === null)).toBe(true);
});

test("every model is a route of the demo's document", () => {
  const { table } = checkRoutingConfig(demoRoutingConfig([1, 2, 3]), { mode: "workspace" });
  const routes = table?.routes.map(({ name }) => name);
  expect(routes).toEqual(expect.arrayContaining([...new Set(requests.map(({ model }) => model))]));
});
