# elaoms serve as a container: port 8000, no root, no shell, and all that it keeps in /data. README says how to run it.
#
# The base images are pinned by digest, so every build is made of the same. Dependabot raises the digests when .NET or Ubuntu have patches: see .github/dependabot.yml.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0@sha256:e70cdb7f80b0348f5cb85f19a8f670fca061f033d57eed12fa003d58b0e06317 AS build
ARG TARGETARCH
WORKDIR /source

# What packages are needed stands in few files: while they stay the same, the packages are a layer that stays too.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY Elaoms.Core/Elaoms.Core.csproj Elaoms.Core/packages.lock.json Elaoms.Core/
COPY Elaoms.Storage/Elaoms.Storage.csproj Elaoms.Storage/packages.lock.json Elaoms.Storage/
COPY Elaoms.Hosting/Elaoms.Hosting.csproj Elaoms.Hosting/packages.lock.json Elaoms.Hosting/
COPY Elaoms.Indexes/Elaoms.Indexes.csproj Elaoms.Indexes/packages.lock.json Elaoms.Indexes/
COPY Elaoms.ElevenLabs/Elaoms.ElevenLabs.csproj Elaoms.ElevenLabs/packages.lock.json Elaoms.ElevenLabs/
COPY Elaoms.Extraction/Elaoms.Extraction.csproj Elaoms.Extraction/packages.lock.json Elaoms.Extraction/
COPY Elaoms.Web/Elaoms.Web.csproj Elaoms.Web/packages.lock.json Elaoms.Web/
COPY Elaoms.WebConsole/Elaoms.WebConsole.csproj Elaoms.WebConsole/packages.lock.json Elaoms.WebConsole/
COPY Elaoms.WebConsole/Assets Elaoms.WebConsole/Assets
COPY Elaoms.Cli/Elaoms.Cli.csproj Elaoms.Cli/packages.lock.json Elaoms.Cli/Runtime.props Elaoms.Cli/
# The first checks every package against the lock files; the second takes them from the first, and adds what the target's processor needs.
RUN dotnet restore Elaoms.Cli --locked-mode
RUN dotnet restore Elaoms.Cli -a $TARGETARCH -p:PublishReadyToRun=true

# npm brings the scripts and icons of the console, as its package-lock.json says. Nothing of it runs, and none of it is in the image.
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*

# Compiled for the target's processor on the builder's own: nothing is emulated.
COPY . .
RUN dotnet publish Elaoms.Cli --no-restore -c Release -a $TARGETARCH -p:PublishReadyToRun=true -o /out/app
RUN mkdir /out/data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:48e51f2f6798897be7ac4e775c049ed8fe60d3190f637e1f9c9dc7513efa659c
LABEL org.opencontainers.image.title="ELAOMS" \
      org.opencontainers.image.description="Memory for ElevenLabs voice agents: who is calling, what is known, what was learned." \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /out/app ./
# A new volume takes its owner from here. A folder of the host must belong to user 1654, or the container run as its owner.
COPY --from=build --chown=$APP_UID:$APP_UID /out/data /data

# Bodies that are too large for memory, and what SQLite writes aside, go to TMPDIR: so nothing but /data is written to, and the root file system can be read-only.
# The runtime's diagnostics would open a socket there.
ENV ASPNETCORE_URLS=http://+:8000 \
    OPENMEMORY_DB_PATH=/data/openmemory.db \
    PAYLOAD_STORAGE_PATH=/data/payloads \
    TMPDIR=/data \
    DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 8000
USER $APP_UID

# What is under way is brought to its end, for 30 seconds at most. Docker waits for 10 unless told: docker stop -t 40, stop_grace_period in compose.yaml.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["/app/elaoms", "health"]
ENTRYPOINT ["/app/elaoms"]
CMD ["serve"]
