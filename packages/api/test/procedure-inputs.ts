import { randomUUID } from "node:crypto";
import {
  cancelOverride,
  createEnvironment,
  createGatewayKey,
  createInvitation,
  createOverride,
  createSavedView,
  deleteSavedView,
  getActiveDeployment,
  listConfigVersions,
  reRollGatewayKey,
  setSecret,
  reopenErrorInsight,
  resolveErrorInsight,
} from "@meridian/operations";
import { anotherConfig, type PopulatedEnvironment, type PopulatedWorkspace } from "./populated-workspace.ts";

type Place = {
  readonly workspace: PopulatedWorkspace;
  readonly environment: PopulatedEnvironment;
  readonly nowMs: number;
};
type InputOf = (place: Place) => object | Promise<object>;

/** No two changes of a test are the same. */
let retainedDays = 10;
let workspaceRequests = 100;

/** For every procedure an input that an owner would succeed with, now. A new procedure is to be added here. */
export const procedureInputs: Readonly<Record<string, InputOf>> = {
  "me.get": () => ({}),
  "me.setProfile": () => ({ name: "Another Name" }),
  "me.changePassword": () => ({ currentPassword: null, newPassword: "correct horse battery" }),
  "me.signInWays": () => ({}),
  "me.unlink": () => ({ provider: "github" }),
  "me.sessions": () => ({}),
  "me.revokeSession": () => ({ sessionId: randomUUID() }),
  "me.revokeOtherSessions": () => ({}),
  "me.acceptInvitation": async (place) => ({ token: (await invitation(place)).token }),
  "me.createWorkspace": () => ({ name: "Founded" }),
  "me.leave": workspaceToLeave,
  "members.list": inWorkspace,
  "members.changeRole": async (place) => ({ ...inWorkspace(place), userId: await newcomer(place), role: "engineer" }),
  "members.remove": async (place) => ({ ...inWorkspace(place), userId: await newcomer(place) }),
  "invitations.list": inWorkspace,
  "invitations.create": (place) => ({ ...inWorkspace(place), email: `${randomUUID()}@acme.test`, role: "viewer" }),
  "invitations.renew": async (place) => ({ ...inWorkspace(place), invitationId: (await invitation(place)).id }),
  "invitations.revoke": async (place) => ({ ...inWorkspace(place), invitationId: (await invitation(place)).id }),
  "workspace.rename": (place) => ({ ...inWorkspace(place), name: `Workspace ${randomUUID()}` }),
  "workspace.createEnvironment": (place) => ({ ...inWorkspace(place), name: `e-${randomUUID().slice(0, 12)}` }),
  "workspace.renameEnvironment": async (place) => ({
    ...inWorkspace(place),
    environmentId: await spareEnvironment(place),
    name: `e-${randomUUID().slice(0, 12)}`,
  }),
  "workspace.limits": inWorkspace,
  "workspace.setLimits": (place) => ({
    ...inWorkspace(place),
    limits: { requestsPerMinute: (workspaceRequests += 1) },
  }),
  "me.setPreferences": () => ({ timeZone: "America/Los_Angeles", hours: 24, theme: "dark", shortcuts: false }),
  "live.ticket": inEnvironment,
  "metrics.query": (place) => ({ ...lastMinutes(place), stepMs: 10_000, by: ["route"] }),
  "deployments.list": lastMinutes,
  "deployments.active": inEnvironment,
  "deployments.status": inEnvironment,
  "routingConfig.versions": (place) => ({ ...inWorkspace(place), ...inEnvironment(place) }),
  "routingConfig.version": async (place) => ({ ...inWorkspace(place), number: await activeVersion(place) }),
  "routingConfig.publish": async (place) => ({
    ...inWorkspace(place),
    ...inEnvironment(place),
    yaml: anotherConfig(),
    message: "Another one",
    baseVersion: await activeVersion(place),
    idempotencyKey: randomUUID(),
  }),
  "routingConfig.rollBack": async (place) => ({
    ...inWorkspace(place),
    ...inEnvironment(place),
    toVersion: await replacedVersion(place),
    reason: "It was better before",
    idempotencyKey: randomUUID(),
  }),
  "routingConfig.secretNames": inEnvironment,
  "requests.list": (place) => ({ ...inEnvironment(place), limit: 10 }),
  "requests.get": (place) => ({ ...inEnvironment(place), id: place.environment.requestId }),
  "errorInsights.list": inEnvironment,
  "errorInsights.get": (place) => ({ ...inEnvironment(place), id: place.environment.insightId }),
  "errorInsights.resolve": async (place) => {
    await reopenErrorInsight({ ctx: await place.workspace.as("owner"), input: insight(place) });
    return insight(place);
  },
  "errorInsights.reopen": async (place) => {
    await resolveErrorInsight({ ctx: await place.workspace.as("owner"), input: insight(place) });
    return insight(place);
  },
  "requests.facets": inEnvironment,
  "requests.search": (place) => ({ ...inEnvironment(place), text: place.environment.requestId }),
  "requests.cohort": (place) => ({ ...inEnvironment(place), id: place.environment.requestId }),
  "requests.runs": (place) => ({ ...inEnvironment(place), by: "session" }),
  "requests.run": (place) => ({ ...inEnvironment(place), by: "session", key: `session ${place.environment.marker}` }),
  "keys.list": inEnvironment,
  "keys.spend": inEnvironment,
  "keys.create": (place) => ({ ...inEnvironment(place), name: `key ${randomUUID()}` }),
  "keys.edit": async (place) => {
    const content = { name: `key ${randomUUID()}`, routes: ["chat"], expiresAtMs: null, limits: { inFlight: 3 } };
    return { ...(await aKey(place)), ...content };
  },
  "keys.reRoll": async (place) => ({ ...(await aKey(place)), graceMs: 86_400_000 }),
  "keys.endPrevious": async (place) => {
    const input = await aKey(place);
    await reRollGatewayKey({ ctx: await place.workspace.as("owner"), input: { ...input, graceMs: 86_400_000 } });
    return input;
  },
  "keys.revoke": aKey,
  "secrets.list": inEnvironment,
  "secrets.set": (place) => {
    return { ...inEnvironment(place), name: "OPENAI", value: "sk-new", allowedHosts: ["api.openai.com"] };
  },
  "secrets.rotate": (place) => ({ ...aSecret(place), value: "sk-rotated" }),
  "secrets.setHosts": (place) => ({ ...aSecret(place), allowedHosts: ["api.openai.com"] }),
  "secrets.delete": async (place) => {
    const input = { ...inEnvironment(place), name: `S-${randomUUID()}` };
    const content = { value: "sk-new", allowedHosts: ["api.openai.com"] };
    await setSecret({ ctx: await place.workspace.as("owner"), input: { ...input, ...content } });
    return input;
  },
  "savedViews.list": inWorkspace,
  "savedViews.create": (place) => ({ ...inWorkspace(place), name: `view ${randomUUID()}`, query: "range=24h" }),
  "savedViews.update": async (place) => ({ ...(await aSavedView(place)), name: `view ${randomUUID()}` }),
  "savedViews.delete": aSavedView,
  "savedViews.restore": async (place) => {
    const input = await aSavedView(place);
    await deleteSavedView({ ctx: await place.workspace.as("owner"), input });
    return input;
  },
  "gettingStarted.get": inEnvironment,
  "gettingStarted.note": async (place) => {
    // A step is noted once.
    await (await place.workspace.as("owner")).db.prisma.gettingStarted.deleteMany();
    return { ...inWorkspace(place), step: "story_read" };
  },
  "upstreams.engines": inEnvironment,
  "upstreams.test": (place) => ({
    ...inEnvironment(place),
    baseUrl: "http://169.254.169.254/v1",
    key: { kind: "none" },
  }),
  "overrides.list": inEnvironment,
  "overrides.create": order,
  "overrides.cancel": anOverride,
  "overrides.restore": async (place) => {
    const input = await anOverride(place);
    await cancelOverride({ ctx: await place.workspace.as("owner"), input });
    return input;
  },
  "retention.get": inEnvironment,
  "retention.preview": (place) => ({ ...inEnvironment(place), days: { requests: 1, requestDetails: 1, cells: 1 } }),
  "retention.set": (place) => ({
    ...inEnvironment(place),
    days: { requests: (retainedDays += 1), requestDetails: null, cells: null },
  }),
  "audit.list": (place) => ({ ...inWorkspace(place), limit: 10 }),
  "audit.terms": inWorkspace,
  "audit.export": (place) => ({ ...inWorkspace(place), format: "csv" }),
};

