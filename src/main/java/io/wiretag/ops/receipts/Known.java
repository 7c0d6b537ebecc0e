package io.wiretag.ops.receipts;

import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Look;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.Evidence.Said;
import io.wiretag.topics.Acknowledgement;
import io.wiretag.topics.ClientPositions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All evidence that is known at a time, put in order. Immutable, if nobody changes it.
 *
 * @param kills the newest first
 * @param receipts of each kill, by subscriber
 * @param said by uri and version of the kill
 * @param clients of delivery
 * @param look how far kills were searched
 */
public record Known(
        List<Kill> kills,
        Map<KillId, Map<String, Receipt>> receipts,
        Map<String, List<Acknowledgement>> said,
        List<ClientPositions> clients,
        Optional<Look> look) {

    public static Known of(Collection<Evidence> all) {
        List<Kill> kills = new ArrayList<>();
        Map<KillId, Map<String, Receipt>> receipts = new HashMap<>();
        Map<String, List<Acknowledgement>> said = new HashMap<>();
        List<ClientPositions> clients = new ArrayList<>();
        Optional<Look> look = Optional.empty();
        for (Evidence each : all) {
            if (each instanceof Kill kill) {
                kills.add(kill);
            } else if (each instanceof Receipt receipt) {
                receipts.computeIfAbsent(receipt.kill(), any -> new TreeMap<>()).put(receipt.subscriber(), receipt);
            } else if (each instanceof Said own) {
                said.computeIfAbsent(
                                ofVersion(
                                        own.acknowledgement().uri(),
                                        own.acknowledgement().version()),
                                any -> new ArrayList<>())
                        .add(own.acknowledgement());
            } else if (each instanceof Evidence.Client client) {
                clients.add(client.positions());
            } else if (each instanceof Look own) {
                look = Optional.of(own);
            }
        }
        kills.sort(Comparator.comparing(Kill::at).reversed().thenComparing(Kill::id, KillId.IN_ORDER));
        return new Known(kills, receipts, said, clients, look);
    }

    private static String ofVersion(String uri, String version) {
        return uri + " " + version;
    }

    List<Acknowledgement> said(KillId kill) {
        return said.getOrDefault(ofVersion(kill.uri(), kill.version()), List.of());
    }

    /** Those of one kill, in the order of their names. */
    public List<Receipt> receipts(KillId kill) {
        return List.copyOf(receipts.getOrDefault(kill, Map.of()).values());
    }

    /** Those of an article, the newest first. */
    public List<Kill> kills(String uri) {
        return kills.stream().filter(kill -> kill.id().uri().equals(uri)).toList();
    }

    /** Whether somebody owes something, or nobody has looked yet who does. */
    public boolean isOpen(Kill kill) {
        return kill.lookedAt().isEmpty() || receipts(kill.id()).stream().anyMatch(Receipt::isOpen);
    }

    /** When the oldest kill was there that a subscriber has open, by subscriber. */
    public Map<String, List<Instant>> open() {
        Map<String, List<Instant>> open = new TreeMap<>();
        for (Kill kill : kills) {
            for (Receipt each : receipts(kill.id())) {
                List<Instant> own = open.computeIfAbsent(each.subscriber(), any -> new ArrayList<>());
                if (each.isOpen()) {
                    own.add(kill.at());
                }
            }
        }
        return open;
    }
}
