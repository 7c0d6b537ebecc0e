package io.wiretag.cli.corrections;

import io.wiretag.cli.terminal.CommandFailedException;
import io.wiretag.files.OneLine;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.revision.Newest;
import io.wiretag.revision.SentVersion;
import io.wiretag.schema.Correction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The article that a user means. */
final class LiveArticle {
    private LiveArticle() {}

    /** @throws CommandFailedException if it is not out */
    static SentVersion of(CorrectionDesk desk, String uri) {
        Newest newest = desk.newest(uri);
        if (newest instanceof Newest.Live live) {
            return live.sent();
        }
        String name = "'" + OneLine.of(uri) + "'";
        if (newest instanceof Newest.Down down) {
            throw new CommandFailedException(
                    down.why() == Newest.Down.Why.KILLED
                            ? name + " is killed: its tags send it to nobody, and there is nothing to correct"
                            : name
                                    + " is withheld or was retracted: correct it when it is out again. What was corrected before"
                                    + " holds then");
        }
        throw new CommandFailedException("no article " + name
                + " has gone out, or nothing is left of it: check the uri; 'wiretag history' shows what came of it");
    }

    /**
     * The correction that a user means.
     *
     * @param id empty: the only one
     * @throws CommandFailedException if it has none
     * @throws IllegalArgumentException if it has none of that id, or several and none is named
     */
    static Correction correction(SentVersion sent, Optional<String> id) {
        List<Correction> all = sent.version().getCorrections();
        String name = "'" + OneLine.of(sent.uri()) + "'";
        if (all.isEmpty()) {
            throw new CommandFailedException(
                    name + " has no correction that holds: 'wiretag corrections list' shows all");
        }
        if (id.isEmpty() && all.size() > 1) {
            throw new IllegalArgumentException("which? " + name + " has " + all.size() + " corrections: " + ids(all));
        }
        return all.stream()
                .filter(each -> id.isEmpty() || each.getId().equals(id.get()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " has no correction '" + OneLine.of(id.orElse("")) + "'; it has " + ids(all)));
    }

    private static String ids(List<Correction> all) {
        return all.stream()
                .map(each -> each.getId() + " of " + OneLine.of(each.getBy()))
                .collect(Collectors.joining(", "));
    }
}
