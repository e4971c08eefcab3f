export * from "./environment-snapshot.ts";
export { checkRoutingConfig, parseRoutingDocument, type RoutingConfigCheck } from "./check-routing-config.ts";
export { compileRoutingDocument } from "./compile/compile-routing-document.ts";
export type { CheckOptions } from "./checks/document-check.ts";
export type { Diagnostic, DiagnosticCode, DiagnosticRange, Position, Severity } from "./diagnostic.ts";
export { type JsonSchemaNode, routingConfigJsonSchema } from "./editor/json-schema.ts";
export { completionsAt, describePath } from "./editor/schema-node.ts";
export { maxDocumentBytes } from "./reading/read-yaml.ts";
export type { RoutingDocument } from "./schema/document.ts";
