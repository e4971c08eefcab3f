import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const environment = {
  DATABASE_URL: "postgres://u@127.0.0.1/m",
  MERIDIAN_MASTER_KEY: "a".repeat(64),
  NEXTAUTH_SECRET: "0123456789abcdef",
  NEXTAUTH_URL: "http://localhost:3000",
  MERIDIAN_DEMO: "1",
  WEB_LOOPBACK: "1",
};

/** The environment is read once: each test has a reading of its own. */
async function offered(more: Readonly<Record<string, string>>, headers: Record<string, string>): Promise<boolean> {
  for (const [name, value] of Object.entries({ ...environment, ...more })) vi.stubEnv(name, value);
  const { offersDemo } = await import("./offers-demo.ts");
  return offersDemo(new Headers(headers));
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

const here = { host: "localhost:3000", "x-forwarded-for": "127.0.0.1" };

describe("signing in without a password", () => {
  it("is offered to who sits at this machine, in demo mode", async () => {
    expect(await offered({}, here)).toBe(true);
  });

  it.each([
    ["without the demo", { MERIDIAN_DEMO: "0" }, here],
    ["where the app may listen on more than loopback, whatever the headers say", { WEB_LOOPBACK: "" }, here],
    ["on an address for others", { NEXTAUTH_URL: "https://meridian.example.com" }, here],
    ["to another machine", {}, { ...here, "x-forwarded-for": "10.0.0.7" }],
  ])("is not offered %s", async (_, more, headers) => {
    expect(await offered(more as unknown as Record<string, string>, headers)).toBe(false);
  });
});
