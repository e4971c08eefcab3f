import { chmod } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { migrate, startCluster } from "@meridian/db/testing";
import { onTestFinished } from "vitest";
import { listenOn } from "../src/listen-on.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listenOn(server, "127.0.0.1", 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Postgres of this test's own, which can be stopped and started again. */
export async function stoppablePostgres() {
  const folder = await temporaryFolder();
  // As root, Postgres runs as another user, who must be able to pass through.
  await chmod(folder, 0o711);
  const options = { dataDir: join(folder, "postgres"), port: await freePort(), password: "test" };
  let cluster = await startCluster(options);
  onTestFinished(() => cluster.stop());
  const url = `postgres://postgres:test@127.0.0.1:${options.port}/postgres`;
  await migrate(url);
  return {
    url,
    stop: () => cluster.stop(),
    start: async () => {
      cluster = await startCluster(options);
    },
  };
}
