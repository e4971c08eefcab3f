import type { DiagnosticCode } from "../diagnostic.ts";
import type { Finding } from "../finding.ts";
import { didYouMean, listInWords } from "../nearest-name.ts";
import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Every upstream and prompt that a route names exists. */
export const checkReferences: DocumentCheck = (document, _options, broken) => {
  const upstreams = new Set(Object.keys(document.upstreams));
  const prompts = new Set(Object.keys(document.prompts ?? {}));
  return Object.entries(document.routes).flatMap(([name, route]) => [
    ...upstreamReferences(route)
      .filter(([, upstream]) => !upstreams.has(upstream) && !broken.touches(["upstreams", upstream]))
      .map(([path, upstream]) =>
        missing("unknown_upstream", "upstream", ["routes", name, ...path], upstream, upstreams),
      ),
    ...(route.prompt === undefined || prompts.has(route.prompt)
      ? []
      : [missing("unknown_prompt", "prompt", ["routes", name, "prompt"], route.prompt, prompts)]),
    ...canaryOutsideTargets(document, name, route),
  ]);
};

const missing = (
  code: DiagnosticCode,
  noun: string,
  path: YamlPath,
  name: string,
  known: ReadonlySet<string>,
): Finding => ({
  code,
  severity: "error",
  path,
  message: `There is no ${noun} \`${name}\`.`,
  hint: () => {
    const names = [...known];
    const near = didYouMean(name, names);
    if (near !== null) return near;
    if (names.length === 0) return `Add it to \`${noun}s\`.`;
    return `Known: ${listInWords(names.slice(0, 8), "and")}${names.length > 8 ? ` and ${names.length - 8} more` : ""}.`;
  },
});

/** Path below the route, and the name that stands there. */
const upstreamReferences = (route: RouteDocument): readonly (readonly [YamlPath, string])[] => [
  ...route.targets.map(({ upstream }, index) => [["targets", index, "upstream"], upstream] as const),
  ...(route.canary === undefined ? [] : [[["canary", "upstream"], route.canary.upstream] as const]),
  ...(route.rules ?? []).flatMap((rule, index) =>
    ruleReferences(rule).map(([path, name]) => [["rules", index, ...path], name] as const),
  ),
  ...(typeof route.spend_limit?.when_exhausted === "object"
    ? named(["spend_limit", "when_exhausted", "prefer", "upstreams"], route.spend_limit.when_exhausted.prefer.upstreams)
    : []),
];

const ruleReferences = ({
  when,
  prefer,
}: NonNullable<RouteDocument["rules"]>[number]): readonly (readonly [YamlPath, string])[] => [
  ...named(["prefer", "upstreams"], prefer.upstreams),
  ...(when.quota_used === undefined ? [] : [[["when", "quota_used", "upstream"], when.quota_used.upstream] as const]),
  ...(["first_token_p95", "response_p95", "error_rate", "in_flight"] as const).flatMap((key) =>
    named(["when", key, "of", "upstreams"], when[key]?.of.upstreams),
  ),
];

const named = (path: YamlPath, names: readonly string[] | undefined): readonly (readonly [YamlPath, string])[] =>
  (names ?? []).map((name, index) => [[...path, index], name] as const);

const canaryOutsideTargets = (
  document: RoutingDocument,
  name: string,
  { canary, targets }: RouteDocument,
): readonly Finding[] => {
  if (canary === undefined || !Object.hasOwn(document.upstreams, canary.upstream)) return [];
  if (targets.some(({ upstream }) => upstream === canary.upstream)) return [];
  return [
    {
      code: "unknown_upstream",
      severity: "error",
      path: ["routes", name, "canary", "upstream"],
      message: `The canary \`${canary.upstream}\` is not a target of this route.`,
      hint: "Add it to `targets`, for example with the lowest priority.",
    },
  ];
};
