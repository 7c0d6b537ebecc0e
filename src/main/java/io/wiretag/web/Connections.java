package io.wiretag.web;

import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The connections of a server, a bounded number of them, of which strangers cannot keep others out.
 *
 * <p>A connection waits, or a request that was {@linkplain #admit admitted} is under way on it. Where one too many comes in, the
 * one that has waited longest is closed. One that waits longer than it may is closed as well, whether bytes of a request
 * dribble in or not. A request that was not admitted, such as a question for health, does not end the waiting, and its answer is
 * the last of its connection. Three quarters of the connections at most have an admitted request, so that there is always room for health.
 *
 * <p>Thread-safe.
 */
final class Connections extends AbstractLifeCycle implements Connection.Listener {
    private static final String ADMISSION = Connections.class.getName();
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final int most;
    private final Duration patience;
    private final Scheduler scheduler;

    /** With the time of {@link System#nanoTime} since which each waits, the longest first. */
    private final Map<Connection, Long> waiting = new LinkedHashMap<>();

    private final Set<Connection> admitted = new HashSet<>();

    /** @param patience how long a connection may be without a request that was admitted, or wait for the next */
    Connections(int most, Duration patience, Scheduler scheduler) {
        this.most = most;
        this.patience = patience;
        this.scheduler = scheduler;
    }

    /**
     * Lets the request keep its connection for as long as it takes; for those who have shown who they are.
     *
     * @return false if too many are under way
     */
    static boolean admit(ServletRequest request) {
        return ((BooleanSupplier) request.getAttribute(ADMISSION)).getAsBoolean();
    }

    /** Notes which requests are under way; to be put in front of all other handlers. */
    Handler.Singleton handler() {
        return new Handler.Wrapper() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Connection connection = request.getConnectionMetaData().getConnection();
                // one answer, which no buffer is too small for: else who asks on and on and never reads would hold a
                // thread
                response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
                request.setAttribute(ADMISSION, (BooleanSupplier) () -> admit(connection, response));
                Request.addCompletionListener(request, failure -> answered(connection));
                return super.handle(request, response, callback);
            }
        };
    }

    private synchronized boolean admit(Connection connection, Response response) {
        if (admitted.size() >= most - most / 4) {
            return false;
        }
        response.getHeaders().remove(HttpHeader.CONNECTION);
        // one that is gone already is not taken in again: nobody would take it out
        if (waiting.remove(connection) != null) {
            admitted.add(connection);
        }
        return true;
    }

    private synchronized void answered(Connection connection) {
        if (admitted.remove(connection) || waiting.remove(connection) != null) {
            waiting.put(connection, System.nanoTime());
        }
    }

    @Override
    public void onOpened(Connection connection) {
        longestIfTooMany(connection).forEach(Connections::end);
    }

    private synchronized List<Connection> longestIfTooMany(Connection newcomer) {
        waiting.put(newcomer, System.nanoTime());
        return waiting.size() + admitted.size() > most ? List.of(takeLongest()) : List.of();
    }

    private Connection takeLongest() {
        Connection longest = waiting.keySet().iterator().next();
        waiting.remove(longest);
        return longest;
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        waiting.remove(connection);
        admitted.remove(connection);
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    private void lookLater() {
        scheduler.schedule(this::look, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (isRunning() || isStarting()) {
            overdue().forEach(Connections::end);
            lookLater();
        }
    }

    private synchronized List<Connection> overdue() {
        long now = System.nanoTime();
        List<Connection> overdue = new ArrayList<>();
        while (!waiting.isEmpty() && now - waiting.values().iterator().next() > patience.toNanos()) {
            overdue.add(takeLongest());
        }
        return overdue;
    }

    /** Not the connection but what it stands on: a connection would first write what it still has to say. */
    private static void end(Connection connection) {
        connection.getEndPoint().close();
    }
}
