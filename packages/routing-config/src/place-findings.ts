import type { Diagnostic, DiagnosticRange } from "./diagnostic.ts";
import { type Finding, mostDiagnostics } from "./finding.ts";
import { lineStartsOf, positionAt } from "./line-starts.ts";
import type { SpanFinding } from "./reading/locate-nodes.ts";
import { type LocatedNode, nearestNode, type Span } from "./reading/located-node.ts";
import { formatYamlPath } from "./yaml-path.ts";

/** Findings → diagnostics with their places in the text, in its order, at most `mostDiagnostics` and one that counts. */
export const placeFindings = (
  findings: readonly (Finding | SpanFinding)[],
  text: string,
  root: LocatedNode | null,
): readonly Diagnostic[] => {
  const placed = findings.map((finding) => ({
    finding,
    span: "span" in finding ? finding.span : spanOf(finding, text, root),
  }));
  placed.sort(byPlace);
  // Errors come first when there is no room for all.
  const chosen =
    placed.length <= mostDiagnostics
      ? placed
      : placed
          .toSorted((a, b) => rank[a.finding.severity] - rank[b.finding.severity])
          .slice(0, mostDiagnostics)
          .sort(byPlace);
  const lineStarts = lineStartsOf(text);
  const diagnostics = chosen.map(
    ({ finding, span }): Diagnostic => ({
      code: finding.code,
      severity: finding.severity,
      path: formatYamlPath(finding.path),
      range: rangeOf(span, text, lineStarts),
      message: finding.message,
      hint: typeof finding.hint === "function" ? finding.hint() : finding.hint,
    }),
  );
  if (chosen === placed) return diagnostics;
  const end = { start: text.length, end: text.length };
  const hasError = chosen.some(({ finding }) => finding.severity === "error");
  return [
    ...diagnostics,
    {
      code: "too_many_problems",
      severity: hasError ? "error" : "warning",
      path: "",
      range: rangeOf(end, text, lineStarts),
      message: `There are ${placed.length - chosen.length} more problems.`,
      hint: "Mend the ones that are shown first.",
    },
  ];
};

const rank = { error: 0, warning: 1, info: 2 } as const;

type Placed = { readonly span: Span };

const byPlace = (a: Placed, b: Placed): number => a.span.start - b.span.start || a.span.end - b.span.end;

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

const rangeOf = (span: Span, text: string, lineStarts: readonly number[]): DiagnosticRange => {
  const start = Math.min(Math.max(0, span.start), text.length);
  const end = Math.min(Math.max(start, span.end), text.length);
  return { start: positionAt(start, lineStarts), end: positionAt(end, lineStarts) };
};
