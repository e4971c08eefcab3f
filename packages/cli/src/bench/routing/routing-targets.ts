import type { RunFigures } from "@meridian/simulator";
import { type Estimate, estimateOf, geometricMean } from "./confidence.ts";
import type { ScenarioRuns } from "./run-scenario.ts";

/** One thing that adaptive is to do, and what it did. */
export type RoutingTarget = { readonly claim: string; readonly figure: string; readonly held: boolean };

const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`;
const times = ({ median, low, high }: Estimate): string =>
  low === high ? `${median.toFixed(2)} ×` : `${median.toFixed(2)} × (${low.toFixed(2)}–${high.toFixed(2)})`;

const p95 = ({ firstTokenMs }: RunFigures): number => firstTokenMs.p95;

/** Of each seed, what one algorithm made ÷ what another made. */
const ratioOf = (runs: ScenarioRuns, other: ScenarioRuns, value: (run: RunFigures) => number): Estimate =>
  estimateOf(runs.runs.map((run, at) => value(run) / value(other.runs[at]!)));

/** Configurations of the policy that is to be the best; the one that asks engines is no rival of the one that does not. */
export const subjects = ["adaptive", "adaptive with engine metrics"] as const;

/** What must hold of one of `subjects`, as far as the scenarios for it were run. */
export function routingTargets(
  every: readonly ScenarioRuns[],
  subject: (typeof subjects)[number],
): readonly RoutingTarget[] {
  const all = every
    .filter(({ algorithm }) => algorithm === subject || !subjects.some((name) => name === algorithm))
    .map((runs) => (runs.algorithm === subject ? { ...runs, algorithm: "adaptive" } : runs));
  const find = (scenario: string, algorithm: string) =>
    all.find((runs) => runs.scenario === scenario && runs.algorithm === algorithm);
  const scenarios = [...new Set(all.map(({ scenario }) => scenario))];
  return [
    ...bestOverall(all, scenarios),
    ...scenarios.flatMap((scenario) => nearTheBest(all, scenario)),
    ...belowRoundRobin(find),
    ...threeRegions(find),
    ...grayFailure(find),
    ...crash(find),
    ...falseAlarms(find),
    ...calm(find),
    ...quota(find),
    ...ladder(find),
    ...simulationSpeed(all),
  ];
}

type Find = (scenario: string, algorithm: string) => ScenarioRuns | undefined;

/** Geometric mean over the scenarios of the median p95 TTFT, of every algorithm that ran in all of them; best first. */
export function overallRanking(
  all: readonly ScenarioRuns[],
): readonly { readonly algorithm: string; readonly own: boolean; readonly meanMs: number }[] {
  const scenarios = new Set(all.map(({ scenario }) => scenario));
  const names = [...new Set(all.map(({ algorithm }) => algorithm))];
  return names
    .map((algorithm) => all.filter((runs) => runs.algorithm === algorithm))
    .filter((runs) => runs.length === scenarios.size)
    .map((runs) => ({
      algorithm: runs[0]!.algorithm,
      own: runs[0]!.own,
      meanMs: geometricMean(runs.map((each) => estimateOf(each.runs.map(p95)).median)),
    }))
    .sort((a, b) => a.meanMs - b.meanMs);
}

function bestOverall(all: readonly ScenarioRuns[], scenarios: readonly string[]): readonly RoutingTarget[] {
  const ranking = overallRanking(all);
  const place = ranking.findIndex(({ algorithm }) => algorithm === "adaptive");
  const [best, adaptive] = [ranking[0], ranking[place]];
  if (!best || !adaptive || ranking.length < 2) return [];
  const ahead = place === 0 ? ranking[1]! : best;
  return [
    {
      claim: `best geometric mean of p95 TTFT over ${scenarios.length} scenarios`,
      figure: `${Math.round(adaptive.meanMs)} ms, place ${place + 1} of ${ranking.length}; ${ahead.algorithm} ${Math.round(ahead.meanMs)} ms`,
      held: place === 0,
    },
  ];
}

function nearTheBest(all: readonly ScenarioRuns[], scenario: string): readonly RoutingTarget[] {
  const own = all.filter((runs) => runs.scenario === scenario);
  const adaptive = own.find(({ algorithm }) => algorithm === "adaptive");
  const best = own.toSorted((a, b) => estimateOf(a.runs.map(p95)).median - estimateOf(b.runs.map(p95)).median)[0];
  if (!adaptive || !best) return [];
  const ratio = ratioOf(adaptive, best, p95);
  const claim = `${scenario}: p95 TTFT within 10 % of the best`;
  return [
    {
      claim,
      figure: best === adaptive ? "the best" : `${times(ratio)} ${best.algorithm}'s`,
      held: ratio.median <= 1.1,
    },
  ];
}

