import type { ApiServer } from "@meridian/api/server";
import { webEnv } from "../env.ts";
import { logCall, logError } from "./log-error.ts";

/** One a process, also when the framework loads this module several times. */
const holder = globalThis as typeof globalThis & { meridianApi?: Promise<ApiServer> };

/** The API; opened at the first request. */
export function apiServer(): Promise<ApiServer> {
  holder.meridianApi ??= open();
  return holder.meridianApi;
}

/**
 * Node loads the API itself, from its sources: bundled, the database package would no longer find its own files
 * (migrations, WebAssembly) by where it lies.
 */
async function open(): Promise<ApiServer> {
  const { openApiServer, practisePublishing } = await import(/* turbopackIgnore: true */ "@meridian/api/server");
  void practisePublishing();
  return openApiServer({
    databaseUrl: webEnv().databaseUrl,
    masterKey: webEnv().masterKey,
    allowPrivateUpstreams: webEnv().allowPrivateUpstreams,
    mail: webEnv().mail ? { publicUrl: webEnv().url.href.replace(/\/$/, "") } : null,
    onUnexpectedError: ({ error, path, requestId }) => logError(`${path} failed`, error, { requestId }),
    onCall: logCall,
  });
}
