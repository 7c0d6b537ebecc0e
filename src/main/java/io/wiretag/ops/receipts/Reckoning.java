package io.wiretag.ops.receipts;

import io.wiretag.ops.receipts.Evidence.Acted;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Kind;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.ReceiptLook.Seen;
import io.wiretag.ops.receipts.Standing.State;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.ClientPositions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a look at the brokers, and what subscribers say, make of what is known: pure, and the same however often it is done.
 *
 * <p>Who owes: every subscriber that is expected, and every group that the last look before the kill had found. A group that the first look
 * after it finds, and the last before it had not, may have begun on either side of the kill: it owes what it is not beyond. Who comes later
 * began after the kill, and owes nothing.
 */
final class Reckoning {
    /** A client that gave back no cursor for so long before a kill was none of its readers. */
    static final Duration CLIENT_LIVES = Duration.ofHours(1);
    /** By so much the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final Duration LARGE_SKEW = Duration.ofMinutes(5);

    private final Map<String, Set<String>> expected;

    /**
     * The groups around a kill, of whatever topic.
     *
     * @param before what the last complete look before the kill had found; empty if there was none
     * @param after what the first complete look after it found; empty if there was none yet
     */
    record Groups(Optional<Set<String>> before, Optional<Set<String>> after) {
        static final Groups UNKNOWN = new Groups(Optional.empty(), Optional.empty());

        /** Whether a group was there at the kill, as far as anybody knows. */
        private boolean knew(String group) {
            return before.isEmpty() ? mayHaveBegun(group) : before.get().contains(group);
        }

        /** Whether it may have begun before the kill: the first look after it found it too, or is this very one. */
        private boolean mayHaveBegun(String group) {
            return after.isEmpty() || after.get().contains(group);
        }

        Groups then(Set<String> found) {
            return after.isPresent() ? this : new Groups(before, Optional.of(Set.copyOf(found)));
        }
    }

    /** @param expected roles of the topics that a subscriber is declared to read, by its name */
    Reckoning(Map<String, Set<String>> expected) {
        this.expected = Map.copyOf(expected);
    }

    /** Every receipt of a kill as it is now. */
    List<Receipt> reckon(Kill kill, Known known, Optional<ReceiptLook> look, Groups around) {
        List<Receipt> receipts = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        known.receipts(kill.id()).forEach(each -> names.add(each.subscriber()));
        look.ifPresent(seen -> names.addAll(owing(kill, seen, around)));
        known.clients().stream()
                .filter(client -> kill.lookedAt().isEmpty() && owes(client, known.clients(), kill))
                .forEach(client -> names.add(client.subscriber()));
        List<Acknowledgement> words = known.said(kill.id()).stream()
                .filter(word -> isOf(word, kill, known))
                .toList();
        words.forEach(word -> names.add(word.subscriber()));
        kill.places()
                .forEach(place -> expected.keySet().stream()
                        .filter(name -> kill.lookedAt().isEmpty() && isExpected(name, place))
                        .forEach(names::add));
        for (String name : names) {
            Receipt receipt = Optional.ofNullable(
                            known.receipts().getOrDefault(kill.id(), Map.of()).get(name))
                    .orElseGet(() -> begun(kill, name, look));
            Receipt seen = look.map(each -> withPositions(receipt, kill, each)).orElseGet(() -> unseen(receipt, kill));
            receipts.add(withWord(withClient(seen, kill, known.clients()), words));
        }
        return receipts;
    }

