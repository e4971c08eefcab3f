import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  experimental: { externalTables: true },
  tables: {
    external: [
      "public.requests",
      "public.request_details",
      "public.metric_series",
      "public.metric_cells_10s",
      "public.metric_cells_1m",
      "public.metric_cells_5m",
      "public.metric_cells_1h",
      "public.metric_cells_6h",
      "public.metric_cells_1d",
      "public.metric_compaction",
      "public.error_insight_queue",
      "public.error_insight_counts",
      "public.error_insight_shares",
      "public.error_insight_samples",
    ],
  },
});
