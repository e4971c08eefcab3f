import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import { millisecondsText } from "./milliseconds-text.ts";
import { storableJson } from "./storable-json.ts";

// What most requests have, a plan of candidates alone and one attempt that completed, is written here: between the few
// words and figures that differ it is the same each time. All else is left to JSON.stringify.

type AnyPlan = NonNullable<RequestDetails["plan"]>;
type RoutePlan = Extract<AnyPlan, { readonly candidates: unknown }>;

/** All but what JSON writes as it is: controls, quotes, backslashes, and halves of surrogate pairs. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** Names of routes and upstreams need no escapes: the language of configs allows no character that would. */
export function planJson(plan: RequestDetails["plan"]): string | null {
  if (plan === null) return null;
  if (!isPlain(plan)) return storableJson(plan);
  let text = `{"route":"${plan.route}","policy":"${plan.policy}","candidates":[`;
  let between = "";
  for (const { upstream, name, priority, score, why } of plan.candidates) {
    if (special.test(why)) return storableJson(plan);
    text += `${between}{"upstream":${upstream},"name":"${name}","priority":${priority},"score":${scoreText(score)},"why":"${why}"}`;
    between = ",";
  }
  return `${text}],"skipped":[],"panic":${plan.panic}}`;
}

export function attemptsJson(attempts: readonly AttemptRecord[]): string {
  const [only] = attempts;
  if (only === undefined || attempts.length > 1 || !wentWell(only)) return storableJson(attempts);
  const { upstream, as, startedAtMs, headersAtMs, firstTokenAtMs, endedAtMs, status } = only;
  return `[{"upstream":"${upstream}","as":"${as}","startedAtMs":${msText(startedAtMs)},"headersAtMs":${msText(headersAtMs)},"firstTokenAtMs":${msText(firstTokenAtMs)},"endedAtMs":${msText(endedAtMs)},"status":${status},"outcome":"completed","cause":null,"retryAfterMs":null}]`;
}

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

/** Of a large score nobody reads fractions. */
const scoreText = (score: number): string =>
  Number.isFinite(score) ? `${score >= 100 ? Math.round(score) : score}` : "null";
