import type { z } from "zod";
import type { JsonSchemaNode } from "../editor/json-schema.ts";
import { completionsIn, schemaNodeAt } from "../editor/schema-node.ts";
import type { Finding } from "../finding.ts";
import { mostDiagnostics } from "../finding.ts";
import { didYouMean, listInWords } from "../nearest-name.ts";
import { nameRule } from "../schema/name.ts";
import { found, type ValueProblem } from "../schema/scalar.ts";
import { formatYamlPath, type YamlPath } from "../yaml-path.ts";

type Issue = z.core.$ZodIssue;

/** zod's issues in the words of the product. `valueOf` gives the value that stands at a path. */
export const shapeFindings = (issues: readonly Issue[], valueOf: (path: YamlPath) => unknown): readonly Finding[] =>
  issues.slice(0, mostDiagnostics).flatMap((issue) => findingsOf(issue, [], valueOf));

const findingsOf = (issue: Issue, base: YamlPath, valueOf: (path: YamlPath) => unknown): readonly Finding[] => {
  const path = [...base, ...yamlPath(issue.path)];
  switch (issue.code) {
    case "custom":
      return [valueFinding(path, issue.params?.["problem"] as ValueProblem)];
    case "invalid_type":
      return [typeFinding(path, issue.expected, valueOf(path))];
    case "unrecognized_keys":
      return issue.keys.slice(0, mostDiagnostics).map((key) => unknownKey(path, key));
    case "invalid_key":
      return [invalidName(path)];
    case "invalid_union":
      return meantBranch(issue.errors, valueOf(path)).flatMap((inner) => findingsOf(inner, path, valueOf));
    default:
      return [
        {
          code: "invalid_value",
          severity: "error",
          path,
          message: `${label(path)} is not what this language allows.`,
          hint: null,
        },
      ];
  }
};

/** The branch whose form was meant: the one that does not complain about the value as a whole, else the first. */
const meantBranch = (branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] => {
  const isCollection = typeof value === "object" && value !== null;
  const meant = branches.find((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"),
  );
  return (isCollection ? meant : undefined) ?? branches[0] ?? [];
};

const valueFinding = (path: YamlPath, problem: ValueProblem): Finding => {
  if (problem.code === "missing_key") return missingKey(path);
  return {
    code: problem.code,
    severity: "error",
    path,
    message: `${label(path)} ${problem.clause}.`,
    hint: problem.hint,
  };
};

const missingKey = (path: YamlPath): Finding => ({
  code: "missing_key",
  severity: "error",
  path,
  message:
    path.length === 1
      ? `${label(path)} is missing.`
      : `${label(path)} is missing in \`${formatYamlPath(path.slice(0, -1))}\`.`,
  hint: () => `Add \`${path.at(-1)}: ${exampleOf(schemaNodeAt(path))}\`.`,
});

const exampleOf = (node: JsonSchemaNode | null): string => {
  const example = node?.examples?.[0] ?? node?.anyOf?.[0]?.examples?.[0];
  if (example !== undefined) return String(example);
  return node?.type === "array" ? "[…]" : "{ … }";
};

const typeFinding = (path: YamlPath, expected: string, value: unknown): Finding => {
  if (value === undefined) return missingKey(path);
  const isList = expected === "array";
  const noun = isList ? "a list" : "a map of keys and values";
  const place = path.length === 0 ? "The document" : label(path);
  if (value === null)
    return {
      code: "wrong_type",
      severity: "error",
      path,
      message: `${place} is empty and must be ${noun}.`,
      hint: containerHint(path, isList, value),
    };
  return {
    code: "wrong_type",
    severity: "error",
    path,
    message: `${place} must be ${noun}, but is ${found(value)}.`,
    hint: containerHint(path, isList, value),
  };
};

const containerHint = (path: YamlPath, isList: boolean, value: unknown) => (): string => {
  const isWord = (typeof value === "string" && value.length <= 60) || typeof value === "number";
  if (isList) return isWord ? `Write \`[${value}]\`.` : "Begin each entry with `- `, or write `[a, b]`.";
  const keys = completionsIn(schemaNodeAt(path));
  return keys.length === 0
    ? "Write `name: …` on the lines below, indented by two spaces."
    : `Known keys: ${listInWords(keys, "and")}.`;
};

const unknownKey = (path: YamlPath, key: string): Finding => {
  const place = path.length === 0 ? "a key of the document" : `known in \`${formatYamlPath(path)}\``;
  return {
    code: "unknown_key",
    severity: "error",
    path: [...path, key],
    at: "key",
    message: `\`${key.length > 60 ? `${key.slice(0, 59)}…` : key}\` is not ${place}.`,
    hint: () => {
      const keys = completionsIn(schemaNodeAt(path));
      return didYouMean(key, keys) ?? (keys.length === 0 ? null : `Known keys: ${listInWords(keys, "and")}.`);
    },
  };
};

const invalidName = (path: YamlPath): Finding => ({
  code: "invalid_name",
  severity: "error",
  path,
  at: "key",
  message: `${label(path)} cannot be a name.`,
  hint: path.length === 2 ? nameRule : "Write the name of an HTTP header, for example `x-team`.",
});

/** The last key of a path, with the index of a list entry: `tags[0]`. */
const label = (path: YamlPath): string => {
  const lastKey = path.findLastIndex((part) => typeof part === "string");
  const text = formatYamlPath(path.slice(Math.max(0, lastKey)));
  return `\`${text.length > 80 ? `${text.slice(0, 79)}…` : text}\``;
};

const yamlPath = (path: readonly PropertyKey[]): YamlPath =>
  path.map((part) => (typeof part === "number" ? part : String(part)));
