import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "../check-routing-config.ts";
import type { CheckOptions } from "./document-check.ts";

const upstreams = `language: 1
upstreams:
  east: { provider: vllm, base_url: "http://10.0.0.1/v1", region: us-east, tags: [hipaa, fast] }
  west: { provider: vllm, base_url: "http://10.0.0.2/v1", region: eu-west, tags: [hipaa] }
`;
const both = "targets: [{ upstream: east }, { upstream: west }]";

/** Each problem as `severity code path: message | hint`. */
const problems = (yaml: string, options: CheckOptions = {}): readonly string[] =>
  checkRoutingConfig(yaml, options).diagnostics.map(
    ({ severity, code, path, message, hint }) =>
      `${severity} ${code} ${path}: ${message}${hint === null ? "" : ` | ${hint}`}`,
  );

const route = (body: string): readonly string[] => problems(`${upstreams}routes:\n  a: { ${body} }\n`);
const routes = (...lines: readonly string[]): readonly string[] =>
  problems(`${upstreams}routes:\n${lines.map((line) => `  ${line}\n`).join("")}`);

it("a sound document has no problems and a table", () => {
  const { diagnostics, table } = checkRoutingConfig(`${upstreams}routes: { a: { policy: queue, ${both} } }`);
  expect(diagnostics).toEqual([]);
  expect(table?.routes[0]?.targets).toEqual([
    { upstream: 0, priority: 1, weight: 1 },
    { upstream: 1, priority: 1, weight: 1 },
  ]);
});

describe("references", () => {
  it("an unknown upstream names the close one", () => {
    expect(route("policy: queue, targets: [{ upstream: esat }, { upstream: west }]")).toContain(
      "error unknown_upstream routes.a.targets[0].upstream: There is no upstream `esat`. | Did you mean `east`?",
    );
  });
  it("an unknown upstream that is like no other names those that there are", () => {
    expect(route("policy: queue, targets: [{ upstream: elsewhere }, { upstream: west }]")).toContain(
      "error unknown_upstream routes.a.targets[0].upstream: There is no upstream `elsewhere`. | Known: `east` and `west`.",
    );
  });
  it("names of the language's host are no upstreams", () => {
    expect(
      route("policy: queue, targets: [{ upstream: constructor }, { upstream: toString }]").filter((line) =>
        line.includes("unknown_upstream"),
      ),
    ).toHaveLength(2);
  });
  it("a prompt, a canary and a rule refer to what exists", () => {
    const codes = route(
      `policy: queue, ${both}, prompt: refnds, canary: { upstream: wst, share: 5% }, rules: [{ name: x, when: { quota_used: { upstream: est, above: 90% } }, prefer: { upstreams: [wesst] } }]`,
    ).filter((line) => line.includes("unknown_"));
    expect(codes.map((line) => line.split(":")[0])).toEqual([
      "error unknown_prompt routes.a.prompt",
      "error unknown_upstream routes.a.canary.upstream",
      "error unknown_upstream routes.a.rules[0].when.quota_used.upstream",
      "error unknown_upstream routes.a.rules[0].prefer.upstreams[0]",
    ]);
  });
  it("a canary is one of the targets", () => {
    expect(route("policy: queue, targets: [{ upstream: east }], canary: { upstream: west, share: 5% }")).toContain(
      "error unknown_upstream routes.a.canary.upstream: The canary `west` is not a target of this route. | Add it to `targets`, for example with the lowest priority.",
    );
  });
});

describe("targets", () => {
  it("none is an error", () => {
    expect(route("policy: queue, targets: []")).toContain(
      "error empty_list routes.a.targets: `a` has no targets. | Add at least one: `- { upstream: NAME }`.",
    );
  });
  it("one alone is said to have no fallback", () => {
    expect(route("policy: queue, targets: [{ upstream: east }]")).toContain(
      "info no_fallback routes.a.targets: `a` has no fallback: when `east` fails, so do its requests. | Add a target with a higher `priority`.",
    );
  });
  it("the same one twice is an error", () => {
    expect(
      route("policy: queue, targets: [{ upstream: east }, { upstream: east, priority: 2 }, { upstream: west }]")[0],
    ).toMatch(/^error duplicate_target routes\.a\.targets\[1\]\.upstream/);
  });
  it("a weight that only some of a priority have is a warning, only where weights divide", () => {
    const targets = "targets: [{ upstream: east, weight: 90 }, { upstream: west }]";
    expect(route(`policy: weighted, ${targets}`)).toEqual([
      "warning weight_missing routes.a.targets[1]: `west` has no weight, but others of priority 1 do: it counts as 1. | Write the weight of every target of a priority.",
    ]);
    expect(route(`policy: queue, ${targets}`)).toEqual([]);
  });
  it.each(["0", "-1", ".inf", ".nan"])("a weight of %s is refused", (weight) => {
    expect(
      route(`policy: weighted, targets: [{ upstream: east, weight: ${weight} }, { upstream: west, weight: 1 }]`)[0],
    ).toMatch(/^error invalid_value routes\.a\.targets\[0\]\.weight: `weight` must be a number above 0/);
  });
});

