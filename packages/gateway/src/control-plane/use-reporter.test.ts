import type { CredentialUse } from "@meridian/db";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { localMemory, ScopeUsage } from "@meridian/routing";
import { KeyUsage } from "../limits/key-usage.ts";
import { SecretUses } from "../limits/secret-uses.ts";
import { UseReporter } from "./use-reporter.ts";

function reporting() {
  const usage = new KeyUsage(new ScopeUsage());
  const secretUses = new SecretUses(localMemory, "e1");
  secretUses.adopt(["OPENAI"]);
  const text = { id: "k1", name: "app", digest: Buffer.alloc(32), routes: ["*"], expiresAtMs: null, limits: {}, usage };
  const environment = {
    environmentId: "e1",
    keys: [
      { ...text, previous: false },
      { ...text, previous: true },
    ],
    secretUses,
  } as unknown as ActiveEnvironment;
  const told: (readonly CredentialUse[])[] = [];
  const control = { reachable: true };
  const reporter = new UseReporter({
    store: {
      report: (_, uses) => {
        if (!control.reachable) return Promise.reject(new Error("gone"));
        told.push(uses);
        return Promise.resolve();
      },
    },
    registry: { all: () => [environment] },
    log: pino({ level: "silent" }),
  });
  return { usage, environment, told, control, reporter };
}

describe("UseReporter", () => {
  it("tells the latest use of each key, its old text and each secret once", async () => {
    const { usage, environment, told, reporter } = reporting();
    await reporter.report();
    usage.note(false, 1_000.4);
    usage.note(true, 900);
    environment.secretUses.set("OPENAI", 950);
    await reporter.report();
    await reporter.report();
    expect(told).toEqual([
      [
        { kind: "gateway-key", name: "k1", lastUsedAtMs: 1_000 },
        { kind: "previous-gateway-key", name: "k1", lastUsedAtMs: 900 },
        { kind: "secret", name: "OPENAI", lastUsedAtMs: 950 },
      ],
    ]);
  });

  it("tells later what could not be told, by its latest moment", async () => {
    const { usage, told, control, reporter } = reporting();
    control.reachable = false;
    usage.note(false, 1_000);
    await reporter.report();
    usage.note(false, 2_000);
    control.reachable = true;
    await reporter.report();
    expect(told).toEqual([[{ kind: "gateway-key", name: "k1", lastUsedAtMs: 2_000 }]]);
  });
});
