# Stage 1 bundles; stage 2 holds Node and the program: no shell, no package manager, not root.
ARG NODE=26
FROM docker.io/library/node:${NODE}-trixie-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN node tools/bundle.ts

FROM gcr.io/distroless/nodejs${NODE}-debian13:nonroot
COPY --from=build --chown=0:0 /src/dist /certloom
COPY --from=build --chown=0:0 /src/package.json /src/LICENSE /certloom/
# as in bin/certloom
ENV NODE_ENV=production MALLOC_ARENA_MAX=1
USER 65532:65532
WORKDIR /certloom
ENTRYPOINT ["/nodejs/bin/node", "/certloom/certloom.js"]
CMD ["--help"]
