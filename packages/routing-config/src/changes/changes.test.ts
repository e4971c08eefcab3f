import { describe, expect, it } from "vitest";
import { parseRoutingDocument } from "../check-routing-config.ts";
import type { RoutingDocument } from "../schema/document.ts";
import { diffRoutingDocuments } from "./diff-routing-documents.ts";
import { summariseChanges } from "./summarise-changes.ts";

const base = `language: 1
defaults: { timeouts: { idle: 30s } }
upstreams:
  east-1: { provider: vllm, base_url: "http://10.0.0.1/v1", region: us-east, limits: { max_in_flight: 32 } }
  east-2: { provider: vllm, base_url: "http://10.0.0.2/v1", region: us-east }
  spare: { provider: vllm, base_url: "http://10.0.0.3/v1", api_key: "\${secret.SPARE}" }
routes:
  support-chat:
    policy: weighted
    targets:
      - { upstream: east-1, weight: 90 }
      - { upstream: east-2, weight: 10 }
      - { upstream: spare, priority: 2 }
    timeouts: { first_token: 10s }
  batch: { policy: queue, targets: [{ upstream: east-1, weight: 2 }, { upstream: east-2 }] }
`;

const read = (yaml: string): RoutingDocument => {
  const { document, diagnostics } = parseRoutingDocument(yaml);
  if (document === null) throw new Error(JSON.stringify(diagnostics));
  return document;
};

/** Summary of the change that replaces `pairs` of texts in the base document. */
const summary = (...pairs: readonly (readonly [string, string])[]): string[] => {
  let yaml = base;
  for (const [from, to] of pairs) {
    if (!yaml.includes(from)) throw new Error(`not in the base document: ${from}`);
    yaml = yaml.replace(from, () => to);
  }
  return summariseChanges(diffRoutingDocuments(read(base), read(yaml)));
};

