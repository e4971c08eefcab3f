import type { StreamTranslator } from "@meridian/chat-protocol";
import type { ReplyReader } from "./reply-reader.ts";

/** Whoever relays a stream in the caller's protocol. */
export interface TranslatedReader extends ReplyReader {
  /** What the upstream says cannot be told in the caller's protocol. */
  makesNoSense(): void;
}

/** Stands before whoever relays a stream in the caller's protocol, when the upstream speaks another. */
export class TranslateStream implements ReplyReader {
  readonly #translator: StreamTranslator;
  readonly #next: TranslatedReader;

  constructor(translator: StreamTranslator, next: TranslatedReader) {
    this.#translator = translator;
    this.#next = next;
  }

  data(chunk: Buffer): void {
    if (this.#say(chunk)) return;
    this.#next.makesNoSense();
  }

  end(): void {
    if (this.#say(null)) this.#next.end();
    else this.#next.makesNoSense();
  }

  cut(): void {
    this.#next.cut();
  }

  /** `chunk` null: it was the last. False when it is nested too deeply to be written again. */
  #say(chunk: Buffer | null): boolean {
    let frames: string;
    try {
      frames = chunk ? this.#translator.push(chunk) : this.#translator.end();
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    if (frames !== "") this.#next.data(Buffer.from(frames));
    return true;
  }
}
