import { parseYamlPath, type YamlPath } from "../yaml-path.ts";
import { type JsonSchemaNode, routingConfigJsonSchema } from "./json-schema.ts";

/** The schema of what may stand at `path`; null where the language has nothing. */
export const schemaNodeAt = (path: YamlPath): JsonSchemaNode | null => {
  let node: JsonSchemaNode | null = routingConfigJsonSchema();
  for (const part of path) {
    node = node === null ? null : childOf(node, part);
  }
  return node;
};

const childOf = (node: JsonSchemaNode, part: string | number): JsonSchemaNode | null => {
  for (const form of formsOf(node)) {
    if (typeof part === "number") {
      if (form.items !== undefined) return form.items;
    } else if (form.properties !== undefined && Object.hasOwn(form.properties, part)) {
      return form.properties[part] ?? null;
    } else if (typeof form.additionalProperties === "object") {
      return form.additionalProperties;
    }
  }
  return null;
};

/** A value may be written in several forms, for example a word or a map. */
const formsOf = (node: JsonSchemaNode): readonly JsonSchemaNode[] => node.anyOf ?? [node];

/** Keys of a map. */
export const keysIn = (node: JsonSchemaNode | null): readonly string[] =>
  node === null ? [] : formsOf(node).flatMap((form) => Object.keys(form.properties ?? {}));

/** Words of a choice. */
export const wordsIn = (node: JsonSchemaNode | null): readonly string[] =>
  node === null
    ? []
    : formsOf(node).flatMap((form) => [
        ...(form.enum ?? (form.const === undefined ? [] : [form.const])).map(String),
        ...(form.type === "boolean" ? ["true", "false"] : []),
      ]);

/** Keys of a map, words of a choice; of a list what its entries may be. */
export const completionsIn = (node: JsonSchemaNode | null): readonly string[] => [
  ...keysIn(node),
  ...wordsIn(node),
  ...(node?.items === undefined ? [] : wordsIn(node.items)),
];

/** What the key at `path` means, for hover; null where the language has nothing. Paths as in `Diagnostic.path`. */
export const describePath = (path: string): string | null => {
  const parsed = parseYamlPath(path);
  const node = parsed === null ? null : schemaNodeAt(parsed);
  if (node === null) return null;
  const words = formsOf(node).flatMap((form) => form.enum ?? []);
  const description = node.description ?? formsOf(node)[0]?.description ?? null;
  const known = words.length === 0 ? "" : ` One of ${words.map((word) => `\`${String(word)}\``).join(", ")}.`;
  const example = words.length > 0 ? undefined : formsOf(node)[0]?.examples?.[0];
  return description === null
    ? null
    : `${description}${known}${example === undefined ? "" : ` For example \`${String(example)}\`.`}`;
};

/** Keys of the map at `path`, or words that may stand there. Paths as in `Diagnostic.path`; empty when anything goes. */
export const completionsAt = (path: string): string[] => {
  const parsed = parseYamlPath(path);
  return parsed === null ? [] : [...completionsIn(schemaNodeAt(parsed))];
};
