import { hash } from "node:crypto";
import type { FileKey } from "@meridian/routing";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import type { GatewayKey } from "./gateway-key.ts";
import type { ApplyProblem } from "./resolve-credentials.ts";

/** The keys of a snapshot: hashed already. */
export function snapshotKeys(keys: EnvironmentSnapshot["keys"]): readonly GatewayKey[] {
  return keys.map(({ id, name, sha256, routes, expiresAtMs }) => {
    return { id, name, digest: Buffer.from(sha256, "hex"), routes, expiresAtMs };
  });
}

/** The keys of a file: any string, given or taken from the environment, hashed here and not kept. */
export function fileKeys(
  keys: readonly FileKey[],
  readEnvironmentVariable: (name: string) => string | undefined,
): { readonly keys: readonly GatewayKey[]; readonly problems: readonly ApplyProblem[] } {
  const problems: ApplyProblem[] = [];
  const read = keys.flatMap(({ name, key, routes }, i): GatewayKey[] => {
    const text = key.from === "literal" ? key.value : readEnvironmentVariable(key.name);
    if (text !== undefined && text !== "") {
      return [{ id: name, name, digest: hash("sha256", text, "buffer"), routes, expiresAtMs: null }];
    }
    const message =
      key.from === "literal" ? "The key is empty." : `The environment variable \`${key.name}\` is not set.`;
    problems.push({ code: "env_missing", path: `gateway_keys[${i}].key`, message });
    return [];
  });
  return { keys: read, problems };
}