function belowRoundRobin(find: Find): readonly RoutingTarget[] {
  return ["burst", "heterogeneous", "gray-failure", "multi-turn-shared-prefix"].flatMap((scenario) => {
    const [adaptive, roundRobin] = [find(scenario, "adaptive"), find(scenario, "round robin")];
    if (!adaptive || !roundRobin) return [];
    const { median } = ratioOf(adaptive, roundRobin, p95);
    const claim = `${scenario}: p95 TTFT ≥ 30 % below round robin's`;
    return [{ claim, figure: `${percent(1 - median)} below`, held: median <= 0.7 }];
  });
}

function threeRegions(find: Find): readonly RoutingTarget[] {
  const adaptive = find("three-regions", "adaptive");
  const local = find("three-regions", "round robin per region");
  if (!adaptive || !local) return [];
  const goodput = ratioOf(adaptive, local, (run) => run.goodputPerSecond);
  const p90 = ratioOf(local, adaptive, (run) => run.firstTokenMs.p90);
  return [
    {
      claim: "three regions: throughput within the objective ≥ 1.5 × round robin's per region (SkyLB: 1.12–2.06 ×)",
      figure: times(goodput),
      held: goodput.median >= 1.5,
    },
    {
      claim: "three regions: its p90 TTFT ≥ 3 × adaptive's (SkyLB: 1.74–6.30 ×)",
      figure: times(p90),
      held: p90.median >= 3,
    },
  ];
}

function grayFailure(find: Find): readonly RoutingTarget[] {
  const adaptive = find("gray-failure", "adaptive");
  if (!adaptive) return [];
  const share = estimateOf(adaptive.runs.map(({ slow }) => slow?.shareAfter5s ?? Number.NaN));
  const found = estimateOf(adaptive.runs.map(({ slow }) => slow?.foundAgainMs ?? Number.NaN));
  return [
    {
      claim: "gray failure: from 5 s on at most 1 % of requests go to the slow one",
      figure: percent(share.median, 2),
      held: share.median <= 0.01,
    },
    {
      claim: "gray failure: found again when it recovers",
      figure: Number.isNaN(found.median)
        ? "not found"
        : `half of its share after ${Math.round(found.median / 1_000)} s`,
      held: !Number.isNaN(found.median),
    },
  ];
}

/** Over all runs together: of what is rare a median says nothing. */
function crash(find: Find): readonly RoutingTarget[] {
  const runs = find("crash", "adaptive")?.runs;
  if (!runs) return [];
  const requests = runs.reduce((sum, run) => sum + run.requests, 0);
  const shareOf = (figure: "success" | "cut"): number =>
    runs.reduce((sum, run) => sum + run[figure] * run.requests, 0) / requests;
  const [success, cut] = [shareOf("success"), shareOf("cut")];
  return [
    {
      claim: "crash and errors: ≥ 99.9 % of requests succeed",
      figure: `${percent(success, 3)} of ${requests.toLocaleString("en")}; ${percent(cut, 3)} were cut in the middle of their reply, all others that failed are ${percent(Math.max(0, 1 - success - cut), 3)}`,
      held: success >= 0.999,
    },
  ];
}

const hourMs = 3_600_000;

export const takenOutPerHour = ({ takenOut, lastedMs }: RunFigures): number => takenOut / (lastedMs / hourMs);

