import type { Outputs } from "../trpc/outputs.ts";

export type AuditEvent = Outputs["audit"]["list"]["events"][number];

/** "gateway-key.re-roll" as people read it: "Gateway key: re-roll". */
export function actionWords(action: string): string {
  const [resource = "", ...verb] = action.split(".");
  return `${capital(spaced(resource))}: ${verb.join(" ").replaceAll(/(?<!^re)-/g, " ")}`;
}

/** What the event was done to, by the name it had; else by its id. */
export function targetName({ before, after, target }: AuditEvent): string {
  const named = { ...before, ...after };
  for (const field of ["name", "email", "upstream", "slug"]) {
    if (typeof named[field] === "string") return named[field];
  }
  if (typeof named["configVersion"] === "number") return `v${named["configVersion"]}`;
  // The whole of a UUID says no more than its beginning; it stands below, with the details.
  return /^[0-9a-f-]{36}$/.test(target.id) ? `${target.id.slice(0, 8)}…` : target.id;
}

/** A resource's name as people write it: "gateway-key" → "Gateway key". */
export const kindWords = (kind: string): string => capital(spaced(kind));

const spaced = (text: string): string => text.replaceAll(/[-_]/g, " ");
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One field of an event, before and after; undefined: it was not said. */
export type FieldChange = {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly changed: boolean;
};

/** Fields in the order in which they were written; those that changed first. */
export function fieldChanges({ before, after }: Pick<AuditEvent, "before" | "after">): FieldChange[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const all = names.map((field) => {
    const was = before?.[field];
    const is = after?.[field];
    return { field, before: was, after: is, changed: JSON.stringify(was ?? null) !== JSON.stringify(is ?? null) };
  });
  return [...all.filter(({ changed }) => changed), ...all.filter(({ changed }) => !changed)];
}

/** `expiresAtMs` → "Expires at": what the field is called, without its unit. */
export function fieldWords(field: string): string {
  const words = field
    .replace(/Ms$/, "")
    .replaceAll(/([A-Z])/g, " $1")
    .toLowerCase();
  return capital(words);
}
