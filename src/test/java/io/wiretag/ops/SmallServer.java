package io.wiretag.ops;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.wiretag.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;

/** A server with the routes of one test, on a free port of the loopback address. */
final class SmallServer implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Javalin javalin;

    SmallServer(Consumer<JavalinConfig> routes) {
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = 0;
            config.routes.exception(
                    ProblemException.class, (e, ctx) -> e.problem().write(ctx));
            routes.accept(config);
        });
        javalin.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + javalin.port());
    }

    /** @param headers names and values in turn */
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
