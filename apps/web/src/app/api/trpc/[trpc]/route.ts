import { apiServer } from "../../../../auth/api-server.ts";
import { logError } from "../../../../auth/log-error.ts";
import { type SessionNow, readSession } from "../../../../auth/session-cookie.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  let session: SessionNow | null;
  try {
    session = await readSession(request.headers);
  } catch (error) {
    // Nobody can tell whether the session goes on; it is not over, so that nobody is sent to sign in again.
    logError("sessions cannot be checked", error);
    return Response.json({ error: "The database cannot be reached." }, { status: 503 });
  }
  const from = { userId: session?.userId ?? null, sessionId: session?.sessionId ?? null };
  const response = await (await apiServer()).handle(request, { endpoint: "/api/trpc", ...from });
  response.headers.set("cache-control", "no-store");
  return response;
}

export { handle as GET, handle as POST };
