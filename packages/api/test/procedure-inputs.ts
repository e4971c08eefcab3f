import { randomUUID } from "node:crypto";
import {
  cancelOverride,
  createGatewayKey,
  createOverride,
  createSavedView,
  deleteSavedView,
  getActiveDeployment,
  listConfigVersions,
  reRollGatewayKey,
  setSecret,
} from "@meridian/operations";
import { anotherConfig, type PopulatedEnvironment, type PopulatedWorkspace } from "./populated-workspace.ts";

type Place = {
  readonly workspace: PopulatedWorkspace;
  readonly environment: PopulatedEnvironment;
  readonly nowMs: number;
};
type InputOf = (place: Place) => object | Promise<object>;

/** For every procedure an input that an owner would succeed with, now. A new procedure is to be added here. */
export const procedureInputs: Readonly<Record<string, InputOf>> = {
  "me.get": () => ({}),
  "me.setPreferences": () => ({ timeZone: "America/Los_Angeles", hours: 24, theme: "dark", shortcuts: false }),
  "live.ticket": inEnvironment,
  "metrics.history": lastMinutes,
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
  "requests.facets": inEnvironment,
  "requests.search": (place) => ({ ...inEnvironment(place), text: place.environment.requestId }),
  "requests.cohort": (place) => ({ ...inEnvironment(place), id: place.environment.requestId }),
  "requests.runs": (place) => ({ ...inEnvironment(place), by: "session" }),
  "requests.run": (place) => ({ ...inEnvironment(place), by: "session", key: `session ${place.environment.marker}` }),
  "keys.list": inEnvironment,
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
  "overrides.list": inEnvironment,
  "overrides.create": order,
  "overrides.cancel": anOverride,
  "overrides.restore": async (place) => {
    const input = await anOverride(place);
    await cancelOverride({ ctx: await place.workspace.as("owner"), input });
    return input;
  },
  "audit.list": (place) => ({ ...inWorkspace(place), limit: 10 }),
  "audit.terms": inWorkspace,
  "audit.export": (place) => ({ ...inWorkspace(place), format: "csv" }),
};

function inWorkspace({ workspace }: Place) {
  return { workspaceId: workspace.workspaceId };
}

function inEnvironment({ environment }: Place) {
  return { environmentId: environment.environmentId };
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
