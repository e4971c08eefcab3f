export { createLog, type Logger, logLevels } from "./create-log.ts";
