import type { Metadata } from "next";
import { StartScreen } from "../../../../first-run/start-screen.tsx";

export const metadata: Metadata = { title: "Get started" };

export default function Page() {
  return <StartScreen />;
}
