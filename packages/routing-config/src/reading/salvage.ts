import type { z } from "zod";
import { type RoutingDocument, routingDocumentSchema } from "../schema/document.ts";
import { standIn } from "../schema/scalar.ts";

/** Each pass mends one level of what is broken; the language nests 9 levels. */
const mostPasses = 12;

/**
 * The document with harmless stand-ins where it is broken, so that what it means is checked too and every problem is
 * reported at once. Nothing is moved: paths stay what they are in the text. Changes `value` in place. null when it cannot
 * be mended.
 */
export const salvage = (value: unknown, issues: readonly z.core.$ZodIssue[]): RoutingDocument | null => {
  let draft = value;
  let problems = issues;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    for (const issue of problems) draft = mend(draft, issue);
    const parsed = routingDocumentSchema.safeParse(draft);
    if (parsed.success) return parsed.data;
    problems = parsed.error.issues;
  }
  return null;
};

const mend = (draft: unknown, issue: z.core.$ZodIssue): unknown => {
  if (issue.code === "unrecognized_keys") {
    const map = at(draft, issue.path);
    if (isMap(map)) for (const key of issue.keys) delete map[key];
    return draft;
  }
  if (issue.code === "invalid_key") {
    const map = at(draft, issue.path.slice(0, -1));
    if (isMap(map)) delete map[String(issue.path.at(-1))];
    return draft;
  }
  return put(draft, issue.path, replacementFor(issue));
};

/** A union's first form is a scalar, which reads a stand-in. */
const replacementFor = (issue: z.core.$ZodIssue): unknown => {
  if (issue.code !== "invalid_type") return standIn;
  return issue.expected === "array" ? [] : {};
};

const put = (draft: unknown, path: readonly PropertyKey[], value: unknown): unknown => {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = at(draft, path.slice(0, -1));
  if (Array.isArray(parent) && typeof last === "number") parent[last] = value;
  else if (isMap(parent)) parent[String(last)] = value;
  return draft;
};

const at = (draft: unknown, path: readonly PropertyKey[]): unknown => {
  let value = draft;
  for (const part of path) {
    if (Array.isArray(value) && typeof part === "number") value = value[part];
    else if (isMap(value) && Object.hasOwn(value, part)) value = value[String(part)];
    else return undefined;
  }
  return value;
};

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
