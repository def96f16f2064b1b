# The image of the operator. `BASE` is any image with Node 24 at /nodejs/bin/node; it needs neither a shell nor a package manager.
#
#   docker build -t infisical-operator .
#   docker build --build-arg BASE=registry.example.com/nodejs24 --secret id=npmrc,src=$HOME/.npmrc -t infisical-operator .
ARG BUILD_BASE=docker.io/library/node:24-bookworm-slim
ARG BASE=gcr.io/distroless/nodejs24-debian12:nonroot

FROM ${BUILD_BASE} AS build
WORKDIR /infisical-operator
COPY package.json package-lock.json .npmrc ./
# Without scripts of packages: what the bundle needs is there without them. The secret may name another registry.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts/build.ts scripts/
COPY scripts/build scripts/build
COPY src src
# Not by "npm run", which would put the Node of the development dependencies first.
RUN node --import tsx scripts/build.ts

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="infisical-operator" \
  org.opencontainers.image.description="Kubernetes operator for Infisical: keeps Secrets in a cluster equal to folders of secrets, and restarts the workloads that use them." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
COPY LICENSE /app/LICENSE
COPY --from=build /infisical-operator/dist /app
WORKDIR /app
ENV NODE_ENV=production
USER 65532:65532
# One process, which gets the signals itself. Nothing is written, so the root file system may be read-only.
ENTRYPOINT ["/nodejs/bin/node", "/app/main.js"]
CMD ["run"]
EXPOSE 8080
