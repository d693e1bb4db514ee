# elaoms serve as a container: port 8000, no root, no shell, and all that it keeps in /data. README says how to run it.
#
# The base images are named by tag, so each build takes the newest patches of .NET and Ubuntu. Who pins them by digest (10.0@sha256:…) has Dependabot raise the digests: see .github/dependabot.yml.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source

# What packages are needed stands in few files: while they stay the same, the packages are a layer that stays too.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY Elaoms.Core/Elaoms.Core.csproj Elaoms.Core/
COPY Elaoms.Storage/Elaoms.Storage.csproj Elaoms.Storage/
COPY Elaoms.Embeddings/Elaoms.Embeddings.csproj Elaoms.Embeddings/
COPY Elaoms.Extraction/Elaoms.Extraction.csproj Elaoms.Extraction/
COPY Elaoms.Web/Elaoms.Web.csproj Elaoms.Web/
COPY Elaoms.Cli/Elaoms.Cli.csproj Elaoms.Cli/Runtime.props Elaoms.Cli/
RUN dotnet restore Elaoms.Cli -a $TARGETARCH -p:PublishReadyToRun=true

# Compiled for the target's processor on the builder's own: nothing is emulated.
COPY . .
RUN dotnet publish Elaoms.Cli --no-restore -c Release -a $TARGETARCH -p:PublishReadyToRun=true -o /out/app
RUN mkdir /out/data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
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