describe("policies", () => {
  it("an option stands beside the policy that it is for", () => {
    expect(route(`policy: { kind: queue, alike: 5% }, ${both}`)).toEqual([
      "error unknown_key routes.a.policy.alike: `alike` is no option of the policy `queue`. | Remove it: `queue` has no options.",
    ]);
    expect(route(`policy: { kind: usage, alike: 5% }, ${both}`)).toEqual([
      "error unknown_key routes.a.policy.alike: `alike` is no option of the policy `usage`. | Options of `usage`: `limits`.",
    ]);
    expect(route(`policy: { kind: usage, limit: [spend] }, ${both}`)).toEqual([
      "error unknown_key routes.a.policy.limit: `limit` is not known in `routes.a.policy`. | Did you mean `limits`?",
    ]);
  });
  it("a limit that upstreams do not have, and no limit at all, are errors", () => {
    expect(route(`policy: { kind: usage, limits: [spent] }, ${both}`)).toEqual([
      "error invalid_value routes.a.policy.limits[0]: `limits[0]` must be a limit of an upstream, but is `spent`. | Did you mean `spend`? Known: `requests_per_minute`, `tokens_per_minute`, `max_in_flight` and `spend`.",
    ]);
    expect(route(`policy: { kind: usage, limits: [] }, ${both}`).map((line) => line.split(":")[0])).toEqual([
      "error empty_list routes.a.policy.limits",
    ]);
  });
  it("`cost` warns of a target without a price, and of no other policy's", () => {
    expect(route(`policy: cost, ${both}`)).toEqual([
      "warning unpriced_target routes.a.targets[0].upstream: What `east` costs is unknown: it comes after all that have a price. | Give the upstream a `price`; 0 where its tokens cost nothing.",
    ]);
    expect(route(`policy: usage, ${both}`)).toEqual([]);
  });
});

describe("affinity", () => {
  it("by the beginning of prompts has no time", () => {
    expect(route(`policy: queue, affinity: { key: prefix, ttl: 5m }, ${both}`)).toEqual([
      "error unknown_key routes.a.affinity.ttl: `ttl` is no option of an affinity by `prefix`. | Remove it: beginnings of prompts are remembered until newer ones need their place.",
    ]);
    for (const key of ["session", "user", "header:X-Chat"])
      expect(route(`policy: queue, affinity: { key: "${key}", ttl: 5m }, ${both}`)).toEqual([]);
  });
});

describe("requirements", () => {
  it("that exclude every target are an error with each reason", () => {
    expect(route(`policy: queue, ${both}, requirements: { tags: [hipaa, pci], regions: ["us-*"] }`)).toEqual([
      "error no_target_left routes.a.requirements: The requirements of `a` exclude every target: no request could be served. | `east` lacks the tag `pci`; `west` lacks the tag `pci`.",
    ]);
  });
  it("that exclude one target are a warning at it", () => {
    expect(route(`policy: queue, ${both}, requirements: { tags: [hipaa], regions: ["us-*"] }`)).toEqual([
      "warning target_never_used routes.a.targets[1].upstream: `west` never serves this route: it is in the region `eu-west`. | Remove the target, or mend the upstream or the requirements.",
    ]);
  });
  it("say nothing about an upstream whose definition is broken", () => {
    const yaml = `${upstreams.replace("tags: [hipaa] }", "tags: hipaa }")}routes: { a: { policy: queue, ${both}, requirements: { tags: [hipaa] } } }`;
    expect(problems(yaml).map((line) => line.split(" ")[1])).toEqual(["wrong_type"]);
  });
});

