import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createInvitation, listInvitations } from "@meridian/operations";
import {
  createTestWorkspace,
  openTestOperations,
  type TestOperations,
  type TestWorkspace,
} from "@meridian/operations/testing";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createMailDuty } from "./mail-duty.ts";
import { createSmtpSender } from "./smtp-sender.ts";

let test: TestOperations;
let workspace: TestWorkspace;
let server: SMTPServer | null = null;
beforeAll(async () => {
  test = await openTestOperations();
  workspace = await createTestWorkspace(test.operations, "acme");
});
afterAll(() => test.close());
afterEach(async () => {
  const closing = server;
  server = null;
  if (closing) await new Promise<void>((done) => closing.close(done));
});

/** A mail server on a real socket that takes mail from who knows the password, except for some addresses. */
async function smtpServer() {
  const received: { readonly to: string; readonly raw: string }[] = [];
  const refuse = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });
  const made = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _, done) => {
      if (username === "meridian" && password === "p@ss") done(null, { user: username });
      else done(refuse(535, "Wrong password"));
    },
    onRcptTo: ({ address }, _, done) => {
      if (address.startsWith("nobody-")) done(refuse(550, "No such mailbox"));
      else if (address.startsWith("later-")) done(refuse(451, "Greylisted"));
      else done();
    },
    onData: (stream, { envelope }, done) => {
      let raw = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => (raw += chunk));
      stream.on("end", () => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address).join(), raw });
        done();
      });
    },
  });
  server = made;
  made.on("error", () => {});
  const listening = made.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return { received, url: (password = "p%40ss") => `smtp://meridian:${password}@127.0.0.1:${port}` };
}

const inviting = async (email: string) => {
  const ctx = { ...(await workspace.as("admin")), mail: { publicUrl: "https://meridian.example.com" } };
  return createInvitation({ ctx, input: { workspaceId: workspace.workspaceId, email, role: "engineer" } });
};
const mailOf = async (id: string) => {
  const ctx = await workspace.as("admin");
  const { invitations } = await listInvitations({ ctx, input: { workspaceId: workspace.workspaceId } });
  return invitations.find((each) => each.id === id)?.mail;
};
/** One round of the duty, to its end. */
async function deliver(smtpUrl: string) {
  const { send, close } = createSmtpSender({ smtpUrl, from: "Meridian <meridian@example.com>" });
  const duty = createMailDuty(test.operations.parts, send);
  await duty.run();
  const news: { text: string | null } = { text: null };
  await expect.poll(async () => (news.text = await duty.run()), { timeout: 20_000 }).not.toBeNull();
  close();
  return news.text;
}

describe("mail", () => {
  it("brings an invitation's link to a real mail server, once, with an id of its own", async () => {
    const { received, url } = await smtpServer();
    const { token, invitation } = await inviting("dana@acme.test");
    expect(await mailOf(invitation.id)).toEqual({ state: "pending", problem: null });
    expect(await deliver(url())).toBe("1 mails sent, 0 failed");
    expect(await mailOf(invitation.id)).toEqual({ state: "sent", problem: null });
    const [mail, ...more] = received;
    expect(more).toEqual([]);
    expect(mail?.to).toBe("dana@acme.test");
    // Long lines are folded on the way.
    const text = mail?.raw.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
    expect(text).toContain(`https://meridian.example.com/invite/${token}`);
    expect(text).toContain("From: Meridian <meridian@example.com>");
    expect(text).toMatch(/Message-ID: <[0-9a-f-]{36}@example\.com>/);
  });

  it("tries again what the server puts off, and gives up on a mailbox that does not exist: both are shown", async () => {
    const { received, url } = await smtpServer();
    const [later, never] = [await inviting("later-a@acme.test"), await inviting("nobody-a@acme.test")];
    expect(await deliver(url())).toBe("0 mails sent, 2 failed");
    expect(await mailOf(later.invitation.id)).toEqual({
      state: "pending",
      problem: expect.stringContaining("Greylisted"),
    });
    expect(await mailOf(never.invitation.id)).toEqual({
      state: "dead",
      problem: expect.stringContaining("No such mailbox"),
    });
    expect(received).toEqual([]);
  });

  it("waits for people to mend a wrong password, and shows no password", async () => {
    const { received, url } = await smtpServer();
    const { invitation } = await inviting("erin@acme.test");
    expect(await deliver(url("hunter2"))).toBe("0 mails sent, 1 failed");
    const mail = await mailOf(invitation.id);
    expect(mail).toMatchObject({ state: "pending", problem: expect.stringContaining("Wrong password") });
    expect(JSON.stringify(mail)).not.toContain("hunter2");
    test.world.nowMs += 15_000;
    await deliver(url());
    expect(received.map(({ to }) => to)).toContain("erin@acme.test");
  });

  it("goes on when the server is back", async () => {
    const { invitation } = await inviting("vic@acme.test");
    expect(await deliver("smtp://127.0.0.1:1")).toMatch(/0 mails sent, \d failed/);
    expect(await mailOf(invitation.id)).toMatchObject({
      state: "pending",
      problem: expect.stringContaining("ECONNREFUSED"),
    });
    const { received, url } = await smtpServer();
    test.world.nowMs += 60_000;
    await deliver(url());
    expect(received.map(({ to }) => to)).toContain("vic@acme.test");
  });
});
