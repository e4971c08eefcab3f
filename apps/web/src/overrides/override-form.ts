import { checkRoutingConfig } from "@meridian/routing-config";

export type OverrideKind = "drain" | "cap" | "force";

/** An order as its form holds it. */
export type OverrideForm = {
  readonly kind: OverrideKind;
  readonly upstream: string;
  readonly route: string;
  /** Percent, as written. */
  readonly percent: string;
  /** Minutes, or `custom`: until `endsAt`. */
  readonly lasts: string;
  /** `datetime-local` in the browser's zone. */
  readonly endsAt: string;
  readonly reason: string;
};

/** How long an order may last, to choose from; minutes. */
export const durations = [
  { label: "15 minutes", minutes: 15 },
  { label: "30 minutes", minutes: 30 },
  { label: "1 hour", minutes: 60 },
  { label: "4 hours", minutes: 240 },
  { label: "1 day", minutes: 1_440 },
] as const;

export function newOverrideForm(upstream: string): OverrideForm {
  return { kind: "drain", upstream, route: "", percent: "20", lasts: "30", endsAt: "", reason: "" };
}

/** What the active config has that can be overridden. */
export type OverridePlaces = {
  readonly upstreams: readonly string[];
  readonly routes: readonly { readonly name: string; readonly upstreams: readonly string[] }[];
};

export function overridePlaces(yaml: string): OverridePlaces {
  const table = checkRoutingConfig(yaml).table;
  const names = table?.upstreams.map(({ name }) => name) ?? [];
  const routes = (table?.routes ?? []).map(({ name, targets }) => {
    return { name, upstreams: [...new Set(targets.flatMap(({ upstream }) => names[upstream] ?? []))] };
  });
  return { upstreams: names, routes };
}

/** The order for the API; null while something is missing. */
export function overrideOf(form: OverrideForm, environmentId: string, nowMs: number) {
  const { kind, upstream, route, percent } = form;
  const expiresAtMs = form.lasts === "custom" ? new Date(form.endsAt).getTime() : nowMs + Number(form.lasts) * 60_000;
  const reason = form.reason.trim();
  if (upstream === "" || reason === "" || !Number.isFinite(expiresAtMs)) return null;
  const common = { environmentId, upstream, reason, expiresAtMs };
  if (kind === "drain") return { ...common, kind } as const;
  if (kind === "force") return route === "" ? null : ({ ...common, kind, route } as const);
  const share = Number(percent) / 100;
  return percent === "" || !(share >= 0 && share <= 1) ? null : ({ ...common, kind, maxShare: share } as const);
}