describe("order of routes", () => {
  it("a pattern takes a later route's every model", () => {
    expect(
      routes(
        `"support": { policy: queue, ${both}, match: { models: ["support-*"] } }`,
        `support-chat: { policy: queue, ${both} }`,
      ),
    ).toEqual([
      "warning shadowed_route routes.support-chat: `support-chat` never gets a request: `support`, which stands above it, matches them all first. | Move `support-chat` above `support`, or narrow `support`'s `match`.",
    ]);
  });
  it("one of two models is taken", () => {
    expect(
      routes(
        `a: { policy: queue, ${both}, match: { models: [x] } }`,
        `b: { policy: queue, ${both}, match: { models: [y, x] } }`,
      )[0],
    ).toMatch(/^warning shadowed_route routes\.b\.match\.models\[1\]: `x` never reaches this route: `a`/);
  });
  it("a route with further conditions takes nothing", () => {
    expect(
      routes(`a: { policy: queue, ${both}, match: { models: ["*"], keys: [web] } }`, `b: { policy: queue, ${both} }`),
    ).toEqual([]);
  });
  it("a narrow route above a wide one is as it should be", () => {
    expect(
      routes(`a-1: { policy: queue, ${both} }`, `rest: { policy: queue, ${both}, match: { models: ["a-*"] } }`),
    ).toEqual([]);
  });
});

describe("rules", () => {
  const rule = (when: string, prefer = "tags: [fast]") =>
    route(`policy: queue, ${both}, rules: [{ name: x, when: { ${when} }, prefer: { ${prefer} } }]`);
  it("that can apply, and prefer a target, are sound", () => {
    expect(rule('schedule: { days: [mon-fri], from: "22:00", to: "06:00", time_zone: Europe/Berlin }')).toEqual([]);
    expect(rule("tags: [batch], keys: [a], region: eu-*, headers: { x-team: gold }")).toEqual([]);
  });
  it("never apply on a schedule that is never open", () => {
    expect(rule('schedule: { from: "09:00", to: "09:00", time_zone: UTC }')).toEqual([
      "error rule_never_applies routes.a.rules[0].when.schedule: This schedule ends at the minute at which it begins: it is never open. | Write another `to`, or remove `from` and `to` for the whole day.",
    ]);
    expect(rule("schedule: { time_zone: UTC }")).toEqual([]);
  });
  it("need something to fit", () => {
    const lines = rule("tags: [], keys: [], region: [], headers: {}, schedule: { days: [], time_zone: UTC }");
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "error empty_list routes.a.rules[0].when.tags",
      "error empty_list routes.a.rules[0].when.keys",
      "error empty_list routes.a.rules[0].when.region",
      "error nothing_given routes.a.rules[0].when.headers",
      "error empty_list routes.a.rules[0].when.schedule.days",
    ]);
  });
  it.each([
    ["signal: { name: s, above: 2, below: 1 }", "signal: No value is above 2 and below 1."],
    ["spend_used: { above: 50% }", "spend_used: This route has no `spend_limit`."],
    [
      "quota_used: { upstream: east, above: 90% }",
      "quota_used.upstream: `east` has no limit of requests or tokens a minute.",
    ],
    ["in_flight: { of: { tags: [none] }, above: 3 }", "in_flight.of: Nobody fits: nothing would be measured."],
  ])("never apply where nothing can be so: %s", (when, problem) => {
    expect(rule(when)).toEqual([expect.stringContaining(`error rule_never_applies routes.a.rules[0].when.${problem}`)]);
  });
  it("measure at most 200 conditions", () => {
    const of = (count: number) =>
      Array.from(
        { length: count },
        (_, n) => `{ name: r${n}, when: { signal: { name: s${n}, above: 1 } }, prefer: { tags: [fast] } }`,
      );
    const lines = (count: number) => route(`policy: queue, ${both}, rules: [${of(count).join(", ")}]`);
    expect(lines(200)).toEqual([]);
    expect(lines(203)).toEqual([
      "error too_many_measured routes.a.rules[200].when: The document measures more than 200 conditions. | Remove some, or serve some of the routes in another environment.",
    ]);
  });
  it("recover below the bound", () => {
    expect(rule("error_rate: { of: { tags: [fast] }, above: 5%, recover_below: 6% }")).toEqual([
      "error recovers_above routes.a.rules[0].when.error_rate.recover_below: `recover_below` is above `above`: the condition would cease to hold while the value is beyond its bound. | Write a `recover_below` of at most `above`.",
    ]);
    expect(rule("error_rate: { of: { tags: [fast] }, above: 5%, recover_below: 5% }")).toEqual([]);
  });
  it("that prefer no target do nothing", () => {
    expect(rule("tags: [batch]", "regions: [ap-*]")).toEqual([
      "warning nothing_preferred routes.a.rules[0].prefer: No target of this route fits: while “x” applies, requests go on as if it did not. | Name targets of the route, or tags or a region that one of them has.",
    ]);
  });
});

