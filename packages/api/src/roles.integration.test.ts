import { type Role, roles } from "@meridian/access";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiScene, openApiScene, procedures } from "../test/api-scene.ts";
import { databaseFingerprint } from "../test/database-fingerprint.ts";
import { type PopulatedWorkspace, populatedWorkspace } from "../test/populated-workspace.ts";
import { procedureInputs } from "../test/procedure-inputs.ts";

const everyone = roles;
const admins: readonly Role[] = ["owner", "admin"];
const publishers: readonly Role[] = ["owner", "admin", "engineer", "domain_expert"];
const operators: readonly Role[] = ["owner", "admin", "engineer"];
const governors: readonly Role[] = ["owner", "admin"];

/** Who may call what. Nobody who is not signed in may call anything. */
const permitted: Readonly<Record<string, readonly Role[]>> = {
  "me.get": everyone,
  "me.setPreferences": everyone,
  "me.setProfile": everyone,
  "me.changePassword": everyone,
  "me.signInWays": everyone,
  "me.unlink": everyone,
  "me.sessions": everyone,
  "me.revokeSession": everyone,
  "me.revokeOtherSessions": everyone,
  "me.acceptInvitation": everyone,
  "me.createWorkspace": admins,
  "me.leave": everyone,
  "members.list": everyone,
  "members.changeRole": admins,
  "members.remove": admins,
  "invitations.list": everyone,
  "invitations.create": admins,
  "invitations.renew": admins,
  "invitations.revoke": admins,
  "workspace.rename": admins,
  "workspace.createEnvironment": admins,
  "workspace.renameEnvironment": admins,
  "workspace.limits": everyone,
  "workspace.setLimits": admins,
  "live.ticket": everyone,
  "metrics.query": everyone,
  "deployments.list": everyone,
  "deployments.active": everyone,
  "deployments.status": everyone,
  "routingConfig.versions": everyone,
  "routingConfig.version": everyone,
  "routingConfig.publish": publishers,
  "routingConfig.rollBack": publishers,
  "routingConfig.secretNames": everyone,
  "requests.list": everyone,
  "requests.get": everyone,
  "requests.facets": everyone,
  "requests.search": everyone,
  "requests.cohort": everyone,
  "requests.runs": everyone,
  "requests.run": everyone,
  "errorInsights.list": everyone,
  "errorInsights.get": everyone,
  "errorInsights.resolve": operators,
  "errorInsights.reopen": operators,
  "keys.list": everyone,
  "keys.spend": everyone,
  "keys.create": operators,
  "keys.edit": operators,
  "keys.reRoll": operators,
  "keys.endPrevious": operators,
  "keys.revoke": operators,
  "secrets.list": everyone,
  "secrets.set": operators,
  "secrets.rotate": operators,
  "secrets.setHosts": operators,
  "secrets.delete": operators,
  "savedViews.list": everyone,
  "savedViews.create": publishers,
  "savedViews.update": publishers,
  "savedViews.delete": publishers,
  "savedViews.restore": publishers,
  "gettingStarted.get": everyone,
  "gettingStarted.note": everyone,
  "upstreams.engines": operators,
  "upstreams.test": operators,
  "overrides.list": everyone,
  "overrides.create": operators,
  "overrides.cancel": operators,
  "overrides.restore": operators,
  "retention.get": everyone,
  "retention.preview": everyone,
  "retention.set": governors,
  "audit.list": governors,
  "audit.terms": governors,
  "audit.export": governors,
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

describe("roles × procedures", () => {
  it("names every procedure there is, and no other", () => {
    expect(Object.keys(permitted).sort()).toEqual(Object.keys(procedures).sort());
    expect(Object.keys(procedureInputs).sort()).toEqual(Object.keys(procedures).sort());
  });

  const matrix = Object.entries(permitted).flatMap(([path, who]) =>
    roles.map((role) => ({ path, role, status: who.includes(role) ? 200 : 403 })),
  );

  it.each(matrix)("$path as $role: $status", async ({ path, role, status }) => {
    const input = await inputFor(path);
    const before = status === 403 ? await databaseFingerprint(scene.operations) : null;
    const answer = await scene.call(path, workspace.userIds[role], input);
    expect(answer.error?.message ?? "no error").toMatch(status === 200 ? "no error" : /does not have/);
    expect(answer.status).toBe(status);
    expect(answer.error?.data["operationCode"] ?? null).toBe(status === 200 ? null : "forbidden");
    // Most calls are allowed, and then there is nothing to compare.
    expect(before ?? "allowed").toEqual(before ? await databaseFingerprint(scene.operations) : "allowed");
  });

  it.each(Object.keys(permitted))("%s as nobody: 401", async (path) => {
    const input = await inputFor(path);
    const before = await databaseFingerprint(scene.operations);
    const answer = await scene.call(path, null, input);
    expect(answer.status).toBe(401);
    expect(answer.error?.message).toBe("Sign in first.");
    expect(await databaseFingerprint(scene.operations)).toEqual(before);
  });

  it("goes by the role that the database has now, not by one from the time of signing in", async () => {
    const { userIds, workspaceId } = workspace;
    const { prisma } = scene.operations.parts.db;
    const where = { workspaceId_userId: { workspaceId, userId: userIds.engineer } };
    await prisma.membership.update({ where, data: { role: "viewer" } });
    expect((await scene.call("keys.create", userIds.engineer, await inputFor("keys.create"))).status).toBe(403);
    await prisma.membership.update({ where, data: { role: "engineer" } });
    expect((await scene.call("keys.create", userIds.engineer, await inputFor("keys.create"))).status).toBe(200);
  });
});
