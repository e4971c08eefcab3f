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

const post = async (path: string, body: string | ReadableStream<Uint8Array>) => {
  const request = new Request(`http://localhost/api/trpc/${path}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
  const response = await scene.server.handle(request, { endpoint: "/api/trpc", userId: workspace.userIds.owner });
  return { status: response.status, text: await response.text() };
};

/** A stream of so many bytes of spaces. */
const spaces = (bytes: number): ReadableStream<Uint8Array> => {
  let left = bytes;
  return new ReadableStream({
    pull: (controller) => {
      if (left <= 0) return controller.close();
      left -= 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
    },
  });
};

describe("hostile calls", () => {
  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["null", "null"],
    ["a number", "5"],
    ["a text", '"x"'],
    ["a list", "[]"],
    ["no superjson", "{}"],
    ["meta that is a number", '{"json":{},"meta":5}'],
    ["meta for a place that is not there", '{"json":{},"meta":{"values":{"a.b":["Date"]}}}'],
    ["meta with an unknown type", '{"json":{"environmentId":1},"meta":{"values":{"environmentId":["bogus"]}}}'],
    ["a class that is not registered", '{"json":{"a":{}},"meta":{"values":{"a":[["class","Evil"]]}}}'],
    ["a path to the prototype", '{"json":{"a":{"polluted":1}},"meta":{"values":{"__proto__.polluted":["Date"]}}}'],
    [
      "a reference to the prototype",
      '{"json":{"a":{"polluted":1}},"meta":{"referentialEqualities":{"a":["__proto__.polluted","constructor.prototype.polluted"]}}}',
    ],
    ["a key __proto__", '{"json":{"__proto__":{"polluted":1}}}'],
  ])("%s as body is refused with 4xx, without a word about our insides, and pollutes nothing", async (_what, body) => {
    const { status, text } = await post("keys.create", body);
    expect({ status, text }).toMatchObject({ status: expect.toSatisfy((code) => code >= 400 && code < 500) as number });
    expect(text).not.toMatch(/stack|node_modules|Cannot read|TypeError|superjson/i);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(["{", "null", "%00", "5"])("the input %s in the address is refused with 400", async (input) => {
    const request = new Request(`http://localhost/api/trpc/keys.list?input=${input}`);
    const response = await scene.server.handle(request, { endpoint: "/api/trpc", userId: workspace.userIds.owner });
    expect(response.status).toBe(400);
  });

  it("a body of more than 8 MB is refused with 413, also when it does not say its length", async () => {
    expect((await post("keys.create", spaces(20_000_000))).status).toBe(413);
    expect((await post("keys.create", " ".repeat(9_000_000))).status).toBe(413);
  });

  it("a batch of 51 calls is refused, one of 50 is not", async () => {
    const batch = (calls: number) => {
      const path = Array.from({ length: calls }, () => "me.get").join(",");
      return scene.server.handle(new Request(`http://localhost/api/trpc/${path}?batch=1&input={}`), {
        endpoint: "/api/trpc",
        userId: null,
      });
    };
    expect((await batch(50)).status).toBe(401);
    expect((await batch(51)).status).toBe(400);
  });

  it("leave the log alone", () => {
    expect(scene.unexpected).toEqual([]);
  });
});
