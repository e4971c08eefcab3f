import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@meridian/db";
import { migrate, startCluster } from "@meridian/db/testing";
import { freePort } from "@meridian/free-port";

/** A Postgres of a test file's own, which can be stopped and started again. */
export async function stoppablePostgres() {
  const folder = await mkdtemp(join(tmpdir(), "meridian-gateway-"));
  // As root, Postgres runs as another user, who must be able to pass through.
  await chmod(folder, 0o711);
  // It ends, and the machine does not: nothing that was written is lost.
  const options = { dataDir: join(folder, "postgres"), port: await freePort(), password: "test", durable: false };
  let cluster = await startCluster(options);
  const server = `postgres://postgres:test@127.0.0.1:${options.port}`;
  await migrate(`${server}/postgres`);
  let databases = 0;
  return {
    /** Resolves to the address of a database that is migrated and empty. */
    newDatabase: async (): Promise<string> => {
      const name = `test_${++databases}`;
      const admin = openDatabase(`${server}/template1`, { poolMax: 1 });
      await admin.pool.query(`CREATE DATABASE ${name} TEMPLATE postgres`);
      await admin.close();
      return `${server}/${name}`;
    },
    stop: () => cluster.stop(),
    start: async () => {
      cluster = await startCluster(options);
    },
    remove: async () => {
      cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
