import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Resolves when the server takes connections; rejects when the port is taken or not allowed. */
export async function listenOn(server: Server, host: string, port: number, reusePort = false): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  server.once("error", reject);
  server.listen({ port, host, reusePort }, () => {
    server.removeListener("error", reject);
    resolve(server.address() as AddressInfo);
  });
  return promise;
}