describe("summary of a change", () => {
  it("tells a share by the one that grew: 10 to 20 %", () => {
    expect(summary(["weight: 90", "weight: 80"], ["weight: 10", "weight: 20"])).toEqual([
      "Sends 20 % of support-chat traffic to east-2; before 10 %",
    ]);
  });
  it("tells every share when three change", () => {
    const third = "- { upstream: spare, weight: 25 }";
    expect(
      summary(
        ["- { upstream: spare, priority: 2 }", third],
        ["weight: 90", "weight: 50"],
        ["weight: 10", "weight: 25"],
      ),
    ).toEqual([
      "Sends 50 % of support-chat traffic to east-1; before 90 %",
      "Sends 25 % of support-chat traffic to east-2; before 10 %",
      "Moves spare in support-chat from priority 2 to priority 1, with 25 % of its traffic",
    ]);
  });
  it("tells a target that is gone and who serves its 10 %", () => {
    expect(summary(["      - { upstream: east-2, weight: 10 }\n", ""])).toEqual([
      "Sends 100 % of support-chat traffic to east-1; before 90 %",
      "Sends no more support-chat traffic to east-2; before 10 %",
    ]);
  });
  it("tells a new target by its share of the first priority", () => {
    expect(
      summary(
        ["  spare: {", '  west-1: { provider: vllm, base_url: "http://10.0.0.4/v1", region: us-west }\n  spare: {'],
        [
          "      - { upstream: spare, priority: 2 }",
          "      - { upstream: west-1, weight: 100 }\n      - { upstream: spare, priority: 2 }",
        ],
      ),
    ).toEqual([
      "Adds upstream west-1 (vllm, us-west)",
      "Sends 45 % of support-chat traffic to east-1; before 90 %",
      "Sends 5 % of support-chat traffic to east-2; before 10 %",
      "Sends 50 % of support-chat traffic to west-1; before none",
    ]);
  });
  it("tells a new fallback by its priority", () => {
    expect(summary(["{ upstream: east-2 }", "{ upstream: east-2 }, { upstream: spare, priority: 3 }"])).toEqual([
      "Adds spare as a fallback of batch (priority 3)",
    ]);
  });
  it("tells weights as numbers where the policy does not divide by weight", () => {
    expect(summary(["weight: 2", "weight: 4"])).toEqual(["Changes the weight of east-1 in batch from 2 to 4"]);
  });
  it("tells a policy, a timeout and a limit with both values", () => {
    expect(
      summary(
        ["policy: weighted", "policy: latency"],
        ["first_token: 10s", "first_token: 90s"],
        ["max_in_flight: 32", "max_in_flight: 64"],
      ),
    ).toEqual([
      "Changes the limit of requests in flight of east-1 from 32 to 64",
      "Changes the policy of support-chat from weighted to latency",
      "Changes the first-token timeout of support-chat from 10s to 90s",
    ]);
  });
  it("tells settings that appear and disappear", () => {
    expect(
      summary(
        [", limits: { max_in_flight: 32 }", ""],
        ["    timeouts: { first_token: 10s }", "    retry: { max_retry_share: 12.5% }"],
      ),
    ).toEqual([
      "Removes the limit of requests in flight of east-1; before 32",
      "Removes the first-token timeout of support-chat; before 10s",
      "Sets the share of retries of support-chat to 12.5%",
    ]);
  });
  it("tells a renamed upstream once, without the routes that follow it", () => {
    expect(summary(["  spare:", "  reserve:"], ["upstream: spare", "upstream: reserve"])).toEqual([
      "Renames upstream spare to reserve",
    ]);
  });
  it("tells the credential by its name", () => {
    expect(summary(["${secret.SPARE}", "${secret.OTHER}"])).toEqual([
      "Changes the credential of spare from ${secret.SPARE} to ${secret.OTHER}",
    ]);
  });
  it("tells a default for the routes that follow it", () => {
    expect(summary(["idle: 30s", "idle: 1m"])).toEqual([
      "Changes the idle timeout of all routes that do not set their own from 30s to 1m",
    ]);
  });
  it("tells the order of routes", () => {
    const batch = /  batch:.*\n/.exec(base)?.[0] ?? "";
    expect(summary([batch, ""], ["routes:\n", `routes:\n${batch}`])).toEqual([
      "Changes the order of routes to batch, support-chat",
    ]);
  });
  it("tells rules by their names", () => {
    const rule = (below: number) =>
      `    rules: [{ name: simple ones, when: { complexity: { below: ${below} } }, prefer: { upstreams: [spare] } }]\n`;
    const [before, after] = [rule(0.35), rule(0.5)].map((text) =>
      read(base.replace("    timeouts", () => `${text}    timeouts`)),
    );
    if (before === undefined || after === undefined) throw new Error("two documents");
    expect(summariseChanges(diffRoutingDocuments(before, after))).toEqual([
      "Changes the rule “simple ones” of support-chat from { name: simple ones, when: { complexity: { below: 0.35 } }, prefer: { upstreams: [spare] } } to { name: simple ones, when: { complexity: { below: 0.5 } }, prefer: { upstreams: [spare] } }",
    ]);
  });
  it("tells the order of rules, since the first that applies wins", () => {
    const rule = (name: string) => `{ name: ${name}, when: { tags: [${name}] }, prefer: { upstreams: [spare] } }`;
    const [before, after, more] = [
      [rule("one"), rule("two")],
      [rule("two"), rule("one")],
      [rule("zero"), rule("one"), rule("two")],
    ].map((rules) => read(base.replace("    timeouts", () => `    rules: [${rules.join(", ")}]\n    timeouts`)));
    if (before === undefined || after === undefined || more === undefined) throw new Error("three documents");
    expect(summariseChanges(diffRoutingDocuments(before, after))).toEqual([
      "Changes the order of rules of support-chat to two, one",
    ]);
    expect(summariseChanges(diffRoutingDocuments(before, more))).toEqual([
      expect.stringMatching(/^Sets the rule “zero” of support-chat/),
    ]);
  });
  it("tells canaries, and who stays in them", () => {
    const canary = (share: string, key: string) =>
      `    canary: { upstream: spare, share: ${share} }\n    sticky_key: [${key}]\n`;
    const [before, after] = [canary("5%", "user"), canary("20%", "session")].map((text) =>
      read(base.replace("    timeouts", () => `${text}    timeouts`)),
    );
    if (before === undefined || after === undefined) throw new Error("two documents");
    expect(summariseChanges(diffRoutingDocuments(before, after))).toEqual([
      "Changes who stays in the canary of support-chat from [user] to [session]",
      "Changes the share of the canary of support-chat from 5% to 20%",
    ]);
  });
  it("tells everything of a first version", () => {
    expect(summariseChanges(diffRoutingDocuments(null, read(base)))).toEqual([
      "Adds upstream east-1 (vllm, us-east)",
      "Adds upstream east-2 (vllm, us-east)",
      "Adds upstream spare (vllm)",
      "Adds route support-chat (weighted: 90 % east-1, 10 % east-2, then spare)",
      "Adds route batch (queue: east-1, east-2)",
      "Sets the idle timeout of all routes that do not set their own to 30s",
    ]);
  });
  it("never tells a key that stands in the file", () => {
    const keyed = (key: string) => read(`${base}gateway_keys: [{ name: local, key: ${key} }]\n`);
    const changes = diffRoutingDocuments(keyed("first-key-of-all"), keyed("second-key-of-all"));
    expect(JSON.stringify(changes)).not.toContain("key-of-all");
    expect(summariseChanges(changes)).toEqual(["Changes the key local"]);
  });
});

describe("what is no change", () => {
  it.each([
    ["a comment", "routes:", "# by hand\nroutes:"],
    ["another spelling of 10 s", "first_token: 10s", "first_token: 10000ms"],
    [
      "weights 90 and 10 written as 9 and 1",
      "weight: 90 }\n      - { upstream: east-2, weight: 10",
      "weight: 9 }\n      - { upstream: east-2, weight: 1",
    ],
    ["priority 1 written out", "{ upstream: east-2 }", "{ upstream: east-2, priority: 1, weight: 1 }"],
    ["the long form of a policy", "policy: queue", "policy: { kind: queue }"],
  ])("%s", (_what, from, to) => {
    expect(summary([from, to])).toEqual([]);
  });
});

describe("changes as data", () => {
  it("name upstream, route, field and both values", () => {
    const after = read(base.replace("weight: 10", "weight: 90").replace("first_token: 10s", "first_token: 5s"));
    expect(diffRoutingDocuments(read(base), after)).toEqual([
      {
        subject: "route",
        route: "support-chat",
        kind: "changed",
        field: "timeouts.first_token",
        before: "10s",
        after: "5s",
      },
      {
        subject: "route",
        route: "support-chat",
        kind: "target_weighed",
        upstream: "east-1",
        before: { priority: 1, weight: 90, share: 0.9, isFirst: true },
        after: { priority: 1, weight: 90, share: 0.5, isFirst: true },
      },
      {
        subject: "route",
        route: "support-chat",
        kind: "target_weighed",
        upstream: "east-2",
        before: { priority: 1, weight: 10, share: 0.1, isFirst: true },
        after: { priority: 1, weight: 90, share: 0.5, isFirst: true },
      },
    ]);
  });
});
