import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on a free loopback port and prints it: what the benchmark waits for. */
export function listenForBench(server: Server): void {
  server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
  process.once("SIGTERM", () => process.exit(0));
}