    private Set<String> owing(Kill kill, ReceiptLook look, Groups around) {
        Set<String> names = new TreeSet<>();
        if (kill.lookedAt().isEmpty()) {
            for (Place place : kill.places()) {
                look.groups(place.topic()).stream()
                        .filter(group -> isExpected(group, place)
                                || around.knew(group)
                                || around.mayHaveBegun(group) && isNotBeyond(look.at(place, group), kill))
                        .forEach(names::add);
                expected.keySet().stream()
                        .filter(group -> isExpected(group, place))
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** Until all places are found, a position that cannot be compared yet says nothing. */
    private static boolean isNotBeyond(Seen seen, Kill kill) {
        return seen.state().isOpen() && (kill.isPlaced() || seen.state() != State.UNKNOWN);
    }

    private boolean isExpected(String name, Place place) {
        return expected.getOrDefault(name, Set.of()).contains(place.sink());
    }

    private Receipt begun(Kill kill, String name, Optional<ReceiptLook> look) {
        boolean isGroup = expected.containsKey(name)
                || look.map(ReceiptLook::groups).orElse(Set.of()).contains(name);
        boolean isShare = look.filter(seen -> seen.isShare(name)).isPresent();
        return new Receipt(
                kill.id(),
                kill.at(),
                name,
                isShare ? Kind.SHARE_GROUP : isGroup ? Kind.GROUP : Kind.OTHER,
                expected.containsKey(name),
                List.of(),
                Optional.empty(),
                kill.at());
    }

    private Receipt withPositions(Receipt receipt, Kill kill, ReceiptLook look) {
        if (receipt.kind() == Kind.CLIENT) {
            return receipt;
        }
        List<Standing> standings = new ArrayList<>();
        for (Place place : kill.places()) {
            Optional<Standing> before = receipt.standings().stream()
                    .filter(each -> each.place().isAt(place))
                    .findFirst();
            boolean reads = isExpected(receipt.subscriber(), place)
                    || look.groups(place.topic()).contains(receipt.subscriber());
            if (before.isPresent()
                    || reads
                            && (kill.lookedAt().isEmpty()
                                    || !receipt.standings().isEmpty())) {
                Seen seen = look.at(place, receipt.subscriber());
                standings.add(before.map(each -> each.then(place, seen, kill.at(), look.begun(), look.at()))
                        .orElseGet(() -> Standing.first(place, seen, kill.at(), look.begun(), look.at())));
            }
        }
        return with(receipt, receipt.kind(), standings, receipt.acted(), look.at());
    }

    /** Who is expected owes before anybody has looked. */
    private Receipt unseen(Receipt receipt, Kill kill) {
        if (!receipt.isExpected()
                || !receipt.standings().isEmpty()
                || kill.lookedAt().isPresent()) {
            return receipt;
        }
        List<Standing> standings = kill.places().stream()
                .filter(place -> isExpected(receipt.subscriber(), place))
                .map(place -> Standing.first(place, Seen.unknown(Standing.Why.UNSEEN), kill.at(), kill.at(), kill.at()))
                .toList();
        return with(receipt, receipt.kind(), standings, receipt.acted(), receipt.at());
    }

    private static Receipt with(
            Receipt receipt, Kind kind, List<Standing> standings, Optional<Acted> acted, Instant at) {
        return new Receipt(
                receipt.kill(),
                receipt.killAt(),
                receipt.subscriber(),
                kind,
                receipt.isExpected(),
                standings,
                acted,
                at);
    }

    /** Whether it was there shortly before the kill. */
    private static boolean owes(ClientPositions client, Collection<ClientPositions> all, Kill kill) {
        return client.topicId().equals(kill.id().topicId())
                && knows(client, notes(all, client.subscriber(), kill), kill.id())
                && !client.at().isBefore(kill.at().minus(CLIENT_LIVES));
    }

    /**
     * Of what goes by one name, a group's position is its own; that a client of it has acted counts for both. A client may have gone from one
     * instance of delivery to another: each says what it knows of it, and the one that saw it go on furthest counts.
     */
    private static Receipt withClient(Receipt receipt, Kill kill, Collection<ClientPositions> clients) {
        List<ClientPositions> own = notes(clients, receipt.subscriber(), kill);
        if (own.isEmpty() || kill.places().isEmpty()) {
            return receipt;
        }
        Optional<Acted> word = receipt.acted()
                .or(() -> own.stream()
                        .filter(client -> hasActed(client, own, kill.id()))
                        .min(Comparator.comparing(ClientPositions::at))
                        .map(client -> new Acted(client.at(), Acknowledgement.Way.CURSOR, Optional.empty())));
        if (receipt.kind() != Kind.CLIENT && receipt.kind() != Kind.OTHER) {
            return with(receipt, receipt.kind(), receipt.standings(), word, receipt.at());
        }
        ClientPositions client = own.stream()
                .max(Comparator.comparing((ClientPositions each) -> knows(each, own, kill.id()))
                        .thenComparing(each -> position(each, kill.id()))
                        .thenComparing(ClientPositions::at))
                .orElseThrow();
        Place place = kill.places().get(0);
        long offset = kill.id().offset();
        // an old note that is behind is no reset of one that is beyond, and says nothing
        boolean isBehindAnother = position(client, kill.id()) <= offset
                && own.stream().anyMatch(each -> position(each, kill.id()) > offset);
        Seen seen = knows(client, own, kill.id()) && !isBehindAnother
                ? seen(client, kill.id())
                : Seen.unknown(Standing.Why.UNSEEN); // it began anew behind the kill: that says nothing of it
        Standing standing = receipt.standings().stream()
                .findFirst()
                .map(each -> each.then(place, seen, kill.at(), client.at(), client.at()))
                .orElseGet(() -> Standing.first(place, seen, kill.at(), client.at(), client.at()));
        return with(receipt, Kind.CLIENT, List.of(standing), word, client.at());
    }

    /** What each instance has noted of a client. */
    private static List<ClientPositions> notes(Collection<ClientPositions> all, String subscriber, Kill kill) {
        return all.stream()
                .filter(client -> client.subscriber().equals(subscriber))
                .filter(client -> client.topicId().equals(kill.id().topicId()))
                .toList();
    }

    private static boolean hasActed(ClientPositions client, List<ClientPositions> own, KillId kill) {
        return knows(client, own, kill) && client.given().getOrDefault(kill.partition(), 0L) > kill.offset();
    }

    /**
     * Whether its positions say something of the kill: it had begun before it; or it came with a cursor from behind it, after a restart or from
     * another instance. Not if it may have got there by beginning anew behind the kill at another instance, without a cursor.
     */
    private static boolean knows(ClientPositions client, List<ClientPositions> own, KillId kill) {
        return (begins(client, kill) || client.resumed())
                && own.stream()
                        .filter(each -> each != client && !each.resumed() && !begins(each, kill))
                        .noneMatch(each -> from(each, kill) <= position(client, kill));
    }

    private static boolean begins(ClientPositions client, KillId kill) {
        return from(client, kill) <= kill.offset();
    }

    private static long from(ClientPositions client, KillId kill) {
        return client.from().getOrDefault(kill.partition(), 0L);
    }

    private static long position(ClientPositions client, KillId kill) {
        return Math.max(
                client.told().getOrDefault(kill.partition(), 0L), client.given().getOrDefault(kill.partition(), 0L));
    }

    private static Seen seen(ClientPositions client, KillId kill) {
        long position = position(client, kill);
        boolean passed = position > kill.offset();
        return new Seen(
                passed ? State.PASSED : State.BEHIND,
                OptionalLong.of(position),
                passed ? OptionalLong.empty() : OptionalLong.of(kill.offset() + 1 - position),
                Optional.empty(),
                Optional.empty(),
                0,
                OptionalLong.of(kill.offset()));
    }

    /** Where that version was a kill before, a word from before this one is on that; else only clocks may differ. */
    private static boolean isOf(Acknowledgement word, Kill kill, Known known) {
        boolean again = known.kills(kill.id().uri()).stream()
                .anyMatch(other -> other.id().version().equals(kill.id().version())
                        && other.at().isBefore(kill.at()));
        return !word.at().isBefore(kill.at().minus(again ? SKEW : LARGE_SKEW));
    }

    /** Of two the earlier tells when it acted. */
    private static Receipt withWord(Receipt receipt, List<Acknowledgement> said) {
        Optional<Acted> word = said.stream()
                .filter(each -> each.subscriber().equals(receipt.subscriber()))
                .map(each -> new Acted(each.at(), each.by(), each.who()))
                .filter(each -> receipt.acted().isEmpty()
                        || each.at().isBefore(receipt.acted().get().at()))
                .findFirst();
        return word.isEmpty() ? receipt : with(receipt, receipt.kind(), receipt.standings(), word, receipt.at());
    }
}
