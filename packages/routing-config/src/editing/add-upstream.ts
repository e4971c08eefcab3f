import { isMap, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { parseRoutingDocument } from "../check-routing-config.ts";
import { targetLine, upstreamLines, routeLines } from "./added-lines.ts";
import { columnOf, endOfNode, insertLines, startOfEntry } from "./text-places.ts";
import type { UpstreamAddition } from "./upstream-addition.ts";

/** What the first upstream is added to. */
const skeleton = `# How requests to this environment are routed. Change it, look at what changes, publish it.
language: 1

# Where requests can go.
upstreams: {}

# Callers choose a route by the model name they send: the first route that matches serves the request.
routes: {}
`;

/**
 * The document with one upstream more. Nothing else changes, not a space: comments and layout stay as people wrote them.
 * null when the text cannot be added to: it cannot be read, or has no such route.
 */
export function addUpstream(yaml: string | null, { upstream, route }: UpstreamAddition): string | null {
  const text = yaml ?? skeleton;
  if (yaml !== null && parseRoutingDocument(yaml).document === null) return null;
  const withUpstream = addEntry(text, "upstreams", upstreamLines(upstream), () => null);
  if (withUpstream === null) return null;
  return route.kind === "new"
    ? addEntry(withUpstream, "routes", routeLines(route, upstream.name), firstCatchAll)
    : addTarget(withUpstream, route, upstream.name);
}

/** Adds an entry to one of the document's maps, at its end or before the entry that `before` names. */
function addEntry(
  text: string,
  section: string,
  lines: readonly string[],
  before: (map: YAMLMap) => number | null,
): string | null {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return null;
  const pair = root.items.find(({ key }) => String(key) === section);
  const map = pair?.value;
  if (!isMap(map) || map.items.length === 0) {
    // Nothing is in it: what stands there (`{}`, or no text) makes way.
    const key = pair?.key as Node | undefined;
    const colon = key?.range ? text.indexOf(":", key.range[1]) : -1;
    if (colon < 0) return null;
    const end = isMap(map) && map.range ? map.range[1] : colon + 1;
    return insertLines(text.slice(0, colon + 1) + text.slice(end), colon + 1, indented(lines, 2));
  }
  if (map.flow === true) return null;
  const [first] = map.items;
  const indent = columnOf(text, first?.key as Node);
  const at = before(map);
  const place = at === null ? endOfNode(text, map) : startOfEntry(text, map.items[at]?.key as Node);
  const airy =
    map.items.length > 1 && /\n[ \t]*\n/.test(text.slice(endOfNode(text, first?.value as Node), columnStart(map, 1)));
  const block = indented(lines, indent);
  if (at === null) return insertLines(text, place, airy ? ["", ...block] : block);
  return `${text.slice(0, place)}${[...block, ...(airy ? [""] : [])].join("\n")}\n${text.slice(place)}`;
}

function columnStart(map: YAMLMap, at: number): number {
  return (map.items[at]?.key as Node | undefined)?.range?.[0] ?? 0;
}

/** A route that takes every model would shadow the ones after it. */
function firstCatchAll(routes: YAMLMap): number | null {
  const at = routes.items.findIndex(({ value }) => {
    const models = isMap(value) ? value.getIn(["match", "models"]) : undefined;
    return isSeq(models) && models.items.some((each) => String(each) === "*");
  });
  return at < 0 ? null : at;
}

function addTarget(
  text: string,
  { name, place }: { readonly name: string; readonly place: "beside" | "fallback" },
  upstream: string,
): string | null {
  const targets = parseDocument(text).getIn(["routes", name, "targets"]);
  const { document } = parseRoutingDocument(text);
  const known = document?.routes[name]?.targets;
  if (!isSeq(targets) || !targets.range || known === undefined) return null;
  const line = targetLine(known, place, upstream);
  if (targets.flow === true) {
    const close = targets.range[1] - 1;
    const inside = text.slice(targets.range[0] + 1, close);
    const separator = inside.trim() === "" || /,\s*$/.test(inside) ? "" : ", ";
    return `${text.slice(0, targets.range[0] + 1)}${inside.trimEnd()}${separator}${line} ${text.slice(close)}`;
  }
  const start = (targets.items.at(-1) as Node | undefined)?.range?.[0];
  if (start === undefined) return null;
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1))?.[0] ?? "";
  return insertLines(text, endOfNode(text, targets), [`${indent}- ${line}`]);
}

const indented = (lines: readonly string[], by: number): string[] => lines.map((line) => `${" ".repeat(by)}${line}`);
