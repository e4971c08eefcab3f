import { BroadcastChannel, workerData } from "node:worker_threads";
import type { ThreadStart } from "../src/threads/messages.ts";

/** A thread that serves as any other, until a test tells it to break. */
const channel = new BroadcastChannel("break a thread");
channel.onmessage = (event) => {
  const { data } = event as { data: unknown };
  if (data === (workerData as ThreadStart).thread) throw new Error("broken on purpose");
};
await import("../src/threads/thread-main.ts");
