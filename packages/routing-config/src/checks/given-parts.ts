import type { Finding } from "../finding.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Lists and maps that mean nothing when they are empty. */
export const checkGivenParts: DocumentCheck = (document, _options, broken) => [
  ...(broken.touches(["upstreams"])
    ? []
    : emptyMap(
        ["upstreams"],
        document.upstreams,
        "The document has no upstreams.",
        "Add at least one place that can serve a model.",
      )),
  ...(broken.touches(["routes"])
    ? []
    : emptyMap(
        ["routes"],
        document.routes,
        "The document has no routes.",
        "Add at least one route with `policy` and `targets`.",
      )),
  ...Object.entries(document.routes).flatMap(([name, route]) => routeParts(["routes", name], route)),
  ...Object.entries(document.prompts ?? {}).flatMap(([name, { variants }]) =>
    emptyList(
      ["prompts", name, "variants"],
      variants,
      "A prompt needs at least one variant.",
      "Add `{ name: …, system: … }`.",
    ),
  ),
];

const routeParts = (path: YamlPath, route: RouteDocument): readonly Finding[] => [
  ...emptyList(
    [...path, "targets"],
    route.targets,
    `\`${path.at(-1)}\` has no targets.`,
    "Add at least one: `- { upstream: NAME }`.",
  ),
  ...(["models", "keys", "tags"] as const).flatMap((key) =>
    emptyList(
      [...path, "match", key],
      route.match?.[key],
      `An empty \`match.${key}\` matches nothing.`,
      "Add an entry or remove the list.",
    ),
  ),
  ...emptyList(
    [...path, "sticky_key"],
    route.sticky_key,
    "An empty `sticky_key` says nothing.",
    "Add an entry or remove the list.",
  ),
  ...(typeof route.policy === "object"
    ? emptyList(
        [...path, "policy", "limits"],
        route.policy.limits,
        "An empty `limits` leaves nothing to order by.",
        "Name a limit or remove the list: then all of them count.",
      )
    : []),
  ...(route.rules ?? []).flatMap((rule, index) => ruleParts([...path, "rules", index], rule)),
  ...(typeof route.spend_limit?.when_exhausted === "object"
    ? emptyMap(
        [...path, "spend_limit", "when_exhausted", "prefer"],
        route.spend_limit.when_exhausted.prefer,
        "`prefer` names nothing.",
        selectionHint,
      )
    : []),
];

const selectionHint = "Name `upstreams`, `tags` or `regions`.";

const ruleParts = (
  path: YamlPath,
  { when, prefer }: NonNullable<RouteDocument["rules"]>[number],
): readonly Finding[] => [
  ...emptyMap(
    [...path, "when"],
    when,
    "`when` has no condition.",
    "Add one, for example `complexity: { below: 0.35 }`.",
  ),
  ...(["tags", "keys", "region"] as const).flatMap((key) =>
    emptyList(
      [...path, "when", key],
      when[key],
      `An empty \`${key}\` fits nothing.`,
      "Add an entry or remove the list.",
    ),
  ),
  ...emptyMap([...path, "when", "headers"], when.headers, "`headers` names none.", "Add one: `x-team: gold`."),
  ...emptyList(
    [...path, "when", "schedule", "days"],
    when.schedule?.days,
    "An empty `days` is never.",
    "Add a day or remove the list.",
  ),
  ...emptyMap([...path, "prefer"], prefer, "`prefer` names nothing.", selectionHint),
  ...(["first_token_p95", "response_p95", "error_rate", "in_flight"] as const).flatMap((key) =>
    emptyMap([...path, "when", key, "of"], when[key]?.of, "`of` names nothing.", selectionHint),
  ),
  ...emptyMap(
    [...path, "when", "complexity"],
    when.complexity,
    "`complexity` compares with nothing.",
    "Add `above` or `below`.",
  ),
  ...(when.signal !== undefined &&
  when.signal.above === undefined &&
  when.signal.below === undefined &&
  when.signal.equals === undefined
    ? [nothing([...path, "when", "signal"], "`signal` compares with nothing.", "Add `above`, `below` or `equals`.")]
    : []),
];

const emptyMap = (path: YamlPath, map: object | undefined, message: string, hint: string): readonly Finding[] =>
  map !== undefined && Object.values(map).every((value) => value === undefined) ? [nothing(path, message, hint)] : [];

const emptyList = (
  path: YamlPath,
  list: readonly unknown[] | undefined,
  message: string,
  hint: string,
): readonly Finding[] =>
  list !== undefined && list.length === 0 ? [{ code: "empty_list", severity: "error", path, message, hint }] : [];

const nothing = (path: YamlPath, message: string, hint: string): Finding => ({
  code: "nothing_given",
  severity: "error",
  path,
  message,
  hint,
});
