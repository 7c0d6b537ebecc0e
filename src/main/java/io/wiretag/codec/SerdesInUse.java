package io.wiretag.codec;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * Which serializers know what, and those that ask for what none knows yet.
 *
 * <p>A lookup that hangs keeps its connection, of which the registry's client has but a few: when all hang, it would never ask
 * again, although the registry be back. So a client that has kept somebody waiting is asked for nothing new any more. Nor is one
 * that took nonsense for an answer, for it may have kept it. What it had learnt before, it goes on reading and writing: it needs
 * no registry for that. So there are never more of them than schemas. Thread-safe.
 */
final class SerdesInUse implements AutoCloseable {
    /** Of each kind; what comes beyond is asked of the serializers that ask, which may know it, too. */
    private static final int MOST_KNOWN = 10_000;

    private final Supplier<InUse> maker;
    private final BoundedCalls calls;
    private final Map<Read, InUse> readers = new ConcurrentHashMap<>();
    private final Map<Written, Writer> writers = new ConcurrentHashMap<>();
    private final Set<InUse> warm = new HashSet<>();
    private volatile InUse asking;

    /**
     * A schema that values of a type have been read with.
     *
     * @param schema its id, or what stands for it in the headers
     */
    record Read(Class<?> type, Object schema) {}

    /** A schema that has its id, under the subject of a topic. */
    record Written(String topic, Schema schema) {}

    /** @param frame how values begin */
    record Writer(InUse serdes, byte[] frame) {}

    SerdesInUse(Supplier<InUse> maker, BoundedCalls calls) {
        this.maker = maker;
        this.calls = calls;
        this.asking = maker.get();
    }

    /** Those that may be asked for something new. */
    InUse asking() {
        return asking;
    }

    /** Those that read it without the registry. */
    Optional<InUse> reader(Read read) {
        return Optional.ofNullable(readers.get(read));
    }

    /** Those that write it without the registry. */
    Optional<Writer> writer(Written written) {
        return Optional.ofNullable(writers.get(written));
    }

    synchronized void haveRead(InUse serdes, Read read) {
        if (mayLearn(serdes) && readers.size() < MOST_KNOWN) {
            readers.put(read, serdes);
            warm.add(serdes);
        }
    }

    synchronized void haveWritten(InUse serdes, Written written, byte[] frame) {
        if (mayLearn(serdes) && writers.size() < MOST_KNOWN) {
            writers.put(written, new Writer(serdes, frame));
            warm.add(serdes);
        }
    }

    /** Others have been closed meanwhile. */
    private boolean mayLearn(InUse serdes) {
        return serdes == asking || warm.contains(serdes);
    }

    /** Work that asks the registry, on a thread that can be left waiting. */
    <T> T lookUp(InUse serdes, Heard heard, Callable<T> work) throws Exception {
        return lookUp(calls, serdes, heard, work);
    }

    /** The same within another limit. */
    <T> T lookUp(BoundedCalls within, InUse serdes, Heard heard, Callable<T> work) throws Exception {
        try {
            return within.call(() -> heard.during(work));
        } catch (TimeoutException e) {
            giveUp(serdes);
            throw e;
        } catch (Heard.UnansweredException e) {
            if (e.getCause() instanceof Heard.SenselessAnswerException) {
                giveUp(serdes);
            }
            throw e;
        }
    }

    private synchronized void giveUp(InUse serdes) {
        if (serdes == asking) {
            asking = maker.get();
            if (!warm.contains(serdes)) {
                calls.leave(serdes::close);
            }
        }
    }

    /** With serializers that know nothing yet. */
    synchronized void beginAnew() {
        Set<InUse> former = all();
        readers.clear();
        writers.clear();
        warm.clear();
        asking = maker.get();
        former.forEach(each -> calls.leave(each::close));
    }

    private Set<InUse> all() {
        Set<InUse> all = new HashSet<>(warm);
        all.add(asking);
        return all;
    }

    @Override
    public synchronized void close() {
        all().forEach(InUse::close);
    }
}
