export type { AppRouter } from "./app-router.ts";
export { transformer } from "./transformer.ts";
