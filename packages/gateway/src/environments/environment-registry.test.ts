import { createHash } from "node:crypto";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import { beforeEach, describe, expect, it } from "vitest";
import { UpstreamPools } from "../upstream/upstream-pools.ts";
import { EnvironmentRegistry } from "./environment-registry.ts";
import { keyDigest } from "./key-index.ts";

const uuid = (n: number) => `0193c4f5-0000-7000-8000-00000000000${n}`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const keyText = (id: string) => `mk_live_${id}_${"s".repeat(43)}`;
const key = (id: string, expiresAtMs: number | null = null) => {
  return { id, name: `key ${id}`, sha256: sha256(keyText(id)), routes: ["*"], expiresAtMs };
};
const yaml = (host = "api.example.com", policy = "round_robin") => `
language: 1
upstreams:
  east: { provider: openai-compatible, base_url: "https://${host}/v1", api_key: "\${secret.KEY}" }
routes:
  chat: { policy: ${policy}, targets: [{ upstream: east }] }
`;

let registry: EnvironmentRegistry;
let opened: string[];
const options = (allowPrivate = false) => ({
  openSecret: (sealed: string, environmentId: string, name: string) => {
    if (sealed === "broken") throw new Error("no");
    opened.push(`${environmentId}/${name}`);
    return `sk-${sealed}`;
  },
  readEnvironmentVariable: (name: string) => (name === "SET" ? "value-of-set" : undefined),
  pools: new UpstreamPools({ allowPrivate }),
});

function snapshot(serial: number, more: Partial<EnvironmentSnapshot> & { yaml?: string } = {}): EnvironmentSnapshot {
  const { yaml: text = yaml(), ...rest } = more;
  return {
    format: 1,
    workspaceId: uuid(0),
    environmentId: uuid(1),
    environmentName: "production",
    serial,
    issuedAtMs: 0,
    deployment: { id: uuid(5), configVersionId: uuid(6), configVersion: 3, sha256: sha256(text), yaml: text },
    keys: [key("aaaaaaaaaaaa")],
    overrides: [],
    secrets: [{ name: "KEY", sealed: "x", allowedHosts: ["api.example.com"] }],
    ...rest,
  };
}
const apply = (of: EnvironmentSnapshot) => registry.apply({ kind: "snapshot", snapshot: of }, 1_000);
const codes = (result: ReturnType<typeof apply>) =>
  result.state === "stale"
    ? []
    : result.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);

beforeEach(() => {
  opened = [];
  registry = new EnvironmentRegistry(options());
});

