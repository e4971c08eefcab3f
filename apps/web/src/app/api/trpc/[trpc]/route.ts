import { apiServer } from "../../../../auth/api-server.ts";
import { sessionUserId } from "../../../../auth/session-user-id.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const response = await (await apiServer()).handle(request, { endpoint: "/api/trpc", userId: await sessionUserId() });
  response.headers.set("cache-control", "no-store");
  return response;
}

export { handle as GET, handle as POST };
