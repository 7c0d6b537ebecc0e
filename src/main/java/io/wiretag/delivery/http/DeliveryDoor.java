package io.wiretag.delivery.http;

import io.javalin.http.Context;
import io.wiretag.access.ApiKeys;
import io.wiretag.web.OwnName;
import io.wiretag.web.Problem;
import io.wiretag.web.ShownKey;
import io.wiretag.web.WebServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may come in, what he may see, and how much at a time. Thread-safe. */
final class DeliveryDoor {
    private static final String ANYBODY = "anybody";
    private static final Duration LONGEST_DEBT = Duration.ofSeconds(2);

    private final Optional<ApiKeys> keys;
    private final int connectionsPerKey;
    private final int bytesPerSecond;
    private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
    private final Map<String, ByteRate> rates = new ConcurrentHashMap<>();

    /** @param keys empty: everybody of this machine may see all */
    DeliveryDoor(Optional<ApiKeys> keys, int connectionsPerKey, int bytesPerSecond) {
        this.keys = keys;
        this.connectionsPerKey = connectionsPerKey;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** @throws io.wiretag.web.ProblemException unless he may come in */
    Client requireClient(Context ctx) {
        if (keys.isEmpty()) {
            OwnName.require(ctx, "delivery");
            return new Client(ANYBODY, Optional.empty(), KeyRights.ALL);
        }
        Optional<String> key = ShownKey.of(ctx, "X-API-Key");
        return key.flatMap(this::client).orElseThrow(() -> {
            Problem problem = key.isPresent()
                    ? unknownKey()
                    : unauthorized("a key is needed: Authorization: Bearer KEY, or X-API-Key: KEY");
            return problem.asException();
        });
    }

    static Problem unknownKey() {
        return unauthorized("the key is not known here");
    }

    private static Problem unauthorized(String detail) {
        return new Problem(401, detail).with("WWW-Authenticate", "Bearer realm=\"wiretag\"");
    }

    /** @throws io.wiretag.web.ProblemException unless his key may see all: the metrics name the keys of others */
    void requireOperator(Context ctx) {
        if (!requireClient(ctx).rights().scope().isAll()) {
            throw new Problem(403, "the metrics are for keys that may see all").asException();
        }
    }

    /** @throws io.wiretag.web.ProblemException if he has got more than his key may for some time to come */
    void requireNoDebt(Client client) {
        Duration debt = pace(client, 0);
        if (debt.compareTo(LONGEST_DEBT) > 0) {
            throw new Problem(429, "more bytes than this key may have: wait, or ask for less")
                    .with("Retry-After", String.valueOf(debt.toSeconds() + 1))
                    .asException();
        }
    }

    private Optional<Client> client(String key) {
        return keys.flatMap(known -> known.ownerOf(key))
                .map(owner -> new Client(owner.name(), Optional.of(key), KeyRights.of(owner.rights())));
    }

    /** Whether his key still opens, and to the same. */
    boolean isWelcome(Client client) {
        return client.key().isEmpty()
                || client.key().flatMap(this::client).filter(client::equals).isPresent();
    }

    /** A connection of a key, which counts until it is closed. */
    final class Seat implements AutoCloseable {
        private final AtomicInteger taken;
        private boolean closed;

        private Seat(AtomicInteger taken) {
            this.taken = taken;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                taken.decrementAndGet();
            }
        }
    }

    /** @throws io.wiretag.web.ProblemException if there are too many, of his key or in all */
    Seat requireSeat(Context ctx, Client client) {
        if (!WebServer.admit(ctx.req())) {
            throw Problem.unavailable("too many connections at a time: come again")
                    .asException();
        }
        int most = client.rights().connections().orElse(connectionsPerKey);
        AtomicInteger taken = connections.computeIfAbsent(client.name(), name -> new AtomicInteger());
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            throw new Problem(429, "more than " + most + " connections of this key at a time: close one")
                    .with("Retry-After", "5")
                    .asException();
        }
        return new Seat(taken);
    }

    /** How long to wait before these bytes may go to him. */
    Duration pace(Client client, int bytes) {
        int most = client.rights().bytesPerSecond().orElse(bytesPerSecond);
        return rates.computeIfAbsent(client.name(), name -> new ByteRate()).take(bytes, most);
    }

    /** Open connections by the names of keys. */
    Map<String, AtomicInteger> connections() {
        return connections;
    }

    /** A bucket that may run into debt by one answer, which is waited off before the next. */
    private static final class ByteRate {
        private double left;
        private long filledAt = System.nanoTime();

        synchronized Duration take(int bytes, int perSecond) {
            long now = System.nanoTime();
            left = Math.min(perSecond, left + (double) (now - filledAt) * perSecond / TimeUnit.SECONDS.toNanos(1));
            filledAt = now;
            left -= bytes;
            return left >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-left / perSecond * 1e9));
        }
    }
}
