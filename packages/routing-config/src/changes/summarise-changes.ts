import type { RouteDocument } from "../schema/route.ts";
import type { ConfigChange, FieldChange } from "./config-change.ts";
import { fieldInWords } from "./field-words.ts";
import { targetPlaces } from "./target-changes.ts";
import { percent, targetSentences } from "./target-sentences.ts";

/** One plain sentence for each change that a person should know of, in the order of the changes; empty for none. */
export const summariseChanges = (changes: readonly ConfigChange[]): string[] => {
  const told = new Set<string>();
  return changes.flatMap((change): readonly string[] => {
    switch (change.subject) {
      case "upstream":
        return [upstreamSentence(change)];
      case "document":
        return [documentSentence(change)];
      case "route": {
        if (change.kind === "added") return [`Adds route ${change.route} (${routeInWords(change.definition)})`];
        if (change.kind === "removed") return [`Removes route ${change.route}`];
        if (change.kind === "changed") return [fieldSentence(change, change.route)];
        if (change.kind === "rules_reordered")
          return [`Changes the order of rules of ${change.route} to ${shorten(change.after.join(", "))}`];
        // Shares of one route are told together, at the first of them.
        if (told.has(change.route)) return [];
        told.add(change.route);
        return targetSentences(
          change.route,
          changes.filter(isTargetChange).filter(({ route }) => route === change.route),
        );
      }
    }
  });
};

type TargetChange = Extract<ConfigChange, { readonly kind: `target_${string}` }>;

const isTargetChange = (change: ConfigChange): change is TargetChange => change.kind.startsWith("target_");

const upstreamSentence = (change: Extract<ConfigChange, { readonly subject: "upstream" }>): string => {
  switch (change.kind) {
    case "added":
      return `Adds upstream ${change.upstream} (${[change.definition.provider, change.definition.region].filter((part) => part !== undefined).join(", ")})`;
    case "removed":
      return `Removes upstream ${change.upstream}`;
    case "renamed":
      return `Renames upstream ${change.before} to ${change.upstream}`;
    case "changed":
      return fieldSentence(change, change.upstream);
  }
};

const documentSentence = (change: Extract<ConfigChange, { readonly subject: "document" }>): string => {
  if (change.kind === "routes_reordered") return `Changes the order of routes to ${change.after.join(", ")}`;
  const field = /^defaults\.(.+)$/.exec(change.field)?.[1];
  if (field !== undefined) return fieldSentence({ ...change, field }, "all routes that do not set their own");
  const prompt = /^prompts\.([^.[]+)/.exec(change.field)?.[1];
  if (prompt !== undefined) return `Changes the prompt strategy ${prompt}`;
  const key = /^gateway_keys(?:\.|\[")(.+?)(?:"\])?$/.exec(change.field)?.[1];
  if (key !== undefined)
    return `${change.before === null ? "Adds" : change.after === null ? "Removes" : "Changes"} the key ${key}`;
  return fieldSentence(change, "the document");
};

const fieldSentence = ({ field, before, after }: FieldChange, of: string): string => {
  const what = `${fieldInWords(field)} of ${of}`;
  if (before === null) return `Sets ${what} to ${shorten(after ?? "nothing")}`;
  return after === null
    ? `Removes ${what}; before ${shorten(before)}`
    : `Changes ${what} from ${shorten(before)} to ${shorten(after)}`;
};

/** "weighted: 90 % east-1, 10 % east-2, then west-1". */
const routeInWords = (route: RouteDocument): string => {
  const kind = typeof route.policy === "string" ? route.policy : route.policy.kind;
  const places = [...targetPlaces(route)];
  const first = places
    .filter(([, { isFirst }]) => isFirst)
    .map(([name, { share }]) => (share === null || share === 1 ? name : `${percent(share)} ${name}`));
  const later = places
    .filter(([, { isFirst }]) => !isFirst)
    .sort(([, a], [, b]) => a.priority - b.priority)
    .map(([name]) => name);
  return `${kind}: ${first.join(", ")}${later.length === 0 ? "" : `, then ${later.join(", ")}`}`;
};

const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
