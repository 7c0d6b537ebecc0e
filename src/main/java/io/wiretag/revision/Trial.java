package io.wiretag.revision;

import io.wiretag.files.OneLine;
import io.wiretag.life.Retagging;
import io.wiretag.life.Retagging.Retagged;
import io.wiretag.life.TagChange;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.Correction;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.TaggedArticle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What corrections would make of a version by the rules of now. Sends nothing. */
record Trial(Retagging retagging, SentVersion seen) {
    /** With these, and no others. */
    Retagged of(List<Correction> corrections) {
        TaggedArticle corrected = TaggedArticle.newBuilder(seen.version())
                .setCorrections(corrections)
                .build();
        return retagging.retag(corrected, seen.published());
    }

    /** With those that it has, and one that says this. */
    Retagged with(List<CorrectedTag> changes) {
        Correction more = new Correction("", "", false, Instant.EPOCH, "-", changes);
        return of(Stream.concat(seen.version().getCorrections().stream(), Stream.of(more))
                .toList());
    }

    private TaggedArticle without(CorrectedTag change, List<CorrectedTag> changes) {
        List<CorrectedTag> others = new ArrayList<>(changes);
        others.remove(change);
        return others.isEmpty()
                ? of(seen.version().getCorrections()).then()
                : with(others).then();
    }

    /**
     * Those without which the tags would be the same. None where the rules of now give other tags than those that are out: what they
     * take away may be just what the editor sees.
     */
    List<CorrectedTag> idle(List<CorrectedTag> changes, TaggedArticle all) {
        if (!isSame(of(seen.version().getCorrections()).then(), seen.version())) {
            return List.of();
        }
        return changes.stream()
                .filter(change -> isSame(without(change, changes), all))
                .toList();
    }

    /**
     * Makes sure that words which are named are read anywhere.
     *
     * @throws IllegalArgumentException if not even the evidence of a tag changes by it
     */
    void requireSomething(CorrectedTag change, List<CorrectedTag> changes, TaggedArticle all) {
        if (change.getText() == null) {
            return;
        }
        TaggedArticle others = without(change, changes);
        if (others.getProvinces().equals(all.getProvinces())
                && others.getAgencies().equals(all.getAgencies())
                && others.getBodies().equals(all.getBodies())) {
            throw new IllegalArgumentException("no name in the article reads '" + OneLine.of(change.getText())
                    + "' so that it could " + change.getAction() + " " + change.getCode()
                    + ": write a name as it stands there, without the words around it");
        }
    }

    /** Whether subscribers would see no difference. */
    static boolean isSame(TaggedArticle one, TaggedArticle other) {
        return TagChange.fingerprint(one) == TagChange.fingerprint(other);
    }

    List<Delivery> records(TaggedArticle then) {
        return retagging.deliveries(seen.version(), then);
    }
}
