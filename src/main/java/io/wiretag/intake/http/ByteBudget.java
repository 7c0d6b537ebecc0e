package io.wiretag.intake.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies may be in flight at the same time, over all requests. It counts bytes as they came; while a body is
 * read into articles it takes several times as much memory, which the number of threads that read bounds. Safe for use by
 * several threads.
 */
final class ByteBudget {

    private final long total;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(long total) {
        this.total = total;
    }

    /** An empty share; it must be closed. */
    Share share() {
        return new Share();
    }

    long taken() {
        return taken.get();
    }

    private boolean take(long bytes) {
        long after = taken.addAndGet(bytes);
        if (after <= total) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** What one request has taken. Used by one thread at a time. */
    final class Share implements AutoCloseable {

        private long size;

        /** Makes the share as large as this, if it is smaller; false, and as before, where the budget does not hold so much. */
        boolean growTo(long bytes) {
            long more = bytes - size;
            if (more > 0 && !take(more)) {
                return false;
            }
            size = Math.max(size, bytes);
            return true;
        }

        /** Gives all of it back; a second time does nothing. */
        @Override
        public void close() {
            taken.addAndGet(-size);
            size = 0;
        }
    }
}
