package io.wiretag.web;

import io.javalin.config.JavalinConfig;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up a server that has a bound on everything, says nothing of itself, and lets requests on their way end. */
public final class WebServer {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final int MAX_HEADER_BYTES = 8 * 1024;

    private WebServer() {}

    /**
     * Where a server listens, and its bounds.
     *
     * @param host name or address
     * @param port 0 takes any free one
     * @param connections most of them at one time; a newcomer above that takes the place of the one that waits longest
     * @param idle how long a connection may be without a byte, and without a whole request that is let in
     * @param stop how long requests on their way may take when it is stopped
     */
    public record Bounds(String host, int port, int connections, Duration idle, Duration stop) {}

    /**
     * @param threads that handle requests; belong to the server from now on
     * @param headers that go with every answer, also to what never reaches a handler
     */
    public static void configure(
            JavalinConfig config, Bounds bounds, QueuedThreadPool threads, Map<String, String> headers) {
        config.routes.before(ctx -> headers.forEach(ctx::header));
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a fault of ours", error);
            response.setStatus(500);
        });
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(MAX_HEADER_BYTES);
        });
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(bounds.stop().toMillis());
            server.insertHandler(new GracefulHandler());
            server.setErrorHandler(new JettyErrors(headers));
        });
        config.jetty.addConnector((server, http) -> connector(server, http, bounds));
    }

    /** Takes headers of so many bytes instead of {@value #MAX_HEADER_BYTES}; answers may give them back in an address, escaped. */
    public static void allowHeaders(JavalinConfig config, int bytes) {
        config.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(bytes);
            http.setResponseHeaderSize(3 * bytes);
        });
    }

    /** Lets a part of a path hold what separates parts, as %2F or as it is: the uri of an article does. */
    public static void allowAnyPath(JavalinConfig config) {
        config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.from(EnumSet.of(
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS))));
        config.jetty.modifyServletContextHandler(
                handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, Bounds bounds) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(bounds.host());
        connector.setPort(bounds.port());
        connector.setIdleTimeout(bounds.idle().toMillis());
        Connections connections = new Connections(bounds.connections(), bounds.idle(), connector.getScheduler());
        connector.addBean(connections);
        server.insertHandler(connections.handler());
        return connector;
    }

    /**
     * Says that whoever asks may: the request keeps its connection until it is answered, whoever else comes in.
     *
     * @return false if too many such requests are under way: it should be refused, and may come again
     */
    public static boolean admit(ServletRequest request) {
        return Connections.admit(request);
    }
}
