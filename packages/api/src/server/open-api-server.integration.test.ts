import { hashPassword } from "@meridian/sealing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiScene, openApiScene } from "../../test/api-scene.ts";
import { type PopulatedWorkspace, populatedWorkspace } from "../../test/populated-workspace.ts";

let scene: ApiScene;
let workspace: PopulatedWorkspace;
beforeAll(async () => {
  scene = await openApiScene();
  workspace = await populatedWorkspace(scene, "acme");
});
afterAll(() => scene.close());

describe("openApiServer", () => {
  it("calls procedures without HTTP", async () => {
    const { user } = await scene.server.callerFor(workspace.userIds.viewer).me.get();
    expect(user.email).toBe("viewer@acme.test");
  });

  it("throws the same errors without HTTP: UNAUTHORIZED for nobody and for a user who is gone", async () => {
    for (const userId of [null, crypto.randomUUID()]) {
      await expect(scene.server.callerFor(userId).me.get()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    }
    const { environmentId } = workspace.inProduction;
    const creating = scene.server.callerFor(workspace.userIds.viewer).keys.create({ environmentId, name: "mine" });
    await expect(creating).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("signs a user in by email and password, and nobody by a wrong one", async () => {
    const id = workspace.userIds.owner;
    const data = { passwordHash: await hashPassword("correct horse") };
    const { email } = await scene.operations.parts.db.prisma.user.update({ where: { id }, data });
    expect(await scene.server.signIn({ email, password: "correct horse" }, null)).toMatchObject({ id });
    expect(await scene.server.signIn({ email, password: "wrong horse" }, null)).toBeNull();
  });

  it("signs nobody in as a demo user where there is no demo", async () => {
    expect(await scene.server.signInAsDemoUser("engineer")).toBeNull();
  });

  it("answers a ping while the database is there", async () => {
    await expect(scene.server.ping()).resolves.toBeUndefined();
  });
});
