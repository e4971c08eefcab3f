import { randomUUID } from "node:crypto";
import { deriveKeys } from "@meridian/sealing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seedWorkspace } from "../seed/seed-workspace.ts";
import { openTestOperations, type TestOperations } from "../testing/open-test-operations.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { decideDemo } from "./decide-demo.ts";
import { getInstallation } from "./get-installation.ts";

let test: TestOperations;
beforeEach(async () => {
  test = await openTestOperations();
});
afterEach(() => test.close());

const decide = (wanted: boolean | null) => decideDemo({ parts: test.operations.parts, input: { wanted } });

describe("decideDemo", () => {
  it.each([
    ["with the demo unless told otherwise", null, "present"],
    ["without it when told so", false, "absent"],
  ] as const)("begins %s, and stays so", async (_, wanted, state) => {
    expect(await decide(wanted)).toBe(state);
    expect(await decide(null)).toBe(state);
    expect(await getInstallation({ parts: test.operations.parts })).toEqual({ demo: state, ownerMissing: true });
  });

  it("does not drop a demo in passing: it says how to delete it", async () => {
    await decide(null);
    await expect(decide(false)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/stays until it is deleted.*Delete demo data/),
    });
    expect(await decide(null)).toBe("present");
  });

  it("does not bring a demo into what was begun without one", async () => {
    await decide(false);
    expect(await decide(true)).toBe("absent");
  });

  it("refuses a database that was set up with another master key", async () => {
    await decide(null);
    const { parts } = test.operations;
    const input = { yaml: testRoutingConfig(50), demoFleetKey: "demo-1", demoFleetHosts: ["127.0.0.1"] };
    await seedWorkspace({ parts, input });
    const stranger = { ...parts, keys: deriveKeys("f".repeat(64)) };
    await expect(decideDemo({ parts: stranger, input: { wanted: null } })).rejects.toMatchObject({
      code: "sealed_otherwise",
    });
  });
});

describe("getInstallation", () => {
  it("counts people of the demo as nobody", async () => {
    const { parts } = test.operations;
    const { prisma } = parts.db;
    const user = { id: randomUUID(), email: "olivia@demo.example", name: "Olivia", demo: true };
    await prisma.user.create({ data: user });
    expect(await getInstallation({ parts })).toMatchObject({ ownerMissing: true });
    await prisma.user.create({ data: { id: randomUUID(), email: "real@example.com", name: "Real" } });
    expect(await getInstallation({ parts })).toMatchObject({ ownerMissing: false });
  });
});
