import { writeInstallationRetention } from "@meridian/db";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { listAuditEvents } from "../audit/list-audit-events.ts";
import { getRetention } from "./get-retention.ts";
import { setRetention } from "./set-retention.ts";

const { scene } = workspaceScenes();
const nothing = { requests: null, requestDetails: null, cells: null };

describe("retention", () => {
  it("of an environment is what its admins chose, within what the installation keeps, and is in the audit log", async () => {
    const { as, production: environmentId, staging } = await scene();
    const ctx = await as("admin");
    const cells = { 10: 2, 60: 7, 300: 35, 3_600: 400, 21_600: 800, 86_400: 1_600 } as const;
    await writeInstallationRetention(ctx.db.pool, { requests: 30, requestDetails: 7, cells });
    const days = { requests: 14, requestDetails: null, cells: 90 };
    await setRetention({ ctx, input: { environmentId, days } });
    expect(await getRetention({ ctx, input: { environmentId } })).toMatchObject({
      own: days,
      installation: { requests: 30 },
      cells: expect.arrayContaining([expect.objectContaining({ seconds: 10, days: 2 })]),
    });
    expect(await getRetention({ ctx, input: { environmentId: staging } })).toMatchObject({ own: nothing });
    for (const kind of ["requests", "requestDetails", "cells"]) {
      const more = setRetention({ ctx, input: { environmentId, days: { ...days, [kind]: 2_000 } } });
      await expect(more).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining(kind) });
    }
    await setRetention({ ctx, input: { environmentId, days } });
    const { events } = await listAuditEvents({ ctx, input: { filter: { action: "retention.set" } } });
    expect(events).toMatchObject([{ before: { requestsDays: null }, after: { requestsDays: 14, cellsDays: 90 } }]);
    await setRetention({ ctx, input: { environmentId, days: nothing } });
    expect(await getRetention({ ctx, input: { environmentId } })).toMatchObject({ own: nothing });
  });

  it("keeps at least a day", async () => {
    const { as, production: environmentId } = await scene();
    const ctx = await as("owner");
    const chosen = setRetention({ ctx, input: { environmentId, days: { ...nothing, cells: 0 } } });
    await expect(chosen).rejects.toMatchObject({ code: "invalid_input" });
  });
});
