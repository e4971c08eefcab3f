import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listenForEnvironments } from "@meridian/db";
import { type ApiScene, openApiScene, procedures } from "../test/api-scene.ts";
import { databaseFingerprint } from "../test/database-fingerprint.ts";
import { type PopulatedWorkspace, populatedWorkspace } from "../test/populated-workspace.ts";
import { procedureInputs } from "../test/procedure-inputs.ts";

const actions: Readonly<Record<string, string>> = {
  "routingConfig.publish": "routing-config.publish",
  "routingConfig.rollBack": "routing-config.roll-back",
  "keys.create": "gateway-key.create",
  "keys.edit": "gateway-key.edit",
  "keys.reRoll": "gateway-key.re-roll",
  "keys.endPrevious": "gateway-key.end-previous",
  "keys.revoke": "gateway-key.revoke",
  "secrets.set": "secret.set",
  "secrets.rotate": "secret.rotate",
  "secrets.setHosts": "secret.set-hosts",
  "secrets.delete": "secret.delete",
  "overrides.create": "override.create",
  "overrides.cancel": "override.cancel",
  "overrides.restore": "override.restore",
  "retention.set": "retention.set",
};

/** What these change belongs to the workspace as a whole: gateways hear nothing of it. */
const workspaceActions: Readonly<Record<string, string>> = {
  "gettingStarted.note": "getting-started.note",
  "savedViews.create": "saved-view.create",
  "savedViews.update": "saved-view.update",
  "savedViews.delete": "saved-view.delete",
  "savedViews.restore": "saved-view.restore",
  "audit.export": "audit-log.export",
  "members.changeRole": "member.change-role",
  "members.remove": "member.remove",
  "invitations.create": "invitation.create",
  "invitations.renew": "invitation.renew",
  "invitations.revoke": "invitation.revoke",
  "workspace.rename": "workspace.rename",
  "workspace.createEnvironment": "environment.create",
  "workspace.renameEnvironment": "environment.rename",
};

/** What these change belongs to the workspace as a whole, and gateways hear it in every environment. */
const servedWorkspaceActions: Readonly<Record<string, string>> = {
  "workspace.setLimits": "workspace-limits.set",
};

/** What an engineer may not do, an owner does. */
const callerOf = (path: string) =>
  /^(audit|retention|members|invitations|workspace)\./.test(path) ? "owner" : "engineer";

/** What these change is kept about an environment and not served from: gateways hear nothing of it either. */
const recordActions: Readonly<Record<string, string>> = {
  "errorInsights.resolve": "error-insight.resolve",
  "errorInsights.reopen": "error-insight.reopen",
};

let scene: ApiScene;
let workspace: PopulatedWorkspace;
beforeAll(async () => {
  scene = await openApiScene();
  workspace = await populatedWorkspace(scene, "acme");
});
afterAll(() => scene.close());

const inputFor = async (path: string) =>
  procedureInputs[path]?.({ workspace, environment: workspace.inProduction, nowMs: scene.world.nowMs });

const state = async () => {
  const { prisma } = scene.operations.parts.db;
  const where = { environmentId: workspace.production };
  const audit = await prisma.auditEvent.findMany({ where, orderBy: { occurredAt: "asc" } });
  const snapshot = await prisma.environmentSnapshot.findUniqueOrThrow({ where });
  return { audit, snapshot };
};

