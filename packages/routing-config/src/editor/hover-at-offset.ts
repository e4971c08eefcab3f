import { type LocatedNode, type Span } from "../reading/located-node.ts";
import { readYaml } from "../reading/read-yaml.ts";
import { formatYamlPath, type YamlPath } from "../yaml-path.ts";
import { describePath } from "./schema-node.ts";

/** What the key or value under the pointer means. */
export type Hover = { readonly path: string; readonly description: string; readonly from: number; readonly to: number };

/** null where there is nothing to say, or while the text is not YAML. */
export const hoverAtOffset = (yaml: string, offset: number): Hover | null => {
  const { root } = readYaml(yaml);
  const hit = root === null ? null : find(root, offset, []);
  if (hit === null) return null;
  const path = formatYamlPath(hit.path);
  const description = describePath(path);
  return description === null ? null : { path, description, from: hit.span.start, to: hit.span.end };
};

type Hit = { readonly path: YamlPath; readonly span: Span };

const covers = (span: Span | null, offset: number): span is Span =>
  span !== null && span.start <= offset && offset <= span.end;

const find = (node: LocatedNode, offset: number, path: YamlPath): Hit | null => {
  if (covers(node.keySpan, offset)) return { path, span: node.keySpan };
  if (!covers(node.span, offset)) return null;
  const { content } = node;
  if (content.kind === "scalar") return { path, span: node.span };
  const children: readonly (readonly [string | number, LocatedNode])[] =
    content.kind === "map" ? [...content.entries] : content.kind === "list" ? [...content.items.entries()] : [];
  for (const [part, child] of children) {
    const hit = find(child, offset, [...path, part]);
    if (hit !== null) return hit;
  }
  return null;
};
