import type { RoutingTable } from "@meridian/routing";
import { brokenPaths } from "./broken-paths.ts";
import { documentChecks } from "./checks/all-checks.ts";
import type { CheckOptions } from "./checks/document-check.ts";
import { compileRoutingDocument } from "./compile/compile-routing-document.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { placeFindings } from "./place-findings.ts";
import { readDocument } from "./reading/read-document.ts";
import type { RoutingDocument } from "./schema/document.ts";

/** What is known about a routing document. */
export type RoutingConfigCheck = {
  /** In the order of the text; empty when all is well. */
  readonly diagnostics: readonly Diagnostic[];
  /** null when the text is not a document of the language; a document that is refused for its meaning is there. */
  readonly document: RoutingDocument | null;
  /** null when any diagnostic is an error. */
  readonly table: RoutingTable | null;
};

/**
 * Checks a routing document and compiles it: the one checker of editor, command line, publish and gateway. Reports every
 * problem at once, and never throws, whatever the text.
 */
export const checkRoutingConfig = (yaml: string, options: CheckOptions = {}): RoutingConfigCheck => {
  const { document, draft, findings, root } = readDocument(yaml);
  const broken = brokenPaths(findings);
  const meaning =
    draft === null
      ? []
      : documentChecks.flatMap((check) => check(draft, options, broken)).filter(({ path }) => !broken.isWithin(path));
  const all = [...findings, ...meaning];
  const hasError = all.some(({ severity }) => severity === "error");
  return {
    diagnostics: placeFindings(all, yaml, root),
    document,
    table: document === null || hasError ? null : compileRoutingDocument(document),
  };
};

/** Reads a document without checking what it means. */
export const parseRoutingDocument = (yaml: string): Pick<RoutingConfigCheck, "diagnostics" | "document"> => {
  const { document, findings, root } = readDocument(yaml);
  return { document, diagnostics: placeFindings(findings, yaml, root) };
};
