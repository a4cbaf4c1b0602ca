# One image for every command: the distribution that ./isotrail builds, on a Java runtime.
# The tags are pinned; nothing here is fetched at start.
FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dquick -Dmaven.test.skip=true -pl app -am package

FROM eclipse-temurin:25.0.3_9-jre-noble
# With it logs inflate in half the time; without it the JDK inflates.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libdeflate0 \
    && rm -rf /var/lib/apt/lists/*
# The folders exist with their owner, so that fresh volumes over them belong to the process.
RUN groupadd --gid 10001 isotrail \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin isotrail \
    && mkdir -p /var/lib/isotrail /data/trail /data/governance \
    && chown isotrail:isotrail /var/lib/isotrail /data/trail /data/governance
COPY --from=build /source/app/target/distribution/lib /opt/isotrail/lib
COPY --chmod=755 isotrail docker/health.sh docker/start.sh /opt/isotrail/
USER 10001:10001
WORKDIR /var/lib/isotrail
# The launcher's own flags hold unless these win over them; see docs/operations.md.
ENV ISOTRAIL_JAVA_OPTS="" \
    HEALTH_PORT=8080
EXPOSE 8080 8081
# The launcher ends in exec: Java is process 1 and gets SIGTERM.
ENTRYPOINT ["/opt/isotrail/isotrail"]
CMD ["--help"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["/opt/isotrail/health.sh"]
