export * from "./a-record.ts";
