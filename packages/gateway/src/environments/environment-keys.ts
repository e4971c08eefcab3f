import { hash } from "node:crypto";
import type { FileKey } from "@meridian/routing";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import type { KeyUsage } from "../limits/key-usage.ts";
import type { GatewayKey } from "./gateway-key.ts";
import type { ApplyProblem } from "./resolve-credentials.ts";

/** The keys of a snapshot: hashed already. Those that were there `before` go on with what they have used up. */
export function snapshotKeys(
  keys: EnvironmentSnapshot["keys"],
  before: readonly GatewayKey[],
  usageOf: (id: string) => KeyUsage,
): readonly GatewayKey[] {
  const usages = usagesOf(before, usageOf);
  const seen = new Set<string>();
  return keys.map(({ id, name, sha256, routes, expiresAtMs, limits = {} }) => {
    const previous = seen.has(id);
    seen.add(id);
    const digest = Buffer.from(sha256, "hex");
    const usage = usages(id);
    usage.scope.adopt(limits);
    return { id, name, digest, routes, expiresAtMs, previous, usage };
  });
}

/** What is known to be used up by a key's id; made when it is new. */
function usagesOf(keys: readonly GatewayKey[], usageOf: (id: string) => KeyUsage): (id: string) => KeyUsage {
  const known = new Map(keys.map(({ id, usage }) => [id, usage]));
  return (id) => {
    const usage = known.get(id) ?? usageOf(id);
    known.set(id, usage);
    return usage;
  };
}

/** The keys of a file: any string, given or taken from the environment, hashed here and not kept. */
export function fileKeys(
  keys: readonly FileKey[],
  before: readonly GatewayKey[],
  usageOf: (id: string) => KeyUsage,
  readEnvironmentVariable: (name: string) => string | undefined,
): { readonly keys: readonly GatewayKey[]; readonly problems: readonly ApplyProblem[] } {
  const problems: ApplyProblem[] = [];
  const usages = usagesOf(before, usageOf);
  const read = keys.flatMap(({ name, key, routes }, i): GatewayKey[] => {
    const text = key.from === "literal" ? key.value : readEnvironmentVariable(key.name);
    if (text !== undefined && text !== "") {
      const digest = hash("sha256", text, "buffer");
      const boundless = { expiresAtMs: null, previous: false };
      return [{ id: name, name, digest, routes, ...boundless, usage: usages(name) }];
    }
    const message =
      key.from === "literal" ? "The key is empty." : `The environment variable \`${key.name}\` is not set.`;
    problems.push({ code: "env_missing", path: `gateway_keys[${i}].key`, message });
    return [];
  });
  return { keys: read, problems };
}
