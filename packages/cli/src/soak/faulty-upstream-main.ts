import { createServer, type ServerResponse } from "node:http";
import { listenForBench } from "../bench/listen-for-bench.ts";

// An upstream that fails in every way there is. Its first address fails often, its second seldom.
const chances = { first: 0.3, second: 0.03 };

const facts = { id: "chatcmpl-soak", created: 1, model: "bench" };
const choices = [{ index: 0, message: { role: "assistant", content: "All is well." }, finish_reason: "stop" }];
const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 };
const whole = JSON.stringify({ ...facts, object: "chat.completion", choices, usage });
const frame = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ ...facts, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const token = frame({ content: " word" }, null);
const end = `${frame({}, "stop")}data: ${JSON.stringify({ ...facts, choices: [], usage })}\n\ndata: [DONE]\n\n`;
const sse = { "content-type": "text/event-stream" };
const json = { "content-type": "application/json" };

type Fault = (response: ServerResponse) => void;

const faults: readonly Fault[] = [
  (response) => response.writeHead(500, json).end('{"error":{"message":"broken"}}'),
  (response) => response.writeHead(503).end(),
  (response) => response.writeHead(429, { ...json, "retry-after-ms": "40" }).end('{"error":{"message":"slow down"}}'),
  (response) => response.writeHead(400, json).end('{"error":{"message":"no","type":"invalid_request_error"}}'),
  (response) => response.destroy(),
  // Says nothing at all until the gateway has had enough.
  () => undefined,
  (response) => response.writeHead(200, json).end("{"),
  (response) => response.writeHead(200, sse).end('data: {"error":{"message":"out of memory","code":500}}\n\n'),
  (response) => response.writeHead(200, sse).end(`${token}data: {"error":{"message":"out of memory","code":500}}\n\n`),
  (response) => response.writeHead(200, sse).end(token + token.slice(0, 40)),
  (response) => {
    response.writeHead(200, sse).write(token);
    setTimeout(() => response.destroy(), 5);
  },
  (response) =>
    response.writeHead(200, { ...json, "content-length": "1000" }).write(whole.slice(0, 50), () => response.destroy()),
];

function stream(response: ServerResponse, left: number): void {
  if (response.destroyed) return;
  if (left === 0) response.end(end);
  else response.write(token, () => setTimeout(stream, 2, response, left - 1));
}

const server = createServer({ noDelay: true, keepAliveTimeout: 5_000 }, (request, response) => {
  const chance = request.url?.startsWith("/second") ? chances.second : chances.first;
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (Math.random() < chance) faults[Math.floor(Math.random() * faults.length)]?.(response);
    else if (!Buffer.concat(chunks).includes('"stream":true')) response.writeHead(200, json).end(whole);
    else stream(response.writeHead(200, sse), 20);
  });
});
listenForBench(server);
