export * from "./request-record.ts";
export * from "./cell.ts";
