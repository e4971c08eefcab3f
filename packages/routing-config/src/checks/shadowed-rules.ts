import type { Finding } from "../finding.ts";
import type { ConditionDocument } from "../schema/condition.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Each rule is compared with at most this many before it. */
const mostCompared = 50;

/** A rule never applies when an earlier one applies whenever it would. */
export const checkShadowedRules: DocumentCheck = (document, _options, broken) =>
  Object.entries(document.routes).flatMap(([name, { rules }]) => {
    if (rules === undefined || broken.touches(["routes", name, "rules"])) return [];
    return rules.flatMap((rule, index): readonly Finding[] => {
      const shadow = rules
        .slice(Math.max(0, index - mostCompared), index)
        .find((earlier) => implies(rule.when, earlier.when));
      if (shadow === undefined) return [];
      return [
        {
          code: "shadowed_rule",
          severity: "warning",
          path: ["routes", name, "rules", index],
          message: `“${rule.name}” never applies: “${shadow.name}”, which stands above it, applies whenever it would.`,
          hint: "The first rule that applies wins: put the narrower one first.",
        },
      ];
    });
  });

/** Whether `wide` is true whenever `narrow` is, as far as can be told from the text alone. */
const implies = (narrow: ConditionDocument, wide: ConditionDocument): boolean =>
  (Object.keys(wide) as (keyof ConditionDocument)[]).every((key) => {
    if (wide[key] === undefined) return true;
    if (narrow[key] === undefined) return false;
    return key === "complexity" ? complexityWithin(narrow.complexity, wide.complexity) : same(narrow[key], wide[key]);
  });

const complexityWithin = (narrow: ConditionDocument["complexity"], wide: ConditionDocument["complexity"]): boolean =>
  (narrow?.below ?? Infinity) <= (wide?.below ?? Infinity) &&
  (narrow?.above ?? -Infinity) >= (wide?.above ?? -Infinity);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
