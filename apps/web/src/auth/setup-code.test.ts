import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const environment = {
  DATABASE_URL: "postgres://u@127.0.0.1/m",
  MERIDIAN_MASTER_KEY: "a".repeat(64),
  NEXTAUTH_SECRET: "0123456789abcdef",
  NEXTAUTH_URL: "http://localhost:3000",
  MERIDIAN_SETUP_CODE: "65b5-1b8f-e0b9-cb4a",
  WEB_LOOPBACK: "1",
};

/** The environment is read once: each test has a reading of its own. */
async function under(more: Readonly<Record<string, string>> = {}) {
  for (const [name, value] of Object.entries({ ...environment, ...more })) vi.stubEnv(name, value);
  return import("./setup-code.ts");
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

describe("the setup code", () => {
  it("is not asked of who sits at this machine", async () => {
    const { needsSetupCode } = await under();
    expect(needsSetupCode(new Headers({ host: "localhost:3000" }))).toBe(false);
  });

  it.each([
    ["another machine's request", {}, { host: "localhost:3000", "x-forwarded-for": "10.0.0.7" }],
    ["another name's", {}, { host: "meridian.example.com" }],
    [
      "forged headers, where the app may listen on more than loopback",
      { WEB_LOOPBACK: "" },
      { host: "localhost:3000", "x-forwarded-for": "127.0.0.1" },
    ],
    ["an installation for others", { NEXTAUTH_URL: "https://meridian.example.com" }, { host: "localhost:3000" }],
  ])("is asked of %s", async (_, more, headers) => {
    const { needsSetupCode } = await under(more);
    expect(needsSetupCode(new Headers(headers as unknown as Record<string, string>))).toBe(true);
  });

  it("is right as printed, with space around it, and as nothing else", async () => {
    const { isSetupCode } = await under();
    expect([environment.MERIDIAN_SETUP_CODE, ` ${environment.MERIDIAN_SETUP_CODE}\n`].map(isSetupCode)).toEqual([
      true,
      true,
    ]);
    expect(["", "65b5-1b8f-e0b9-cb4b", null, undefined, {}, 1].some(isSetupCode)).toBe(false);
  });

  it("is never right where there is none", async () => {
    const { isSetupCode } = await under({ MERIDIAN_SETUP_CODE: "" });
    expect(["", undefined, null, "null"].some(isSetupCode)).toBe(false);
  });
});
