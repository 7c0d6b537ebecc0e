package io.wiretag.intake.rss;

import io.wiretag.intake.format.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Asks for feeds over HTTP, within bounds of time and size. Safe for use by several threads. */
final class FeedClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_REDIRECTIONS = 5;
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> GONE = Set.of(404, 410);
    private static final Set<Integer> NO_HEAD = Set.of(403, 405, 501);

    /** A server that wants to be left alone for longer than this is asked all the same. */
    private static final Duration LONGEST_REST = Duration.ofDays(1);

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*[\"']?([A-Za-z0-9._:-]{1,40})");

    private final HttpClient http = HttpClient.newBuilder()
            // some sites set one and redirect until it comes back; kept in memory alone
            .cookieHandler(new CookieManager())
            .connectTimeout(CONNECT_LIMIT)
            // followed here: a password must not go along to another host
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final String userAgent;
    private final Duration limit;

    /** Answers that are waited for. */
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /** @param limit for a whole answer, from the request to the last byte */
    FeedClient(String userAgent, Duration limit) {
        this.userAgent = Objects.requireNonNull(userAgent, "userAgent");
        this.limit = limit;
    }

    /** Ends all waiting for answers, now and from now on. */
    void close() {
        closed = true;
        open.forEach(answer -> answer.cancel(true));
    }

    /**
     * Asks for a feed, unless it still has these validators.
     *
     * @throws InterruptedException also when the client is closed meanwhile
     */
    FeedAnswer ask(FeedAddress address, FeedAnswer.Validators validators) throws InterruptedException {
        try {
            return answer(last(address, next -> request(next, validators), Source.MAX_BYTES, next -> true));
        } catch (IOException e) {
            return failed(sentence(e));
        } catch (TimeoutException e) {
            return failed("no whole answer within " + limit.toSeconds() + " s");
        }
    }

    /**
     * The status by which a page is gone from its site, 404 or 410; empty if it is there, or nobody can tell. Asked for without its
     * content; what a server says to HEAD counts only if it says the same to GET.
     *
     * @throws InterruptedException also when the client is closed meanwhile
     */
    OptionalInt gone(FeedAddress page) throws InterruptedException {
        int status = 0;
        for (String method : List.of("HEAD", "GET")) {
            try {
                status = last(page, next -> look(next, method), 0, page::isOfSameSite)
                        .statusCode();
            } catch (IOException | TimeoutException e) {
                return OptionalInt.empty();
            }
            if (!GONE.contains(status) && !(method.equals("HEAD") && NO_HEAD.contains(status))) {
                return OptionalInt.empty();
            }
        }
        return GONE.contains(status) ? OptionalInt.of(status) : OptionalInt.empty();
    }

    /** The answer behind all redirections. */
    private HttpResponse<byte[]> last(
            FeedAddress address,
            Function<FeedAddress, HttpRequest> request,
            int most,
            Predicate<FeedAddress> isFollowed)
            throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        FeedAddress next = address;
        for (int i = 0; i <= MAX_REDIRECTIONS; i++) {
            HttpResponse<byte[]> response = receive(request.apply(next), most, deadline);
            if (!REDIRECTIONS.contains(response.statusCode())) {
                return response;
            }
            String location = response.headers().firstValue("Location").orElse("");
            next = next.redirected(location)
                    .filter(isFollowed)
                    .orElseThrow(() -> new RedirectedException(
                            "redirected to '%s', which is not followed".formatted(FeedAddress.shown(location))));
        }
        throw new RedirectedException("redirected more than %d times, lastly to %s".formatted(MAX_REDIRECTIONS, next));
    }

    /** Thrown where a redirection is not followed; its message is a sentence. */
    private static final class RedirectedException extends IOException {
        private static final long serialVersionUID = 1L;

        RedirectedException(String message) {
            super(message);
        }
    }

    private HttpRequest look(FeedAddress page, String method) {
        return HttpRequest.newBuilder(page.uri())
                .header("User-Agent", userAgent)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private HttpRequest request(FeedAddress address, FeedAnswer.Validators validators) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .header("User-Agent", userAgent)
                .header("Accept-Encoding", "gzip, deflate")
                .header(
                        "Accept",
                        "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
                                + " text/xml;q=0.9, application/json;q=0.8, */*;q=0.5");
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        validators.etag().ifPresent(etag -> request.header("If-None-Match", etag));
        validators.lastModified().ifPresent(time -> request.header("If-Modified-Since", time));
        return request.build();
    }

    private HttpResponse<byte[]> receive(HttpRequest request, int most, long deadline)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, headers -> new BoundedBody(most));
        open.add(response);
        try {
            if (closed) {
                throw new InterruptedException("closed");
            }
            return response.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (CancellationException e) {
            throw new InterruptedException("closed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause().toString(), e.getCause());
        } finally {
            // closes the connection if the answer is not whole
            response.cancel(true);
            open.remove(response);
        }
    }

    private static FeedAnswer answer(HttpResponse<byte[]> response) throws IOException {
        HttpHeaders headers = response.headers();
        return switch (response.statusCode()) {
            case 200 ->
                new FeedAnswer.Content(
                        decoded(response),
                        headers.firstValue("Content-Type").flatMap(FeedClient::charset),
                        new FeedAnswer.Validators(headers.firstValue("ETag"), headers.firstValue("Last-Modified")));
            case 304 -> new FeedAnswer.Unchanged();
            case 410 -> new FeedAnswer.Gone();
            default ->
                new FeedAnswer.Failed(
                        "HTTP " + response.statusCode(),
                        headers.firstValue("Retry-After").flatMap(FeedClient::rest));
        };
    }

    private static byte[] decoded(HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        String encoding = response.headers()
                .firstValue("Content-Encoding")
                .orElse("identity")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            // whatever the server calls it: some send a file that is packed, some unpack it and leave the header
            case "identity", "", "gzip", "x-gzip", "utf-8", "none" ->
                isGzip(body) ? unpacked(body, GZIPInputStream::new) : body;
            case "deflate" -> unpacked(body, in -> new InflaterInputStream(in, new Inflater(!isZlib(body))));
            default -> throw new IOException("Content-Encoding " + encoding + ", which was not asked for");
        };
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    }

    /** By RFC 1950; servers also send deflate without its header. */
    private static boolean isZlib(byte[] body) {
        return body.length > 2 && (body[0] & 0x0F) == 8 && ((body[0] & 0xFF) << 8 | body[1] & 0xFF) % 31 == 0;
    }

    /** What unpacks. */
    private interface Unpacking {
        InputStream open(InputStream packed) throws IOException;
    }

    /** Unpacks no more than is read of any input: a few kilobytes can hold gigabytes. */
    private static byte[] unpacked(byte[] body, Unpacking unpacking) throws IOException {
        if (body.length > Source.MAX_BYTES) {
            return body;
        }
        try (InputStream in = unpacking.open(new ByteArrayInputStream(body))) {
            return in.readNBytes(Source.MAX_BYTES + 1);
        }
    }

    /** Empty if it is none that is known; the document has its own, mostly. */
    private static Optional<Charset> charset(String contentType) {
        Matcher charset = CHARSET.matcher(contentType);
        try {
            return charset.find() ? Optional.of(Charset.forName(charset.group(1))) : Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** Seconds, or the time of day in the manner of HTTP. */
    static Optional<Duration> rest(String retryAfter) {
        String value = retryAfter.strip();
        try {
            Duration rest = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(Instant.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest)
                    .filter(time -> !time.isNegative());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static FeedAnswer failed(String reason) {
        return new FeedAnswer.Failed(reason, Optional.empty());
    }

    private static String sentence(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "its host is not known";
            }
        }
        if (failure instanceof RedirectedException) {
            return failure.getMessage();
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + CONNECT_LIMIT.toSeconds() + " s";
        }
        return failure.getMessage() == null ? "no connection" : "no answer: " + failure.getMessage();
    }
}
