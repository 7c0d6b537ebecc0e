package io.wiretag.cli.print;

import io.wiretag.tagging.Explanation;
import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tags;
import io.wiretag.tagging.gazetteer.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** All candidates of an explained story in the order of its text, numbered from 1; rejected ones have their number below zero. */
final class Marks {
    /** What became of a candidate. */
    enum Kind {
        ABOUT,
        MENTIONED,
        ORIGIN,
        /** An agency that is credited or mentioned. */
        NAMED,
        REJECTED
    }

    /**
     * A candidate.
     *
     * @param number 0 until it has one
     * @param role of a province: about or mentioned; of an agency its role; of a rejected candidate nothing
     * @param place code of the commune that is named
     */
    record Mark(
            int number,
            Kind kind,
            String field,
            int start,
            int end,
            String text,
            String entry,
            String code,
            String role,
            String rule,
            int confidence,
            Optional<String> place) {
        private Mark numbered(int position) {
            int signed = kind == Kind.REJECTED ? -position : position;
            return new Mark(signed, kind, field, start, end, text, entry, code, role, rule, confidence, place);
        }
    }

    private Marks() {}

    static List<Mark> of(Story story, Explanation explanation) {
        List<Mark> marks = new ArrayList<>();
        for (Tags.ProvinceTag tag : explanation.tags().provinces()) {
            Kind kind = tag.about() ? Kind.ABOUT : Kind.MENTIONED;
            tag.mentions()
                    .forEach(mention ->
                            marks.add(mark(kind, mention, tag.province().code(), name(kind))));
        }
        for (Tags.AgencyTag tag : explanation.tags().agencies()) {
            Kind kind = tag.role() == Role.ORIGIN ? Kind.ORIGIN : Kind.NAMED;
            String role = tag.role().name().toLowerCase(Locale.ROOT);
            tag.mentions()
                    .forEach(mention ->
                            marks.add(mark(kind, mention, tag.agency().code(), role)));
        }
        for (Tags.BodyTag tag : explanation.tags().bodies()) {
            String role = tag.role().name().toLowerCase(Locale.ROOT);
            tag.mentions()
                    .forEach(mention ->
                            marks.add(mark(Kind.NAMED, mention, tag.body().code(), role)));
        }
        for (Explanation.Rejected no : explanation.rejected()) {
            marks.add(new Mark(
                    0,
                    Kind.REJECTED,
                    no.field(),
                    no.start(),
                    no.end(),
                    no.text(),
                    no.entry(),
                    no.code(),
                    "",
                    no.rule(),
                    0,
                    Optional.empty()));
        }
        // the uri is no field of a story: it comes before them all
        List<String> fields = Stream.concat(
                        Stream.of("uri"), story.fields().stream().map(Story.Field::name))
                .toList();
        marks.sort(Comparator.comparingInt((Mark mark) -> fields.indexOf(mark.field()))
                .thenComparing(Mark::start)
                .thenComparing(Mark::kind));
        List<Mark> numbered = new ArrayList<>();
        marks.forEach(mark -> numbered.add(mark.numbered(numbered.size() + 1)));
        return numbered;
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Mark mark(Kind kind, Tags.Mention mention, String code, String role) {
        return new Mark(
                0,
                kind,
                mention.field(),
                mention.start(),
                mention.end(),
                mention.text(),
                mention.entry(),
                code,
                role,
                mention.rule(),
                mention.confidence(),
                mention.place());
    }
}
