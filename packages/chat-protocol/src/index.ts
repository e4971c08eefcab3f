export * from "./error-envelope.ts";
export * from "./models-list.ts";
export * from "./parse-chat-request.ts";
export * from "./read-upstream-error.ts";
export * from "./rewrite-chat-request.ts";
export * from "./scan-reply.ts";
export * from "./stream-tap.ts";
export * from "./token-usage.ts";
