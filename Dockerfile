# syntax=docker/dockerfile:1
# Tenon without its demo and without the embedded PostgreSQL: DATABASE_URL and TENON_ENCRYPTION_KEY must be set.

FROM node:24-slim AS source
WORKDIR /tenon
COPY . .

# The base image has the right Node already, and no package that is used here needs its install script.
FROM source AS portal
RUN npm ci --ignore-scripts --no-audit --no-fund \
 && npm run build --workspace @tenon/portal

FROM source AS packages
RUN npm ci --workspace @tenon/server --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
WORKDIR /tenon
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4400
COPY --from=packages /tenon/package.json ./
COPY --from=packages /tenon/node_modules node_modules
COPY --from=packages /tenon/packages packages
COPY --from=packages /tenon/apps/server apps/server
COPY --from=portal /tenon/apps/portal/dist apps/portal/dist
# Compiled code is kept here from one start to the next.
RUN install --directory --owner=node node_modules/.cache
USER node
EXPOSE 4400
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./apps/server/src/fast-imports.ts", "apps/server/src/main.ts"]
