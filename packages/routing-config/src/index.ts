export * from "./environment-snapshot.ts";
