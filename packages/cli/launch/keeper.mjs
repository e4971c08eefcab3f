// Reads "+group" and "-group" lines. When its input ends, the launcher is gone, however it went: end what is left.
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const groups = new Set();
const signalAll = (signal) => {
  for (const group of groups) {
    try {
      process.kill(-group, signal);
    } catch {
      groups.delete(group);
    }
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line.slice(1));
  if (line[0] === "+") groups.add(group);
  else groups.delete(group);
}
signalAll("SIGTERM");
for (let waited = 0; waited < 8_000 && groups.size > 0; waited += 100) {
  await setTimeout(100);
  signalAll(0);
}
signalAll("SIGKILL");
