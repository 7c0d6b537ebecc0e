package io.wiretag.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.local.EmbeddedRegistry;
import io.wiretag.local.LocalStackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** The registry, a process that can go away and come back with all that it knew. Processors see it through a {@link TcpProxy}. */
final class Registry {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");

    private static final int ATTEMPTS = 3;

    private final Path home;
    private final Path folder;
    private final Path emptyFolder;
    private final int port;
    private final int proxyPort;
    private final TcpProxy network;
    private EmbeddedRegistry running;

    Registry(Path folder, int port, int proxyPort) throws IOException {
        this.home = EmbeddedRegistry.home()
                .orElseThrow(
                        () -> new ProofException("no registry in target/registry: build first with `mvn package`"));
        this.folder = folder;
        this.emptyFolder = folder.resolveSibling(folder.getFileName() + "-empty");
        this.port = port;
        this.proxyPort = proxyPort;
        this.network = new TcpProxy(proxyPort, port);
    }

    /** Tries it several times: on a machine that is busy beyond measure it may not answer in time. */
    void start() {
        start(folder);
    }

    /** As one whose storage is gone: it answers, and knows nothing. */
    void startEmpty() {
        start(emptyFolder);
    }

    private synchronized void start(Path folder) {
        for (int attempt = 1; running == null; attempt++) {
            try {
                running = EmbeddedRegistry.start(home, folder, port);
            } catch (LocalStackException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    synchronized void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    int port() {
        return port;
    }

    TcpProxy network() {
        return network;
    }

    /** For processors. */
    URI proxiedUrl() {
        return URI.create("http://" + Loopback.HOST + ":" + proxyPort);
    }

    URI url() {
        return URI.create("http://" + Loopback.HOST + ":" + port);
    }

    /** Makes a schema known; the answer is its id. */
    int register(String subject, Schema schema) throws IOException, InterruptedException {
        String body = new ObjectMapper().writeValueAsString(Map.of("schema", schema.toString()));
        HttpRequest request = HttpRequest.newBuilder(
                        url().resolve("/apis/ccompat/v7/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new ProofException("the registry does not take the schema of " + subject + ": " + answer);
        }
        return Integer.parseInt(id.group(1));
    }

    synchronized void destroy() throws IOException {
        stop();
        network.close();
    }
}
