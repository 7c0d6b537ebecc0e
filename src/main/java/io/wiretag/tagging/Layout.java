package io.wiretag.tagging;

import io.wiretag.tagging.Relevance.Position;
import io.wiretag.tagging.Relevance.Sighting;
import io.wiretag.tagging.gazetteer.CueKind;
import io.wiretag.tagging.gazetteer.Entry.Flag;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.tagging.text.WireText;
import java.util.List;

/** Where in the story the candidates of a field stand: in the headline, the lead, the dateline, or later. */
final class Layout {
    private final Passage passage;
    private final int paragraphsBefore;
    private final int lead;

    /**
     * @param paragraphsBefore in the fields before this one
     * @param storyHasHeadline whether a field of the story is its headline, so that this one need not be searched for it
     */
    Layout(Passage passage, int paragraphsBefore, boolean storyHasHeadline) {
        this.passage = passage;
        this.paragraphsBefore = paragraphsBefore;
        this.lead = lead(passage.wire().parts(), storyHasHeadline);
    }

    Sighting sighting(Province province, Candidate candidate) {
        int part = passage.partAt(candidate.start());
        return new Sighting(province, position(candidate, part), paragraphsBefore + part);
    }

    private Position position(Candidate candidate, int part) {
        return switch (passage.field().kind()) {
            case HEADLINE -> Position.HEADLINE;
            case CAPTION -> Position.CAPTION;
            case LOCATED, BYLINE, PROVIDER -> Position.LOCATED;
            case BODY -> inBody(candidate, part);
        };
    }

    private Position inBody(Candidate candidate, int part) {
        boolean dateline = passage.wire()
                .dateline()
                .filter(d -> candidate.start() >= d.start() && candidate.end() <= d.end())
                .isPresent();
        if (dateline) {
            return Position.DATELINE;
        }
        boolean scene = candidate.phrase().entry().is(Flag.SEAT) && passage.cueBefore(CueKind.WHERE, candidate.first());
        if (scene) {
            return Position.SCENE;
        }
        return switch (passage.wire().parts().get(part).kind()) {
            case CAPTION -> Position.CAPTION;
            case HEADLINE -> part == lead ? Position.LEAD : Position.HEADLINE;
            case PARAGRAPH, TIMESTAMP, BOILERPLATE -> part == lead ? Position.LEAD : Position.LATER;
        };
    }

    /** The first paragraph; what looks like a headline is one too when the story has its headline elsewhere. */
    private static int lead(List<WireText.Part> parts, boolean storyHasHeadline) {
        for (int i = 0; i < parts.size(); i++) {
            WireText.Kind kind = parts.get(i).kind();
            if (kind == WireText.Kind.PARAGRAPH || kind == WireText.Kind.HEADLINE && storyHasHeadline) {
                return i;
            }
        }
        return -1;
    }
}
