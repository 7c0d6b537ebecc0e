package io.wiretag.ops.receipts;

import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.ClientPositions;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known, as it is kept in {@code articles.receipts}. */
public sealed interface Evidence {
    /** Under which key it is kept. */
    EvidenceKey key();

    /**
     * A kill.
     *
     * @param publishedAt time of its record, by the clock of its publisher
     * @param at when it was there, by the clock of the processor; before that is known, when it was seen
     * @param published the record it came from, as partition and offset
     * @param sha256 of the value of its record in {@code articles.tagged}, in hexadecimal digits
     * @param places that are known, {@code articles.tagged} first
     * @param isPlaced whether these are all, each with its offset or without where it cannot be found
     * @param lookedAt the first look that saw all groups after it: whoever is not among its receipts began later
     * @param revivedBy the version that brought the article back
     */
    record Kill(
            KillId id,
            Instant publishedAt,
            Instant at,
            Optional<String> published,
            Optional<String> sha256,
            List<Place> places,
            boolean isPlaced,
            Optional<Instant> lookedAt,
            Optional<String> revivedBy)
            implements Evidence {
        /** Copies the places. */
        public Kill {
            places = List.copyOf(places);
        }

        @Override
        public EvidenceKey key() {
            return new EvidenceKey.OfKill(id);
        }

        Kill placed(Instant time, Optional<String> sum, List<Place> found, boolean all) {
            return new Kill(id, publishedAt, time, published, sum, found, all, lookedAt, revivedBy);
        }

        Kill looked(Instant look) {
            return new Kill(id, publishedAt, at, published, sha256, places, isPlaced, Optional.of(look), revivedBy);
        }

        Kill revived(String version) {
            return new Kill(id, publishedAt, at, published, sha256, places, isPlaced, lookedAt, Optional.of(version));
        }
    }

    /**
     * That a subscriber has acted.
     *
     * @param who said so, where that is another than the subscriber: name of a key, or of a user
     */
    record Acted(Instant at, Acknowledgement.Way by, Optional<String> who) {}

    /** What a subscriber reads by. */
    enum Kind {
        GROUP,
        SHARE_GROUP,
        CLIENT,
        /** Nothing is known of it but that it has acted. */
        OTHER
    }

    /**
     * How a subscriber stands to a kill.
     *
     * @param killAt when the kill was there
     * @param isExpected whether it is declared
     * @param standings one for each place that it reads
     * @param at of the look that saw it so
     */
    record Receipt(
            KillId kill,
            Instant killAt,
            String subscriber,
            Kind kind,
            boolean isExpected,
            List<Standing> standings,
            Optional<Acted> acted,
            Instant at)
            implements Evidence {
        /** Copies the standings. */
        public Receipt {
            standings = List.copyOf(standings);
        }

        @Override
        public EvidenceKey key() {
            return new EvidenceKey.OfReceipt(kill, subscriber);
        }

        /** Whether it owes something: it has not said that it has acted, and has not passed everywhere. */
        public boolean isOpen() {
            return acted.isEmpty()
                    && standings.stream().anyMatch(each -> each.state().isOpen());
        }

        /** The standing that counts for the whole; empty if it reads nothing that we see. */
        public Optional<Standing> worst() {
            return standings.stream().max(Comparator.comparing(Standing::state));
        }

        /** Whether another says the same but for the figures of each look. */
        boolean isAs(Receipt other) {
            if (!acted.equals(other.acted)
                    || isExpected != other.isExpected
                    || standings.size() != other.standings.size()) {
                return false;
            }
            for (int i = 0; i < standings.size(); i++) {
                if (!standings.get(i).isAs(other.standings.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What a subscriber has said of itself. */
    record Said(Acknowledgement acknowledgement) implements Evidence {
        @Override
        public EvidenceKey key() {
            return new EvidenceKey.OfAct(
                    acknowledgement.subscriber(), acknowledgement.uri(), acknowledgement.version());
        }
    }

    /** How far a client of delivery has come. */
    record Client(ClientPositions positions) implements Evidence {
        @Override
        public EvidenceKey key() {
            return new EvidenceKey.OfClient(positions.subscriber(), positions.instance());
        }
    }

    /**
     * How far {@code articles.tagged} was searched for kills, and that somebody looks at all.
     *
     * @param positions offsets of the next records by partition
     */
    record Look(Instant at, String topicId, Map<Integer, Long> positions) implements Evidence {
        /** Copies the positions. */
        public Look {
            positions = Collections.unmodifiableMap(new TreeMap<>(positions));
        }

        @Override
        public EvidenceKey key() {
            return new EvidenceKey.OfLook();
        }
    }
}
