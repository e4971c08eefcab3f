import { describe, expect, it } from "vitest";
import { formatYamlPath, type YamlPath } from "../yaml-path.ts";
import { completeAtOffset } from "./complete-at-offset.ts";
import { cursorPlace } from "./cursor-place.ts";
import { hoverAtOffset } from "./hover-at-offset.ts";
import { type JsonSchemaNode, routingConfigJsonSchema } from "./json-schema.ts";
import { completionsAt, describePath } from "./schema-node.ts";

/** `|` marks the cursor. */
const split = (marked: string) => {
  const offset = marked.indexOf("|");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
};

const place = (marked: string): string => {
  const { text, offset } = split(marked);
  const found = cursorPlace(text, offset);
  return found === null ? "nowhere" : `${found.at} ${formatYamlPath(found.path)} “${found.typed}”`;
};

const labels = (marked: string): readonly string[] => {
  const { text, offset } = split(marked);
  return completeAtOffset(text, offset)?.options.map(({ label }) => label) ?? [];
};

describe("place of the cursor", () => {
  it.each([
    ["lang|", "key  “lang”"],
    ["language: |", "value language “”"],
    ["routes:\n  |", "key routes “”"],
    ["routes:\n  a:\n    pol|", "key routes.a “pol”"],
    ["routes:\n  a:\n    policy: lat|", "value routes.a.policy “lat”"],
    ["routes:\n  a:\n    policy: latency\n    |", "key routes.a “”"],
    ["routes:\n  a:\n    policy: latency\n  |", "key routes “”"],
    ["routes:\n  a:\n    targets:\n      - |", "key routes.a.targets[0] “”"],
    ["routes:\n  a:\n    targets:\n      - upstream: x\n      - upstream: |", "value routes.a.targets[1].upstream “”"],
    ["routes:\n  a:\n    targets:\n      - upstream: x\n        we|", "key routes.a.targets[0] “we”"],
    ["routes:\n  a:\n    targets:\n    - upstream: x\n    - wei|\n", "key routes.a.targets[1] “wei”"],
    ["routes:\n  a:\n    targets:\n    - upstream: x\n    pol|", "key routes.a “pol”"],
    ["routes:\n  a: { policy: |", "value routes.a.policy “”"],
    ["routes:\n  a: { policy: queue, tim|", "key routes.a “tim”"],
    ["routes:\n  a: { targets: [{ upstream: x }, { upstream: y|", "value routes.a.targets[1].upstream “y”"],
    ["routes:\n  a: { targets: [\n    { upstream: x },\n    { up|", "key routes.a.targets[1] “up”"],
    ["routes:\n  a: { retry: { retry_on: [connect, 5|", "value routes.a.retry.retry_on[1] “5”"],
    ['upstreams:\n  "gpt-4.1": # hosted\n    base_url: http://x/v1\n    re|', 'key upstreams["gpt-4.1"] “re”'],
    ["upstreams: # places\n  a: { base_url: http://x:80/v1, api|", "key upstreams.a “api”"],
    ["prompts:\n  p:\n    variants:\n      - system: >\n          Be |", "nowhere"],
    [
      "prompts:\n  p:\n    variants:\n      - system: >\n          Be kind.\n        na|",
      "key prompts.p.variants[0] “na”",
    ],
    ["language: 1 # th|", "nowhere"],
    ["# th|", "nowhere"],
  ])("%j is %s", (marked, expected) => {
    expect(place(marked)).toBe(expected);
  });
});

describe("completions", () => {
  it("offer the conditions of a rule, what they need, and whom it may prefer", () => {
    const rule = "routes:\n  a:\n    rules:\n      - name: x\n        ";
    expect(labels(`${rule}when: { |`)).toEqual(
      expect.arrayContaining(["schedule", "first_token_p95", "quota_used", "spend_used", "signal", "region"]),
    );
    expect(labels(`${rule}when: { error_rate: { |`)).toEqual(["of", "window", "above", "recover_below", "for", "hold"]);
    const upstreams = "upstreams:\n  east: { provider: vllm }\n";
    expect(labels(`${upstreams}${rule}prefer: { upstreams: [|`)).toEqual(["east"]);
    expect(labels(`${upstreams}routes:\n  a:\n    canary: { upstream: |`)).toEqual(["east"]);
  });
  it("offer the keys of a target", () => {
    expect(labels("routes:\n  a:\n    targets:\n      - |")).toEqual(["upstream", "priority", "weight"]);
  });
  it("offer what a cloud is signed in to with, and what a health check takes", () => {
    expect(labels("upstreams:\n  a:\n    google: { |")).toEqual(["project", "location", "service_account"]);
    expect(labels("upstreams:\n  a:\n    azure:\n      client_|")).toEqual(
      expect.arrayContaining(["tenant_id", "client_id", "client_secret"]),
    );
    expect(labels("upstreams:\n  a:\n    health_check: { |")[0]).toBe("path");
  });
  it("offer what can be read of an engine", () => {
    const map = "upstreams:\n  a:\n    engine_metrics: { url: http://h/m, map: { |";
    expect(labels(map)).toEqual(["waiting", "running", "kv_usage", "gpu_usage"]);
    expect(labels("upstreams:\n  a:\n    engine_metrics: { |")[0]).toBe("url");
  });
  it("offer the 7 policies", () => {
    expect(labels("routes:\n  a:\n    policy: |")).toEqual([
      "weighted",
      "round_robin",
      "latency",
      "queue",
      "usage",
      "cost",
      "adaptive",
    ]);
  });
  it("offer the names of the upstreams where one is referred to", () => {
    const upstreams =
      'upstreams:\n  east-1: { provider: vllm }\n  "gpt-4.1":\n    provider: openai\n# more\n  west:1: {}\nroutes:\n';
    expect(labels(`${upstreams}  a: { targets: [{ upstream: |`)).toEqual(["east-1", "gpt-4.1", "west:1"]);
  });
  it("replace the word that was begun", () => {
    const { text, offset } = split("routes:\n  a:\n    poli|");
    expect(completeAtOffset(text, offset)?.from).toBe(offset - 4);
  });
  it("say what each key means", () => {
    const { text, offset } = split("defaults: { timeouts: { |");
    expect(completeAtOffset(text, offset)?.options[0]).toEqual({
      label: "connect",
      kind: "key",
      description: "How long opening a connection to the upstream may take. For example `2s`.",
    });
  });
});