describe("a canary", () => {
  it("serves some callers and not all", () => {
    const canary = (share: string) => route(`policy: queue, ${both}, canary: { upstream: west, share: ${share} }`);
    expect(canary("10%")).toEqual([]);
    expect(canary("0%")).toEqual([
      "warning canary_share routes.a.canary.share: A canary of 0% serves nobody: `west` is tried only if all else fails. | Write a share above 0%, or remove the canary.",
    ]);
    expect(canary("100%")).toEqual([
      "warning canary_share routes.a.canary.share: A canary of 100% serves everybody: the other targets are fallbacks of `west`. | Give it `priority: 1` and the others a higher one, or write a smaller share.",
    ]);
  });
  it("that requirements exclude never serves", () => {
    const lines = route(
      `policy: queue, ${both}, canary: { upstream: west, share: 10% }, requirements: { regions: ["us-*"] }`,
    );
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "warning target_never_used routes.a.targets[1].upstream",
      "warning target_never_used routes.a.canary.upstream",
    ]);
  });
  it("gives a `sticky_key` its meaning", () => {
    expect(route(`policy: queue, ${both}, sticky_key: [user]`)).toEqual([
      "warning unused_sticky_key routes.a.sticky_key: `sticky_key` does nothing here: the route has no canary. | Remove it, add `canary`, or use `affinity` to keep callers at one upstream.",
    ]);
    expect(
      route(`policy: queue, ${both}, sticky_key: ["header:X-Id", gateway_key], canary: { upstream: west, share: 5% }`),
    ).toEqual([]);
  });
});

describe("order of rules", () => {
  const rules = (first: string, second: string) =>
    route(
      `policy: queue, ${both}, rules: [{ name: one, when: { ${first} }, prefer: { tags: [fast] } }, { name: two, when: { ${second} }, prefer: { upstreams: [west] } }]`,
    ).filter((line) => line.includes("shadowed"));
  it("a rule never applies below a wider one", () => {
    expect(rules("complexity: { below: 0.5 }", "complexity: { below: 0.35 }")).toEqual([
      "warning shadowed_rule routes.a.rules[1]: “two” never applies: “one”, which stands above it, applies whenever it would. | The first rule that applies wins: put the narrower one first.",
    ]);
    expect(rules("tags: [batch]", "tags: [batch], keys: [web]")).toHaveLength(1);
  });
  it("a rule applies below a narrower one", () => {
    expect(rules("complexity: { below: 0.35 }", "complexity: { below: 0.5 }")).toEqual([]);
    expect(rules("tags: [batch], keys: [web]", "tags: [batch]")).toEqual([]);
  });
});

describe("credentials", () => {
  const keyed = (key: string, options: CheckOptions = {}) =>
    problems(
      `${upstreams.replace("hipaa, fast]", `hipaa, fast], api_key: ${key}`)}routes: { a: { policy: queue, ${both} } }`,
      options,
    );
  it("a literal is refused and never repeated", () => {
    expect(keyed("sk-live-123")).toEqual([
      'error literal_credential upstreams.east.api_key: `api_key` must not stand in the document itself. | Store the value as a secret and write `"${secret.NAME}"`, where NAME has letters, digits, `_`, `.` and `-`.',
    ]);
  });
  it("a secret that exists is fine, one that does not names the close one", () => {
    expect(keyed('"${secret.OPENAI}"', { secretNames: ["OPENAI"] })).toEqual([]);
    expect(keyed('"${secret.OPENAPI}"', { secretNames: ["OPENAI"] })).toEqual([
      "error unknown_secret upstreams.east.api_key: This environment has no secret `OPENAPI`. | Did you mean `OPENAI`?",
    ]);
    expect(keyed('"${secret.ANY}"')).toEqual([]);
  });
  it("an environment variable is for file mode", () => {
    expect(keyed('"${env.KEY}"')[0]).toMatch(
      /^error env_outside_file_mode upstreams\.east\.api_key: `\$\{env\.KEY\}` can be read only by a gateway/,
    );
    expect(keyed('"${env.KEY}"', { mode: "file" }).filter((line) => line.startsWith("error"))).toEqual([]);
  });
  it.each([
    ["upstreams.east.region", "region: us-east", 'region: "${secret.A}"'],
    ["upstreams.east.base_url", "http://10.0.0.1/v1", "http://${env.HOST}/v1"],
    ["upstreams.east.tags[0]", "[hipaa, fast]", '["${secret.A}"]'],
  ])("a reference in %s is misplaced", (path, from, to) => {
    expect(problems(`${upstreams.replace(from, () => to)}routes: { a: { policy: queue, ${both} } }`)[0]).toMatch(
      `error misplaced_reference ${path}: `,
    );
  });
});

