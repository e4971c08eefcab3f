import { schemaNodeAt } from "../editor/schema-node.ts";
import { formatYamlPath, type YamlPath } from "../yaml-path.ts";
import type { FieldChange } from "./config-change.ts";
import { writtenValue } from "./written-value.ts";

/**
 * Every setting below `at` that differs. Maps are compared key by key, lists of named things by their names, anything
 * else as a whole. `at` is the place in the document, `below` how the field is called.
 */
export const fieldChanges = (
  before: unknown,
  after: unknown,
  at: YamlPath,
  below: YamlPath = [],
): readonly FieldChange[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const names = namesIn(before, after);
  if (names !== null) {
    return names.flatMap((name) =>
      leafChange(namedEntry(before, name), namedEntry(after, name), [...at, 0], [...below, name]),
    );
  }
  const keys = schemaKeys(at, before, after);
  if (keys === null) return leafChange(before, after, at, below);
  return keys.flatMap((key) => fieldChanges(entry(before, key), entry(after, key), [...at, key], [...below, key]));
};

const leafChange = (before: unknown, after: unknown, at: YamlPath, below: YamlPath): readonly FieldChange[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const node = schemaNodeAt(at);
  return [
    {
      kind: "changed",
      field: formatYamlPath(below),
      before: writtenValue(before, node),
      after: writtenValue(after, node),
    },
  ];
};

/** Keys of either side when the language has a map here; null when it has a single value. */
const schemaKeys = (at: YamlPath, before: unknown, after: unknown): readonly string[] | null => {
  const node = schemaNodeAt(at);
  if (node === null || (node.properties === undefined && typeof node.additionalProperties !== "object")) return null;
  return [...new Set([...keysOf(before), ...keysOf(after)])];
};

const keysOf = (value: unknown): readonly string[] => (isMap(value) ? Object.keys(value) : []);

const entry = (value: unknown, key: string): unknown =>
  isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;

type Named = { readonly name: string };

/** Names in two lists of named things; null when either side is something else or a name stands twice. */
const namesIn = (before: unknown, after: unknown): readonly string[] | null => {
  const lists = [before, after].filter((side) => side !== undefined);
  if (!lists.every(isNamedList)) return null;
  const names = lists.map((list) => list.map(({ name }) => name));
  return names.some((side) => new Set(side).size !== side.length) ? null : [...new Set(names.flat())];
};

const namedEntry = (value: unknown, name: string): unknown =>
  isNamedList(value) ? value.find((item) => item.name === name) : undefined;

const isNamedList = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => isMap(item) && typeof item["name"] === "string");

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
