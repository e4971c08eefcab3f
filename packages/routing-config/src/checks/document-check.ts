import type { BrokenPaths } from "../broken-paths.ts";
import type { Finding } from "../finding.ts";
import type { RoutingDocument } from "../schema/document.ts";

/** Where a document is to be used, and what is known there. */
export type CheckOptions = {
  /** `workspace` (the default): published in a workspace; `file`: a gateway runs from the file alone. */
  readonly mode?: "workspace" | "file" | undefined;
  /** Names of the secrets that exist; without it no reference to a secret is doubted. */
  readonly secretNames?: readonly string[] | undefined;
  /** The hosts that each secret may be sent to, exact or `*.example.com`; without it none is doubted. */
  readonly secretHosts?: ReadonlyMap<string, readonly string[]> | undefined;
};

/** One thing to check about the meaning of a document. The document may hold stand-ins where `broken` says so. */
export type DocumentCheck = (
  document: RoutingDocument,
  options: CheckOptions,
  broken: BrokenPaths,
) => readonly Finding[];
