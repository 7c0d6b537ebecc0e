package io.wiretag.intake.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Receives the body of one request as it comes, without holding a thread, and stops where it becomes too large, too slow, or
 * more than the budget has left. The server calls it with one thread at a time.
 */
final class RequestBody implements ReadListener {

    /** Taken from the budget for any request, however small: it has headers and a few objects, too. */
    private static final int SMALLEST_SHARE = 16 * 1024;

    private final ServletInputStream in;
    private final ByteBudget.Share share;
    private final int maxBytes;
    private final Duration limit;
    private final long began = System.nanoTime();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private byte[] bytes;
    private int length;

    private RequestBody(ServletInputStream in, int capacity, ByteBudget.Share share, int maxBytes, Duration limit) {
        this.in = in;
        this.share = share;
        this.maxBytes = maxBytes;
        this.limit = limit;
        this.bytes = new byte[capacity];
    }

    /**
     * Begins to receive.
     *
     * @param share grows with the body; its owner closes it
     * @param limit how long the whole body may take
     * @return the whole body; completes with a {@link RefusedException} if it is not to be had
     */
    static CompletableFuture<byte[]> receive(
            HttpServletRequest request, ByteBudget.Share share, int maxBytes, Duration limit) throws IOException {
        // -1 if the request does not tell it
        long declared = request.getContentLengthLong();
        if (declared > maxBytes) {
            return CompletableFuture.failedFuture(tooLarge(maxBytes));
        }
        if (!share.growTo(Math.max(declared, SMALLEST_SHARE))) {
            return CompletableFuture.failedFuture(full());
        }
        // one more than declared, so that there is always room to notice the end
        int capacity = declared < 0 ? SMALLEST_SHARE : (int) declared + 1;
        // not before: whoever asks for the stream has told a client that waits for it to go on
        ServletInputStream in = request.getInputStream();
        RequestBody body = new RequestBody(in, capacity, share, maxBytes, limit);
        in.setReadListener(body);
        return body.whole;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!whole.isDone() && in.isReady()) {
            if (length == bytes.length && !grow()) {
                return;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
            if (length > maxBytes) {
                whole.completeExceptionally(tooLarge(maxBytes));
            } else if (System.nanoTime() - began > limit.toNanos()) {
                whole.completeExceptionally(tooSlow());
            }
        }
    }

    private boolean grow() {
        int larger = Math.min(maxBytes + 1, bytes.length * 2);
        if (!share.growTo(larger)) {
            whole.completeExceptionally(full());
            return false;
        }
        bytes = Arrays.copyOf(bytes, larger);
        return true;
    }

    @Override
    public void onAllDataRead() {
        byte[] received = bytes;
        bytes = new byte[0];
        whole.complete(Arrays.copyOf(received, length));
    }

    @Override
    public void onError(Throwable failure) {
        boolean silent = failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
        whole.completeExceptionally(
                silent
                        ? tooSlow()
                        : Answer.problem(400, "the body ended before its end: send it again")
                                .thenClose()
                                .asRefusal());
    }

    private static RefusedException tooLarge(int maxBytes) {
        return Answer.problem(
                        413, "the body is larger than %d bytes: split it into several requests".formatted(maxBytes))
                .thenClose()
                .asRefusal();
    }

    private static RefusedException tooSlow() {
        return Answer.problem(408, "the body came too slowly: send it again")
                .thenClose()
                .asRefusal();
    }

    private static RefusedException full() {
        return Answer.unavailable("too many bytes are on their way at the moment: send it again later")
                .thenClose()
                .asRefusal();
    }
}