async function invitation(place: Place) {
  const ctx = await place.workspace.as("owner");
  const issued = await createInvitation({ ctx, input: { ...inWorkspace(place), role: "viewer" } });
  return { id: issued.invitation.id, token: issued.token };
}

/** A member whom nothing else depends on. */
async function newcomer({ workspace }: Place): Promise<string> {
  const { db } = await workspace.as("owner");
  const id = randomUUID();
  const memberships = { create: { workspaceId: workspace.workspaceId, role: "viewer" } } as const;
  await db.prisma.user.create({ data: { id, email: `${id}@acme.test`, name: "Newcomer", memberships } });
  return id;
}

async function spareEnvironment(place: Place): Promise<string> {
  const ctx = await place.workspace.as("owner");
  const input = { ...inWorkspace(place), name: `s-${randomUUID().slice(0, 12)}` };
  return (await createEnvironment({ ctx, input })).environmentId;
}

/** A workspace of somebody else in which everybody is an engineer too. */
async function workspaceToLeave({ workspace }: Place) {
  const { db } = await workspace.as("owner");
  const id = randomUUID();
  await db.prisma.workspace.create({ data: { id, slug: id, name: "To leave" } });
  const memberships = { create: { workspaceId: id, role: "owner" } } as const;
  await db.prisma.user.create({ data: { id: randomUUID(), email: `${id}@acme.test`, name: "Founder", memberships } });
  const data = Object.values(workspace.userIds).map((userId) => ({
    userId,
    workspaceId: id,
    role: "engineer" as const,
  }));
  await db.prisma.membership.createMany({ data });
  return { workspaceId: id };
}

