import { setTimeout as pause } from "node:timers/promises";
import { backOffMs } from "./back-off.ts";
import type { DemoRequest } from "./demo-requests.ts";
import type { SendResult } from "./send-chat.ts";

type Parts = {
  readonly next: () => DemoRequest;
  readonly send: (request: DemoRequest) => Promise<SendResult>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Beyond this many unfinished requests arrivals are dropped, as impatient people do. */
const maxInFlight = 150;

/**
 * Sends requests as they arrive, whether or not earlier ones are answered, until the signal. While no gateway can be
 * reached it asks with one request at a time, ever less often.
 */
export async function runDemoTraffic({ next, send, say, signal }: Parts): Promise<void> {
  let inFlight = 0;
  let failuresInARow = 0;
  const sendOne = async (request: DemoRequest) => {
    inFlight++;
    const failuresBefore = failuresInARow;
    const result = await send(request);
    inFlight--;
    if (result !== "unreachable" && failuresInARow > 0) say("The gateway answers again.");
    if (result === "unreachable" && failuresInARow === 0)
      say("The gateway cannot be reached; trying again until it can.");
    // Requests that were under way together fail together: that is one failure, not many.
    failuresInARow = result === "unreachable" ? Math.max(failuresInARow, failuresBefore + 1) : 0;
  };

  while (!signal.aborted) {
    const request = next();
    const waitMs = failuresInARow > 0 ? backOffMs(failuresInARow) : request.gapMs;
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    if (failuresInARow > 0) await sendOne(request);
    else if (inFlight < maxInFlight) void sendOne(request);
  }
}
