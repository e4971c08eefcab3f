import type { Finding } from "../finding.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Names in lists tell people and metrics what is meant: each stands once. */
export const checkRepeatedNames: DocumentCheck = (document) => [
  ...repeated(["gateway_keys"], document.gateway_keys ?? [], "key"),
  ...Object.entries(document.prompts ?? {}).flatMap(([name, { variants }]) =>
    repeated(["prompts", name, "variants"], variants, "variant"),
  ),
  ...Object.entries(document.routes).flatMap(([name, { rules }]) =>
    repeated(["routes", name, "rules"], rules ?? [], "rule"),
  ),
];

const repeated = (path: YamlPath, entries: readonly { readonly name: string }[], noun: string): readonly Finding[] => {
  const seen = new Set<string>();
  return entries.flatMap(({ name }, index): readonly Finding[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        code: "duplicate_name",
        severity: "error",
        path: [...path, index, "name"],
        message: `Another ${noun} is called “${name}” already.`,
        hint: "Give each a name of its own.",
      },
    ];
  });
};
