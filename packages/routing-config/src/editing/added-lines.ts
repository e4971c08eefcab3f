import type { RoutingDocument } from "../schema/document.ts";
import type { UpstreamAddition } from "./upstream-addition.ts";

type Targets = RoutingDocument["routes"][string]["targets"];

/** More names than these stand one below the other. */
const mostInLine = 3;

/** A new upstream, its name first. */
export function upstreamLines(upstream: UpstreamAddition["upstream"]): string[] {
  const { name, provider, baseUrl, secretName, upstreamModel } = upstream;
  return [
    `${written(name)}:`,
    `  provider: ${provider}`,
    `  base_url: ${written(baseUrl)}`,
    ...(secretName === null ? [] : [`  api_key: "\${secret.${secretName}}"`]),
    ...(upstreamModel === null ? [] : [`  upstream_model: ${written(upstreamModel)}`]),
  ];
}

/** A new route to one upstream. */
export function routeLines(
  { name, models }: { readonly name: string; readonly models: readonly string[] },
  upstream: string,
): string[] {
  const names = models.map(written);
  return [
    `${written(name)}:`,
    ...(names.length > mostInLine
      ? ["  match:", "    models:", ...names.map((model) => `      - ${model}`)]
      : [`  match: { models: [${names.join(", ")}] }`]),
    "  policy: latency",
    "  targets:",
    `    - { upstream: ${written(upstream)} }`,
  ];
}

/** One more target: in the first tier with the weight that is usual there, or in a tier after all the others. */
export function targetLine(targets: Targets, place: "beside" | "fallback", upstream: string): string {
  const priorities = targets.map(({ priority }) => priority ?? 1);
  const first = Math.min(...priorities);
  const priority = place === "beside" ? first : Math.max(...priorities) + 1;
  const weights = targets.flatMap((target, at) =>
    priorities[at] === first && target.weight !== undefined ? [target.weight] : [],
  );
  const average = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const weight = place === "beside" && weights.length > 0 ? `, weight: ${Math.max(1, Math.round(average))}` : "";
  return `{ upstream: ${written(upstream)}${priority === 1 ? "" : `, priority: ${priority}`}${weight} }`;
}

/** As YAML reads it as this very text, within `[…]` and `{…}` too. */
function written(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9._/-]*$|^https?:\/\/[A-Za-z0-9._/:-]+[A-Za-z0-9/]$/.test(text);
  return plain && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}
