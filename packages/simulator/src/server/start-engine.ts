import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { EngineApi } from "./engine-api.ts";
import type { EngineLoad } from "./engine-load.ts";
import type { EngineOptions } from "./engine-options.ts";
import { type Faults, faultsSchema } from "./faults.ts";
import type { SeenRequest } from "./seen-request.ts";

export type RunningEngine = {
  /** Base URL of its API, ending in `/v1`. */
  readonly url: string;
  readonly port: number;
  faults(): Faults;
  /** Replaces all faults. */
  setFaults(faults: Faults): void;
  clearFaults(): void;
  /** The latest API requests, oldest first; entries fill in while they are served. */
  requests(): readonly SeenRequest[];
  /** Batch and queue of this moment, and counts since it was started. */
  load(): EngineLoad;
  /** As a crash: listener, every connection and what was cached are gone at once; resolves when the port is free. */
  kill(): Promise<void>;
  /** Listens on the same port again after `kill`. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** Starts a simulated engine as a real HTTP server on the loopback interface. */
export async function startEngine(options: EngineOptions = {}): Promise<RunningEngine> {
  const api = new EngineApi(options);
  const sockets = new Set<Socket>();
  const listen = () => openServer(api, sockets, options.port ?? port);
  let port = 0;
  let server: Server | null = await listen();
  port = (server.address() as AddressInfo).port;

  const kill = async () => {
    if (!server) return;
    const closed = new Promise((resolve) => server?.close(resolve));
    server = null;
    api.log.life++;
    for (const socket of sockets) socket.destroy();
    api.chat.crash();
    await closed;
  };

  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    faults: () => api.chat.faults,
    setFaults: (faults) => {
      api.chat.faults = faultsSchema.parse(faults);
    },
    clearFaults: () => {
      api.chat.faults = {};
    },
    requests: () => api.log.latest(),
    load: () => api.chat.load,
    kill,
    restart: async () => {
      server ??= await listen();
    },
    close: kill,
  };
}

function openServer(api: EngineApi, sockets: Set<Socket>, port: number): Promise<Server> {
  const server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) =>
    api.handle(request, response),
  );
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
