import type { DiagnosticCode, Severity } from "./diagnostic.ts";
import type { YamlPath } from "./yaml-path.ts";

/** A problem before its place in the text is known: what every check of the document yields. */
export type Finding = {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly path: YamlPath;
  /** `key` points at the key itself, `value` (the default) at what it holds. */
  readonly at?: "key" | "value";
  readonly message: string;
  /** A function when it is dear to make: it is called only for findings that are shown. */
  readonly hint: string | null | (() => string | null);
};

/** At most this many problems are reported; further ones are counted. */
export const mostDiagnostics = 1_000;
