package io.wiretag.intake.folder;

import io.wiretag.intake.OrderedSending;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Files that are read and not yet noted, and the ends of their sendings. The producer's thread tells an end, and only {@link
 * #awaitSettled} takes it: whoever waits for something else must not wait here, or an end would be lost. One thread uses
 * it; any may {@link #wake} it.
 */
final class InFlight {

    private final OrderedSending sending;

    /** In the order in which they were read. */
    private final Set<FileDispatch> files = new LinkedHashSet<>();

    private final Set<FileDispatch> onTheWay = new LinkedHashSet<>();

    /** Dispatches that came to an end, good or bad; empty ones only wake the thread. */
    private final LinkedBlockingQueue<Optional<FileDispatch>> ends = new LinkedBlockingQueue<>();

    InFlight(OrderedSending sending) {
        this.sending = sending;
    }

    void send(FileDispatch dispatch) {
        files.add(dispatch);
        onTheWay.add(dispatch);
        dispatch.send(sending, () -> ends.add(Optional.of(dispatch)));
    }

    /** What is left after an outage. */
    void sendAgain() {
        List.copyOf(files).forEach(this::send);
    }

    int size() {
        return files.size();
    }

    /** Of content, which is kept in memory. */
    long bytes() {
        return files.stream().mapToLong(FileDispatch::size).sum();
    }

    /** Whether an end is still to come. */
    boolean isOnTheWay() {
        return !onTheWay.isEmpty();
    }

    void wake() {
        ends.add(Optional.empty());
    }

    /**
     * Waits for an end, and takes all that have come.
     *
     * @return those whose articles are all acknowledged or refused for good; they are in flight no more
     */
    List<FileDispatch> awaitSettled(long nanos) throws InterruptedException {
        List<Optional<FileDispatch>> come = new ArrayList<>();
        Optional<FileDispatch> first = ends.poll(nanos, TimeUnit.NANOSECONDS);
        if (first != null) {
            come.add(first);
        }
        ends.drainTo(come);
        List<FileDispatch> ended = come.stream().flatMap(Optional::stream).toList();
        ended.forEach(onTheWay::remove);
        List<FileDispatch> settled =
                ended.stream().filter(FileDispatch::isSettled).toList();
        settled.forEach(files::remove);
        return settled;
    }
}
