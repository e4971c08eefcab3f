import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { extract, pack } from "tar-stream";
import { BackupError } from "./manifest.ts";

/** Backups are tar files under Zstandard: `tar --zstd -tf FILE` lists one. */
export type ArchiveWriter = {
  /** Resolves when there is room for more. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Resolves when all is on disk. */
  end(): Promise<void>;
};

/** Makes a file that its owner alone may read. @throws when it exists */
export function writeArchive(path: string): ArchiveWriter {
  const tar = pack();
  const written = pipeline(
    tar,
    createZstdCompress(),
    createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }),
  );
  // Told by `add` or `end`, whichever comes next.
  written.catch(() => {});
  return {
    add: async (name, bytes) => {
      const entry = tar.entry({ name, size: bytes.byteLength, mode: 0o600 });
      const added = once(entry, "finish");
      entry.end(bytes);
      await Promise.race([added, written]);
    },
    end: async () => {
      tar.finalize();
      await written;
    },
  };
}

/** Entries one after the other; each must be read before the next. @throws BackupError for what is no such file */
export async function* readArchive(
  path: string,
): AsyncGenerator<{ readonly name: string; readonly chunks: AsyncIterable<Uint8Array> }> {
  const tar = extract();
  const reading = pipeline(createReadStream(path), createZstdDecompress(), tar);
  reading.catch(() => {});
  const explained = (error: unknown): BackupError =>
    (error as NodeJS.ErrnoException).code === "ENOENT"
      ? new BackupError(`There is no file ${path}.`)
      : new BackupError(`${path} is no backup of Meridian, or it is cut off or damaged.`, { cause: error });
  const chunksOf = async function* (entry: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
    const chunks = entry[Symbol.asyncIterator]();
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => Promise.reject(explained(error)));
      if (next.done === true) return;
      yield next.value as Uint8Array;
    }
  };
  const entries = tar[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await entries.next().catch((error: unknown) => Promise.reject(explained(error)));
      if (next.done === true) break;
      yield { name: next.value.header.name, chunks: chunksOf(next.value) };
    }
    await reading.catch((error: unknown) => Promise.reject(explained(error)));
  } finally {
    tar.destroy();
  }
}

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
