import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplyHead } from "./reply-head.ts";
import { ReplyParser } from "./reply-parser.ts";
import { MalformedReply } from "./upstream-call-handler.ts";

/** What a parser tells of the replies on one connection. */
class Told {
  readonly heads: ReplyHead[] = [];
  body = "";
  readonly ends: boolean[] = [];
  replyHead(head: ReplyHead): void {
    this.heads.push(head);
  }
  replyData(chunk: Buffer): void {
    this.body += chunk.toString("latin1");
  }
  replyEnd(surplus: boolean): void {
    this.ends.push(surplus);
  }
}

/** Reads one reply that comes in these pieces. */
function read(...pieces: readonly string[]): Told {
  const told = new Told();
  const parser = new ReplyParser(told);
  parser.begin();
  for (const piece of pieces) parser.push(Buffer.from(piece, "latin1"));
  return told;
}

const head = (...headers: readonly string[]): string => ["HTTP/1.1 200 OK", ...headers, "", ""].join("\r\n");
const chunk = (text: string, extension = ""): string => `${text.length.toString(16)}${extension}\r\n${text}\r\n`;
const chunked = (texts: readonly string[], trailers = ""): string =>
  `${head("transfer-encoding: chunked")}${texts.map((text) => chunk(text)).join("")}0\r\n${trailers}\r\n`;

const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});

