import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { onParentGone } from "./parent-watch.mjs";
import { root } from "./place.mjs";
import { RotatingLog } from "./rotating-log.mjs";
import { failed, say } from "./say.mjs";
import { Service } from "./service.mjs";

/** The processes of one running copy. */
export class Services {
  #services = new Map();
  /** Restarts under way, by name. */
  #restarts = new Map();
  #logs;
  #stopping = 0;
  #exitCode = 0;
  #onStopped = [];
  #onChange = () => {};
  #supervising = false;

  /** @param {string} dataDir logs go to `<dataDir>/logs/<name>.log` */
  constructor(dataDir) {
    this.#logs = join(dataDir, "logs");
    mkdirSync(this.#logs, { recursive: true });
    this.#stopOnSignals();
    onParentGone(() => void this.stop(1));
  }

  get stopping() {
    return this.#stopping > 0;
  }

  /** Process ids by name, of those that run. */
  get pids() {
    return Object.fromEntries(this.#running().map(([name, { pid }]) => [name, pid]));
  }

  /** Whether there is one of this name, running or about to be started again. */
  has(name) {
    return this.#services.has(name);
  }

  onStopped(run) {
    this.#onStopped.push(run);
  }

  /**
   * From now on a process that ends by itself is started again, and the rest goes on. Before that, its end is a start that
   * failed, and everything stops.
   *
   * @param {() => void} onChange called when process ids have changed
   */
  supervise(onChange) {
    this.#supervising = true;
    this.#onChange = onChange;
  }

  /**
   * Starts a process. Names started earlier are stopped later.
   *
   * @param {Partial<import("./service.mjs").ServiceSpec>} [more]
   */
  start(name, args, env, more = {}) {
    const service = new Service(name, { args, env, cwd: root, ...more }, new RotatingLog(this.logFile(name)));
    this.#services.set(name, service);
    this.#run(name, service);
  }

  logFile(name) {
    return join(this.#logs, `${name}.log`);
  }

  tail(name, lines = 15) {
    try {
      return readFileSync(this.logFile(name), "utf8").trimEnd().split("\n").slice(-lines).map(wordsOf).join("\n");
    } catch {
      return "(no log)";
    }
  }

  /** Ends one for good: it is not started again, and the rest goes on. Does nothing when there is none of this name. */
  async retire(name) {
    const service = this.#services.get(name);
    this.#services.delete(name);
    await service?.stop(20_000);
    // Its predecessor may still be ending.
    await this.#restarts.get(name);
    this.#onChange();
  }

  /**
   * Ends one and starts it anew in its place, from the sources as they are when it has ended: who asks again until then waits
   * for the same.
   */
  restart(name) {
    const underWay = this.#restarts.get(name);
    if (underWay) return underWay;
    const restart = this.#startAnew(name).finally(() => this.#restarts.delete(name));
    this.#restarts.set(name, restart);
    return restart;
  }

  async #startAnew(name) {
    const service = this.#services.get(name);
    if (!service || this.stopping) return;
    const successor = service.successor();
    this.#services.set(name, successor);
    await service.stop(5_000);
    // Retired meanwhile, it stays away.
    if (!this.stopping && this.#services.get(name) === successor) this.#run(name, successor);
  }

  /** Stops everything: newest first, and Postgres (the first), to which the others still write, when they have ended. */
  async stop(exitCode = 0) {
    if (exitCode) this.#exitCode = exitCode;
    if (this.stopping) return;
    this.#stopping = Date.now();
    const running = this.#running();
    if (running.length > 0) say(`Stopping ${running.map(([name]) => name).join(", ")} …`);
    const [first, ...later] = [...this.#services.values()];
    await Promise.all([...later.reverse().map((service) => service.stop(35_000)), ...this.#restarts.values()]);
    await first?.stop(20_000);
    for (const run of this.#onStopped) run();
    if (!this.#exitCode) say("Everything has stopped.");
    process.exit(this.#exitCode);
  }

  #running() {
    return [...this.#services].filter(([, { pid }]) => pid !== undefined);
  }

  #run(name, service) {
    service.start((how) => {
      if (this.stopping || this.#services.get(name) !== service) return;
      if (this.#supervising) this.#startAgain(name, service, how);
      else {
        failed(`${name} ended by itself (${how}). The end of its log, ${this.logFile(name)}:`);
        say(this.tail(name));
        void this.stop(1);
      }
    });
    this.#onChange();
  }

  #startAgain(name, service, how) {
    service.startLater(how, {
      start: () => this.#run(name, service),
      explain: () => {
        failed(
          `${name} has ended by itself 5 times within a minute (${how}). The rest goes on; it is tried again every 30 s. The end of its log, ${this.logFile(name)}:`,
        );
        say(this.tail(name));
      },
    });
    this.#onChange();
  }

  #stopOnSignals() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => {
        // A second Ctrl-C forces; echoes of the first come within milliseconds.
        if (this.stopping && Date.now() - this.#stopping > 1_000)
          for (const service of this.#services.values()) service.kill();
        else void this.stop(0);
      });
    }
  }
}

/** What a line of a log says to people: of JSON the message, and the error's. */
function wordsOf(line) {
  try {
    const { msg, err } = JSON.parse(line);
    return [msg, err?.message].filter(Boolean).join(": ") || line;
  } catch {
    return line;
  }
}
