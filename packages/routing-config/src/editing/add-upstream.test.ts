import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "../check-routing-config.ts";
import { addUpstream } from "./add-upstream.ts";
import type { UpstreamAddition } from "./upstream-addition.ts";

const openai: UpstreamAddition["upstream"] = {
  name: "openai",
  provider: "openai",
  baseUrl: "https://api.openai.com/v1",
  secretName: "OPENAI",
  upstreamModel: null,
};
const own = { kind: "new", name: "openai", models: ["gpt-4o", "gpt-4o-mini"] } as const;

const existing = `# Ours.
language: 1

upstreams:
  # The one in the cellar.
  cellar:   { provider: vllm, base_url: "http://10.0.0.5:8000/v1" } # hot
  attic:
    provider: ollama
    base_url: http://10.0.0.6:11434/v1   # warm

# Who goes where.
routes:
  chat:
    policy: weighted
    targets:
      - { upstream: cellar, weight: 80 }   # most
      - { upstream: attic, weight: 20 }

  # Whatever else.
  rest:
    match: { models: ["*"] }
    policy: latency
    targets: [ { upstream: attic } ]
# The end.
`;

const add = (yaml: string | null, route: UpstreamAddition["route"], upstream = openai) =>
  addUpstream(yaml, { upstream, route });

/** Lines that are in one text and not in the other. */
const added = (before: string, after: string) => {
  const there = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !there.has(line));
};
/** A route of one target is told that it has no fallback: that is no problem here. */
const errorsIn = (yaml: string | null) =>
  checkRoutingConfig(yaml ?? "", { mode: "workspace", secretNames: ["OPENAI"] }).diagnostics.filter(
    ({ severity }) => severity !== "info",
  );

describe("addUpstream", () => {
  it("begins a document that can be published as it is", () => {
    const yaml = add(null, own);
    expect(errorsIn(yaml)).toEqual([]);
    expect(yaml).toContain(`
# Where requests can go.
upstreams:
  openai:
    provider: openai
    base_url: https://api.openai.com/v1
    api_key: "\${secret.OPENAI}"
`);
    expect(yaml).toContain(`
routes:
  openai:
    match: { models: [gpt-4o, gpt-4o-mini] }
    policy: latency
    targets:
      - { upstream: openai }
`);
  });

  it("adds to a document of people without touching a line of theirs, before the route that takes everything", () => {
    const yaml = add(existing, own) ?? "";
    expect(errorsIn(yaml)).toEqual([]);
    expect(added(yaml, existing)).toEqual([]);
    expect(added(existing, yaml)).toEqual([
      "  openai:",
      "    provider: openai",
      "    base_url: https://api.openai.com/v1",
      '    api_key: "${secret.OPENAI}"',
      "  openai:",
      "    match: { models: [gpt-4o, gpt-4o-mini] }",
      "      - { upstream: openai }",
    ]);
    expect(yaml).toContain("base_url: http://10.0.0.6:11434/v1   # warm\n  openai:\n");
    expect(yaml.indexOf("  openai:\n    match")).toBeLessThan(yaml.indexOf("  # Whatever else."));
  });

  it("shares the traffic of a route with the weight that is usual there", () => {
    const yaml = add(existing, { kind: "existing", name: "chat", place: "beside" }) ?? "";
    expect(errorsIn(yaml)).toEqual([]);
    expect(yaml).toContain("weight: 20 }\n      - { upstream: openai, weight: 50 }\n");
  });

  it("makes a fallback one tier after all the others, in a list of one line too", () => {
    const yaml = add(existing, { kind: "existing", name: "rest", place: "fallback" }) ?? "";
    expect(errorsIn(yaml)).toEqual([]);
    expect(yaml).toContain("targets: [ { upstream: attic }, { upstream: openai, priority: 2 } ]\n# The end.");
  });

  it.each(["llama3.2:3b", "models/gemini-2.5-flash", "@cf/meta/llama", "a, b]", "true", "Qwen/Qwen3-8B", "12"])(
    "writes the model %j so that it is read as that",
    (model) => {
      const upstream = { ...openai, name: "one", upstreamModel: model };
      const yaml = add(null, { kind: "new", name: "one", models: [model, "b", "c", "d"] }, upstream);
      const { document } = checkRoutingConfig(yaml ?? "");
      expect(document?.upstreams["one"]?.upstream_model).toBe(model);
      expect(document?.routes["one"]?.match?.models).toEqual([model, "b", "c", "d"]);
    },
  );

  it("keeps a block of text whole that stands at the end of a map", () => {
    const yaml = existing.replace(
      "    base_url: http://10.0.0.6:11434/v1   # warm\n",
      "    base_url: http://10.0.0.6:11434/v1\n    region: |-\n      us-east\n",
    );
    expect(errorsIn(add(yaml, own))).toEqual([]);
    expect(added(add(yaml, own) ?? "", yaml)).toEqual([]);
  });

  it.each([
    ["what cannot be read", "language: 1\nupstreams: ["],
    ["what is no document", "hello"],
  ])("does not touch %s", (_, yaml) => {
    expect(add(yaml, own)).toBeNull();
  });

  it("does not add to a route that is not there", () => {
    expect(add(existing, { kind: "existing", name: "other", place: "beside" })).toBeNull();
  });
});
