package io.wiretag.delivery.webhook;

import io.wiretag.files.Words;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The endpoint of one subscription, over connections of its own: signs what it sends, and connects only to addresses that are
 * allowed, each resolved and checked once for the connection that is made to it. Follows no redirection, as Standard Webhooks
 * advises: who moves says so to whoever runs this. Thread-safe.
 */
final class Endpoint implements AutoCloseable {
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int THREADS = 6;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI url;
    private final List<Signing> secrets;
    private final Duration limit;
    private final Clock time = Clock.systemUTC();
    private final HttpClient http;

    /**
     * What it signs with.
     *
     * @param until when no longer, if it is to be replaced
     */
    record Signing(SigningSecret secret, Optional<Instant> until) {}

    /**
     * @param secrets with each of which it signs
     * @param limit from the request to the last byte of the answer
     */
    Endpoint(String name, URI url, List<Signing> secrets, AddressRules rules, Duration limit, String userAgent) {
        this(
                name,
                url,
                secrets,
                rules,
                limit,
                userAgent,
                (threads, clock) -> new SocketAddressResolver.Async(threads, clock, CONNECT.toMillis()));
    }

    /** @param lookUp finds addresses of names, by threads and a clock that are given */
    Endpoint(
            String name,
            URI url,
            List<Signing> secrets,
            AddressRules rules,
            Duration limit,
            String userAgent,
            BiFunction<Executor, Scheduler, SocketAddressResolver> lookUp) {
        this.url = url;
        this.secrets = List.copyOf(secrets);
        this.limit = limit;
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setSslContextFactory(new SslContextFactory.Client());
        this.http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("webhook-" + name);
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, userAgent));
        http.setConnectTimeout(Math.min(CONNECT.toMillis(), limit.toMillis()));
        http.setMaxConnectionsPerDestination(Lanes.MOST_AT_A_TIME);
        http.setMaxRequestsQueuedPerDestination(Lanes.MOST_AT_A_TIME);
        http.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        ScheduledExecutorScheduler clock = new ScheduledExecutorScheduler("webhook-" + name + "-clock", true);
        http.setScheduler(clock);
        SocketAddressResolver names = lookUp.apply(threads, clock);
        boolean isPlain = "http".equalsIgnoreCase(url.getScheme());
        http.setSocketAddressResolver((host, port, context, promise) ->
                names.resolve(host, port, context, new Checked(host, isPlain, rules, promise)));
        start();
    }

    private void start() {
        try {
            http.start();
            // a decoder of gzip and a handler of challenges: nobody reads what is answered
            http.getContentDecoderFactories().clear();
            http.getProtocolHandlers().clear();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
    }

    /** Lets those addresses through that are allowed. */
    private record Checked(String host, boolean isPlain, AddressRules rules, Promise<List<InetSocketAddress>> promise)
            implements Promise<List<InetSocketAddress>> {
        @Override
        public void succeeded(List<InetSocketAddress> found) {
            List<InetSocketAddress> allowed =
                    found.stream().filter(this::isAllowed).toList();
            if (allowed.isEmpty()) {
                String addresses = found.stream()
                        .map(each -> each.getAddress().getHostAddress())
                        .collect(Collectors.joining(", "));
                promise.failed(new RefusedAddressException(host + " is " + addresses + ", which "
                        + (isPlain ? "is reached by https alone" : "is no public address")
                        + ": webhooks.allowed.networks may allow it"));
            } else {
                promise.succeeded(allowed);
            }
        }

        private boolean isAllowed(InetSocketAddress each) {
            InetAddress address = each.getAddress();
            return address != null && (isPlain ? rules.isOwn(address) : rules.isAllowed(address));
        }

        @Override
        public void failed(Throwable failure) {
            promise.failed(failure);
        }
    }

    /** An address that is not connected to; the message is a sentence. */
    private static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String message) {
            super(message);
        }
    }

    /** For one try. */
    Duration limit() {
        return limit;
    }

    /**
     * Sends a message.
     *
     * @param id the same each time that it is sent
     * @return completed by a thread that must not be kept waiting; never by a failure. Who completes it by {@link Answer.BrokenOff} ends
     *     the call
     */
    CompletableFuture<Answer> send(String id, byte[] body) {
        long seconds = time.instant().getEpochSecond();
        String signatures = secrets.stream()
                .filter(each -> each.until()
                        .filter(until -> until.getEpochSecond() <= seconds)
                        .isEmpty())
                .map(each -> each.secret().sign(id, seconds, body))
                .collect(Collectors.joining(" "));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            Request request = http.newRequest(url)
                    .method(HttpMethod.POST)
                    .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .body(new BytesRequestContent("application/json", body));
            Map.of("webhook-id", id, "webhook-timestamp", String.valueOf(seconds), "webhook-signature", signatures)
                    .forEach((name, value) -> request.headers(headers -> headers.put(name, value)));
            answer.thenAccept(given -> {
                if (given instanceof Answer.BrokenOff) {
                    request.abort(new CancellationException("broken off"));
                }
            });
            request.send(new Reading(answer));
        } catch (RuntimeException e) {
            answer.complete(new Answer.Failed(Words.of(e), true));
        }
        return answer;
    }

    /** Of an answer its head is of interest; the rest must come, within bounds, for one that breaks off may have been no answer. */
    private final class Reading implements Response.Listener {
        private final CompletableFuture<Answer> answer;
        private int bytes;

        Reading(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        public void onContent(Response response, ByteBuffer content) {
            bytes += content.remaining();
            content.position(content.limit());
            if (bytes > MOST_ANSWER_BYTES) {
                answer.complete(answer(response));
                response.abort(new IllegalStateException("an answer of more than " + MOST_ANSWER_BYTES + " bytes"));
            }
        }

        @Override
        public void onComplete(Result result) {
            answer.complete(
                    result.isSucceeded()
                            ? answer(result.getResponse())
                            : new Answer.Failed(why(result.getFailure()), true));
        }
    }

    private String why(Throwable failure) {
        if (failure instanceof java.util.concurrent.TimeoutException) {
            return "no whole answer within " + limit.toMillis() / 1000.0 + " s";
        }
        if (failure instanceof SSLException) {
            String remedy = failure.getCause() instanceof CertificateException
                    ? ", its certificate must be of a known authority and of that name"
                    : "";
            return "no TLS with " + url.getHost() + remedy + ": " + Words.of(failure);
        }
        return failure instanceof RefusedAddressException ? failure.getMessage() : Words.of(failure);
    }

    private Answer answer(Response response) {
        int status = response.getStatus();
        Optional<Duration> pause = Optional.ofNullable(response.getHeaders().get(HttpHeader.RETRY_AFTER))
                .flatMap(this::pause);
        if (status >= 200 && status < 300) {
            return new Answer.Accepted();
        }
        if (status == 410) {
            return new Answer.Gone();
        }
        if (status == 429 || status == 503 && pause.isPresent()) {
            return new Answer.Later("status " + status, pause);
        }
        String redirection = status >= 300 && status < 400 ? ", a redirection, and none is followed" : "";
        return new Answer.Failed("status " + status + redirection, status >= 502 && status <= 504);
    }

    private Optional<Duration> pause(String after) {
        Duration asked;
        try {
            asked = after.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(after))
                    : Duration.between(
                            time.instant(),
                            Instant.from(ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        return Optional.of(asked.isNegative() ? Duration.ZERO : asked)
                .map(each -> each.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : each);
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }
}
