import { addUpstream } from "@meridian/routing-config";

/** The variable from which the gateway takes the engine's key. */
export const engineKeyVariable = "MERIDIAN_TRY_UPSTREAM_KEY";

/** A routing document for one engine, with the key that callers show. */
export function tryConfig(given: {
  readonly baseUrl: string;
  readonly model: string;
  /** What callers ask for. */
  readonly name: string;
  readonly hasEngineKey: boolean;
  readonly callerKey: string;
}): string {
  const { baseUrl, model, name, hasEngineKey, callerKey } = given;
  const yaml = addUpstream(null, {
    upstream: {
      name: "engine",
      provider: "openai-compatible",
      baseUrl,
      secretName: hasEngineKey ? engineKeyVariable : null,
      upstreamModel: model === name ? null : model,
    },
    route: { kind: "new", name: "engine", models: [name] },
  });
  if (yaml === null) throw new Error("the first upstream could not be added");
  const fromEnvironment = yaml.replace(`\${secret.${engineKeyVariable}}`, `\${env.${engineKeyVariable}}`);
  return `${fromEnvironment}\ngateway_keys:\n  - { name: try, key: ${callerKey} }\n`;
}
