export * from "./frames.ts";
export * from "./client-frame.ts";
export * from "./live-error.ts";
export * from "./parse-live-frame.ts";
