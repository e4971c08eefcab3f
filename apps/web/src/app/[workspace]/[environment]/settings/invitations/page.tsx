import type { Metadata } from "next";
import { InvitationsScreen } from "../../../../../people/invitations-screen.tsx";

export const metadata: Metadata = { title: "Invitations" };

export default function Page() {
  return <InvitationsScreen />;
}
