import { checkRoutingConfig } from "@meridian/routing-config";
import { describe, expect, it } from "vitest";
import { chooseModel } from "./choose-model.ts";
import { tryConfig } from "./try-config.ts";
import { readTryOptions } from "./try-options.ts";

describe("readTryOptions", () => {
  it("takes an address, with or without a slash at its end", () => {
    expect(readTryOptions(["--url", "http://localhost:11434/v1/", "--model", "llama3.2"])).toEqual({
      baseUrl: "http://localhost:11434/v1",
      model: "llama3.2",
      name: null,
      port: 4000,
      adminPort: 4001,
    });
  });

  it.each([
    [[], "--url is missing"],
    [["--url", "localhost:11434"], "http(s) address"],
    [["--url", "http://user:sk-secret@localhost/v1"], "UPSTREAM_API_KEY"],
    [["--url", "http://localhost/v1?key=1"], "must end before"],
    [["--url", "http://localhost/v1", "--port", "0"], "--port must be"],
    [["--url", "http://localhost/v1", "--port", "4001"], "must differ"],
    [["--url", "http://localhost/v1", "--modle", "x"], "--modle"],
  ])("says what is wrong with %j, and repeats no password", (args, message) => {
    expect(() => readTryOptions(args)).toThrow(message);
    expect(() => readTryOptions(args)).not.toThrow("sk-secret");
  });
});

describe("chooseModel", () => {
  it("needs no name for an only model, and finds Ollama's latest by its short name", () => {
    expect(chooseModel(null, ["one"])).toEqual({ kind: "model", model: "one" });
    expect(chooseModel("llama3.2", ["qwen", "llama3.2:latest"])).toEqual({ kind: "model", model: "llama3.2:latest" });
  });

  it("lists what there is when the name is missing or unknown", () => {
    expect(chooseModel(null, ["a", "b"])).toMatchObject({ message: expect.stringContaining("--model. a, b") });
    const many = Array.from({ length: 20 }, (_, at) => `m${at}`);
    expect(chooseModel("x", many)).toMatchObject({ message: expect.stringMatching(/no model x.*m11 and 8 more$/) });
  });
});

describe("tryConfig", () => {
  it.each([true, false])("is a document that a gateway serves from a file, engine key %s", (hasEngineKey) => {
    const given = { baseUrl: "http://localhost:11434/v1", callerKey: "mk_try_0123456789", hasEngineKey };
    const yaml = tryConfig({ ...given, model: "llama3.2:latest", name: "llama3.2" });
    const { diagnostics, table } = checkRoutingConfig(yaml, { mode: "file" });
    expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(table?.upstreams.map(({ upstreamModel }) => upstreamModel)).toEqual(["llama3.2:latest"]);
    expect(yaml.includes("${env.MERIDIAN_TRY_UPSTREAM_KEY}")).toBe(hasEngineKey);
  });
});
