import { randomUUID } from "node:crypto";
import type { EventEmitter } from "node:events";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";

/**
 * Prisma's own migration engine, compiled to WebAssembly, over an ordinary connection: nothing is downloaded, and the
 * `_prisma_migrations` table is the one that `prisma migrate` writes elsewhere.
 */
export async function withSchemaEngine<T>(url: string, schema: string | undefined, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const factory = factoryFor(url);
  const open: SqlDriverAdapter[] = [];
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    open.push(adapter);
    return adapter;
  };
  const datamodels = schema === undefined ? undefined : ([["schema.prisma", schema]] as [string, string][]);
  // Loaded when it is needed: most processes that stand on this package never migrate.
  const { SchemaEngine: Engine } = await import("@prisma/schema-engine-wasm");
  try {
    return await use(await Engine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory)));
  } finally {
    for (const adapter of open) await adapter.dispose();
  }
}

/**
 * The engine's catalogue queries return "char" (oid 18) and expect it back as a character, which adapter-pg 7.10 cannot
 * say: it is read as text (oid 25) and the column type corrected. One connection, one query at a time, so the last row
 * description is that query's.
 */
function characterSafe(config: pg.PoolConfig): { factory: PrismaPg; correct: (adapter: SqlDriverAdapter) => SqlDriverAdapter } {
  let characters: readonly number[] = [];
  class CatalogueClient extends pg.Client {
    constructor(options?: pg.ClientConfig) {
      super(options);
      const { connection } = this as unknown as { connection: EventEmitter };
      connection.on("rowDescription", ({ fields }: { fields: { dataTypeID: number }[] }) => {
        characters = fields.flatMap((field, index) => (field.dataTypeID === 18 ? [index] : []));
        for (const index of characters) {
          const field = fields[index];
          if (field) field.dataTypeID = 25;
        }
      });
    }
  }
  const correctQueries = <Q extends { queryRaw: SqlDriverAdapter["queryRaw"] }>(queryable: Q): Q => {
    const queryRaw = queryable.queryRaw.bind(queryable);
    queryable.queryRaw = async (query) => {
      characters = [];
      const result = await queryRaw(query);
      for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return queryable;
  };
  return {
    factory: new PrismaPg({ ...config, max: 1, allowExitOnIdle: true, Client: CatalogueClient }),
    correct: (adapter) => {
      const start = adapter.startTransaction.bind(adapter);
      adapter.startTransaction = async (level) => correctQueries(await start(level));
      // adapter-pg cuts scripts at every semicolon, also inside a function's body: Postgres itself knows better.
      const { client } = adapter as unknown as { client: pg.Pool };
      adapter.executeScript = async (script) => {
        await client.query(script);
      };
      return correctQueries(adapter);
    },
  };
}

/** adapter-pg 7.10's own shadow database lands on the real one when it is given a connection string: this one does not. */
function factoryFor(url: string): SqlMigrationAwareDriverAdapterFactory {
  const { hostname, port, username, password, pathname } = new URL(url);
  const config = {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
  const { factory, correct } = characterSafe(config);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => correct(await factory.connect()),
    connectToShadowDb: async () => {
      const admin = new pg.Client(config);
      await admin.connect();
      const database = `shadow_${randomUUID().replaceAll("-", "")}`;
      await admin.query(`CREATE DATABASE "${database}"`);
      const shadow = characterSafe({ ...config, database });
      const adapter = shadow.correct(await shadow.factory.connect());
      const dispose = adapter.dispose.bind(adapter);
      adapter.dispose = async () => {
        await dispose();
        await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`);
        await admin.end();
      };
      return adapter;
    },
  };
}
