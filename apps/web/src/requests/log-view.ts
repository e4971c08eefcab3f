import { type RequestOutcome, requestOutcomes } from "@meridian/metrics";

/** Which requests are asked for; what is not said fits any. */
export type RequestFilter = {
  readonly outcome?: RequestOutcome;
  readonly route?: string;
  readonly model?: string;
  readonly upstream?: string;
  readonly keyId?: string;
  readonly configVersion?: number;
  readonly promptVariant?: string;
  readonly region?: string;
  readonly status?: number;
  readonly errorCode?: string;
  readonly stream?: boolean;
  /** ms. */
  readonly minDurationMs?: number;
  readonly sessionHash?: string;
  readonly traceId?: string;
};
export type FilterName = keyof RequestFilter;

/** A stretch of time: the last so many, or between two moments (epoch ms), each of which may be open. */
export type LogWindow =
  | { readonly kind: "any" }
  | { readonly kind: "last"; readonly id: LastId }
  | { readonly kind: "between"; readonly fromMs: number | null; readonly toMs: number | null };

/** A position in the log: that of one line. */
export type LogPosition = { readonly startedAtMs: number; readonly id: string };

/** All that an address says about the log. */
export type LogView = {
  readonly filter: RequestFilter;
  readonly window: LogWindow;
  /** Where reading begins; null: at the newest line. */
  readonly at: LogPosition | null;
};

const minuteMs = 60_000;
export const lasts = {
  "15m": { label: "Last 15 minutes", ms: 15 * minuteMs },
  "1h": { label: "Last hour", ms: 60 * minuteMs },
  "24h": { label: "Last 24 hours", ms: 24 * 60 * minuteMs },
  "7d": { label: "Last 7 days", ms: 7 * 24 * 60 * minuteMs },
} as const;
export type LastId = keyof typeof lasts;

/** Name of each filter in an address. */
const parameters = {
  outcome: "outcome",
  route: "route",
  model: "model",
  upstream: "upstream",
  keyId: "key",
  configVersion: "version",
  promptVariant: "variant",
  region: "region",
  status: "status",
  errorCode: "error",
  stream: "stream",
  minDurationMs: "min",
  sessionHash: "session",
  traceId: "trace",
} as const satisfies Record<FilterName, string>;

const numbers: readonly FilterName[] = ["configVersion", "status", "minDurationMs"];
const names = Object.keys(parameters) as FilterName[];

type Query = { readonly get: (name: string) => string | null };

/** Reads an address. What makes no sense in it is passed over. */
export function viewFrom(query: Query): LogView {
  const filter: Record<string, unknown> = {};
  for (const name of names) {
    const text = query.get(parameters[name]);
    const value = text === null || text === "" ? undefined : valueOf(name, text);
    if (value !== undefined) filter[name] = value;
  }
  return { filter, window: windowFrom(query), at: positionFrom(query.get("at")) };
}

/** The address of a view, without its path; empty for the whole log. */
export function searchOf({ filter, window, at }: LogView): string {
  const search = new URLSearchParams();
  for (const name of names) {
    const value = filter[name];
    if (value !== undefined) search.set(parameters[name], String(value));
  }
  if (window.kind === "last") search.set("last", window.id);
  if (window.kind === "between") {
    if (window.fromMs !== null) search.set("from", String(window.fromMs));
    if (window.toMs !== null) search.set("to", String(window.toMs));
  }
  if (at) search.set("at", `${at.startedAtMs}_${at.id}`);
  return search.size === 0 ? "" : `?${search}`;
}

/** A filter with one field set, or taken out. */
export function withFilter<Name extends FilterName>(
  filter: RequestFilter,
  name: Name,
  value: RequestFilter[Name] | undefined,
): RequestFilter {
  const { [name]: _, ...others } = filter;
  return value === undefined ? others : { ...others, [name]: value };
}

function valueOf(name: FilterName, text: string): string | number | boolean | undefined {
  if (name === "outcome") return requestOutcomes.find((each) => each === text);
  if (name === "stream") return text === "true" ? true : text === "false" ? false : undefined;
  if (!numbers.includes(name)) return text.slice(0, 128);
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) return undefined;
  if (name === "status") return number >= 100 && number <= 599 ? number : undefined;
  return name === "configVersion" && number === 0 ? undefined : Math.min(number, 86_400_000);
}

function windowFrom(query: Query): LogWindow {
  const last = query.get("last");
  const known = (Object.keys(lasts) as LastId[]).find((id) => id === last);
  if (known) return { kind: "last", id: known };
  const [fromMs, toMs] = [momentOf(query.get("from")), momentOf(query.get("to"))];
  return fromMs === null && toMs === null ? { kind: "any" } : { kind: "between", fromMs, toMs };
}

const momentOf = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;

function positionFrom(text: string | null): LogPosition | null {
  const found = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? "");
  return found ? { startedAtMs: Number(found[1]), id: found[2] ?? "" } : null;
}

/** The window as moments, by a clock that says `nowMs`. */
export function momentsOf(window: LogWindow, nowMs: number): { readonly fromMs?: number; readonly toMs?: number } {
  switch (window.kind) {
    case "any":
      return {};
    case "last":
      return { fromMs: nowMs - lasts[window.id].ms };
    case "between":
      return {
        ...(window.fromMs !== null && { fromMs: window.fromMs }),
        ...(window.toMs !== null && { toMs: window.toMs }),
      };
  }
}
