export * from "./actor.ts";
export * from "./can.ts";
export * from "./gateway-key-format.ts";
export * from "./live-ticket.ts";
export * from "./role.ts";
export * from "./scope.ts";
