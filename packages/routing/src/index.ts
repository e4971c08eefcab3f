export * from "./provider.ts";
export * from "./routing-table.ts";
export * from "./route-request.ts";
export * from "./override.ts";
export * from "./outcome.ts";
export * from "./route-plan.ts";
export * from "./live-view.ts";
export * from "./retry-step.ts";
