import { createLog } from "@meridian/logging";
import { chatSender } from "./chat-client/send-chat.ts";
import { demoRequests } from "./demo-traffic/demo-requests.ts";
import { runDemoTraffic } from "./demo-traffic/run-demo-traffic.ts";
import { readTrafficEnv } from "./env.ts";
import { pause } from "./pause.ts";

// The demo's applications: they know the gateway's URL and a key, and nothing else.
const env = readTrafficEnv();
const stopped = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stopped.abort());

const log = createLog("info", "demo-traffic");
const say = (line: string) => log.info(line);
say(`Demo traffic: about ${env.DEMO_REQUESTS_PER_SECOND} requests a second to ${env.GATEWAY_URL}`);
await runDemoTraffic({
  next: demoRequests(1, env.DEMO_REQUESTS_PER_SECOND),
  send: chatSender(env.GATEWAY_URL, env.GATEWAY_KEY),
  say,
  pause,
  signal: stopped.signal,
});
// Requests in flight are not waited for: the gateway sees their callers leave.
process.exit(0);
