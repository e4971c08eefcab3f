import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { CallSigner } from "../sign-in/call-signer.ts";
import type { AwsCredentialSource } from "./aws-credentials.ts";

/** What calls are signed for. */
export type AwsPlace = {
  readonly region: string;
  /** As signatures name it: `bedrock`, `sts`. */
  readonly service: string;
  /** `https://host:port`, to which every call goes. */
  readonly origin: string;
};

/** Signs calls of one service of AWS in one region (Signature Version 4). */
export class AwsSigner implements CallSigner {
  readonly #place: AwsPlace;
  readonly #host: string;
  readonly #source: AwsCredentialSource;

  constructor(place: AwsPlace, source: AwsCredentialSource) {
    this.#place = place;
    this.#host = new URL(place.origin).host;
    this.#source = source;
  }

  /** Nothing else of a call is signed but its host and its content type: what stands between may touch the rest. */
  async headers(path: string, contentType: string, body: Uint8Array, nowMs: number): Promise<string[]> {
    const credentials = await this.#source.get(nowMs);
    const { region, service, origin } = this.#place;
    const { protocol, hostname } = new URL(origin);
    const headers = { host: this.#host, "content-type": contentType };
    const signed = await new SignatureV4({ region, service, credentials, sha256: Sha256, applyChecksum: false }).sign(
      { method: "POST", protocol, hostname, path, query: {}, headers, body },
      { signingDate: new Date(nowMs) },
    );
    return Object.entries(signed.headers).flatMap(([name, value]) => (name in headers ? [] : [name, value]));
  }

  refused(nowMs: number): void {
    this.#source.refused?.(nowMs);
  }
}

type Data = string | ArrayBuffer | ArrayBufferView;

/** Node's SHA-256, or with a key its HMAC, as the library that signs calls it. */
class Sha256 {
  readonly #key: Uint8Array | string | null;
  #hash: Hash | Hmac;

  constructor(key?: Data) {
    this.#key = key === undefined ? null : bytesOf(key);
    this.#hash = this.#begun();
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#begun();
  }

  #begun(): Hash | Hmac {
    return this.#key === null ? createHash("sha256") : createHmac("sha256", this.#key);
  }
}

function bytesOf(data: Data): Uint8Array | string {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