describe("gateway keys", () => {
  const withKeys = (keys: string, mode: "file" | "workspace") =>
    problems(`${upstreams}routes: { chat: { policy: queue, ${both} } }\n${keys}`, { mode });
  const one = 'gateway_keys: [{ name: a, key: "${env.KEY}" }]';
  it("are refused in a workspace", () => {
    expect(withKeys(one, "workspace").map((line) => line.split(":")[0])).toContain(
      "error gateway_keys_in_workspace gateway_keys",
    );
  });
  it("are missed in file mode", () => {
    expect(withKeys("", "file")).toEqual([
      'warning gateway_keys_missing gateway_keys: No `gateway_keys`: nobody can call this gateway. | Add `gateway_keys: [{ name: local, key: "${env.MERIDIAN_KEY}" }]`.',
    ]);
    expect(withKeys(one, "file")).toEqual([]);
  });
  it("name routes that exist", () => {
    expect(withKeys('gateway_keys: [{ name: a, key: 12345678-abc, routes: [chta, "c*"] }]', "file")).toEqual([
      "warning unknown_route gateway_keys[0].routes[0]: No route is called `chta`. | Did you mean `chat`?",
    ]);
  });
  it("have names and lengths of their own; a short one is not repeated", () => {
    const lines = withKeys("gateway_keys: [{ name: a, key: secret1 }, { name: a, key: a-long-enough-key }]", "file");
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "error invalid_value gateway_keys[0].key",
      "error duplicate_name gateway_keys[1].name",
    ]);
    expect(lines.join()).not.toContain("secret1");
  });
});

