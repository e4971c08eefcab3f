import { azureConversation, createArrivals, promptText, seededRandom } from "@meridian/simulator";
import { chatSender } from "./chat-client/send-chat.ts";
import { type Command, UsageError } from "./command/command.ts";
import { readArguments } from "./command/read-arguments.ts";
import { loadReport } from "./load/load-report.ts";
import { runLoad } from "./load/run-load.ts";

const maxOutputTokens = 1000;

/** `load`: an open-loop load generator. */
export const loadCommand: Command = {
  summary: "sends traffic to a gateway and prints percentiles of TTFT and errors",
  usage: `npm run cli -- load --model NAME [options]

Open loop: requests are sent when they are due, however slow the answers. Arrivals and sizes follow a real conversation
service's hour. Exit code 0: all were answered; 1: some were not. Ctrl-C ends early and reports.

  --model NAME      the model (route) to ask for
  --url URL         http://127.0.0.1:4000/v1
  --key KEY         gateway key
  --rate N          requests a second: 5
  --duration N      seconds: 30
  --stream          streams, and so measures TTFT
  --seed N          other arrivals: 1`,
  run: async (args, console) => {
    const { values } = readArguments({
      args: [...args],
      options: {
        model: { type: "string" },
        url: { type: "string", default: "http://127.0.0.1:4000/v1" },
        key: { type: "string" },
        rate: { type: "string", default: "5" },
        duration: { type: "string", default: "30" },
        stream: { type: "boolean", default: false },
        seed: { type: "string", default: "1" },
      },
    });
    const { model, url, key, stream } = values;
    if (model === undefined) throw new UsageError("--model is missing.");
    if (key === undefined) throw new UsageError("--key is missing.");
    if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError(`--url must be an http(s) URL, not ${url}.`);
    const rate = positive("--rate", values.rate);
    const seconds = positive("--duration", values.duration);
    const seed = positive("--seed", values.seed);

    const arrival = createArrivals(seed, { ...azureConversation, requestsPerSecond: rate });
    const random = seededRandom(seed);
    const next = () => {
      const { gapMs, promptTokens } = arrival();
      return {
        gapMs,
        model,
        prompt: promptText(promptTokens, random),
        stream,
        maxOutputTokens,
        leavesAfterTokens: null,
      };
    };
    const stopped = new AbortController();
    process.once("SIGINT", () => stopped.abort());
    const beganMs = performance.now();
    const results = await runLoad({
      next,
      send: chatSender(url, key),
      durationMs: seconds * 1000,
      signal: stopped.signal,
    });
    for (const line of loadReport(results, (performance.now() - beganMs) / 1000)) console.out(line);
    return results.every(({ kind }) => kind === "answered") ? 0 : 1;
  },
};

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new UsageError(`${name} must be a number above 0, not ${text}.`);
  return value;
}
