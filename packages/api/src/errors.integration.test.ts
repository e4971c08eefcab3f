import { testMasterKey } from "@meridian/operations/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiScene, callOverHttp, openApiScene } from "../test/api-scene.ts";
import { type PopulatedWorkspace, populatedWorkspace } from "../test/populated-workspace.ts";
import { openApiServer, type UnexpectedError } from "./server/open-api-server.ts";

let scene: ApiScene;
let workspace: PopulatedWorkspace;
beforeAll(async () => {
  scene = await openApiScene();
  workspace = await populatedWorkspace(scene, "acme");
});
afterAll(() => scene.close());

const publishing = (fields: object) => ({
  workspaceId: workspace.workspaceId,
  environmentId: workspace.production,
  yaml: "language: 1",
  message: "Another one",
  baseVersion: 2,
  idempotencyKey: "key-of-this-test",
  ...fields,
});

describe("errors", () => {
  it.each([
    [
      "an unknown environment",
      "keys.list",
      { environmentId: crypto.randomUUID() },
      404,
      "There is no such environment.",
    ],
    ["an id that is none", "keys.list", { environmentId: "production" }, 400, "environmentId: Invalid UUID"],
    ["nothing at all", "keys.list", undefined, 400, "expected object"],
    [
      "a range that ends before it begins",
      "metrics.query",
      { fromMs: 2, toMs: 1, stepMs: 10_000 },
      400,
      "fromMs must lie before toMs.",
    ],
    [
      "a question of 401 steps",
      "metrics.query",
      { fromMs: 0, toMs: 4_010_000, stepMs: 10_000 },
      400,
      "at most 400 steps",
    ],
    ["a page of 0", "requests.list", { limit: 0 }, 400, "limit"],
    ["a key for no route", "keys.create", { name: "a", routes: [] }, 400, "routes"],
    ["a secret for no host", "secrets.set", { name: "A", value: "v", allowedHosts: [] }, 400, "at least one host"],
  ])("say what is wrong with %s", async (_, path, fields, status, message) => {
    const input = fields && { environmentId: workspace.production, ...fields };
    const answer = await scene.call(path, workspace.userIds.owner, input);
    expect(answer.status).toBe(status);
    expect(answer.error?.message).toContain(message);
    expect(answer.error?.data["requestId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.text).not.toContain("stack");
  });

  it("carry every diagnostic of a document with its line and column", async () => {
    const yaml = "language: 1\nupstreams: {}\nroutes: []\nroute: {}\n";
    const answer = await scene.call("routingConfig.publish", workspace.userIds.owner, publishing({ yaml }));
    expect(answer.status).toBe(422);
    expect(answer.error?.data["operationCode"]).toBe("config_rejected");
    const diagnostics = answer.error?.data["diagnostics"] as { code: string; range: { start: { line: number } } }[];
    expect(diagnostics.length).toBeGreaterThan(1);
    expect(diagnostics.map(({ code }) => code)).toContain("unknown_key");
    expect(diagnostics.every(({ range }) => range.start.line >= 1)).toBe(true);
  });

  it("name a conflict as one", async () => {
    const answer = await scene.call("routingConfig.publish", workspace.userIds.owner, publishing({ baseVersion: 1 }));
    expect(answer.status).toBe(409);
    expect(answer.error?.data["operationCode"]).toBe("conflict");
    expect(answer.error?.message).toContain("Version 2");
  });

  it("answer 401 to a user who is gone", async () => {
    const answer = await scene.call("me.get", crypto.randomUUID(), {});
    expect(answer.status).toBe(401);
    expect(answer.error?.data["operationCode"]).toBe("unauthenticated");
  });

  it("answer 404 to a procedure that is not there", async () => {
    expect((await scene.call("keys.steal", workspace.userIds.owner, {})).status).toBe(404);
  });

  it("keep what is unexpected to the log, under the request id that the caller sees", async () => {
    const unexpected: UnexpectedError[] = [];
    const server = openApiServer({
      databaseUrl: "postgres://meridian:hunter2@127.0.0.1:1/nowhere",
      masterKey: testMasterKey,
      onUnexpectedError: (about) => unexpected.push(about),
    });
    const answer = await callOverHttp(server, "me.get", workspace.userIds.owner, {});
    await server.close();
    expect(answer.status).toBe(500);
    const requestId = String(answer.error?.data["requestId"]);
    expect(answer.error?.message).toBe(
      `Something went wrong on our side. Please try again; if it stays, report request ${requestId}.`,
    );
    expect(answer.text).not.toMatch(/hunter2|ECONNREFUSED|127\.0\.0\.1|stack|prisma/i);
    expect(unexpected).toMatchObject([{ path: "me.get", requestId }]);
    expect(unexpected[0]?.error.message).not.toContain("Something went wrong");
  });

  it("leave the log alone when they are expected", () => {
    expect(scene.unexpected).toEqual([]);
  });
});
