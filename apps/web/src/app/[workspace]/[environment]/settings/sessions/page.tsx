import type { Metadata } from "next";
import { SessionsScreen } from "../../../../../profile/sessions-screen.tsx";

export const metadata: Metadata = { title: "Sessions" };

export default function Page() {
  return <SessionsScreen />;
}
