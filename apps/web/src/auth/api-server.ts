import { type ApiServer, openApiServer } from "@meridian/api/server";
import { webEnv } from "../env.ts";
import { logError } from "./log-error.ts";

/** One a process, also when the framework loads this module several times. */
const holder = globalThis as typeof globalThis & { meridianApi?: ApiServer };

/** The API; opened at the first request. */
export function apiServer(): ApiServer {
  holder.meridianApi ??= openApiServer({
    databaseUrl: webEnv().databaseUrl,
    masterKey: webEnv().masterKey,
    onUnexpectedError: ({ error, path, requestId }) => logError(`${path} failed`, error, { requestId }),
  });
  return holder.meridianApi;
}
