package io.wiretag.ops.lag;

import java.util.List;

/**
 * Something that belongs to what is watched, and was not seen in a look.
 *
 * @param kind of thing, for a page that words it in its reader's language
 * @param names of a topic; of a topic and the number of its partition; of some of the groups
 * @param more how many groups there are beside those that are named
 * @param what the thing in English: {@code topic articles.tagged}, {@code partition 1 of topic articles.tagged},
 *     {@code group desk}
 * @param why in one sentence, with the remedy where there is one
 */
public record BlindSpot(Kind kind, List<String> names, int more, String what, String why) {
    /** What can be unseen. */
    public enum Kind {
        TOPIC("topic"),
        PARTITION("partition"),
        GROUPS("groups"),
        /** Nobody knows which. */
        SOME_GROUPS("some-groups"),
        OTHER("other");

        private final String written;

        Kind(String written) {
            this.written = written;
        }

        /** As JSON has it. */
        public String written() {
            return written;
        }
    }

    /** Copies the names. */
    public BlindSpot {
        names = List.copyOf(names);
    }

    /** Something that only its English words name. */
    public BlindSpot(String what, String why) {
        this(Kind.OTHER, List.of(), 0, what, why);
    }

    static BlindSpot topic(String name, String why) {
        return new BlindSpot(Kind.TOPIC, List.of(name), 0, "topic " + name, why);
    }

    static BlindSpot partition(String topic, int number, String why) {
        return new BlindSpot(
                Kind.PARTITION,
                List.of(topic, String.valueOf(number)),
                0,
                "partition " + number + " of topic " + topic,
                why);
    }

    static BlindSpot someGroups(String why) {
        return new BlindSpot(Kind.SOME_GROUPS, List.of(), 0, "some groups", why);
    }

    /** @param ids all of them, at least one */
    static BlindSpot groups(List<String> ids, int named, String why) {
        List<String> names = ids.subList(0, Math.min(named, ids.size()));
        int more = ids.size() - names.size();
        String rest = more > 0 ? " and " + more + " more" : "";
        return new BlindSpot(
                Kind.GROUPS,
                names,
                more,
                (ids.size() == 1 ? "group " : "groups ") + String.join(", ", names) + rest,
                why);
    }
}