describe("lookup by path", () => {
  it.each([
    ["", ["language", "defaults", "upstreams", "routes", "prompts", "gateway_keys"]],
    ["upstreams.any.circuit_breaker", ["error_rate", "window", "min_requests", "consecutive_failures", "open_for"]],
    ["routes.any.retry.retry_on", ["connect", "first_token_timeout", "408", "409", "429", "5xx", "stream_error"]],
    ["routes.any.capture.prompts", ["true", "false"]],
    ["routes.any.spend_limit.when_exhausted", ["prefer", "block", "alert"]],
    ["routes.any.nothing", []],
    ["routes.any.description", []],
    ["not a path", []],
  ])("completions at %j", (path, expected) => {
    expect(completionsAt(path)).toEqual(expected);
  });
  it("describes every key that the language has", () => {
    const silent: string[] = [];
    let seen = 0;
    const visit = (node: JsonSchemaNode, path: YamlPath): void => {
      for (const form of node.anyOf ?? [node]) {
        for (const [key, property] of Object.entries(form.properties ?? {})) {
          const below = formatYamlPath([...path, key]);
          seen += 1;
          if (describePath(below) === null) silent.push(below);
          visit(property, [...path, key]);
        }
        if (typeof form.additionalProperties === "object") visit(form.additionalProperties, [...path, "any"]);
        if (form.items !== undefined) visit(form.items, [...path, 0]);
      }
    };
    visit(routingConfigJsonSchema(), []);
    expect(silent).toEqual([]);
    expect(seen).toBeGreaterThan(150);
  });
  it("names the words of a choice and an example of a value", () => {
    expect(describePath("upstreams.x.engine_metrics.format")).toContain("One of `openmetrics`, `json`.");
    expect(describePath('routes["gpt-4.1"].targets[0].weight')).toContain("For example `90`.");
  });
  it("says nothing about what is not there", () => {
    expect([describePath("routes.x.polcy"), describePath("constructor"), describePath("[[")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("hover", () => {
  it("describes the key under the pointer and marks it", () => {
    const { text, offset } = split("language: 1\nroutes:\n  a: { poli|cy: queue }\n");
    const hover = hoverAtOffset(text, offset);
    expect(hover).toMatchObject({
      path: "routes.a.policy",
      description: expect.stringContaining("orders its targets"),
    });
    expect(text.slice(hover?.from, hover?.to)).toBe("policy");
  });
  it("describes conditions with what holds unless something is written", () => {
    const { text, offset } = split(
      "routes:\n  a:\n    rules: [{ name: x, when: { error_rate: { above: 5%, ho|ld: 5m } }, prefer: { tags: [a] } }]\n",
    );
    expect(hoverAtOffset(text, offset)?.description).toContain("30s unless given");
  });
  it.each(["# com|ment\nlanguage: 1", "a: [|", "|"])("has nothing to say at %j", (marked) => {
    const { text, offset } = split(marked);
    expect(hoverAtOffset(text, offset)).toBeNull();
  });
});

describe("JSON Schema for editors", () => {
  it("is draft 2020-12, closed, and knows required keys, words and examples", () => {
    const schema = routingConfigJsonSchema();
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      required: ["language", "upstreams", "routes"],
      additionalProperties: false,
    });
    const route = schema.properties?.["routes"]?.additionalProperties;
    expect(route).toMatchObject({
      required: ["policy", "targets"],
      properties: { targets: { type: "array", minItems: 1 } },
    });
    expect(JSON.stringify(schema)).not.toContain("$ref");
  });
});
