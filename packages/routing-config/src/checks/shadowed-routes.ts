import { matchPattern } from "@meridian/routing";
import type { Finding } from "../finding.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Comparisons with earlier patterns in one document; beyond it only equal names are found. */
const mostComparisons = 20_000;

type Earlier = { readonly route: string; readonly model: string };

/** A model that an earlier route takes never reaches a later one. Only routes without further conditions take all. */
export const checkShadowedRoutes: DocumentCheck = (document, _options, broken) => {
  const taken = new Map<string, string>();
  const patterns: Earlier[] = [];
  let comparisons = 0;
  const takenBy = (model: string): string | undefined => {
    const equal = taken.get(model);
    if (equal !== undefined || comparisons + patterns.length > mostComparisons) return equal;
    comparisons += patterns.length;
    // A pattern that matches the text of another pattern, `*` and all, matches whatever that one does.
    return patterns.find((pattern) => matchPattern(pattern.model, model))?.route;
  };

  return Object.entries(document.routes).flatMap(([name, route]) => {
    if (broken.touches(["routes", name, "match"])) return [];
    const models = route.match?.models ?? [name];
    const takers = models.map(takenBy);
    if (isUnconditional(route)) {
      for (const model of models) {
        if (!taken.has(model)) taken.set(model, name);
        if (model.includes("*")) patterns.push({ route: name, model });
      }
    }
    if (models.length > 0 && takers.every((taker) => taker !== undefined)) return [wholly(name, takers[0] ?? "")];
    return takers.flatMap((taker, index) =>
      taker === undefined ? [] : [partly(name, index, models[index] ?? "", taker)],
    );
  });
};

const isUnconditional = ({ match }: RouteDocument): boolean =>
  match?.keys === undefined &&
  match?.tags === undefined &&
  (match?.headers === undefined || Object.keys(match.headers).length === 0);

const wholly = (name: string, taker: string): Finding => ({
  code: "shadowed_route",
  severity: "warning",
  path: ["routes", name],
  at: "key",
  message: `\`${name}\` never gets a request: \`${taker}\`, which stands above it, matches them all first.`,
  hint: `Move \`${name}\` above \`${taker}\`, or narrow \`${taker}\`'s \`match\`.`,
});

const partly = (name: string, index: number, model: string, taker: string): Finding => ({
  code: "shadowed_route",
  severity: "warning",
  path: ["routes", name, "match", "models", index],
  message: `\`${model}\` never reaches this route: \`${taker}\`, which stands above it, matches it first.`,
  hint: `Move \`${name}\` above \`${taker}\`, or remove the model from one of the two.`,
});
