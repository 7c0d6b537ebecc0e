package io.wiretag.wiring;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.RulesInUse;
import io.wiretag.rules.RulesBook;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.List;
import java.util.Optional;

/** Where editors correct the tags of what is out. */
public final class CorrectionParts {
    private final Installation installation;
    private final KafkaClients clients;
    /** Made when another version is in force; guarded by this. */
    private Optional<Made> made = Optional.empty();

    /** @param hash of the version in force; empty: there is none */
    private record Made(Optional<String> hash, RulesInUse rules) {}

    public CorrectionParts(Installation installation) {
        this.installation = installation;
        this.clients = installation.clients();
    }

    public CorrectionDesk desk() {
        return new CorrectionDesk(
                new CorrectionDesk.Access(
                        clients::scanning, clients::writing, new ClusterFacts(clients.admin()), installation.serdes()),
                installation.topics(),
                installation.config().applicationId(),
                installation.requestSeal(),
                this::rules);
    }

    private RulesInUse rules() {
        String topic = installation.topics().gazetteer().name();
        try {
            if (!new ClusterFacts(clients.admin()).existing(List.of(topic)).containsKey(topic)) {
                return made(Optional.empty(), installation.gazetteer());
            }
            RulesBook book = book(topic);
            Optional<String> hash = book.inForce().flatMap(RulesChange::hash);
            Optional<RulesVersion> version = hash.flatMap(book::version);
            return hash.isPresent() && version.isEmpty()
                    ? doubted("its files are not in topic " + topic)
                    : made(hash, version);
        } catch (KafkaRefusedException e) {
            return doubted(e.getMessage());
        }
    }

    private RulesBook book(String topic) {
        RulesDesk.Place place = new RulesDesk.Place(
                topic,
                installation.topics().gazetteer().maxMessageBytes(),
                installation.config().applicationId());
        try (RulesDesk desk = new RulesDesk(
                clients.scanning(), () -> clients.ruling(installation.topics().gazetteer()), clients.admin(), place)) {
            return desk.read();
        }
    }

    private RulesInUse made(Optional<String> hash, Optional<RulesVersion> version) {
        synchronized (this) {
            if (made.filter(each -> each.hash().equals(hash)).isPresent()) {
                return made.get().rules();
            }
        }
        return made(
                hash,
                version.map(each -> Gazetteer.builtInWithFiles(each.files())).orElseGet(installation::gazetteer));
    }

    private synchronized RulesInUse made(Optional<String> hash, Gazetteer gazetteer) {
        if (made.filter(each -> each.hash().equals(hash)).isEmpty()) {
            made = Optional.of(
                    new Made(hash, new RulesInUse(gazetteer, installation.tagging(gazetteer), Optional.empty())));
        }
        return made.get().rules();
    }

    private RulesInUse doubted(String why) {
        RulesInUse own = made(Optional.empty(), installation.gazetteer());
        return new RulesInUse(own.gazetteer(), own.tagging(), Optional.of(why));
    }
}
