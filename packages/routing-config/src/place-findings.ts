import type { LineCounter } from "yaml";
import type { Diagnostic, DiagnosticRange } from "./diagnostic.ts";
import { type Finding, mostDiagnostics } from "./finding.ts";
import type { SpanFinding } from "./reading/locate-nodes.ts";
import { type LocatedNode, nearestNode, type Span } from "./reading/located-node.ts";
import { formatYamlPath } from "./yaml-path.ts";

/** Findings → diagnostics with their places in the text, in its order, at most `mostDiagnostics` and one that counts. */
export const placeFindings = (
  findings: readonly (Finding | SpanFinding)[],
  text: string,
  root: LocatedNode | null,
  lines: LineCounter,
): readonly Diagnostic[] => {
  const placed = findings
    .map((finding) => ({ finding, span: "span" in finding ? finding.span : spanOf(finding, text, root) }))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const diagnostics = placed.slice(0, mostDiagnostics).map(
    ({ finding, span }): Diagnostic => ({
      code: finding.code,
      severity: finding.severity,
      path: formatYamlPath(finding.path),
      range: rangeOf(span, text, lines),
      message: finding.message,
      hint: typeof finding.hint === "function" ? finding.hint() : finding.hint,
    }),
  );
  const cut = placed.slice(mostDiagnostics);
  const first = cut[0];
  if (first === undefined) return diagnostics;
  return [
    ...diagnostics,
    {
      code: "too_many_problems",
      severity: cut.some(({ finding }) => finding.severity === "error") ? "error" : "warning",
      path: formatYamlPath(first.finding.path),
      range: rangeOf(first.span, text, lines),
      message: `There are ${cut.length} more problems from here on.`,
      hint: "Mend the ones above first.",
    },
  ];
};

/** A missing key is shown at the map that lacks it; a map or list at its key, so that no half of the text is marked. */
const spanOf = (finding: Finding, text: string, root: LocatedNode | null): Span => {
  if (root === null) return { start: 0, end: 0 };
  const { node, exact } = nearestNode(root, finding.path);
  const isScalar = node.content.kind === "scalar" && node.span.end > node.span.start;
  if (exact && isScalar && finding.at !== "key") return node.span;
  if (node.keySpan !== null) return node.keySpan;
  const lineEnd = text.indexOf("\n", node.span.start);
  return { start: node.span.start, end: lineEnd < 0 ? node.span.end : Math.min(node.span.end, lineEnd) };
};

const rangeOf = (span: Span, text: string, lines: LineCounter): DiagnosticRange => {
  const start = Math.min(Math.max(0, span.start), text.length);
  const end = Math.min(Math.max(start, span.end), text.length);
  return { start: positionOf(start, lines), end: positionOf(end, lines) };
};

const positionOf = (offset: number, lines: LineCounter) => {
  const { line, col } = lines.linePos(offset);
  // Text that was refused unread has no lines.
  return line === 0 ? { line: 1, column: 1, offset } : { line, column: col, offset };
};
