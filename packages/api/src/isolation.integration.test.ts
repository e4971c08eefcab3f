import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiScene, openApiScene, procedures } from "../test/api-scene.ts";
import { databaseFingerprint } from "../test/database-fingerprint.ts";
import { type PopulatedEnvironment, type PopulatedWorkspace, populatedWorkspace } from "../test/populated-workspace.ts";
import { procedureInputs } from "../test/procedure-inputs.ts";

const paths = Object.keys(procedures);

/** What concerns a person wherever they are: it names no workspace, and all environments by design. */
const ofTheAccount = paths.filter((path) => path.startsWith("me."));
const scoped = paths.filter((path) => !ofTheAccount.includes(path));

/** What belongs to the workspace as a whole, not to one of its environments. */
const savedViews = ["list", "create", "update", "delete", "restore"].map((verb) => `savedViews.${verb}`);
const audit = ["list", "terms", "export"].map((verb) => `audit.${verb}`);
const people = paths.filter((path) => /^(members|invitations|workspace)\./.test(path));
const versions = ["routingConfig.versions", "routingConfig.version"];
const workspaceWide = [...ofTheAccount, ...people, ...versions, ...savedViews, ...audit];

let scene: ApiScene;
let mine: PopulatedWorkspace;
let theirs: PopulatedWorkspace;
beforeAll(async () => {
  scene = await openApiScene();
  // Theirs first: their version numbers would be found if one forgot the workspace.
  theirs = await populatedWorkspace(scene, "theirs");
  mine = await populatedWorkspace(scene, "mine");
});
afterAll(() => scene.close());

type Input = Readonly<Record<string, unknown>>;

const inputFor = async (path: string, workspace: PopulatedWorkspace, environment: PopulatedEnvironment) =>
  (await procedureInputs[path]?.({ workspace, environment, nowMs: scene.world.nowMs })) as Input;

/** `own` with each of its ids in turn taken from `foreign`, and with all of them. */
function mixtures(own: Input, foreign: Input): Input[] {
  const ids = Object.keys(own).filter((name) => name === "id" || name.endsWith("Id"));
  const taken = (names: readonly string[]) => ({
    ...own,
    ...Object.fromEntries(names.map((name) => [name, foreign[name]])),
  });
  return [...ids.map((name) => taken([name])), taken(ids)];
}

/** As an owner, who may do everything at home. */
async function expectNotFound(path: string, inputs: readonly Input[]): Promise<void> {
  expect(inputs.length).toBeGreaterThan(0);
  for (const input of inputs) {
    const before = await databaseFingerprint(scene.operations);
    const { status, error } = await scene.call(path, mine.userIds.owner, input);
    expect({ input, status, code: error?.data["operationCode"] }).toEqual({ input, status: 404, code: "not_found" });
    expect(await databaseFingerprint(scene.operations)).toEqual(before);
  }
}

describe("workspaces", () => {
  // First: what other procedures are tried with joins and leaves workspaces.
  it("me.get names 1 workspace for a member of 1", async () => {
    const { data } = await scene.call("me.get", mine.userIds.viewer, {});
    expect(data).toMatchObject({
      user: { email: "viewer@mine.test" },
      workspaces: [
        { id: mine.workspaceId, role: "viewer", environments: [{ name: "production" }, { name: "staging" }] },
      ],
    });
  });

  it.each(scoped)("%s does not find what belongs to another workspace, and changes nothing", async (path) => {
    const own = await inputFor(path, mine, mine.inProduction);
    const foreign = await inputFor(path, theirs, theirs.inProduction);
    await expectNotFound(path, mixtures(own, foreign));
  });

  it("routingConfig.version does not find a number that only another workspace has", async () => {
    const only = await theirs.as("owner").then(async (ctx) => {
      const { _max } = await ctx.db.prisma.configVersion.aggregate({
        where: { workspaceId: theirs.workspaceId },
        _max: { number: true },
      });
      return (_max.number ?? 0) + 1;
    });
    await theirs.as("owner").then((ctx) =>
      ctx.db.prisma.configVersion.create({
        data: {
          id: crypto.randomUUID(),
          workspaceId: theirs.workspaceId,
          number: only,
          yaml: "",
          sha256: "",
          message: "",
          authorName: "",
        },
      }),
    );
    await expectNotFound("routingConfig.version", [{ workspaceId: mine.workspaceId, number: only }]);
  });

  it.each(paths)("%s never answers with anything of another workspace", async (path) => {
    const { status, text } = await scene.call(path, mine.userIds.owner, await inputFor(path, mine, mine.inProduction));
    expect(status).toBe(200);
    for (const foreign of [theirs.workspaceId, theirs.production, theirs.staging, "theirs"]) {
      expect(text).not.toContain(foreign);
    }
  });

  it("audit.list does not find an environment of another workspace to filter by", async () => {
    const input = { workspaceId: mine.workspaceId, filter: { environmentId: theirs.production } };
    await expectNotFound("audit.list", [input]);
  });
});

describe("environments", () => {
  const ofKeys = ["edit", "reRoll", "endPrevious", "revoke"].map((verb) => `keys.${verb}`);
  const ofInsights = ["get", "resolve", "reopen"].map((verb) => `errorInsights.${verb}`);
  const ofRequests = ["requests.get", "requests.cohort"];
  const withId = [...ofKeys, ...ofInsights, ...ofRequests, "overrides.cancel", "overrides.restore"];

  it.each(withId)("%s does not find what belongs to another environment, and changes nothing", async (path) => {
    const production = await inputFor(path, mine, mine.inProduction);
    const staging = await inputFor(path, mine, mine.inStaging);
    await expectNotFound(path, [
      { ...production, environmentId: mine.staging },
      { ...staging, environmentId: mine.production },
    ]);
  });

  it("names every procedure whose input says more ids than workspace and environment", async () => {
    const ids = await Promise.all(
      scoped.map(async (path) => [path, mixtures(await inputFor(path, mine, mine.inProduction), {}).length] as const),
    );
    const scopeIds = (path: string) => (/^routingConfig\.(versions|publish|rollBack)$/.test(path) ? 3 : 2);
    expect(
      ids
        .filter(([path, count]) => count > scopeIds(path) && ![...savedViews, ...people].includes(path))
        .map(([path]) => path)
        .sort(),
    ).toEqual([...withId].sort());
  });

  it("routingConfig.rollBack does not find a version that served another environment only", async () => {
    const staging = await inputFor("routingConfig.rollBack", mine, mine.inStaging);
    await expectNotFound("routingConfig.rollBack", [{ ...staging, environmentId: mine.production }]);
  });

  it.each(paths.filter((path) => !workspaceWide.includes(path)))(
    "%s never answers with anything of another environment",
    async (path) => {
      const { status, text } = await scene.call(
        path,
        mine.userIds.owner,
        await inputFor(path, mine, mine.inProduction),
      );
      expect(status).toBe(200);
      for (const foreign of [mine.staging, mine.inStaging.marker, mine.inStaging.keyId, mine.inStaging.overrideId]) {
        expect(text).not.toContain(foreign);
      }
    },
  );

  it("lists what is in an environment and only that", async () => {
    for (const { environmentId, marker } of [mine.inProduction, mine.inStaging]) {
      const { data } = await scene.call("requests.list", mine.userIds.owner, { environmentId });
      expect(data).toMatchObject({ requests: [{ route: `route-${marker}` }], olderCursor: null, newerCursor: null });
    }
  });
});
