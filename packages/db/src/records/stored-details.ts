import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import { millisecondsText } from "./milliseconds-text.ts";
import { storableJson } from "./storable-json.ts";

// What most requests have, a plan of candidates alone and one attempt that completed, is stored as lists of what differs:
// less than half to write, to send and to keep of what it is with its words repeated for each request. All else is stored as it is.

type AnyPlan = NonNullable<RequestDetails["plan"]>;
type RoutePlan = Extract<AnyPlan, { readonly candidates: unknown }>;
type Candidate = RoutePlan["candidates"][number];

/** Upstream's place in the config, name, priority, score, why. */
type StoredCandidate = readonly [number, string, number, number, string];
export type StoredPlan =
  | RequestDetails["plan"]
  | readonly [route: string, policy: RoutePlan["policy"], panic: boolean, candidates: readonly StoredCandidate[]];

/** Upstream, as, started at, headers at, first token at, ended at, status. */
type StoredAttempt = readonly [
  string,
  AttemptRecord["as"],
  number,
  number | null,
  number | null,
  number,
  number | null,
];
export type StoredAttempts = RequestDetails["attempts"] | readonly StoredAttempt[];

/** All but what JSON writes as it is: controls, quotes, backslashes, and halves of surrogate pairs. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** JSON of a `StoredPlan`. Names of routes and upstreams need no escapes: the language of configs allows no character that would. */
export function planJson(plan: RequestDetails["plan"]): string | null {
  if (plan === null) return null;
  if (!isPlain(plan)) return storableJson(plan);
  let text = `["${plan.route}","${plan.policy}",${plan.panic},[`;
  let between = "";
  for (const candidate of plan.candidates) {
    const { score, why } = candidate;
    if (special.test(why) || !Number.isFinite(score)) return storableJson(plan);
    text += `${between}${headOf(candidate)}${scoreText(score)},"${why}"]`;
    between = ",";
  }
  return `${text}]]`;
}

export function planOf(stored: StoredPlan): RequestDetails["plan"] {
  if (!isList(stored)) return stored;
  const [route, policy, panic, candidates] = stored;
  return {
    route,
    policy,
    candidates: candidates.map(([upstream, name, priority, score, why]) => ({ upstream, name, priority, score, why })),
    skipped: [],
    panic,
  };
}

/** JSON of `StoredAttempts`. */
export function attemptsJson(attempts: readonly AttemptRecord[]): string {
  const [only] = attempts;
  if (only === undefined || attempts.length > 1 || !wentWell(only)) return storableJson(attempts);
  const { upstream, as, startedAtMs, headersAtMs, firstTokenAtMs, endedAtMs, status } = only;
  return `[["${upstream}","${as}",${msText(startedAtMs)},${msText(headersAtMs)},${msText(firstTokenAtMs)},${msText(endedAtMs)},${status}]]`;
}

export const attemptsOf = (stored: StoredAttempts): RequestDetails["attempts"] =>
  stored.map((attempt) => (isList(attempt) ? attemptOf(attempt) : attempt));

function attemptOf(stored: StoredAttempt): AttemptRecord {
  const [upstream, as, startedAtMs, headersAtMs, firstTokenAtMs, endedAtMs, status] = stored;
  const known = { upstream, as, startedAtMs, headersAtMs, firstTokenAtMs, endedAtMs, status };
  return { ...known, outcome: "completed", cause: null, retryAfterMs: null };
}

const isList = <Any>(stored: Any): stored is Extract<Any, readonly unknown[]> => Array.isArray(stored);

function isPlain(plan: AnyPlan): plan is RoutePlan {
  if ("kind" in plan) return false;
  const { regime, rules, canary, affinity, skipped } = plan;
  const bare = regime === undefined && rules === undefined && canary === undefined && affinity === undefined;
  return bare && skipped.length === 0;
}

const wentWell = ({ outcome, cause, retryAfterMs, hedgeAfter, outrun }: AttemptRecord): boolean =>
  outcome === "completed" &&
  cause === null &&
  retryAfterMs === null &&
  hedgeAfter === undefined &&
  outrun === undefined;

const msText = (ms: number | null): string => (ms === null || !Number.isFinite(ms) ? "null" : millisecondsText(ms));

/** How a candidate's text begins, by its upstream's place in the config: it is the same in all plans of a route. */
const heads: { readonly name: string; readonly priority: number; readonly text: string }[] = [];
const mostHeads = 1_000;

function headOf({ upstream, name, priority }: Candidate): string {
  const known = heads[upstream];
  if (known?.name === name && known.priority === priority) return known.text;
  const text = `[${upstream},"${name}",${priority},`;
  if (upstream < mostHeads) heads[upstream] = { name, priority, text };
  return text;
}

/** Scores are read by people, who look at hundredths at most: all digits would take as long to write as the rest. */
function scoreText(score: number): string {
  if (score >= 100) return `${Math.round(score)}`;
  return score >= 1 ? millisecondsText(Math.round(score * 100) / 100) : `${score}`;
}
