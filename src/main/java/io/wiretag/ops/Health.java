package io.wiretag.ops;

import io.wiretag.files.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How the parts of this process are. Asking is cheap: each part answers from what it knows. Thread-safe.
 */
public final class Health {
    private final List<Part> parts;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * One part.
     *
     * @param name for the answer
     * @param whyNotReady why it does not do its work now; it may again later
     * @param whyNotAlive why it never will again, so that the process should be started anew
     * @param says what everybody may know of it, ready or not, by name
     */
    public record Part(
            String name,
            Supplier<Optional<Why>> whyNotReady,
            Supplier<Optional<Why>> whyNotAlive,
            Supplier<Map<String, String>> says) {
        /** One that says nothing. */
        public Part(String name, Supplier<Optional<Why>> whyNotReady, Supplier<Optional<Why>> whyNotAlive) {
            this(name, whyNotReady, whyNotAlive, Map::of);
        }
    }

    /**
     * A part that is not well.
     *
     * @param part its name
     * @param why may name machines
     */
    public record Complaint(String part, Why why) {}

    /** @param parts all of them */
    public Health(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Not ready from now on, while everything goes on working: whoever sends work here has time to notice. */
    public void stop() {
        stopping.set(true);
    }

    /** What keeps it from being ready; empty if nothing does. */
    List<Complaint> notReady() {
        List<Complaint> complaints =
                new ArrayList<>(complaints(Part::whyNotReady).toList());
        // asked last: a part that has begun to close must not be told without the reason
        if (stopping.get()) {
            complaints.add(0, new Complaint("process", new Why("stopping", "is stopping")));
        }
        return complaints;
    }

    /** What only a new start can mend; empty if nothing has to be. */
    List<Complaint> notAlive() {
        return complaints(Part::whyNotAlive).toList();
    }

    /** What all parts say of themselves. */
    Map<String, String> says() {
        Map<String, String> all = new TreeMap<>();
        parts.forEach(part -> all.putAll(part.says().get()));
        return all;
    }

    private Stream<Complaint> complaints(Function<Part, Supplier<Optional<Why>>> question) {
        return parts.stream()
                .flatMap(part -> question.apply(part).get().map(why -> new Complaint(part.name(), why)).stream());
    }
}
