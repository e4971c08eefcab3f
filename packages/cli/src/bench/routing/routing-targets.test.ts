import { algorithms, scenarios } from "@meridian/simulator";
import { expect, test } from "vitest";
import { evaluationPage } from "./evaluation-page.ts";
import { routingPlot } from "./routing-plot.ts";
import { overallRanking, routingTargets } from "./routing-targets.ts";
import { runScenario } from "./run-scenario.ts";

const chosen = scenarios.filter(({ name }) => name === "heterogeneous" || name === "quota-premium");
const compared = algorithms.filter(({ name }) => ["adaptive", "round robin", "random"].includes(name));
const all = chosen.flatMap((scenario) => compared.map((algorithm) => runScenario(scenario, algorithm, [1, 2])));

test("on unequal upstreams adaptive is far ahead of round robin, and of the others overall", () => {
  const targets = routingTargets(all, "adaptive");
  const below = targets.find(({ claim }) => claim.startsWith("heterogeneous: p95 TTFT ≥ 30 % below"));
  expect(below).toMatchObject({ held: true });
  expect(overallRanking(all)[0]).toMatchObject({ algorithm: "adaptive" });
  expect(targets.filter(({ claim }) => claim.startsWith("quota:"))).toHaveLength(2);
  expect(targets.some(({ claim }) => claim.startsWith("three regions"))).toBe(false);
});

test("the page has a table and a picture for each scenario, and says what does not hold", () => {
  const targets = { adaptive: [...routingTargets(all, "adaptive"), { claim: "flies", figure: "no", held: false }] };
  const evaluation = {
    scenarios: chosen,
    all,
    targets,
    log: null,
    fleet: null,
    variants: null,
    command: "npm run bench:routing",
    seeds: 2,
  };
  const page = evaluationPage({ ...evaluation, plotOf: (name) => `plots/${name}.svg` });
  for (const { name } of chosen) expect(page).toContain(`## ${name}\n`);
  expect(page).toContain("(plots/heterogeneous.svg)");
  expect(page).toMatch(/\| \*\*adaptive\*\* \| \d+/);
  expect(page).toContain("| **does not hold** | flies | no |");
});

test("of requests that failed, cut replies are left out, nothing is less than none, and all runs count by their requests", () => {
  const [first] = all;
  const runs = [
    { ...first!.runs[0]!, requests: 30_000, success: 0.9992, cut: 0.0008001 },
    { ...first!.runs[0]!, requests: 10_000, success: 0.9985, cut: 0.0015 },
  ];
  const [crash] = routingTargets([{ ...first!, scenario: "crash", algorithm: "adaptive", runs }], "adaptive").filter(
    ({ claim }) => claim.startsWith("crash and errors"),
  );
  expect(crash).toMatchObject({
    held: true,
    figure: "99.903 % of 40,000; 0.098 % were cut in the middle of their reply, all others that failed are 0.000 %",
  });
});

test.each([
  { scenario: "quota-premium", own: 0.9, chance: 0.1, held: true },
  { scenario: "quota-premium", own: 1.2, chance: 1.4, held: true },
  { scenario: "quota-premium", own: 1.2, chance: 1.1, held: false },
  { scenario: "burst", own: 0.9, chance: 0.1, held: true },
  { scenario: "burst", own: 1.2, chance: 1.4, held: false },
])(
  "$scenario: a share may swing once a minute, and as often as chance makes it only under a quota: $own, $chance",
  (given) => {
    const [first] = all;
    const ran = (algorithm: string, swingsPerMinute: number) => ({
      ...first!,
      scenario: given.scenario,
      algorithm,
      runs: [{ ...first!.runs[0]!, swingsPerMinute }],
    });
    const targets = routingTargets([ran("adaptive", given.own), ran("random", given.chance)], "adaptive");
    const calm = targets.find(({ claim }) => claim.startsWith(`${given.scenario}: no oscillation`));
    expect(calm).toMatchObject({ held: given.held });
  },
);

test("a picture has a bar for every algorithm, best first", () => {
  const plot = routingPlot("heterogeneous", all);
  expect(plot.match(/<rect x=/g)).toHaveLength(3);
  expect(plot.indexOf(">adaptive<")).toBeLessThan(plot.indexOf(">random<"));
});
