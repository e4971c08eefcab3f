import type { Scope } from "@meridian/access";

const verbs: Readonly<Record<string, string>> = { read: "See", write: "Change", export: "Export" };

/** A permission as people say it, made of its own name, so that a new one has words too: "Change gateway keys". */
export function scopeWords(scope: Scope): string {
  const [resource = "", action = ""] = scope.split(":");
  const things = resource.replaceAll("-", " ");
  const verb = verbs[action] ?? action.replaceAll("-", " ");
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${things}`;
}