function inWorkspace({ workspace }: Place) {
  return { workspaceId: workspace.workspaceId };
}

function inEnvironment({ environment }: Place) {
  return { environmentId: environment.environmentId };
}

function insight(place: Place) {
  return { ...inEnvironment(place), id: place.environment.insightId, note: "Said by a test" };
}

function lastMinutes(place: Place) {
  return { ...inEnvironment(place), fromMs: place.nowMs - 300_000, toMs: place.nowMs + 60_000 };
}

function order(place: Place) {
  const ends = { reason: "Game day", expiresAtMs: place.nowMs + 60_000 };
  return { ...inEnvironment(place), kind: "drain", upstream: "west-1", ...ends } as const;
}

async function anOverride(place: Place) {
  const { override } = await createOverride({ ctx: await place.workspace.as("owner"), input: order(place) });
  return { ...inEnvironment(place), overrideId: override.id };
}

async function aKey(place: Place) {
  const ctx = await place.workspace.as("owner");
  const { key } = await createGatewayKey({ ctx, input: { ...inEnvironment(place), name: `key ${randomUUID()}` } });
  return { ...inEnvironment(place), keyId: key.id };
}

function aSecret(place: Place) {
  return { ...inEnvironment(place), name: `SECRET-${place.environment.marker}` };
}

async function aSavedView(place: Place) {
  const input = { ...inWorkspace(place), name: `view ${randomUUID()}`, query: "range=24h" };
  const view = await createSavedView({ ctx: await place.workspace.as("owner"), input });
  return { ...inWorkspace(place), viewId: view.id };
}

async function activeVersion(place: Place): Promise<number> {
  const active = await getActiveDeployment({ ctx: await place.workspace.as("owner"), input: inEnvironment(place) });
  return active?.version.number ?? 0;
}

async function replacedVersion(place: Place): Promise<number> {
  const ctx = await place.workspace.as("owner");
  const { versions } = await listConfigVersions({ ctx, input: inEnvironment(place) });
  return versions.find(({ active, served }) => served && !active)?.number ?? 0;
}
