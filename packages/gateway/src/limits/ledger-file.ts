import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { spendPeriods, type UsageLedger, type UsageLedgerData } from "@meridian/routing";
import type { Logger } from "pino";
import { z } from "zod";
import { writeFileAtomically } from "../control-plane/write-file-atomically.ts";

const everyMs = 1_000;

const amount = z.number().nonnegative();
const minuteSchema = z.array(z.tuple([z.number(), z.number()]));
const scopeSchema = z.strictObject({
  requests: minuteSchema,
  tokens: minuteSchema,
  spends: z.array(
    z.strictObject({
      period: z.enum(spendPeriods),
      timeZone: z.string().refine(isTimeZone, "must be a time zone"),
      sinceMs: z.number(),
      nanoUsd: amount,
    }),
  ),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  /** How many gateways shared the limits. */
  gateways: z.number().int().positive(),
  scopes: z.record(z.string(), scopeSchema),
});

/**
 * Keeps on disk what was used up of limits, so that a restart of the gateway resets nothing: written at its end and each
 * second in between in which something changed. A process that is killed loses the last second.
 */
export class LedgerFile {
  readonly #path: string;
  readonly #folder: string;
  readonly #ledger: UsageLedger;
  readonly #changes: () => number;
  readonly #gateways: () => number;
  readonly #clock: () => number;
  readonly #log: Logger;
  #writtenAt = Number.NaN;
  #failing = false;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(parts: {
    readonly folder: string;
    readonly ledger: UsageLedger;
    /** Another number whenever something may have been used up since. */
    readonly changes: () => number;
    readonly gateways: () => number;
    readonly clock: () => number;
    readonly log: Logger;
  }) {
    this.#folder = parts.folder;
    this.#path = join(parts.folder, "limits.json");
    this.#ledger = parts.ledger;
    this.#changes = parts.changes;
    this.#gateways = parts.gateways;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /**
   * Takes in what the last run left; before anything is served. Resolves to how many gateways shared then. A file that
   * cannot be used is set aside and named: then everything counts from nothing.
   */
  async load(): Promise<number> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    let text: string;
    try {
      text = await readFile(this.#path, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return 1;
      throw error;
    }
    try {
      const { gateways, scopes } = fileSchema.parse(JSON.parse(text));
      this.#ledger.import({ scopes }, this.#clock());
      return gateways;
    } catch (error) {
      const aside = `${this.#path}.broken-${Math.floor(this.#clock())}`;
      await rename(this.#path, aside);
      this.#log.warn({ err: error, file: aside }, "what was used up of limits cannot be read: it counts from nothing");
      return 1;
    }
  }

  start(): void {
    this.#timer = setInterval(() => void this.#write(), everyMs);
  }

  /** Writes for the last time, once nothing is used up any more. */
  async stop(): Promise<void> {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
    await this.#writing;
    this.#writtenAt = Number.NaN;
    await this.#write();
  }

  #export(): UsageLedgerData {
    const { lock } = this.#ledger.memory;
    lock.take();
    try {
      return this.#ledger.export(this.#clock());
    } finally {
      lock.release();
    }
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeNow().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #writeNow(): Promise<void> {
    const changes = this.#changes();
    if (changes === this.#writtenAt) return;
    const { scopes } = this.#export();
    const file = { version: 1, gateways: this.#gateways(), scopes };
    try {
      await writeFileAtomically(this.#path, JSON.stringify(file));
      this.#writtenAt = changes;
      if (this.#failing) this.#log.info({ file: this.#path }, "what is used up of limits is kept again");
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#log.error({ err: error }, "what is used up of limits cannot be kept over a restart");
      this.#failing = true;
    }
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
