import { createServer, type ServerResponse } from "node:http";
import { listenForBench } from "./listen-for-bench.ts";
import { framesPerStream, slowUser } from "./load-plan.ts";

// The fastest upstream there can be, so that it is never what is measured: fixed replies, and one timer for all streams.
const tickMs = 5;
/** Between two frames of a slow stream: 2 s. */
const slowTicks = 400;

const facts = { id: "chatcmpl-bench", created: 1, model: "bench" };
const usage = { prompt_tokens: 100, completion_tokens: framesPerStream, total_tokens: 100 + framesPerStream };
const message = { role: "assistant", content: "All is well. ".repeat(55) };
const whole = Buffer.from(
  JSON.stringify({
    ...facts,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage,
  }),
);
const frame = (choices: unknown[], more = {}) =>
  `data: ${JSON.stringify({ ...facts, object: "chat.completion.chunk", choices, ...more })}\n\n`;
const token = Buffer.from(frame([{ index: 0, delta: { content: " word" }, finish_reason: null }]));
const finish = frame([{ index: 0, delta: {}, finish_reason: "stop" }]);
const end = Buffer.from(`${finish}${frame([], { usage })}data: [DONE]\n\n`);

const open = new Map<ServerResponse, number>();
const slow = new Set<ServerResponse>();
let ticks = 0;
setInterval(() => {
  if (ticks++ % slowTicks === 0) for (const response of slow) response.write(token);
  for (const [response, sent] of open) {
    if (sent < framesPerStream) {
      response.write(token);
      open.set(response, sent + 1);
    } else {
      response.end(end);
      open.delete(response);
    }
  }
}, tickMs).unref();

const server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (body.includes(`"user":"${slowUser}"`)) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(token);
      slow.add(response);
      response.on("close", () => slow.delete(response));
    } else if (body.includes('"stream":true')) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      open.set(response, 0);
      response.on("close", () => open.delete(response));
    } else {
      response.writeHead(200, { "content-type": "application/json", "content-length": whole.length });
      response.end(whole);
    }
  });
});
listenForBench(server);
