import { type FSWatcher, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { Diagnostic } from "@meridian/routing-config";
import type { Logger } from "pino";
import type { EnvironmentRegistry } from "../environments/environment-registry.ts";

/** A change is read at most this long after it was made: notices of the file system get lost on some. */
const pollMs = 1_000;

/** A notice is followed by more of the same write: wait for this much quiet, so that half a file is not read. */
const settleMs = 50;

/** Keeps the gateway on what a file says. A file with errors, or none, leaves the last good table serving. */
export class FileFollower {
  readonly #path: string;
  readonly #registry: Pick<EnvironmentRegistry, "apply">;
  readonly #settled: () => Promise<unknown>;
  readonly #clock: () => number;
  readonly #log: Logger;
  #content: string | null = null;
  #readable = true;
  #timer: NodeJS.Timeout | null = null;
  #watcher: FSWatcher | null = null;
  #settling: NodeJS.Timeout | null = null;
  /** One reading at a time: an older one must not overtake. */
  #turn: Promise<boolean> = Promise.resolve(false);

  constructor(parts: {
    readonly path: string;
    readonly registry: Pick<EnvironmentRegistry, "apply">;
    /** Resolves when what was applied holds in all threads. */
    readonly settled?: () => Promise<unknown>;
    readonly clock: () => number;
    readonly log: Logger;
  }) {
    this.#path = resolve(parts.path);
    this.#registry = parts.registry;
    this.#settled = parts.settled ?? (() => Promise.resolve());
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** Resolves to whether there is something to serve with. */
  async start(): Promise<boolean> {
    const applied = await this.follow();
    this.#timer = setInterval(() => void this.follow(), pollMs);
    // The folder is watched and not the file: editors write a new file and rename it over the old one.
    try {
      this.#watcher = watch(dirname(this.#path), () => this.#followSoon());
      this.#watcher.on("error", () => this.#watcher?.close());
    } catch (error) {
      this.#log.debug({ err: error }, "the file system gives no notice of changes: reading every second");
    }
    return applied;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    if (this.#settling) clearTimeout(this.#settling);
    this.#watcher?.close();
    this.#watcher = null;
  }

  /** Reads the file and applies it if it changed; resolves to whether it holds a good config. */
  follow(): Promise<boolean> {
    this.#turn = this.#turn
      .then(() => this.#read())
      .catch((error: unknown) => {
        this.#log.error({ err: error }, `${this.#path} cannot be applied`);
        return false;
      });
    return this.#turn;
  }

  #followSoon(): void {
    if (this.#settling) clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.follow(), settleMs);
  }

  async #read(): Promise<boolean> {
    let yaml: string;
    try {
      yaml = await readFile(this.#path, "utf8");
    } catch (error) {
      if (this.#readable) this.#log.error({ err: error }, `${this.#path} cannot be read`);
      this.#readable = false;
      return false;
    }
    this.#readable = true;
    if (yaml === this.#content) return true;
    this.#content = yaml;
    const result = this.#registry.apply({ kind: "file", yaml }, this.#clock());
    if (result.state === "stale") return true;
    for (const diagnostic of result.diagnostics) this.#say(diagnostic);
    await this.#settled();
    if (result.state === "applied") this.#log.info({ file: this.#path }, "config applied");
    else this.#log.error({ file: this.#path }, "config rejected: the last good one, if there is one, keeps serving");
    return result.state === "applied";
  }

  #say(diagnostic: Diagnostic): void {
    const { line, column } = diagnostic.range.start;
    const { code, message, hint } = diagnostic;
    const level = diagnostic.severity === "warning" ? "warn" : diagnostic.severity;
    this.#log[level]({ code, line, column, hint }, `${basename(this.#path)}:${line}:${column} ${message}`);
  }
}
