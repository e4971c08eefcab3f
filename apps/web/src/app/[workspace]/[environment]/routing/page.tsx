import type { Metadata } from "next";
import { RoutingScreen } from "../../../../routing-config/routing-screen.tsx";

export const metadata: Metadata = { title: "Routing" };

export default function Page() {
  return <RoutingScreen />;
}
