# The processor and the other commands, without the embedded broker and registry. Build the jar first: mvn package
FROM eclipse-temurin:17-jre

# keys and secrets are for docker-compose.yml: a volume gets the owner of the folder it is put over
RUN groupadd --system --gid 10001 wiretag \
    && useradd --system --uid 10001 --gid wiretag --home-dir /var/lib/wiretag --create-home wiretag \
    && cd /var/lib/wiretag \
    && mkdir state keys secrets \
    && chown wiretag:wiretag state keys secrets
COPY target/image /opt/wiretag
# an archive of the classes as the JVM has parsed them once: halves the time to start
RUN ln -s /opt/wiretag/wiretag /usr/local/bin/wiretag \
    && java -XX:ArchiveClassesAtExit=/opt/wiretag/wiretag.jsa -DWIRETAG_LOG=WARN -DWIRETAG_KAFKA_LOG=ERROR \
       -cp /opt/wiretag/wiretag.jar:/opt/wiretag/lib/rocksdbjni.jar io.wiretag.cli.Rehearsal

USER wiretag
WORKDIR /var/lib/wiretag
VOLUME /var/lib/wiretag/state
ENV WIRETAG_STREAMS_STATE_DIR=/var/lib/wiretag/state \
    WIRETAG_OPS_PORT=8090
EXPOSE 8070 8080 8090

# alive, whichever of the servers it is: deliver, intake, or that of operations; whether it is ready is asked by whoever routes to it
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD for port in 8090 8070 8080; do curl -sf http://127.0.0.1:$port/health/live && exit 0; done; exit 1
ENTRYPOINT ["wiretag"]
CMD ["process"]