describe("a reply", () => {
  it("is the same wherever it is cut, sized or chunked, behind interim answers, with trailers", () => {
    const reply = fc.oneof(
      bytes.map((text) => ({ wire: `${head(`Content-Length: ${text.length}`)}${text}`, text })),
      fc
        .tuple(fc.array(bytes.filter((text) => text !== "")), fc.constantFrom("", "x-sum: 1\r\n", "a: b\r\nc: d\r\n"))
        .map(([texts, trailers]) => ({ wire: chunked(texts, trailers), text: texts.join("") })),
    );
    const interim = fc.constantFrom("", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
    fc.assert(
      fc.property(interim, reply, fc.array(fc.nat()), (before, { wire, text }, cuts) => {
        const whole = before + wire;
        const at = [0, ...cuts.map((cut) => cut % whole.length).sort((a, b) => a - b), whole.length];
        const told = read(...at.slice(1).map((to, i) => whole.slice(at[i], to)));
        expect(told.heads.map(({ status }) => status)).toEqual([200]);
        expect([told.body, told.ends]).toEqual([text, [false]]);
      }),
    );
  });

  it("has its headers in lower case, a list where one comes twice, and none that would be part of every object", () => {
    const wire = head(
      "X-A:  one ",
      "x-a: two",
      "Set-Cookie: a",
      "constructor: c",
      "__proto__: d",
      "empty:",
      "content-length: 0",
    );
    const { headers } = read(wire).heads[0]!;
    expect({ ...headers }).toEqual({ "x-a": ["one", "two"], "set-cookie": "a", empty: "", "content-length": "0" });
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  });

  it("keeps of a value all but the spaces and tabs around it, which may be parts of characters", () => {
    const { headers } = read(head("a: \t é\xa0 \t", "b:\xa0", "c: \t", "d:x", "content-length: 0")).heads[0]!;
    expect(headers).toMatchObject({ a: "é\xa0", b: "\xa0", c: "", d: "x" });
  });

  it("may say something beside each of its chunks, however many they are", () => {
    const wire = `${head("transfer-encoding: chunked")}${chunk("x", `;a=${"b".repeat(100)}`).repeat(1_000)}0\r\n\r\n`;
    const told = read(wire);
    expect([told.body.length, told.ends]).toEqual([1_000, [false]]);
  });

  it("without a length ends with its connection, and with none of 1xx, 204 and 304 is there a body", () => {
    const told = new Told();
    const parser = new ReplyParser(told);
    parser.begin();
    parser.push(Buffer.from(`${head()}a`));
    parser.push(Buffer.from("b"));
    expect([told.body, told.ends]).toEqual(["ab", []]);
    expect(parser.close()).toBe(true);
    expect(told.ends).toEqual([false]);
    for (const status of ["204 None", "304 Same"]) {
      expect(read(head("content-length: 5").replace("200 OK", status)).ends).toEqual([false]);
    }
  });

  it("is not whole when its connection ends before it does", () => {
    for (const wire of [
      "",
      "HTTP/1.1 2",
      head("content-length: 2") + "a",
      head("transfer-encoding: chunked") + "1\r\na\r\n",
    ]) {
      const told = new Told();
      const parser = new ReplyParser(told);
      parser.begin();
      parser.push(Buffer.from(wire));
      expect([parser.close(), told.ends]).toEqual([false, []]);
    }
  });

  it("tells what comes behind it, which belongs to nobody", () => {
    const next = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx";
    for (const wire of [`${head("content-length: 1")}a`, chunked(["a"]), head("content-length: 0")]) {
      const told = read(wire + next);
      expect([told.heads.length, told.ends]).toEqual([1, [true]]);
      expect(told.body).toBe(wire.includes("length: 0") ? "" : "a");
    }
  });

  it("says how long its connection may stand idle", () => {
    const idleOf = (...headers: readonly string[]): number | undefined =>
      read(head("content-length: 0", ...headers)).heads[0]?.idleMs;
    expect(idleOf()).toBe(4_000);
    expect(idleOf("Keep-Alive: timeout=30, max=5")).toBe(28_000);
    expect(idleOf("keep-alive: timeout=1")).toBe(0);
    expect(idleOf("keep-alive: timeout=999999999")).toBe(600_000);
    expect(idleOf("connection: keep-alive, Close")).toBe(0);
    expect(read("HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n").heads[0]?.idleMs).toBe(0);
  });

  it.each([
    ["is no HTTP", "SSH-2.0-OpenSSH\r\n"],
    ["ends its lines in LF alone", "HTTP/1.1 200 OK\ncontent-length: 2\n\nhi"],
    ["ends one of its lines in LF alone", "HTTP/1.1 200 OK\r\ncontent-length: 2\n"],
    ["ends an interim answer's lines in CR LF and its own in LF alone", "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\n"],
    ["is HTTP/2", "HTTP/2 200\r\n\r\n"],
    ["has no status", "HTTP/1.1 OK\r\n\r\n"],
    ["has a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"],
    ["switches protocols", "HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n"],
    ["has a header without a name", head(": x")],
    ["has a header without a colon", head("nothing")],
    ["has a blank before a colon", head("content-length : 1")],
    ["folds a header", head("a: b", " c")],
    ["hides a line break in a header", head("a: b\nc: d")],
    ["hides a NUL in a header", head("a: b\0")],
    ["has two lengths", head("content-length: 1", "content-length: 1")],
    ["has a list of lengths", head("content-length: 1, 1")],
    ["has a length and chunks", head("content-length: 1", "transfer-encoding: chunked")],
    ["has a negative length", head("content-length: -1")],
    ["has a length in hexadecimal", head("content-length: 0x1")],
    ["has another coding", head("transfer-encoding: gzip, chunked")],
    ["has its coding twice", head("transfer-encoding: chunked", "transfer-encoding: chunked")],
    ["has chunks without a size", `${head("transfer-encoding: chunked")}\r\n`],
    ["has chunks of a size in words", `${head("transfer-encoding: chunked")}zz\r\n`],
    ["has chunks of a negative size", `${head("transfer-encoding: chunked")}-1\r\n`],
    ["has chunks without bounds", `${head("transfer-encoding: chunked")}fffffffffffff\r\n`],
    ["has chunks longer than they say", `${head("transfer-encoding: chunked")}1\r\nab\r\n`],
    ["parts its chunks by LF alone", `${head("transfer-encoding: chunked")}1\na\n0\n\n`],
    ["says more beside its chunks than in them", `${head("transfer-encoding: chunked")}1;${"x".repeat(17_000)}`],
    ["has trailers without end", `${head("transfer-encoding: chunked")}0\r\n${"a: b\r\n".repeat(5_000)}`],
    ["has a head without end", `HTTP/1.1 200 OK\r\na: ${"x".repeat(17_000)}`],
    ["has a status in another notation", head("content-length: 0").replace("200", "2e2")],
    ["has a long head", head(`a: ${"x".repeat(17_000)}`)],
  ])("that %s is refused, cut anywhere", (_, wire) => {
    expect(() => read(wire)).toThrow(MalformedReply);
    expect(() => read(...(wire.length < 1_000 ? wire : wire.slice(0, 500)).match(/[^]/g)!, wire.slice(500))).toThrow(
      MalformedReply,
    );
  });

  it("that was changed anywhere is read, or refused, and nothing else", () => {
    const wires = [chunked(["hello", "there"], "a: b\r\n"), `${head("content-length: 5", "a: b")}hello`];
    fc.assert(
      fc.property(
        fc.constantFrom(...wires),
        fc.nat(),
        fc.nat({ max: 255 }),
        fc.nat({ max: 2 }),
        (wire, where, code, how) => {
          const at = where % wire.length;
          const put = how === 0 ? "" : String.fromCharCode(code);
          const broken = wire.slice(0, at) + put + wire.slice(at + (how === 2 ? 0 : 1));
          try {
            expect(read(broken).ends.length).toBeLessThan(2);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedReply);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
