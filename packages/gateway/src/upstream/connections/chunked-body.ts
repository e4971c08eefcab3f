import { MalformedReply } from "./upstream-call-handler.ts";

const cr = 0x0d;
const lf = 0x0a;

/** Of what may stand behind each chunk's size, and of all trailers, which nobody reads. */
const mostIgnoredBytes = 16 * 1024;
/** Hexadecimal; more make no exact number. */
const mostDigits = 12;

type Step =
  | "size"
  | "extension"
  | "size-lf"
  | "data"
  | "data-cr"
  | "data-lf"
  | "trailer"
  | "trailer-lf"
  | "end-lf"
  | "done";

/** Takes the frames of a chunked body away, wherever it is cut. */
export class ChunkedBody {
  #step: Step = "size";
  #digits = 0;
  /** Of the chunk's size, while it is read; then of its data that is still to come. */
  #left = 0;
  #ignored = 0;
  #lineEmpty = true;

  get done(): boolean {
    return this.#step === "done";
  }

  begin(): void {
    this.#step = "size";
    this.#digits = 0;
    this.#left = 0;
    this.#ignored = 0;
    this.#lineEmpty = true;
  }

  /** Where to read on after `read`. */
  next = 0;

  /**
   * Reads on from `at`: to the end of the next piece of data, of which it returns the beginning and `next` is the end; or to
   * the end of `bytes` or of the body without having met any, which it tells by -1. Throws `MalformedReply`.
   */
  read(bytes: Buffer, at: number): number {
    let i = at;
    const { length } = bytes;
    while (i < length) {
      if (this.#step === "data") {
        const end = Math.min(length, i + this.#left);
        this.#left -= end - i;
        if (this.#left === 0) this.#step = "data-cr";
        this.next = end;
        return i;
      }
      this.#frame(bytes[i]!);
      i += 1;
      if (this.#step === "done") break;
    }
    this.next = i;
    return -1;
  }

  /** One byte of what frames the data. */
  #frame(byte: number): void {
    switch (this.#step) {
      case "size":
        return this.#size(byte);
      case "extension":
        if (byte === cr) this.#step = "size-lf";
        else this.#ignore(byte);
        return;
      case "size-lf":
        this.#expect(byte, lf, this.#left === 0 ? "trailer" : "data");
        this.#digits = 0;
        // A stream has any number of chunks.
        this.#ignored = 0;
        return;
      case "data-cr":
        return this.#expect(byte, cr, "data-lf");
      case "data-lf":
        return this.#expect(byte, lf, "size");
      case "trailer":
        if (byte === cr) this.#step = this.#lineEmpty ? "end-lf" : "trailer-lf";
        else {
          this.#lineEmpty = false;
          this.#ignore(byte);
        }
        return;
      case "trailer-lf":
        this.#expect(byte, lf, "trailer");
        this.#lineEmpty = true;
        return;
      default:
        return this.#expect(byte, lf, "done");
    }
  }

  #size(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0 && this.#digits < mostDigits) {
      this.#left = this.#left * 16 + digit;
      this.#digits += 1;
    } else if (this.#digits > 0 && byte === cr) this.#step = "size-lf";
    else if (this.#digits > 0 && (byte === 0x3b || byte === 0x20 || byte === 0x09)) this.#step = "extension";
    else throw new MalformedReply("A chunk of the upstream's reply has no size.");
  }

  #ignore(byte: number): void {
    this.#ignored += 1;
    if (byte === lf || this.#ignored > mostIgnoredBytes) {
      throw new MalformedReply("The upstream's reply says more beside its chunks than in them.");
    }
  }

  #expect(byte: number, expected: number, step: Step): void {
    if (byte !== expected) throw new MalformedReply("The chunks of the upstream's reply are not parted as HTTP asks.");
    this.#step = step;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
