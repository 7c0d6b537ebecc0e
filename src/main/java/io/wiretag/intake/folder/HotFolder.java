package io.wiretag.intake.folder;

import io.wiretag.files.FileTrouble;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.Backoff;
import io.wiretag.intake.IntakeException;
import io.wiretag.intake.OrderedSending;
import io.wiretag.intake.PublishFailure;
import io.wiretag.intake.UnusableFolderException;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Source;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Publishes the files that a newsroom system drops into a folder, and shows by moving each what became of it: to {@code
 * done} when the broker has acknowledged all its articles, to {@code failed} with a {@code .reason.txt} beside it when some
 * of it could not be read or was refused; its other articles are published all the same.
 *
 * <p><b>The way of a file.</b> Each step leaves a state that the next start goes on from:
 *
 * <ol>
 *   <li>It has arrived whole, by {@link Arrivals}.
 *   <li>It is renamed into {@code .wiretag/inflight}: from here on nobody replaces it by another of its name.
 *   <li>It is read and its articles are sent, in their order; files go in the order of their time of change, then by name.
 *   <li>All articles are acknowledged or refused for good: this is noted in {@code .wiretag/journal} and forced to the disk.
 *   <li>It is renamed into {@code done} or {@code failed}, never over another file. The note is forgotten.
 * </ol>
 *
 * <p>A file found in {@code inflight} with its note is moved and not published again. <b>What remains:</b> if the process
 * is killed between the broker's acknowledgement and the note, the file is published again after the restart, with the
 * same uri, version and content, which the processor ignores as a repetition. A file that is dropped again later, under the
 * same name or another, is a new file and is published again, with the same effect. Of a file of many articles that was
 * killed half way, all are published again.
 *
 * <p>While Kafka or the registry is away, files stay where they are and are tried again, at longer and longer intervals; a
 * bad file never stops the others. A file whose reading fails is tried again at longer and longer intervals while the others
 * go on, and goes to {@code failed} after some five minutes; at the end of {@link #runOnce} it is left for the next time.
 * Versions of one article in several files may overtake each other so, and the processor ignores the older that comes
 * later. A file that its sender still wrote to after it was taken is given back to the folder and
 * published anew. At most {@value #MAX_FILES} files are in flight, those that could not be read among them.
 *
 * <p>One thread runs it, another may stop it. A second owner of the same folder is refused by a lock.
 */
public final class HotFolder implements AutoCloseable {

    private static final int MAX_FILES = 100;

    /** Of content in flight, in bytes: it is kept in memory until it is acknowledged. */
    private static final long MAX_BYTES = 2L * Source.MAX_BYTES;

    /** How long {@link #stop} lets articles on their way arrive; the publisher's own limit comes on top. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    /**
     * How a folder is watched.
     *
     * @param format of the files
     * @param settle how long a file must stay unchanged to be taken as whole; zero takes it at once
     * @param poll how often the folder is listed
     * @param firstRetry how long after an outage it is tried again the first time
     */
    public record Settings(Path folder, Format format, Duration settle, Duration poll, Duration firstRetry) {

        /** Two seconds to settle, a listing each second, the first retry after one. */
        public static Settings of(Path folder) {
            Duration second = Duration.ofSeconds(1);
            return new Settings(folder, Format.AUTO, second.multipliedBy(2), second, second);
        }

        public Settings {
            Objects.requireNonNull(format, "format");
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(folder + " is no directory: make it first");
            }
            if (settle.isNegative() || poll.isNegative() || poll.isZero() || firstRetry.isNegative()) {
                throw new IllegalArgumentException("settle time %s, interval %s and first retry %s must be positive"
                        .formatted(settle, poll, firstRetry));
            }
        }

        public Settings withFormat(Format other) {
            return new Settings(folder, other, settle, poll, firstRetry);
        }

        public Settings withSettle(Duration other) {
            return new Settings(folder, format, other, poll, firstRetry);
        }
    }

    /**
     * What a run has done.
     *
     * @param published articles that the broker acknowledged
     * @param done files that went to {@code done}
     * @param failed files that went to {@code failed}
     * @param outage why Kafka has not acknowledged what is left; empty if nothing is left so
     * @param unread which files are left because they could not be read, and why; empty if none is
     */
    public record Summary(long published, long done, long failed, Optional<String> outage, Optional<String> unread) {}

    /** How a file is read; tests have drives that fail. */
    interface Reader {
        FileDispatch read(Path file, Format format) throws IOException;
    }

    private final Settings settings;
    private final Reader reader;
    private final Consumer<String> tell;
    private final ArticlePublisher publisher;
    private final FolderTrays trays;
    private final FolderOutcomes outcomes;
    private final Arrivals arrivals;
    private final OrderedSending sending;
    private final Backoff backoff;

    /** Taken by an earlier run and left in flight; they go first. */
    private final Deque<Path> leftOver = new ArrayDeque<>();

    private final Deque<Arrivals.Arrival> arrived = new ArrayDeque<>();

    private final InFlight inFlight;
    private final UnreadFiles unread;

    /** Names of files that could not be taken, so as to say it once. */
    private final Set<String> held = new HashSet<>();

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private long nextListing = System.nanoTime();
    private boolean outageTold;
    private boolean troubleTold;
    private long published;

    /**
     * Takes the folder into possession and makes what it needs in it.
     *
     * @param publisher stays the caller's, but {@link #stop} closes it when the brokers do not answer
     * @param tell takes a line for each file and each trouble; called by the thread that runs
     * @throws IntakeException if the folder is watched by another
     * @throws UnusableFolderException if files cannot be moved in it
     */
    public HotFolder(Settings settings, ArticlePublisher publisher, Consumer<String> tell) {
        this(settings, FileDispatch::read, publisher, tell);
    }

    /** Whether a directory is one, watched now or once. */
    public static boolean isOne(Path directory) {
        return Files.isDirectory(directory.resolve(FolderTrays.OWN).resolve(FolderTrays.IN_FLIGHT));
    }

    /** Names of the directories in it that its owner makes. */
    public static List<String> ownNames() {
        return FolderTrays.OWN_NAMES;
    }

    HotFolder(Settings settings, Reader reader, ArticlePublisher publisher, Consumer<String> tell) {
        this.settings = settings;
        this.reader = reader;
        this.publisher = Objects.requireNonNull(publisher, "publisher");
        this.tell = Objects.requireNonNull(tell, "tell");
        this.trays = new FolderTrays(settings.folder());
        this.outcomes = new FolderOutcomes(settings.folder(), trays, tell);
        this.arrivals = new Arrivals(settings.folder(), Set.copyOf(ownNames()), settings.settle(), tell);
        this.sending = new OrderedSending(publisher);
        this.inFlight = new InFlight(sending);
        this.unread = new UnreadFiles(settings.firstRetry(), tell);
        this.backoff = new Backoff(settings.firstRetry(), Duration.ofMinutes(1));
    }

    /**
     * Publishes what comes until {@link #stop}. May be called once.
     *
     * @throws IntakeException if a file cannot be moved where it belongs; it is not lost, and not published again once that
     *     is mended
     */
    public Summary run() {
        return run(false);
    }

    /** Publishes what is there, and ends; a file that is still written to is left for the next time. */
    public Summary runOnce() {
        return run(true);
    }

    private Summary run(boolean once) {
        try {
            leftOver.addAll(outcomes.recover());
            boolean listed = false;
            while (!isStopping() || inFlight.isOnTheWay()) {
                if (!isStopping() && sending.outage().isEmpty()) {
                    if (isListingDue(once)) {
                        if (once && listed) {
                            break;
                        }
                        list(once);
                        listed = true;
                    }
                    sendMore();
                    if (once && isFullOfUnread() && inFlight.size() == 0) {
                        break;
                    }
                }
                settle(awaitSettled(once));
                if (!inFlight.isOnTheWay() && sending.outage().isPresent()) {
                    if (once || isStopping()) {
                        break;
                    }
                    waitAndRetry();
                }
            }
            Optional<String> outage =
                    inFlight.size() == 0 ? Optional.empty() : sending.outage().map(HotFolder::sentence);
            return new Summary(published, outcomes.done(), outcomes.failed(), outage, unread.sentence());
        } catch (IOException e) {
            throw new IntakeException(settings.folder() + " failed: " + FileTrouble.reason(e), e);
        } finally {
            ended.countDown();
        }
    }

    private boolean isListingDue(boolean once) {
        return arrived.isEmpty()
                && leftOver.isEmpty()
                && (once ? inFlight.size() == 0 : System.nanoTime() - nextListing >= 0);
    }

    /** That so many fail is no fault of theirs: no further file is taken then. */
    private boolean isFullOfUnread() {
        return unread.size() >= MAX_FILES;
    }

    private void list(boolean once) throws IOException {
        nextListing = System.nanoTime() + settings.poll().toNanos();
        try {
            Arrivals.Listing listing = arrivals.list(System.nanoTime(), !once);
            if (once && listing.unsettled() > 0 && !stopsWithin(settings.settle())) {
                listing = arrivals.list(System.nanoTime(), false);
                if (listing.unsettled() > 0) {
                    tell.accept(listing.unsettled() + " files are still written to: left for the next time");
                }
            }
            arrived.addAll(listing.arrived());
            troubleTold = false;
        } catch (IOException e) {
            if (once) {
                throw e;
            }
            // a network drive comes and goes
            if (!troubleTold) {
                tell.accept(settings.folder() + " cannot be listed: " + FileTrouble.reason(e) + "; trying again");
            }
            troubleTold = true;
        }
    }

    private void sendMore() {
        boolean sent = true;
        while (sent && hasRoom() && inFlight.size() + unread.size() < MAX_FILES) {
            sent = next().map(this::send).orElse(false);
        }
        // one at a time and after the others: each may take long to fail
        if (hasRoom()) {
            unread.due().ifPresent(this::send);
        }
    }

    private boolean hasRoom() {
        return !isStopping() && sending.outage().isEmpty() && inFlight.bytes() < MAX_BYTES;
    }

    /** @return false if it could not be read: what others wait for comes first then */
    private boolean send(Path file) {
        Optional<FileDispatch> dispatch = read(file);
        dispatch.ifPresent(inFlight::send);
        return dispatch.isPresent();
    }

    private Optional<FileDispatch> read(Path file) {
        try {
            FileDispatch dispatch = reader.read(file, settings.format());
            unread.read(file);
            return Optional.of(dispatch);
        } catch (IOException e) {
            return unread.failed(file, e);
        }
    }

    private Optional<Path> next() {
        if (!leftOver.isEmpty()) {
            return Optional.of(leftOver.remove());
        }
        while (!arrived.isEmpty()) {
            Arrivals.Arrival next = arrived.remove();
            try {
                // the listing may be old by now
                if (next.stamp().equals(FileStamp.of(next.file()))) {
                    return Optional.of(trays.take(next.file()));
                }
            } catch (NoSuchFileException | FileAlreadyExistsException later) {
                // taken back by its sender, or one of that name is in flight: the next listing tells
            } catch (IOException e) {
                tellHeld(next.file().getFileName().toString(), e);
            }
        }
        return Optional.empty();
    }

    /** Windows programs keep others from files that they have open. */
    private void tellHeld(String name, IOException failure) {
        if (held.size() > MAX_FILES) {
            held.clear();
        }
        if (held.add(name)) {
            tell.accept(name + ": cannot be taken yet: " + FileTrouble.reason(failure) + "; trying again");
        }
    }

    /** Waits until a dispatch has come to an end or the next listing is due. */
    private List<FileDispatch> awaitSettled(boolean once) {
        long wait = inFlight.isOnTheWay() || isFullOfUnread() ? settings.poll().toNanos() : 0;
        boolean listsNext = !once && !isStopping() && sending.outage().isEmpty();
        if (listsNext && arrived.isEmpty() && leftOver.isEmpty()) {
            wait = Math.max(0, nextListing - System.nanoTime());
        }
        return awaitSettled(wait);
    }

    private List<FileDispatch> awaitSettled(long nanos) {
        try {
            return inFlight.awaitSettled(nanos);
        } catch (InterruptedException e) {
            stopping.countDown();
            return List.of();
        }
    }

    /** Notes and moves what is settled; the others stay in flight for the next attempt. */
    private void settle(List<FileDispatch> settled) throws IOException {
        List<FileDispatch> finished = new ArrayList<>();
        List<Path> writtenTo = new ArrayList<>();
        for (FileDispatch each : settled) {
            published += each.published();
            if (isTakenAway(each.file())) {
                tell.accept("%s: %d articles published, and somebody took the file away meanwhile"
                        .formatted(each.file(), each.published()));
            } else if (isOutdated(each)) {
                writtenTo.add(each.file());
            } else {
                finished.add(each);
            }
        }
        try {
            if (!finished.isEmpty()) {
                outcomes.settle(finished);
            }
            for (Path file : writtenTo) {
                giveBack(file);
            }
        } catch (IOException | IntakeException e) {
            // the run ends: what is still on its way would be published again by the next
            try {
                outcomes.noteAlso(whatArrives());
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        tellRecovery(settled);
    }

    private List<FileDispatch> whatArrives() {
        List<FileDispatch> arrived = new ArrayList<>();
        long end = System.nanoTime() + GRACE.toNanos();
        for (long left = GRACE.toNanos(); inFlight.isOnTheWay() && left > 0; left = end - System.nanoTime()) {
            arrived.addAll(awaitSettled(left));
        }
        return arrived;
    }

    /** Of a drive that is away, nothing was taken: there the move will tell. */
    private static boolean isTakenAway(Path file) {
        return Files.notExists(file, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(file.getParent());
    }

    private static boolean isOutdated(FileDispatch dispatch) {
        try {
            return dispatch.isOutdated();
        } catch (IOException e) {
            // what cannot be seen was not written to; the move will tell
            return false;
        }
    }

    private void giveBack(Path file) throws IOException {
        Path back = trays.giveBack(file);
        tell.accept("%s: was written to while it was published; given back as %s. A longer settle time prevents this"
                .formatted(file.getFileName(), back.getFileName()));
    }

    private void tellRecovery(List<FileDispatch> settled) {
        if (settled.stream().anyMatch(each -> each.published() > 0)) {
            backoff.reset();
            if (outageTold) {
                outageTold = false;
                tell.accept("publishing goes on");
            }
        }
    }

    private void waitAndRetry() {
        if (!outageTold) {
            outageTold = true;
            tell.accept("%s; %d files wait in %s and are tried again"
                    .formatted(
                            sending.outage().map(HotFolder::sentence).orElse(""),
                            inFlight.size(),
                            settings.folder().resolve(FolderTrays.OWN).resolve(FolderTrays.IN_FLIGHT)));
        }
        if (!stopsWithin(backoff.next())) {
            sending.resume();
            inFlight.sendAgain();
        }
    }

    /** Waits; what ends in flight meanwhile is heard of afterwards. */
    private boolean stopsWithin(Duration time) {
        try {
            return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
            return true;
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /**
     * Ends the run: no further file is taken, articles on their way may arrive. Returns when it has ended, after {@value
     * #MAX_FILES} files at most; if the brokers do not answer, closes the publisher, and the files stay in flight.
     */
    public void stop() {
        stopping.countDown();
        inFlight.wake();
        try {
            if (!ended.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                publisher.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        trays.close();
    }

    private static String sentence(Throwable outage) {
        return "not acknowledged: " + PublishFailure.sentence(outage);
    }
}
