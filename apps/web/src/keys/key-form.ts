import { type LimitsForm, limitsAreRight, limitsFormOf, limitsOf } from "../limits/limits-form.ts";
import type { Outputs } from "../trpc/outputs.ts";

export type GatewayKey = Outputs["keys"]["list"][number];

/** A key's content as its form holds it: texts, so that a half-written number stays what it is. */
export type KeyForm = {
  readonly name: string;
  /** One a line, or between commas; empty: all. */
  readonly routes: string;
  /** `datetime-local` in the browser's zone; empty: never. */
  readonly expiresAt: string;
  readonly limits: LimitsForm;
};

/** @param timeZone in which periods of spend begin, unless another one is chosen */
export const emptyKeyForm = (timeZone: string): KeyForm => {
  return { name: "", routes: "", expiresAt: "", limits: limitsFormOf({}, timeZone) };
};

/** The form of a key that there is. */
export function keyFormOf({ name, routes, expiresAtMs, limits }: GatewayKey, timeZone: string): KeyForm {
  return {
    name,
    routes: isAll(routes) ? "" : routes.join("\n"),
    expiresAt: endOf({ expiresAtMs }),
    limits: limitsFormOf(limits, timeZone),
  };
}

export const isAll = (routes: readonly string[]): boolean => routes.length === 1 && routes[0] === "*";

/** What the form says, for the API. An end that was not touched stays to the millisecond. */
export function keyContentOf(form: KeyForm, before?: GatewayKey) {
  const routes = form.routes.split(/[\s,]+/).filter((route) => route !== "");
  const untouched = before && form.expiresAt === endOf(before);
  return {
    name: form.name.trim(),
    routes: routes.length === 0 ? ["*"] : routes,
    expiresAtMs: untouched ? before.expiresAtMs : form.expiresAt === "" ? null : new Date(form.expiresAt).getTime(),
    limits: limitsOf(form.limits),
  };
}

/** Whether it can be saved. */
export const keyFormIsRight = ({ name, limits }: KeyForm): boolean => name.trim() !== "" && limitsAreRight(limits);

const endOf = ({ expiresAtMs }: Pick<GatewayKey, "expiresAtMs">): string =>
  expiresAtMs === null ? "" : localMinute(expiresAtMs);

/** A moment as `datetime-local` writes it, to the minute, in the browser's zone. */
export function localMinute(ms: number): string {
  const zoneMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - zoneMs).toISOString().slice(0, 16);
}
