import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import { listenOn } from "../src/listen-on.ts";

export type ReceivedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly durationMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 2: error. */
  readonly status: number;
};

export type OtlpReceiver = {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  /** Attributes of the points of each metric. */
  readonly metrics: Map<string, Readonly<Record<string, unknown>>[]>;
  /** The status that it answers with. */
  status: number;
};

/** A receiver of traces and metrics by OTLP over HTTP that reads the protobuf on the wire. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = fieldsOf(Buffer.concat(chunks));
      if (receiver.status === 200 && request.url === "/v1/traces") receiver.spans.push(...spansOf(message));
      if (receiver.status === 200 && request.url === "/v1/metrics") addMetrics(message, receiver.metrics);
      response.writeHead(receiver.status, { "content-type": "application/x-protobuf" }).end();
    });
  });
  const { port } = await listenOn(server, "127.0.0.1", 0);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const receiver: OtlpReceiver = { endpoint: `http://127.0.0.1:${port}`, spans: [], metrics: new Map(), status: 200 };
  return receiver;
}

/** Values of a message by field number: bytes of what has a length, numbers of the rest. */
type Fields = Map<number, (Buffer | bigint)[]>;

function fieldsOf(bytes: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const value = ((): Buffer | bigint => {
      switch (tag & 7) {
        case 0:
          return varint();
        case 1:
          return bytes.readBigUInt64LE((at += 8) - 8);
        case 5:
          return BigInt(bytes.readUInt32LE((at += 4) - 4));
        default: {
          const length = Number(varint());
          return bytes.subarray(at, (at += length));
        }
      }
    })();
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

/** The messages that stand below a path of field numbers. */
function below(message: Fields, ...[field, ...rest]: number[]): Fields[] {
  if (field === undefined) return [message];
  return (message.get(field) ?? []).flatMap((value) => (Buffer.isBuffer(value) ? below(fieldsOf(value), ...rest) : []));
}

const bytesAt = (message: Fields, field: number): Buffer => {
  const value = message.get(field)?.[0];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
};
const numberAt = (message: Fields, field: number): bigint => {
  const value = message.get(field)?.[0];
  return typeof value === "bigint" ? value : 0n;
};

function spansOf(message: Fields): ReceivedSpan[] {
  return below(message, 1, 2, 2).map((span) => ({
    traceId: bytesAt(span, 1).toString("hex"),
    spanId: bytesAt(span, 2).toString("hex"),
    parentSpanId: bytesAt(span, 4).toString("hex"),
    name: bytesAt(span, 5).toString(),
    kind: Number(numberAt(span, 6)),
    durationMs: Number(numberAt(span, 8) - numberAt(span, 7)) / 1e6,
    attributes: attributesOf(span),
    status: Number(below(span, 15).map((status) => numberAt(status, 3))[0] ?? 0n),
  }));
}

function addMetrics(message: Fields, metrics: OtlpReceiver["metrics"]): void {
  for (const metric of below(message, 1, 2, 2)) {
    metrics.set(bytesAt(metric, 1).toString(), below(metric, 9, 1).map(attributesOf));
  }
}

/** Of spans and of the points of histograms: both keep them in field 9. */
function attributesOf(message: Fields): Record<string, unknown> {
  return Object.fromEntries(
    below(message, 9).map((pair) => {
      const value = below(pair, 2)[0] ?? new Map();
      const number = Buffer.alloc(8);
      number.writeBigUInt64LE(numberAt(value, 4));
      const read = value.has(1)
        ? bytesAt(value, 1).toString()
        : value.has(2)
          ? numberAt(value, 2) === 1n
          : value.has(3)
            ? Number(numberAt(value, 3))
            : number.readDoubleLE();
      return [bytesAt(pair, 1).toString(), read];
    }),
  );
}
