import { noLock, type StateLock } from "./state-lock.ts";

/**
 * Where the live state of a gateway lies: blocks of numbers, by name. Alone a gateway keeps them in memory of its own;
 * the threads of one gateway share them, so that what one of them learns, or takes, the others know.
 */
export interface StateMemory {
  /** Held while several numbers change, or are decided on. */
  readonly lock: StateLock;
  /** Threads that share it; 0: it is not shared. */
  readonly threads: number;
  /** Which of them this one is, from 0; -1: one that serves nothing. */
  readonly thread: number;
  /** The block of that name. One that is new holds `initial`; where it is known already, `initial` is not looked at. */
  numbers(name: string, initial: readonly number[]): Float64Array;
  /** Whether these are still the numbers of that name. */
  holds(name: string, numbers: Float64Array): boolean;
  forget(name: string): void;
  /** Forgets all names of the form `KIND|ENVIRONMENT|…`. */
  forgetEnvironment(environmentId: string): void;
}

/** Every block belongs to whoever asked for it, and goes when they go. */
export const localMemory: StateMemory = {
  lock: noLock,
  threads: 0,
  thread: -1,
  numbers: (_name, initial) => Float64Array.from(initial),
  holds: () => true,
  forget() {},
  forgetEnvironment() {},
};

export const zeros = (length: number): readonly number[] => Array.from({ length }, () => 0);