describe("mutations", () => {
  it("are known here, every one; live.ticket and upstreams.test alone change nothing", () => {
    // What people do with their accounts is told to every workspace of theirs: tested beside those verbs.
    const mutations = Object.entries(procedures).filter(
      ([path, { _def }]) => _def.type === "mutation" && !path.startsWith("me."),
    );
    expect(mutations.map(([path]) => path).sort()).toEqual(
      [
        ...Object.keys(actions),
        ...Object.keys(workspaceActions),
        ...Object.keys(servedWorkspaceActions),
        ...Object.keys(recordActions),
        "live.ticket",
        "upstreams.test",
      ].sort(),
    );
  });

  it.each(Object.entries(actions))("%s leaves 1 audit event %s, 1 more serial, 1 hint", async (path, action) => {
    const input = await inputFor(path);
    const before = await state();
    const hints: (string | null)[] = [];
    const heard = Promise.withResolvers<void>();
    const listening = Promise.withResolvers<void>();
    const onHint = (environmentId: string | null): void => {
      // The first call, without an environment, says that it listens.
      if (environmentId === null) return listening.resolve();
      hints.push(environmentId);
      heard.resolve();
    };
    const listener = listenForEnvironments(scene.databaseUrl, onHint, () => 0);
    await listening.promise;
    scene.world.nowMs += 1_000;
    expect((await scene.call(path, workspace.userIds[callerOf(path)], input)).error).toBeNull();
    await heard.promise;
    await listener.stop();
    expect(hints).toEqual([workspace.production]);

    const after = await state();
    expect(after.audit).toHaveLength(before.audit.length + 1);
    expect(after.audit.at(-1)).toMatchObject({
      action,
      workspaceId: workspace.workspaceId,
      actorKind: "user",
      actorId: workspace.userIds[callerOf(path)],
      actorName: `${callerOf(path)} of acme`,
      actorRole: callerOf(path),
      occurredAt: new Date(scene.world.nowMs),
    });
    expect(after.snapshot.serial).toBe(before.snapshot.serial + 1n);
    const { verifySnapshot } = scene.operations.parts.keys.gateway;
    expect(verifySnapshot(after.snapshot.payload, after.snapshot.signature)).toBe(true);
  });

  it.each([
    ...Object.entries(workspaceActions).map(([path, action]) => [path, action, 0n] as const),
    ...Object.entries(servedWorkspaceActions).map(([path, action]) => [path, action, 1n] as const),
  ])("%s leaves 1 audit event %s in no environment, %d more serials", async (path, action, serials) => {
    const input = await inputFor(path);
    const { prisma } = scene.operations.parts.db;
    const events = () =>
      prisma.auditEvent.findMany({ where: { workspaceId: workspace.workspaceId, environmentId: null } });
    const before = await events();
    const { snapshot } = await state();
    expect((await scene.call(path, workspace.userIds[callerOf(path)], input)).error).toBeNull();
    const known = new Set(before.map(({ id }) => id));
    const added = (await events()).filter(({ id }) => !known.has(id));
    expect(added).toMatchObject([{ action, actorId: workspace.userIds[callerOf(path)], actorRole: callerOf(path) }]);
    expect((await state()).snapshot.serial).toBe(snapshot.serial + serials);
  });

  it.each(Object.entries(recordActions))(
    "%s leaves 1 audit event %s, and nothing for gateways",
    async (path, action) => {
      const input = await inputFor(path);
      scene.world.nowMs += 1_000;
      const before = await state();
      expect((await scene.call(path, workspace.userIds.engineer, input)).error).toBeNull();
      const after = await state();
      expect(after.audit).toHaveLength(before.audit.length + 1);
      expect(after.audit.at(-1)).toMatchObject({ action, actorId: workspace.userIds.engineer, actorRole: "engineer" });
      expect(after.snapshot.serial).toBe(before.snapshot.serial);
    },
  );

  it.each(["live.ticket", "upstreams.test"])("%s writes nothing", async (path) => {
    const before = await databaseFingerprint(scene.operations);
    expect((await scene.call(path, workspace.userIds.engineer, await inputFor(path))).status).toBe(200);
    expect(await databaseFingerprint(scene.operations)).toEqual(before);
  });

  it("never write a credential into the audit log", async () => {
    const created = await scene.call("keys.create", workspace.userIds.engineer, await inputFor("keys.create"));
    const { text } = created.data as { text: string };
    await scene.call("secrets.set", workspace.userIds.engineer, await inputFor("secrets.set"));
    await scene.call("secrets.rotate", workspace.userIds.engineer, await inputFor("secrets.rotate"));
    const reRolled = await scene.call("keys.reRoll", workspace.userIds.engineer, await inputFor("keys.reRoll"));
    const log = JSON.stringify((await state()).audit);
    expect(log).not.toContain(text.slice(-43));
    expect(log).not.toContain((reRolled.data as { text: string }).text.slice(-43));
    expect(log).not.toMatch(/sk-(new|rotated)/);
  });
});
