import type { ServerResponse } from "node:http";
import { type FrameSink, type StreamDialect, StreamTap } from "@meridian/chat-protocol";
import type { FailureCause } from "@meridian/routing";
import type { GatewayOptions } from "../gateway-options.ts";
import { FrameWriter } from "./frame-writer.ts";
import { HoldBack } from "./hold-back.ts";
import type { TranslatedReader } from "./translate-stream.ts";

export interface StreamOwner {
  /** There is content: the caller's reply begins now, and the attempt can no longer be replaced. */
  streamCommits(): void;
  firstToken(): void;
  /** The caller does not read as fast as the upstream writes. */
  callerIsSlow(): void;
  /** `cause` null: it is complete. Otherwise nothing more was relayed than whole frames. Comes once. */
  streamEnded(cause: FailureCause | null): void;
}

/** Relays a stream frame by frame, as its bytes come, holding it back until there is content. */
export class RelayStream implements TranslatedReader, FrameSink {
  readonly tap: StreamTap;
  bytesRelayed = 0;
  readonly #owner: StreamOwner;
  readonly #writer: FrameWriter;
  readonly #maxFrames: number;
  /** null once the stream is committed. */
  #held: HoldBack | null;
  #tokenTold = false;
  #ended = false;

  constructor(
    owner: StreamOwner,
    dialect: StreamDialect,
    response: ServerResponse,
    stripUsage: boolean,
    bounds: Pick<GatewayOptions, "holdBackFrames" | "holdBackBytes">,
  ) {
    this.#owner = owner;
    this.#writer = new FrameWriter(response);
    this.tap = new StreamTap(dialect, this, stripUsage);
    this.#held = new HoldBack(bounds.holdBackBytes);
    this.#maxFrames = bounds.holdBackFrames;
  }

  relay(frames: Uint8Array): void {
    if (this.#held) {
      this.#held.add(frames);
      return;
    }
    this.bytesRelayed += frames.length;
    if (!this.#writer.write(frames)) this.#owner.callerIsSlow();
  }

  data(chunk: Buffer): void {
    if (this.#ended) return;
    this.tap.push(chunk);
    this.#afterFrames();
  }

  end(): void {
    if (this.#ended) return;
    this.tap.end();
    this.#afterFrames();
    // Some engines end without [DONE]; that every choice finished is then what makes an end of it.
    if (!this.#ended) this.#end(this.tap.finishSeen && this.tap.contentSeen ? null : "cut");
  }

  cut(): void {
    if (!this.#ended) this.#end("cut");
  }

  makesNoSense(): void {
    if (!this.#ended) this.#end("malformed");
  }

  #afterFrames(): void {
    const { tap } = this;
    if (this.#held) {
      // What failed before anything was relayed is as if it had never been.
      if (!tap.failure && (tap.contentSeen || this.#held.full || tap.frames > this.#maxFrames))
        this.#commit(this.#held);
      // An answer that ends without having said anything is none.
      else if (!tap.failure && tap.done) this.#end("malformed");
    }
    if (tap.tokenSeen && !this.#tokenTold && !this.#held) {
      this.#tokenTold = true;
      this.#owner.firstToken();
    }
    if (this.#ended) return;
    if (tap.failure) this.#end(tap.failure.kind === "error_event" ? "stream_error" : "malformed");
    else if (tap.done) this.#end(null);
  }

  #commit(held: HoldBack): void {
    this.#held = null;
    this.#owner.streamCommits();
    this.bytesRelayed += held.bytes;
    if (!held.release(this.#writer)) this.#owner.callerIsSlow();
  }

  #end(cause: FailureCause | null): void {
    this.#ended = true;
    this.#owner.streamEnded(cause);
  }
}
