import type { Metadata } from "next";
import { EnvironmentsScreen } from "../../../../../workspace/environments-screen.tsx";

export const metadata: Metadata = { title: "Environments" };

export default function Page() {
  return <EnvironmentsScreen />;
}
