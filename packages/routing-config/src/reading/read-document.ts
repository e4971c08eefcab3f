import { brokenPaths } from "../broken-paths.ts";
import type { Finding } from "../finding.ts";
import { type RoutingDocument, routingDocumentSchema } from "../schema/document.ts";
import type { SpanFinding } from "./locate-nodes.ts";
import { type LocatedNode, plainValue, valueAt } from "./located-node.ts";
import { readYaml } from "./read-yaml.ts";
import { salvage } from "./salvage.ts";
import { shapeFindings } from "./shape-findings.ts";

export type DocumentReading = {
  readonly root: LocatedNode | null;
  /** null when the text or its shape has an error. */
  readonly document: RoutingDocument | null;
  /** The document, with stand-ins where it is broken; null when nothing can be said about its meaning. */
  readonly draft: RoutingDocument | null;
  readonly findings: readonly (Finding | SpanFinding)[];
};

/** Text → document, with every problem of the text and of its shape. Never throws. */
export const readDocument = (text: string): DocumentReading => {
  const { root, findings } = readYaml(text);
  if (root === null) return { root, document: null, draft: null, findings };

  const parsed = routingDocumentSchema.safeParse(plainValue(root));
  if (parsed.success) {
    return { root, document: findings.length === 0 ? parsed.data : null, draft: parsed.data, findings };
  }
  const { issues } = parsed.error;
  const refused = brokenPaths(findings);
  const shape = shapeFindings(issues, (path) => valueAt(root, path)).filter(({ path }) => !refused.isWithin(path));
  const draft = root.content.kind === "map" ? salvage(plainValue(root), issues) : null;
  return { root, document: null, draft, findings: [...findings, ...shape] };
};