describe("places", () => {
  const upstream = (body: string) =>
    problems(
      `language: 1\nupstreams: { x: { ${body} } }\nroutes: { a: { policy: queue, targets: [{ upstream: x }] } }`,
    ).filter((line) => !line.startsWith("info"));
  it.each([
    ["ftp://host/v1", "`base_url` must begin with `http://` or `https://`, but is `ftp://host/v1`."],
    ["host:8000/v1", "`base_url` must be an http or https address, but is `host:8000/v1`."],
    ["http://user:hunter2@host/v1", "`base_url` must not carry a user name or password."],
    ["http://host/v1?key=1", "`base_url` must not have a query or a fragment."],
    ["http://host/v1#top", "`base_url` must not have a query or a fragment."],
  ])("%s is refused", (url, message) => {
    const [line] = upstream(`provider: vllm, base_url: "${url}"`);
    expect(line).toContain(message);
    expect(line).not.toContain("hunter2");
  });
  it("an engine without an address is refused", () => {
    expect(upstream("provider: vllm")).toEqual([
      "error base_url_missing upstreams.x.base_url: `x` has no address. | Add `base_url`, for example `http://10.0.0.5:8000/v1`.",
    ]);
  });
  it("a block of another provider is refused", () => {
    expect(upstream('provider: vllm, base_url: "http://h/v1", aws: { region: us-east-1 }')[0]).toMatch(
      /^error provider_block upstreams\.x\.aws: `aws` belongs to the provider `bedrock`/,
    );
  });
  const bedrock = (aws: string, more = "") =>
    upstream(`provider: bedrock, upstream_model: m${more}, aws: { region: us-east-1${aws} }`).filter((problem) =>
      problem.startsWith("error"),
    );
  const id = 'access_key_id: "${secret.ID}"';
  const secret = 'secret_access_key: "${secret.SECRET}"';
  it("credentials of AWS come whole, and in place of an API key", () => {
    const part = "error aws_credentials upstreams.x.aws: `x` has no whole credentials of AWS";
    for (const given of [id, secret, 'session_token: "${secret.T}"', "role_arn: arn"]) {
      expect(bedrock(`, ${given}`)[0]).toContain(part);
    }
    expect(bedrock(`, ${id}, ${secret}, session_token: "\${secret.T}", role_arn: arn`)).toEqual([]);
    expect(bedrock("")).toEqual([]);
    expect(bedrock(`, ${id}, ${secret}`, ', api_key: "${secret.K}"')[0]).toContain(
      "error aws_credentials upstreams.x.aws.access_key_id: `x` has an API key and credentials of AWS",
    );
  });
  it.each(["evil.example.net/", "a b", "us-east-1.evil", "-x"])("%j is no AWS region", (region) => {
    const [line] = upstream(`provider: bedrock, upstream_model: m, aws: { region: "${region}" }`);
    expect(line).toMatch(/^error invalid_value upstreams\.x\.aws\.region/);
  });
  it("an application of Microsoft Entra comes whole, and in place of an API key", () => {
    const azure = (given: string, more = "") =>
      upstream(`provider: azure-openai${more}, azure: { resource: r, ${given} }`).filter((problem) =>
        problem.startsWith("error"),
      );
    const whole = 'tenant_id: t.example.com, client_id: c, client_secret: "${secret.S}"';
    expect(azure("tenant_id: t")).toEqual([
      "error azure_credentials upstreams.x.azure: `x` signs in by Microsoft Entra, and has no `client_id` and no `client_secret`. | Give `tenant_id`, `client_id` and `client_secret`, or none of them and the resource's key as `api_key`.",
    ]);
    expect(azure(whole)).toEqual([]);
    expect(azure(whole, ', api_key: "${secret.K}"')[0]).toContain(
      "error azure_credentials upstreams.x.azure.client_secret: `x` has an API key and signs in by Microsoft Entra",
    );
    for (const tenant of ["../x", "a/b", "a?b", "a#b", "."]) {
      expect(azure(whole.replace("t.example.com", `"${tenant}"`))[0]).toMatch(/^error invalid_value .*tenant_id/);
    }
  });
  it("Vertex AI has a place, and a service account in place of an API key", () => {
    const vertex = (given: string, more = "") =>
      upstream(`provider: gemini${more}, google: { ${given} }`).filter((problem) => problem.startsWith("error"));
    const account = 'service_account: "${secret.S}"';
    expect(vertex(`project: p, location: us-east1, ${account}`)).toEqual([]);
    expect(vertex(account, ', base_url: "https://vertex.example.com/v1/publishers/google"')).toEqual([]);
    expect(vertex(`project: p, ${account}`)).toEqual([
      "error base_url_missing upstreams.x.base_url: `x` has no address. | Give `google` its `project` and its `location`.",
    ]);
    expect(vertex("project: p, location: us-east1")[0]).toMatch(
      /^error google_credentials upstreams\.x\.google: `x` has nothing to sign in to Vertex AI with/,
    );
    expect(vertex(`project: p, location: us-east1, ${account}`, ', api_key: "${secret.K}"')[0]).toContain(
      "error google_credentials upstreams.x.google.service_account: `x` has an API key and a service account",
    );
    expect(vertex(`project: p/../q, location: "evil.example/", ${account}`).map((each) => each.split(":")[0])).toEqual([
      "error invalid_value upstreams.x.google.project",
      "error invalid_value upstreams.x.google.location",
    ]);
  });
  it.each(["health", "/a b", "/a#b", "", "http://evil.example/"])("%j is no path of a health check", (path) => {
    const [line] = upstream(`provider: vllm, base_url: "http://h/v1", health_check: { path: "${path}" }`);
    expect(line).toMatch(/^error invalid_value upstreams\.x\.health_check\.path/);
  });
  it.each(["above: 0.6, below: 0.4", "above: 0.5, below: 0.5", "above: 1", "below: 0"])(
    "no complexity is within %s",
    (bounds) => {
      const { diagnostics } = checkRoutingConfig(`language: 1
upstreams: { x: { provider: vllm, base_url: "http://h/v1" } }
routes: { a: { policy: queue, targets: [{ upstream: x }], rules: [{ name: r, when: { complexity: { ${bounds} } }, prefer: { upstreams: [x] } }] } }`);
      expect(diagnostics.map(({ code, path }) => `${code} ${path}`)).toContain(
        "rule_never_applies routes.a.rules[0].when.complexity",
      );
    },
  );
  it.each([
    ['url: "http://169.254.169.254/metrics"', "address_refused upstreams.x.engine_metrics.url"],
    ["url: http://h/m, format: json", "nothing_given upstreams.x.engine_metrics: `format: json` needs a `map`"],
    ["url: http://h/m, map: {}", "nothing_given upstreams.x.engine_metrics.map: `map` names nothing"],
    ["url: http://h/m, map: { wating: a }", "unknown_key upstreams.x.engine_metrics.map.wating"],
    ["url: http://h/m, interval: 50ms", "invalid_value upstreams.x.engine_metrics.interval"],
    ['url: "http://h/m?token=x"', "invalid_value upstreams.x.engine_metrics.url"],
  ])("engine metrics are where they can be read: %s", (given, problem) => {
    const lines = upstream(`provider: vllm, base_url: "http://h/v1", engine_metrics: { ${given} }`);
    expect(lines.join("\n")).toContain(`error ${problem}`);
  });
  it("Azure's older API needs a deployment in its address", () => {
    const azure = (more: string) =>
      upstream(`provider: azure-openai, azure: { resource: r, api_version: "2024-10-21" }${more}`);
    expect(azure("")[0]).toMatch(/^error deployment_missing upstreams\.x\.azure: `x` names no deployment/);
    expect(azure(", upstream_model: gpt-4o").filter((problem) => problem.startsWith("error"))).toEqual([]);
  });
  it("two names of one place are a warning", () => {
    const yaml = `${upstreams}  twin: { provider: vllm, base_url: "http://10.0.0.1/v1/", region: us-east }\nroutes: { a: { policy: queue, targets: [{ upstream: east }, { upstream: twin }, { upstream: west }] } }`;
    expect(problems(yaml)[0]).toMatch(/^warning same_place upstreams\.twin: `twin` is the same place as `east`/);
  });
  it("an upstream that no route targets is said", () => {
    expect(route("policy: queue, targets: [{ upstream: east }]")).toContain(
      "info unused_upstream upstreams.west: No route targets `west`.",
    );
  });
});

