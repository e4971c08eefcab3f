import type { StateMemory } from "./state-memory.ts";
import { ThreadLock } from "./state-lock.ts";

/** A block that threads share, with its name; null: it is no more. */
export type NamedBlock = readonly [name: string, block: SharedArrayBuffer | null];

/** What a thread needs to join: how many there are, their lock, and every block that there is by now. */
export type SharedMemoryHandle = {
  readonly threads: number;
  readonly lock: SharedArrayBuffer;
  readonly blocks: readonly NamedBlock[];
};

/**
 * The memory of the thread that has the others' state in its keeping: it alone makes blocks, before it tells the others of
 * what they are for. Each block is a buffer of its own, gone when the last thread lets go of it.
 */
export class SharedMemory implements StateMemory {
  readonly threads: number;
  readonly thread = -1;
  readonly lock: ThreadLock;
  readonly #lockWords = new SharedArrayBuffer(ThreadLock.bytes);
  readonly #blocks = new Map<string, Float64Array>();
  /** Made or forgotten since they were last told. */
  #untold = new Map<string, SharedArrayBuffer | null>();

  constructor(threads: number) {
    this.threads = threads;
    this.lock = new ThreadLock(this.#lockWords, threads + 1);
  }

  numbers(name: string, initial: readonly number[]): Float64Array {
    const block = new SharedArrayBuffer(initial.length * Float64Array.BYTES_PER_ELEMENT);
    const numbers = new Float64Array(block);
    numbers.set(initial);
    this.#blocks.set(name, numbers);
    this.#untold.set(name, block);
    return numbers;
  }

  holds(name: string, numbers: Float64Array): boolean {
    return this.#blocks.get(name) === numbers;
  }

  forget(name: string): void {
    if (this.#blocks.delete(name)) this.#untold.set(name, null);
  }

  forgetEnvironment(environmentId: string): void {
    for (const name of this.#blocks.keys()) if (name.split("|", 2)[1] === environmentId) this.forget(name);
  }

  /** What the threads do not know yet of. */
  takeUntold(): readonly NamedBlock[] {
    const untold = [...this.#untold];
    this.#untold = new Map();
    return untold;
  }

  /** For a thread that joins now. */
  handle(): SharedMemoryHandle {
    const blocks = [...this.#blocks].map(([name, { buffer }]): NamedBlock => [name, buffer as SharedArrayBuffer]);
    return { threads: this.threads, lock: this.#lockWords, blocks };
  }

  /** Frees the lock of a thread that is gone. */
  release(thread: number): void {
    this.lock.releaseOf(thread + 1);
  }
}

/** The same blocks as one of the threads sees them: it finds them, and makes none. */
export class JoinedMemory implements StateMemory {
  readonly threads: number;
  readonly thread: number;
  readonly lock: ThreadLock;
  readonly #blocks = new Map<string, Float64Array>();

  constructor({ threads, lock, blocks }: SharedMemoryHandle, thread: number) {
    this.threads = threads;
    this.thread = thread;
    this.lock = new ThreadLock(lock, thread + 1);
    this.learn(blocks);
  }

  /** Takes in what the keeper tells; before what the blocks are for. */
  learn(blocks: readonly NamedBlock[]): void {
    for (const [name, block] of blocks) {
      if (block) this.#blocks.set(name, new Float64Array(block));
      else this.#blocks.delete(name);
    }
  }

  numbers(name: string): Float64Array {
    const numbers = this.#blocks.get(name);
    if (!numbers) throw new Error(`This thread was not told of the state ${name}`);
    return numbers;
  }

  holds(name: string, numbers: Float64Array): boolean {
    return this.#blocks.get(name) === numbers;
  }

  forget(): void {}

  forgetEnvironment(): void {}
}
