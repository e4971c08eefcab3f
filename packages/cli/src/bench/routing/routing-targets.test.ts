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

test("of requests that failed, cut replies are left out, and nothing is less than none", () => {
  const [first] = all;
  const run = { ...first!.runs[0]!, success: 0.9993, cut: 0.0007001 };
  const [crash] = routingTargets(
    [{ ...first!, scenario: "crash", algorithm: "adaptive", runs: [run] }],
    "adaptive",
  ).filter(({ claim }) => claim.startsWith("crash and errors"));
  expect(crash?.figure).toBe(
    "99.93 %; 0.07 % were cut in the middle of their reply, all others that failed are 0.00 %",
  );
});

test("a picture has a bar for every algorithm, best first", () => {
  const plot = routingPlot("heterogeneous", all);
  expect(plot.match(/<rect x=/g)).toHaveLength(3);
  expect(plot.indexOf(">adaptive<")).toBeLessThan(plot.indexOf(">random<"));
});