describe("EnvironmentRegistry", () => {
  it("serves with what a snapshot says, its credential in the headers of its upstream", () => {
    expect(apply(snapshot(1)).state).toBe("applied");
    const environment = registry.get(uuid(1));
    expect(environment).toMatchObject({
      name: "production",
      serial: 1,
      deployment: { id: uuid(5), configVersion: 3 },
      appliedAtMs: 1_000,
    });
    expect(environment?.targets[0]?.ways["chat.completions"]?.path).toBe("/v1/chat/completions");
    expect(environment?.targets[0]?.ways["chat.completions"]?.streamHeaders).toContain("Bearer sk-x");
    expect(opened).toEqual([`${uuid(1)}/KEY`]);
    expect(registry.ready).toBe(true);
  });

  it("rule 18: never goes back to an older serial", () => {
    apply(snapshot(5));
    expect(apply(snapshot(4, { keys: [] })).state).toBe("stale");
    expect(registry.byKey(keyDigest(keyText("aaaaaaaaaaaa")), 0).kind).toBe("match");
  });

  it("rule 18: keeps live state and retry budgets over a swap", () => {
    apply(snapshot(1));
    const before = registry.get(uuid(1));
    apply(snapshot(2, { yaml: yaml("api.example.com", "latency") }));
    const after = registry.get(uuid(1));
    expect(after).not.toBe(before);
    expect(after?.state).toBe(before?.state);
    expect(after?.budgets.get("chat")).toBe(before?.budgets.get("chat"));
    expect(after?.table?.routes[0]?.policy.kind).toBe("latency");
  });

  it("does not compile again, nor open a secret, for a snapshot that only brings a key", () => {
    apply(snapshot(1));
    const before = registry.get(uuid(1));
    apply(snapshot(2, { keys: [key("aaaaaaaaaaaa"), key("bbbbbbbbbbbb")] }));
    expect(registry.get(uuid(1))?.table).toBe(before?.table);
    expect(opened).toHaveLength(1);
    expect(registry.byKey(keyDigest(keyText("bbbbbbbbbbbb")), 0).kind).toBe("match");
  });

  it("rule 20: revokes a key with the snapshot that no longer has it, even when its config is rejected", () => {
    apply(snapshot(1));
    expect(apply(snapshot(2, { keys: [], yaml: "nonsense" })).state).toBe("rejected");
    expect(registry.byKey(keyDigest(keyText("aaaaaaaaaaaa")), 0).kind).toBe("unknown");
    expect(registry.get(uuid(1))?.table?.upstreams).toHaveLength(1);
  });

  it("rule 20: knows a key by its whole text only, and no longer once it expired", () => {
    apply(snapshot(1, { keys: [key("aaaaaaaaaaaa"), key("bbbbbbbbbbbb", 500)] }));
    const text = keyText("aaaaaaaaaaaa");
    expect(registry.byKey(keyDigest(text), 0)).toMatchObject({ kind: "match", key: { name: "key aaaaaaaaaaaa" } });
    for (const wrong of [text.slice(0, -1), `${text}s`, text.replace("sss", "sst"), "", sha256(text)]) {
      expect(registry.byKey(keyDigest(wrong), 0).kind).toBe("unknown");
    }
    expect(registry.byKey(keyDigest(keyText("bbbbbbbbbbbb")), 499).kind).toBe("match");
    expect(registry.byKey(keyDigest(keyText("bbbbbbbbbbbb")), 500).kind).toBe("expired");
  });

  it("rule 20: keeps no key's text", () => {
    apply(snapshot(1));
    expect(JSON.stringify(registry.get(uuid(1))?.keys)).not.toContain("sssss");
  });

  it("rule 20: tells what has become of a key: it holds, was revoked, or has expired", () => {
    apply(snapshot(1, { keys: [key("aaaaaaaaaaaa", 5_000), key("bbbbbbbbbbbb")] }));
    const [a, b] = registry.get(uuid(1))?.keys ?? [];
    if (!a || !b) throw new Error("no keys");
    apply(snapshot(2, { keys: [key("aaaaaaaaaaaa", 5_000)] }));
    expect(registry.nowOf(a, 4_999)).toMatchObject({ kind: "match", environment: { serial: 2 } });
    expect(registry.nowOf(a, 5_000).kind).toBe("expired");
    expect(registry.nowOf(b, 0).kind).toBe("unknown");
  });

  it("rule 21: keeps 100 environments and their keys apart, and forgets those that are gone", () => {
    const id = (n: number) => `0193c4f5-0000-7000-8000-${String(n).padStart(12, "0")}`;
    const keyId = (n: number) => `k${String(n).padStart(11, "0")}`;
    for (let n = 0; n < 100; n += 1) apply(snapshot(1, { environmentId: id(n), keys: [key(keyId(n))] }));
    for (let n = 0; n < 100; n += 1) {
      expect(registry.byKey(keyDigest(keyText(keyId(n))), 0)).toMatchObject({
        kind: "match",
        environment: { environmentId: id(n) },
      });
    }
    registry.keepOnly(new Set([id(7)]));
    expect([...registry.all()]).toHaveLength(1);
    expect(registry.byKey(keyDigest(keyText(keyId(8))), 0).kind).toBe("unknown");
  });

  it("opens the credentials that sign for AWS, and knows which secrets each upstream uses", () => {
    const aws = 'aws: { region: eu-west-1, access_key_id: "${secret.ID}", secret_access_key: "${secret.SECRET}" }';
    const signed = yaml().replace(/provider: .*KEY\}"/, `provider: bedrock, upstream_model: m, ${aws}`);
    const host = "bedrock-runtime.eu-west-1.amazonaws.com";
    const secrets = ["ID", "SECRET"].map((name) => ({ name, sealed: name, allowedHosts: [host] }));
    expect(apply(snapshot(1, { yaml: signed, secrets }))).toMatchObject({ state: "applied" });
    expect(opened).toEqual([`${uuid(1)}/ID`, `${uuid(1)}/SECRET`]);
    const [target] = registry.get(uuid(1))?.targets ?? [];
    expect(target?.secretNames).toEqual(["ID", "SECRET"]);
    const { secretUses } = registry.get(uuid(1)) ?? {};
    for (const name of ["ID", "SECRET", "OTHER"]) secretUses?.set(name, 7);
    expect([...(secretUses ?? [])]).toEqual([
      ["ID", 7],
      ["SECRET", 7],
    ]);
    expect(JSON.stringify(target?.ways)).not.toContain("authorization");
    expect(codes(apply(snapshot(2, { yaml: signed, secrets: secrets.slice(0, 1) })))).toEqual(["unknown_secret"]);
  });

  it("rejects a secret that may not be sent to the upstream's host, or cannot be opened, or is not there", () => {
    expect(codes(apply(snapshot(1, { yaml: yaml("evil.example.net") })))).toEqual(["secret_host"]);
    expect(
      codes(apply(snapshot(1, { secrets: [{ name: "KEY", sealed: "broken", allowedHosts: ["api.example.com"] }] }))),
    ).toEqual(["secret_unreadable"]);
    expect(codes(apply(snapshot(1, { secrets: [] })))).toEqual(["unknown_secret"]);
    expect(registry.ready).toBe(false);
    expect(opened).toEqual([]);
  });

  it("rejects an upstream on a forbidden address", () => {
    const local = `language: 1\nupstreams: { a: { provider: vllm, base_url: "http://127.0.0.1:1/v1" } }\nroutes: { r: { policy: queue, targets: [{ upstream: a }] } }\n`;
    expect(codes(apply(snapshot(1, { yaml: local })))).toEqual(["address_refused"]);
    registry = new EnvironmentRegistry(options(true));
    expect(apply(snapshot(1, { yaml: local })).state).toBe("applied");
    expect(codes(apply(snapshot(2, { yaml: local.replace("127.0.0.1:1", "169.254.169.254") })))).toEqual([
      "address_refused",
    ]);
  });

  it("serves nothing before the first publish, and says so", () => {
    expect(apply(snapshot(1, { deployment: null })).state).toBe("applied");
    expect(registry.get(uuid(1))).toMatchObject({ table: null, deployment: null });
    expect(registry.ready).toBe(false);
  });

  it("takes any string for a file's key, from the file or the environment", () => {
    const file = (value: string) =>
      `${yaml("api.example.com").replace("${secret.KEY}", "${env.SET}")}gateway_keys: [{ name: k, key: "${value}", routes: ["*"] }]\n`;
    expect(registry.apply({ kind: "file", yaml: file("any-key-1") }, 0).state).toBe("applied");
    expect(registry.byKey(keyDigest("any-key-1"), 0)).toMatchObject({ kind: "match", key: { id: "k" } });
    registry.apply({ kind: "file", yaml: file("${env.SET}") }, 0);
    expect(registry.byKey(keyDigest("any-key-1"), 0).kind).toBe("unknown");
    expect(registry.byKey(keyDigest("value-of-set"), 0).kind).toBe("match");
    expect(codes(registry.apply({ kind: "file", yaml: file("${env.UNSET}") }, 0))).toEqual(["env_missing"]);
    expect(registry.byKey(keyDigest("value-of-set"), 0).kind).toBe("match");
  });
});