/** Over all runs together: of what is rare a median says nothing. */
function falseAlarms(find: Find): readonly RoutingTarget[] {
  const runs = find("healthy-bursts", "adaptive")?.runs;
  if (!runs) return [];
  const takenOut = runs.reduce((sum, run) => sum + run.takenOut, 0);
  const hours = runs.reduce((sum, run) => sum + run.lastedMs, 0) / hourMs;
  return [
    {
      claim: "healthy upstreams in bursts, 1 % of whose requests fail: less than one an hour is taken for broken",
      figure: `${(takenOut / hours).toFixed(2)} an hour: ${takenOut} in ${hours.toFixed(1)} hours`,
      held: takenOut < hours,
    },
  ];
}

/** Beside chance alone, which answers to nothing but limits: a quota makes any policy leave and come back. */
function calm(find: Find): readonly RoutingTarget[] {
  return ["steady", "burst", "gray-failure", "quota-premium", "three-regions"].flatMap((scenario) => {
    const [adaptive, random] = [find(scenario, "adaptive"), find(scenario, "random")];
    if (!adaptive || !random) return [];
    const [own, chance] = [adaptive, random].map(
      ({ runs }) => estimateOf(runs.map((run) => run.swingsPerMinute)).median,
    );
    const limited = scenario === "quota-premium";
    return [
      {
        claim: `${scenario}: no oscillation, at most one swing a minute${limited ? ", or no more than random's," : ""} between far above and far below an upstream's usual share`,
        figure: `${own!.toFixed(2)} a minute; random ${chance!.toFixed(2)}`,
        held: own! <= (limited ? Math.max(1, chance!) : 1),
      },
    ];
  });
}

function quota(find: Find): readonly RoutingTarget[] {
  const adaptive = find("quota-premium", "adaptive");
  if (!adaptive) return [];
  const limited = estimateOf(adaptive.runs.map((run) => run.rateLimitedShare));
  const used = estimateOf(adaptive.runs.map((run) => run.quota?.usedWhenShort ?? Number.NaN));
  // It asks the premium for every request and takes its refusals: what can be used at all.
  const most = find("quota-premium", "round robin");
  const inMinutes = [adaptive, ...(most ? [most] : [])].map(
    ({ runs }) => estimateOf(runs.map((run) => run.quota?.usedInShortMinutes ?? Number.NaN)).median,
  );
  return [
    {
      claim: "quota: at most 0.1 % of requests meet a 429",
      figure: percent(limited.median, 2),
      held: limited.median <= 0.001,
    },
    {
      claim: "quota: ≥ 95 % of it used in the 60 s up to each second in which requests went elsewhere",
      figure: `${percent(used.median, 1)}; in the calendar's minutes in which more was asked for ${inMinutes.map((share) => percent(share, 1)).join(", round robin, which is refused by 429s, ")}`,
      held: used.median >= 0.95,
    },
  ];
}

const leastSpeed = 20_000;

/** Of this one's own scenarios and of all other algorithms': the slowest is meant. */
function simulationSpeed(all: readonly ScenarioRuns[]): readonly RoutingTarget[] {
  const slow = all.filter(({ speed }) => speed < leastSpeed).toSorted((a, b) => a.speed - b.speed);
  const words = slow.map(({ algorithm, scenario, speed }) => `${algorithm} in ${scenario} ${Math.round(speed)}`);
  return [
    {
      claim: `at least ${leastSpeed} requests simulated for each second of a core, in every scenario by every algorithm`,
      figure: slow.length === 0 ? "all" : `not ${words.join(", ")}`,
      held: slow.length === 0,
    },
  ];
}

/** Published: precise, then approximate, then random and load alone. */
function ladder(find: Find): readonly RoutingTarget[] {
  const order = ["llm-d 3/2/2 precise", "llm-d 1/1/1", "random", "llm-d load only"].map((name) =>
    find("b2b-saas-73", name),
  );
  const [precise, approximate, random, load] = order.map(
    (runs) => runs && estimateOf(runs.runs.map((run) => run.firstTokenMs.mean)).median,
  );
  if (precise === undefined || approximate === undefined || random === undefined || load === undefined) return [];
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
  return [
    {
      claim:
        "llm-d's 73 % order of mean TTFT: precise (published 0.30 s) < approximate (13.3) < random (45.3) ≈ load only (47.0)",
      figure: [precise, approximate, random, load].map(seconds).join(" / "),
      held: precise < approximate && approximate < Math.min(random, load),
    },
  ];
}
