import { z } from "zod";

/** The WebSocket subprotocol that both sides name. */
export const liveSubprotocol = "meridian.live.v1";

/** A client sends one small frame and no more. */
export const maxClientFrameBytes = 4_096;

/** How long a socket may stay open without having said who it is. */
export const subscribeWithinMs = 5_000;

/** Client → gateway, the first and only frame: who is asking. Anything else closes the socket. */
const clientFrameSchema = z.strictObject({
  type: z.literal("subscribe"),
  ticket: z.string().min(1).max(2_048),
});

export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** Reads what a client sent; null when it is anything but a subscribe frame. */
export function parseClientFrame(text: string): ClientFrame | null {
  try {
    return clientFrameSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
