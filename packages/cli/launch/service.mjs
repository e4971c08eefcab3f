import { signalGroup, spawnKept } from "./kept-process.mjs";
import { RestartPolicy, settledMs } from "./restart-policy.mjs";
import { done, failed, seconds } from "./say.mjs";
import { answers, until } from "./steps.mjs";

/**
 * @typedef {object} ServiceSpec
 * @property {string[]} args of Node
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {string} [probe] URL that answers 200 when it is well; without one it is well when it has said something
 * @property {boolean} [childrenStay] what it started outlives it and is taken over by its successor: Postgres
 */

/** One process of a running copy, and its successors. */
export class Service {
  #name;
  #spec;
  #log;
  #policy = new RestartPolicy();
  #child = null;
  #startedMs = 0;
  #retry;
  #settling;

  /**
   * @param {string} name
   * @param {ServiceSpec} spec
   * @param {import("./rotating-log.mjs").RotatingLog} log takes what it writes
   */
  constructor(name, spec, log) {
    this.#name = name;
    this.#spec = spec;
    this.#log = log;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** @param {(how: string) => void} onExit called with its exit code or signal, as words */
  start(onExit) {
    const { args, env, cwd } = this.#spec;
    clearTimeout(this.#retry);
    const child = spawnKept(args, { cwd, stdio: ["ignore", "pipe", "pipe"], env });
    this.#child = child;
    this.#startedMs = Date.now();
    child.stdout.pipe(this.#log, { end: false });
    child.stderr.pipe(this.#log, { end: false });
    let over = false;
    const ended = (how) => {
      if (over) return;
      over = true;
      clearTimeout(this.#settling);
      if (this.#child === child) this.#child = null;
      // What it left behind may hold its port.
      if (!this.#spec.childrenStay) signalGroup(child, "SIGKILL");
      onExit(how);
    };
    child.on("exit", (code, signal) => ended(signal ?? `exit code ${code}`));
    child.on("error", (error) => ended(error.message));
  }

  /**
   * Starts it again after a wait.
   *
   * @param {string} how it ended
   * @param {{ start: () => void, explain: () => void }} actions `explain` is called when this makes a crash loop
   */
  startLater(how, { start, explain }) {
    const endedMs = Date.now();
    const { waitMs, loopBegins } = this.#policy.ended(endedMs, endedMs - this.#startedMs);
    this.#note(`${this.#name} ended by itself (${how}) and is started again in ${waitMs} ms`);
    if (loopBegins) explain();
    else if (!this.#policy.looping) failed(`${this.#name} ended by itself (${how}): it is started again.`);
    this.#retry = setTimeout(() => {
      start();
      void this.#tellWhenBack(endedMs);
    }, waitMs);
  }

  /** Ends it, and all that it started. Resolves when it has ended; after `patienceMs` it is made to. */
  async stop(patienceMs) {
    clearTimeout(this.#retry);
    clearTimeout(this.#settling);
    const child = this.#child;
    if (!child) return;
    await new Promise((resolve) => {
      const force = setTimeout(() => signalGroup(child, "SIGKILL"), patienceMs);
      child.once("exit", () => {
        clearTimeout(force);
        signalGroup(child, "SIGKILL"); // grandchildren that outlived their parent
        resolve(undefined);
      });
      signalGroup(child, "SIGTERM");
    });
  }

  /** The same once more, with nothing to make up for. */
  successor() {
    return new Service(this.#name, this.#spec, this.#log);
  }

  kill() {
    if (this.#child) signalGroup(this.#child, "SIGKILL");
  }

  async #tellWhenBack(endedMs) {
    const { probe } = this.#spec;
    const child = this.#child;
    if (child === null) return;
    const isGone = () => this.#child !== child;
    const wasLooping = this.#policy.looping;
    let spoke = false;
    child.stdout.once("data", () => {
      spoke = true;
    });
    const isWell = async () => (probe === undefined ? spoke : answers(probe));
    if (!(await until(isWell, settledMs, isGone)) || isGone()) return;
    // In a crash loop being up means little: only who stays is back.
    if (!wasLooping) done(`${this.#name} is back (${seconds(endedMs)})`);
    this.#settling = setTimeout(() => {
      if (wasLooping) done(`${this.#name} is back, and has stayed for a minute`);
      this.#policy.settled();
    }, settledMs);
    this.#settling.unref();
  }

  #note(msg) {
    this.#log.write(`${JSON.stringify({ level: 40, time: Date.now(), name: "launcher", msg })}\n`);
  }
}
