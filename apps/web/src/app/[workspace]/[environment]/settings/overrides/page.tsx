import type { Metadata } from "next";
import { OverridesScreen } from "../../../../../overrides/overrides-screen.tsx";

export const metadata: Metadata = { title: "Overrides" };

export default function Page() {
  return <OverridesScreen />;
}
