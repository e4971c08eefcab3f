import type { StreamTranslator } from "@meridian/chat-protocol";
import type { ReplyReader } from "./reply-reader.ts";

/** Stands before whoever relays a stream in the caller's protocol, when the upstream speaks another. */
export class TranslateStream implements ReplyReader {
  readonly #translator: StreamTranslator;
  readonly #next: ReplyReader;

  constructor(translator: StreamTranslator, next: ReplyReader) {
    this.#translator = translator;
    this.#next = next;
  }

  data(chunk: Buffer): void {
    this.#say(this.#translator.push(chunk));
  }

  end(): void {
    this.#say(this.#translator.end());
    this.#next.end();
  }

  cut(): void {
    this.#next.cut();
  }

  #say(frames: string): void {
    if (frames !== "") this.#next.data(Buffer.from(frames));
  }
}
