import type { ApiError } from "@meridian/chat-protocol";
import type { ReplyReader } from "./reply-reader.ts";

export interface RefusalOwner {
  /** `said` is the upstream's own error, when its body held one. */
  refusalRead(said: ApiError | null): void;
}

/** More of an error's body than this is not read. */
const maxRefusalBytes = 64 * 1024;

/** Reads the body of an upstream's answer that is no success. */
export class ReadRefusal implements ReplyReader {
  readonly #owner: RefusalOwner;
  readonly #errorOf: (body: unknown) => ApiError | null;
  #chunks: Buffer[] = [];
  #length = 0;
  #ended = false;

  constructor(owner: RefusalOwner, errorOf: (body: unknown) => ApiError | null) {
    this.#owner = owner;
    this.#errorOf = errorOf;
  }

  data(chunk: Buffer): void {
    if (this.#ended) return;
    this.#length += chunk.length;
    if (this.#length > maxRefusalBytes) this.#end(null);
    else this.#chunks.push(chunk);
  }

  end(): void {
    if (!this.#ended) this.#end(this.#parse(Buffer.concat(this.#chunks)));
  }

  cut(): void {
    if (!this.#ended) this.#end(null);
  }

  #end(said: ApiError | null): void {
    this.#ended = true;
    this.#chunks = [];
    this.#owner.refusalRead(said);
  }

  #parse(body: Buffer): ApiError | null {
    try {
      return this.#errorOf(JSON.parse(body.toString("utf8")));
    } catch {
      return null;
    }
  }
}
