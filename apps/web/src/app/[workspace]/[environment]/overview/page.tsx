import type { Metadata } from "next";
import { DashboardScreen } from "../../../../dashboard/dashboard-screen.tsx";

export const metadata: Metadata = { title: "Overview" };

export default function Page() {
  return <DashboardScreen />;
}
