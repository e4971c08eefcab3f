import type { FirstOwnerInput } from "@meridian/api/server";
import { apiServer } from "../../../auth/api-server.ts";
import { answerAfter, plainAnswer, readPlainRequest } from "../../../auth/plain-request.ts";
import { isSetupCode, needsSetupCode } from "../../../auth/setup-code.ts";

export const dynamic = "force-dynamic";

/** Makes the first account and its workspace. Needs nobody to be signed in, and works only while there is nobody. */
export async function POST(request: Request): Promise<Response> {
  const said = await readPlainRequest(request);
  if (said === null) return plainAnswer(400, "This request cannot be read.");
  const { setupCode, ...input } = said;
  if (needsSetupCode(request.headers) && !isSetupCode(setupCode)) {
    return plainAnswer(
      403,
      "The setup code is wrong. It stands in the terminal where Meridian was started, and in its data folder.",
    );
  }
  // What is asked for is read there.
  return answerAfter(async () => (await apiServer()).createFirstOwner(input as FirstOwnerInput));
}
