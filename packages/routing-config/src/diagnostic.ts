/** What can be said about a routing document. Codes are stable: tests, filters and documentation name them. */
export const diagnosticCodes = [
  // Reading the text
  "too_large",
  "empty_document",
  "several_documents",
  "yaml_syntax",
  "duplicate_key",
  "merge_key",
  "alias",
  "tag",
  "forbidden_key",
  "too_deep",
  // The shape of the document
  "unknown_key",
  "missing_key",
  "invalid_name",
  "wrong_type",
  "invalid_value",
  "literal_credential",
  "misplaced_reference",
  // What it means
  "empty_list",
  "nothing_given",
  "unknown_upstream",
  "unknown_prompt",
  "unknown_route",
  "unknown_secret",
  "env_outside_file_mode",
  "gateway_keys_in_workspace",
  "gateway_keys_missing",
  "base_url_missing",
  "deployment_missing",
  "aws_credentials",
  "azure_credentials",
  "google_credentials",
  "provider_block",
  "duplicate_target",
  "duplicate_name",
  "same_place",
  "weight_missing",
  "no_target_left",
  "target_never_used",
  "no_fallback",
  "shadowed_route",
  "shadowed_rule",
  "rule_never_applies",
  "recovers_above",
  "too_many_measured",
  "canary_share",
  "unused_sticky_key",
  "unused_upstream",
  "timeout_order",
  "unpriced_spend",
  "unpriced_target",
  "loose_objective",
  "nothing_preferred",
  "not_supported_yet",
  "too_many_problems",
  "secret_host",
  "address_refused",
  // What only a gateway can tell
  "env_missing",
  "secret_unreadable",
] as const;
export type DiagnosticCode = (typeof diagnosticCodes)[number];

export type Severity = "error" | "warning" | "info";

/** Line and column are 1-based and count UTF-16 units; `offset` is 0-based into the text. */
export type Position = { readonly line: number; readonly column: number; readonly offset: number };

/** `end` is exclusive. */
export type DiagnosticRange = { readonly start: Position; readonly end: Position };

/** One problem of a routing document, where it is and how to mend it. */
export type Diagnostic = {
  readonly code: DiagnosticCode;
  /** A document with an `error` is never published and never served. */
  readonly severity: Severity;
  /** YAML path as people write it: `routes.support-chat.targets[0].weight`; empty for the whole document. */
  readonly path: string;
  readonly range: DiagnosticRange;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** How to mend it, one sentence; null when the message says it all. */
  readonly hint: string | null;
};
