import type { JsonSchemaNode } from "../editor/json-schema.ts";
import { durationPattern, formatDuration } from "../schema/duration.ts";
import { formatShare, sharePattern } from "../schema/share.ts";
import type { WrittenValue } from "./config-change.ts";

/** A document's value as a person would write it; `node` is the schema of its place. */
export const writtenValue = (value: unknown, node: JsonSchemaNode | null): WrittenValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return writtenNumber(value, node);
  if (Array.isArray(value)) return `[${value.map((item) => writtenValue(item, node?.items ?? null)).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  const reference = writtenSource(value);
  if (reference !== null) return reference;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const parts = entries.map(([key, part]) => `${key}: ${writtenValue(part, propertyOf(node, key))}`);
  return `{ ${parts.join(", ")} }`;
};

const writtenNumber = (value: number, node: JsonSchemaNode | null): string => {
  const patterns = [node, ...(node?.anyOf ?? [])].map((form) => form?.["pattern"]);
  if (patterns.includes(durationPattern.source)) return formatDuration(value);
  return patterns.includes(sharePattern.source) ? formatShare(value) : String(value);
};

/** Credentials and keys are read as where they come from. */
const writtenSource = (value: object): string | null => {
  if (!("from" in value) || "to" in value) return null;
  if (value.from === "literal") return "(hidden)";
  return "name" in value ? `\${${String(value.from)}.${String(value.name)}}` : null;
};

const propertyOf = (node: JsonSchemaNode | null, key: string): JsonSchemaNode | null => {
  const forms = node === null ? [] : (node.anyOf ?? [node]);
  return forms.map((form) => form.properties?.[key]).find((property) => property !== undefined) ?? null;
};
