import type { CredentialReference } from "@meridian/routing";
import type { Finding } from "../finding.ts";
import { didYouMean } from "../nearest-name.ts";
import type { RoutingDocument } from "../schema/document.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Secrets exist where that is known; environment variables are read in file mode only. */
export const checkCredentials: DocumentCheck = (document, { mode, secretNames }) => {
  const known = secretNames && new Set(secretNames);
  return credentialsOf(document).flatMap(([path, reference]): readonly Finding[] => {
    if (reference.from === "env") {
      if (mode === "file") return [];
      return [
        {
          code: "env_outside_file_mode",
          severity: "error",
          path,
          message: `\`\${env.${reference.name}}\` can be read only by a gateway that runs from a file.`,
          hint: `Store the value as a secret of the environment and write \`\${secret.${reference.name}}\`.`,
        },
      ];
    }
    if (known === undefined || secretNames === undefined || known.has(reference.name)) return [];
    return [
      {
        code: "unknown_secret",
        severity: "error",
        path,
        message: `This environment has no secret \`${reference.name}\`.`,
        hint: () => didYouMean(reference.name, secretNames) ?? "Add it to the environment's secrets first.",
      },
    ];
  });
};

const credentialsOf = (document: RoutingDocument): readonly (readonly [YamlPath, CredentialReference])[] => [
  ...Object.entries(document.upstreams).flatMap(([name, { api_key, aws, azure, google }]) =>
    (
      [
        [["api_key"], api_key],
        [["aws", "access_key_id"], aws?.access_key_id],
        [["aws", "secret_access_key"], aws?.secret_access_key],
        [["aws", "session_token"], aws?.session_token],
        [["azure", "client_secret"], azure?.client_secret],
        [["google", "service_account"], google?.service_account],
      ] as const
    ).flatMap(([path, reference]) =>
      reference === undefined ? [] : [[["upstreams", name, ...path], reference] as const],
    ),
  ),
  ...(document.gateway_keys ?? []).flatMap(({ key }, index) =>
    key.from === "literal" ? [] : [[["gateway_keys", index, "key"], key] as const],
  ),
];
