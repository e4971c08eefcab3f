/** Between two lines of progress. */
const everyMs = 10_000;

/** A reporter of Vitest that says on stderr how far it is, and at once which files have failed. */
export default class VitestProgress {
  #files = 0;
  #ended = 0;
  #saidMs = Date.now();

  onTestRunStart(specifications) {
    this.#files = specifications.length;
    this.#saidMs = Date.now();
  }

  onTestModuleEnd(module) {
    this.#ended += 1;
    if (module.state() === "failed") process.stderr.write(`failed: ${module.relativeModuleId}\n`);
    else if (Date.now() - this.#saidMs >= everyMs) {
      this.#saidMs = Date.now();
      process.stderr.write(`${this.#ended} of ${this.#files} files\n`);
    }
  }
}
