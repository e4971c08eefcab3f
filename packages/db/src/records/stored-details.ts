import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import { numberRoom, writeAscii, writeCopy, writeHundredths, writeNumber, writePlain, writeWhole } from "./ascii.ts";
import type { BatchBytes } from "./batch-bytes.ts";
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

const [quote, comma, closing] = [34, 44, 93] as const;

/**
 * JSON of a `StoredPlan`; false for none. Names of routes and upstreams need no escapes: the language of configs allows no
 * character that would.
 */
export function writePlan(into: BatchBytes, plan: RequestDetails["plan"]): boolean {
  if (plan === null) return false;
  const from = into.at;
  if (isPlain(plan) && writeCandidates(into, plan)) return true;
  into.at = from;
  into.text(storableJson(plan));
  return true;
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
export function writeAttempts(into: BatchBytes, attempts: readonly AttemptRecord[]): boolean {
  const [only] = attempts;
  if (only === undefined || attempts.length > 1 || !wentWell(only)) into.text(storableJson(attempts));
  else writeAttempt(into, only);
  return true;
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

/** False, whatever is written by then, of reasons and scores that JSON does not write as they are. */
function writeCandidates(into: BatchBytes, { route, policy, panic, candidates }: RoutePlan): boolean {
  const begin = planHead(route, policy, panic);
  into.room(begin.length);
  let at = writeCopy(into.bytes, into.at, begin);
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index]!;
    const { score, clause = null, figures = [] } = candidate;
    if (!Number.isFinite(score)) return false;
    const why = clause === null ? candidate.why : "";
    const head = candidateHead(candidate);
    into.at = at;
    into.room(head.length + why.length + (clause?.jsonLength ?? 0) + (figures.length + 1) * numberRoom + 8);
    const { bytes } = into;
    if (index > 0) bytes[at++] = comma;
    at = writeScore(bytes, writeCopy(bytes, at, head), score);
    bytes[at] = comma;
    bytes[at + 1] = quote;
    at = clause === null ? writePlain(bytes, at + 2, why) : writeClause(bytes, at + 2, clause.json, figures);
    if (at < 0) return false;
    bytes[at] = quote;
    bytes[at + 1] = closing;
    at += 2;
  }
  into.at = at;
  into.room(2);
  into.bytes[at] = closing;
  into.bytes[at + 1] = closing;
  into.at = at + 2;
  return true;
}

/** What the clause's words would be, without making a text of them. */
function writeClause(bytes: Uint8Array, at: number, texts: readonly Uint8Array[], figures: readonly number[]): number {
  let end = writeCopy(bytes, at, texts[0]!);
  for (let index = 1; index < texts.length; index++) {
    end = writeCopy(bytes, writeNumber(bytes, end, figures[index - 1]!), texts[index]!);
  }
  return end;
}

/** Scores are read by people, who look at hundredths at most: all digits would take as long to write as the rest. */
function writeScore(bytes: Uint8Array, at: number, score: number): number {
  if (score < 1) return writeAscii(bytes, at, `${score}`);
  if (score < 100) return writeHundredths(bytes, at, Math.round(score * 100));
  const whole = Math.round(score);
  return whole < mostWhole ? writeWhole(bytes, at, whole) : writeAscii(bytes, at, `${whole}`);
}

const mostWhole = 2_147_483_648;

function writeAttempt(into: BatchBytes, attempt: AttemptRecord): void {
  const head = attemptHead(attempt.upstream, attempt.as);
  into.room(head.length + 5 * (numberRoom + 1) + 2);
  const { bytes } = into;
  let at = writeCopy(bytes, into.at, head);
  at = writeMs(bytes, at, attempt.startedAtMs);
  bytes[at++] = comma;
  at = writeMs(bytes, at, attempt.headersAtMs);
  bytes[at++] = comma;
  at = writeMs(bytes, at, attempt.firstTokenAtMs);
  bytes[at++] = comma;
  at = writeMs(bytes, at, attempt.endedAtMs);
  bytes[at++] = comma;
  at = writeMs(bytes, at, attempt.status);
  bytes[at] = closing;
  bytes[at + 1] = closing;
  into.at = at + 2;
}

const writeMs = (bytes: Uint8Array, at: number, ms: number | null): number =>
  ms === null || !Number.isFinite(ms) ? writeAscii(bytes, at, "null") : writeNumber(bytes, at, ms);

// How texts begin, which is the same in all plans of a route and in all attempts at an upstream.

const mostHeads = 1_000;
const encoder = new TextEncoder();

type Head = { readonly as: string; readonly panic: boolean; readonly bytes: Uint8Array };
const planHeads = new Map<string, Head>();

function planHead(route: string, policy: string, panic: boolean): Uint8Array {
  const known = planHeads.get(route);
  if (known?.as === policy && known.panic === panic) return known.bytes;
  const bytes = encoder.encode(`["${route}","${policy}",${panic},[`);
  remember(planHeads, route, { as: policy, panic, bytes });
  return bytes;
}

const attemptHeads = new Map<string, Head>();

function attemptHead(upstream: string, as: string): Uint8Array {
  const known = attemptHeads.get(upstream);
  if (known?.as === as) return known.bytes;
  const bytes = encoder.encode(`[["${upstream}","${as}",`);
  remember(attemptHeads, upstream, { as, panic: false, bytes });
  return bytes;
}

/** By the upstream's place in the config. */
const candidateHeads: { readonly name: string; readonly priority: number; readonly bytes: Uint8Array }[] = [];

function candidateHead({ upstream, name, priority }: Candidate): Uint8Array {
  const known = candidateHeads[upstream];
  if (known?.name === name && known.priority === priority) return known.bytes;
  const bytes = encoder.encode(`[${upstream},"${name}",${priority},`);
  if (upstream < mostHeads) candidateHeads[upstream] = { name, priority, bytes };
  return bytes;
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.size >= mostHeads) known.clear();
  known.set(key, value);
}
