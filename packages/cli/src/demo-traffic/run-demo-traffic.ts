import type { ChatResult } from "../chat-client/send-chat.ts";
import { backOffMs } from "./back-off.ts";
import type { DemoRequest } from "./demo-requests.ts";

type Parts = {
  readonly next: () => DemoRequest;
  readonly send: (request: DemoRequest) => Promise<ChatResult>;
  readonly say: (line: string) => void;
  /** Waits, at most until the signal. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
};

/** Beyond this many unfinished requests arrivals are dropped, as impatient people do. */
const maxInFlight = 150;

/**
 * Sends requests as they arrive, whether or not earlier ones are answered, until the signal. While no gateway can be
 * reached it asks with one request at a time, ever less often.
 */
export async function runDemoTraffic({ next, send, say, pause, signal }: Parts): Promise<void> {
  let inFlight = 0;
  let failuresInARow = 0;
  const sendOne = async (request: DemoRequest) => {
    inFlight++;
    const failuresBefore = failuresInARow;
    const reached = (await send(request)).kind !== "unreachable";
    inFlight--;
    if (reached && failuresInARow > 0) say("The gateway answers again.");
    if (!reached && failuresInARow === 0) say("The gateway cannot be reached; trying again until it can.");
    // Requests that were under way together fail together: that is one failure, not many.
    failuresInARow = reached ? 0 : Math.max(failuresInARow, failuresBefore + 1);
  };

  while (!signal.aborted) {
    const request = next();
    const failuresBefore = failuresInARow;
    const waitMs = failuresInARow > 0 ? backOffMs(failuresInARow) : request.gapMs;
    await pause(waitMs, signal);
    if (signal.aborted) break;
    // The gateway went away during an ordinary gap: back off first.
    if (failuresBefore === 0 && failuresInARow > 0) continue;
    if (failuresInARow > 0) await sendOne(request);
    else if (inFlight < maxInFlight) void sendOne(request);
  }
}
