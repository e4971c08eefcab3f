export * from "./create-test-workspace.ts";
export * from "./open-test-operations.ts";
export * from "./test-routing-config.ts";
export * from "./test-request-record.ts";
