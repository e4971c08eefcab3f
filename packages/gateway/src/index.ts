export { type Asked, decide, type Decision } from "./explain/decide.ts";
