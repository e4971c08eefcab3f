import type { Outputs } from "../trpc/outputs.ts";

export type GatewayKey = Outputs["keys"]["list"][number];

/** A key's content as its form holds it: texts, so that a half-written number stays what it is. */
export type KeyForm = {
  readonly name: string;
  /** One a line, or between commas; empty: all. */
  readonly routes: string;
  /** `datetime-local` in the browser's zone; empty: never. */
  readonly expiresAt: string;
  readonly requestsPerMinute: string;
  readonly inFlight: string;
};

export const emptyKeyForm: KeyForm = { name: "", routes: "", expiresAt: "", requestsPerMinute: "", inFlight: "" };

/** The form of a key that there is. */
export function keyFormOf({ name, routes, expiresAtMs, limits }: GatewayKey): KeyForm {
  return {
    name,
    routes: isAll(routes) ? "" : routes.join("\n"),
    expiresAt: expiresAtMs === null ? "" : localMinute(expiresAtMs),
    requestsPerMinute: limits.requestsPerMinute?.toString() ?? "",
    inFlight: limits.inFlight?.toString() ?? "",
  };
}

export const isAll = (routes: readonly string[]): boolean => routes.length === 1 && routes[0] === "*";

/** What the form says, for the API. An end that was not touched stays to the millisecond. */
export function keyContentOf(form: KeyForm, before?: GatewayKey) {
  const routes = form.routes.split(/[\s,]+/).filter((route) => route !== "");
  const untouched = before && form.expiresAt === keyFormOf(before).expiresAt;
  return {
    name: form.name.trim(),
    routes: routes.length === 0 ? ["*"] : routes,
    expiresAtMs: untouched ? before.expiresAtMs : form.expiresAt === "" ? null : new Date(form.expiresAt).getTime(),
    limits: {
      ...(form.requestsPerMinute !== "" && { requestsPerMinute: Number(form.requestsPerMinute) }),
      ...(form.inFlight !== "" && { inFlight: Number(form.inFlight) }),
    },
  };
}

/** A moment as `datetime-local` writes it, to the minute, in the browser's zone. */
export function localMinute(ms: number): string {
  const zoneMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - zoneMs).toISOString().slice(0, 16);
}
