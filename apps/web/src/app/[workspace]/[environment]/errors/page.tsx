import type { Metadata } from "next";
import { InsightsScreen } from "../../../../errors/insights-screen.tsx";

export const metadata: Metadata = { title: "Errors" };

export default function Page() {
  return <InsightsScreen />;
}
