import type { DeleteDemoInput } from "@meridian/api/server";
import { apiServer } from "../../../auth/api-server.ts";
import { answerAfter, plainAnswer, readPlainRequest } from "../../../auth/plain-request.ts";
import { sessionNow } from "../../../auth/session-now.ts";

export const dynamic = "force-dynamic";

/** Deletes the demo, for its owner. */
export async function POST(request: Request): Promise<Response> {
  const session = await sessionNow();
  if (session === null) return plainAnswer(401, "Sign in first.");
  const input = await readPlainRequest(request);
  if (input === null || typeof input["workspaceId"] !== "string") {
    return plainAnswer(400, "This request cannot be read.");
  }
  // What is asked for is read there.
  return answerAfter(async () => (await apiServer()).deleteDemo(session.userId, input as DeleteDemoInput));
}
