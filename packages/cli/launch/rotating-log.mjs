import { closeSync, fstatSync, openSync, renameSync, rmSync, write } from "node:fs";
import { Writable } from "node:stream";

/** With the two older files a log takes three times as much. */
const mostBytes = 10 * 1024 * 1024;
const olderFiles = 2;

/**
 * A log file of at most 10 MB: then it becomes `<file>.1`, what was that `<file>.2`, and what was that is deleted. A line
 * may be cut in two where the file ends. What the disk does not take is dropped: a full disk must not end what is logged.
 */
export class RotatingLog extends Writable {
  #file;
  #most;
  #fd = null;
  #bytes = 0;

  constructor(file, most = mostBytes) {
    super({ decodeStrings: true });
    this.#file = file;
    this.#most = most;
  }

  _write(chunk, _encoding, callback) {
    try {
      if (this.#fd !== null && this.#bytes > 0 && this.#bytes + chunk.length > this.#most) this.#rotate();
      this.#fd ??= this.#open();
    } catch {
      callback();
      return;
    }
    this.#bytes += chunk.length;
    write(this.#fd, chunk, () => callback());
  }

  _destroy(error, callback) {
    this.#close();
    callback(error);
  }

  #open() {
    const fd = openSync(this.#file, "a", 0o600);
    this.#bytes = fstatSync(fd).size;
    return fd;
  }

  #close() {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #rotate() {
    this.#close();
    const older = (n) => `${this.#file}.${n}`;
    rmSync(older(olderFiles), { force: true });
    for (let n = olderFiles - 1; n >= 1; n--) moveIfThere(older(n), older(n + 1));
    moveIfThere(this.#file, older(1));
  }
}

function moveIfThere(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
