import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createSavedView } from "./create-saved-view.ts";
import { deleteSavedView } from "./delete-saved-view.ts";
import { listSavedViews } from "./list-saved-views.ts";
import { restoreSavedView } from "./restore-saved-view.ts";
import { updateSavedView } from "./update-saved-view.ts";

const { scene } = workspaceScenes();

describe("saved views", () => {
  it("are listed by name for every member, with who saved them", async () => {
    const { ctx, as, workspaceId, world } = await scene();
    const save = (name: string) => createSavedView({ ctx, input: { workspaceId, name, query: "range=24h&by=model" } });
    await save("Weekly cost");
    await save("Claims");
    const moments = { createdAtMs: world.nowMs, updatedAtMs: world.nowMs };
    const views = await listSavedViews({ ctx: await as("viewer"), input: { workspaceId } });
    expect(views.map(({ name }) => name)).toEqual(["Claims", "Weekly cost"]);
    expect(views[0]).toMatchObject({
      query: "range=24h&by=model",
      createdByName: expect.stringMatching(/engineer/),
      ...moments,
    });
  });

  it("are renamed and replaced; saying the same again leaves no trace", async () => {
    const { ctx, as, workspaceId, world, auditActions } = await scene();
    const { id: viewId } = await createSavedView({ ctx, input: { workspaceId, name: "Claims", query: "range=1h" } });
    world.nowMs += 1_000;
    const admin = await as("admin");
    const update = () =>
      updateSavedView({ ctx: admin, input: { workspaceId, viewId, name: "Claims, day", query: "range=24h" } });
    expect(await update()).toMatchObject({ name: "Claims, day", query: "range=24h", updatedAtMs: world.nowMs });
    await update();
    expect((await auditActions()).sort()).toEqual(["saved-view.create", "saved-view.update"]);
  });

  it("refuse a name that is taken in any case, also when 5 people save it at once", async () => {
    const { ctx, workspaceId } = await scene();
    const save = (name: string) => createSavedView({ ctx, input: { workspaceId, name, query: "" } });
    const outcomes = await Promise.allSettled(["Claims", "claims", "CLAIMS", "Claims ", " claims"].map(save));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const other = await save("Search");
    const rename = updateSavedView({ ctx, input: { workspaceId, viewId: other.id, name: "CLAIMS" } });
    await expect(rename).rejects.toMatchObject({ code: "conflict" });
  });

  it("come back as they were when a deletion is undone, unless their name was given away", async () => {
    const { ctx, workspaceId, auditActions } = await scene();
    const input = { workspaceId, name: "Claims", query: "range=1h" };
    const view = await createSavedView({ ctx, input });
    const which = { ctx, input: { workspaceId, viewId: view.id } };
    await deleteSavedView(which);
    await deleteSavedView(which);
    expect(await listSavedViews({ ctx, input: { workspaceId } })).toEqual([]);
    expect(await restoreSavedView(which)).toEqual(view);
    expect(await listSavedViews({ ctx, input: { workspaceId } })).toEqual([view]);
    await deleteSavedView(which);
    await createSavedView({ ctx, input });
    await expect(restoreSavedView(which)).rejects.toMatchObject({ code: "conflict" });
    const update = updateSavedView({ ctx, input: { workspaceId, viewId: view.id, name: "New" } });
    await expect(update).rejects.toMatchObject({ code: "not_found" });
    expect((await auditActions()).filter((action) => action === "saved-view.delete")).toHaveLength(2);
  });

  it.each([
    ["an empty name", { name: "  " }],
    ["a query of 2,001 characters", { query: "a".repeat(2_001) }],
    ["a query with a line end", { query: "range=1h\nrange=5m" }],
  ])("are refused with %s", async (_, given) => {
    const { ctx, workspaceId } = await scene();
    const input = { workspaceId, name: "Claims", query: "range=1h", ...given };
    await expect(createSavedView({ ctx, input })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
