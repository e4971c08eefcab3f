import { describe, expect, it } from "vitest";
import { addressProblem } from "./address-check.ts";
import { checkedLookup } from "./checked-lookup.ts";
import { webAddressProblem } from "./web-address-problem.ts";

const never = [
  "169.254.169.254",
  "169.254.0.1",
  "0.0.0.0",
  "0.1.2.3",
  "100.100.100.200",
  "168.63.129.16",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "fe80::1",
  "ff02::1",
  "fd00:ec2::254",
  "::ffff:169.254.169.254",
  "::ffff:0.0.0.0",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::",
];
const inner = [
  "127.0.0.1",
  "127.9.9.9",
  "10.0.0.5",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "::1",
  "fd12::1",
  "::ffff:10.0.0.5",
  "::ffff:127.0.0.1",
];
const outer = ["8.8.8.8", "172.32.0.1", "104.18.7.192", "2606:4700::6812:7c0", "::ffff:8.8.8.8"];

describe("the outbound check", () => {
  it.each(never)("never calls %s", (address) => {
    expect(addressProblem(address, true)).not.toBeNull();
    expect(addressProblem(address, false)).not.toBeNull();
  });

  it.each(inner)("calls %s only where private upstreams are allowed", (address) => {
    expect(addressProblem(address, true)).toBeNull();
    expect(addressProblem(address, false)).not.toBeNull();
  });

  it.each(outer)("calls %s", (address) => {
    expect(addressProblem(address, false)).toBeNull();
  });

  it.each([
    ["http://169.254.169.254/v1", "metadata"],
    ["http://[fe80::1]:8000/v1", "link-local"],
    ["http://[::ffff:a9fe:a9fe]/v1", "metadata"],
    ["http://0x7f.1/v1", "private"],
    ["http://2130706433/v1", "private"],
    ["ftp://example.com/v1", "http"],
    ["http://user:pass@example.com/v1", "credentials"],
  ])("sees what is wrong with %s before anything is called", (url, why) => {
    expect(webAddressProblem(url, false)).toContain(why);
  });

  it("resolves a name once for check and call alike, and refuses it when one of its addresses may not be called", async () => {
    const lookup = (addresses: readonly string[]) =>
      new Promise<unknown>((resolve) => {
        const check = checkedLookup(false, (_host, done) =>
          done(
            null,
            addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
          ),
        );
        check("rebind.example", { all: true }, (error, found) => resolve(error ?? found));
      });
    expect(await lookup(["8.8.8.8"])).toEqual([{ address: "8.8.8.8", family: 4 }]);
    expect(await lookup(["8.8.8.8", "169.254.169.254"])).toMatchObject({ code: "EOUTBOUND" });
    expect(await lookup(["10.0.0.1"])).toMatchObject({ code: "EOUTBOUND" });
    expect(await lookup([])).toMatchObject({ code: "EOUTBOUND" });
  });
});
