import { apiServer } from "../../../auth/api-server.ts";
import { logError } from "../../../auth/log-error.ts";

export const dynamic = "force-dynamic";

/** 200 while the app can do its work, 503 while its database cannot be reached. */
export async function GET(): Promise<Response> {
  try {
    await (await apiServer()).ping();
    return Response.json({ status: "ok", database: "ok" }, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    logError("health check failed", error);
    return Response.json(
      { status: "unavailable", database: "unreachable" },
      { status: 503, headers: { "cache-control": "no-store" } },
    );
  }
}