describe("smaller lint", () => {
  it("a total that ends before the first token may come", () => {
    expect(route(`policy: queue, ${both}, timeouts: { total: 5s }`)).toEqual([
      "warning timeout_order routes.a.timeouts.total: `total` (5s) ends before `first_token` (30s) may: no retry could follow. | Raise `total` or lower `first_token`.",
    ]);
  });
  it("a spend limit where nothing has a price, so that nothing is ever spent", () => {
    const spend = "spend: { amount_usd: 5, period: day }";
    const yaml = `${upstreams.replace("tags: [hipaa, fast]", `limits: { ${spend} }`)}routes: { a: { policy: queue, ${both}, spend_limit: { amount_usd: 5, period: day } } }`;
    const hint = "Give these upstreams a `price`, in US dollars per million tokens.";
    const said = (names: string) =>
      `Requests to ${names} cost nothing by this document, and so spend nothing of the limit. | ${hint}`;
    expect(problems(yaml)).toEqual([
      `warning unpriced_spend upstreams.east.limits.spend: ${said("`east`")}`,
      `warning unpriced_spend routes.a.spend_limit: ${said("`east`, `west`")}`,
    ]);
  });
  it.each([
    ["{ tags: [economy] }", 1],
    ["{ upstreams: [west], tags: [fast] }", 1],
    ["{ regions: [ap-*] }", 1],
    ["{ tags: [hipaa], regions: [us-*] }", 0],
    ["{ upstreams: [west] }", 0],
  ])("what comes first when the amount is spent: %s", (prefer, count) => {
    const lines = route(
      `policy: queue, ${both}, spend_limit: { amount_usd: 5, period: day, when_exhausted: { prefer: ${prefer} } }`,
    ).filter((line) => line.includes("nothing_preferred"));
    expect(lines).toHaveLength(count);
    for (const line of lines)
      expect(line).toMatch(/^warning nothing_preferred routes\.a\.spend_limit\.when_exhausted\.prefer: No target/);
  });
  it("conditions and preferences that say nothing", () => {
    const lines = route(`policy: queue, ${both}, rules: [{ name: x, when: {}, prefer: {} }]`).filter((line) =>
      line.includes("nothing_given"),
    );
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "error nothing_given routes.a.rules[0].when",
      "error nothing_given routes.a.rules[0].prefer",
    ]);
  });
});
