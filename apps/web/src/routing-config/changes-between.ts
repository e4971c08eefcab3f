import { diffRoutingDocuments, parseRoutingDocument, summariseChanges } from "@meridian/routing-config";

/**
 * What a person should know of the way from one document to another, a sentence each. null when the second cannot be read
 * yet; a first that cannot be read counts as none.
 */
export function changesBetween(before: string | null, after: string): string[] | null {
  const { document } = parseRoutingDocument(after);
  if (document === null) return null;
  const base = before === null ? null : parseRoutingDocument(before).document;
  return summariseChanges(diffRoutingDocuments(base, document));
}
