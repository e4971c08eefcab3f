import type { Metadata } from "next";
import { MembersScreen } from "../../../../../people/members-screen.tsx";

export const metadata: Metadata = { title: "Members" };

export default function Page() {
  return <MembersScreen />;
}
