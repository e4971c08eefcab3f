import { once } from "node:events";
import { createServer } from "node:http";
import { startEngine } from "@meridian/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { detectEngines } from "./detect-engines.ts";

/** Something on a port that answers these paths, anything else with 404. */
async function answering(answers: Readonly<Record<string, object | number | string>>): Promise<number> {
  const server = createServer((request, reply) => {
    const answer = answers[request.url ?? ""] ?? 404;
    if (typeof answer === "number") reply.writeHead(answer, { location: "http://169.254.169.254/" }).end();
    else reply.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

const models = (ownedBy: string) => ({ object: "list", data: [{ id: "some-model", owned_by: ownedBy }] });

describe("detectEngines", () => {
  it.each([
    ["ollama", { "/v1/models": models("someone"), "/api/version": { version: "0.12.0" } }],
    ["vllm", { "/v1/models": models("vllm"), "/version": { version: "0.11.0" } }],
    ["lm-studio", { "/v1/models": models("organization_owner"), "/api/v0/models": { data: [{ state: "loaded" }] } }],
    ["llama-cpp", { "/v1/models": models("llamacpp"), "/props": { default_generation_settings: {} } }],
    ["sglang", { "/v1/models": models(""), "/get_model_info": { model_path: "meta-llama/Llama-3.1-8B" } }],
    ["tgi", { "/v1/models": models(""), "/info": { model_id: "mistralai/Mistral-7B" } }],
    ["openai-compatible", { "/v1/models": models("whoever") }],
  ])("knows %s by what it answers, with its models", async (kind, answers) => {
    const port = await answering(answers);
    expect(await detectEngines([port])).toEqual([
      { kind, baseUrl: `http://localhost:${port}/v1`, models: ["some-model"], wantsKey: false },
    ]);
  });

  it("finds an engine that serves nobody without a key, and says so", async () => {
    const port = await answering({ "/v1/models": 401, "/version": { version: "0.11.0" } });
    expect(await detectEngines([port])).toMatchObject([{ kind: "vllm", wantsKey: true, models: [] }]);
  });

  it.each([
    ["a web server", { "/v1/models": "<html>" }],
    ["a redirect", { "/v1/models": 302 }],
    ["somebody else's password", { "/v1/models": 401 }],
    ["nothing at all", {}],
  ])("takes %s for no engine", async (_, answers) => {
    expect(await detectEngines([await answering(answers)])).toEqual([]);
  });

  it("finds several at once, and passes over ports where nobody listens", async () => {
    const engine = await startEngine({ models: ["one"] });
    onTestFinished(() => engine.close());
    const port = await answering({ "/v1/models": models("vllm") });
    const found = await detectEngines([1, engine.port, port]);
    expect(found.map(({ kind }) => kind)).toEqual(["openai-compatible", "vllm"]);
  });
});
