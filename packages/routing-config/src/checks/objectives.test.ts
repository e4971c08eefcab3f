import { expect, it } from "vitest";
import { checkRoutingConfig } from "../check-routing-config.ts";

/** What is said of a promise, as `severity code: message | hint`. */
function saidOf(successRate: string): readonly string[] {
  const { diagnostics } = checkRoutingConfig(`language: 1
upstreams:
  east: { provider: vllm, base_url: "http://10.0.0.1/v1", price: { input_per_million_tokens: 1, output_per_million_tokens: 1 } }
routes:
  a: { policy: cost, objectives: { success_rate: ${successRate} }, targets: [{ upstream: east }] }
`);
  const ofIt = diagnostics.filter(({ path }) => path === "routes.a.objectives.success_rate");
  return ofIt.map(({ severity, code, message, hint }) => `${severity} ${code}: ${message} | ${hint}`);
}

it("that nothing ever fails is refused, that most may fail is taken for a mistake", () => {
  expect(saidOf("100%")).toEqual([
    "error invalid_value: `success_rate` must be below 100%: every upstream fails some time, and its first failures would set it apart for long. | For example `99.9%`, which allows 1 failure of 1,000 requests.",
  ]);
  expect(saidOf("0.1%")).toEqual([
    "warning loose_objective: More requests may fail than succeed with `0.1%`: circuit breakers act long before. | `success_rate` is the share that succeeds: `99.9%` allows 1 failure of 1,000 requests.",
  ]);
  for (const rate of ["50%", "99.9%", "99.999%"]) expect(saidOf(rate)).toEqual([]);
});
