package io.wiretag.scoring;

import io.wiretag.tagging.Tags;
import io.wiretag.tagging.Tags.ProvinceTag;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was right and wrong in one story.
 *
 * @param marks of what is known to be right, by subject
 * @param first where the story is about something: what was given as foremost
 */
public record StoryScore(Map<Subject, Mark> marks, Optional<First> first) {
    /** Tags that were right, wanted and not given, given and not wanted; each list in the order of whoever named them. */
    public record Mark(List<String> right, List<String> missing, List<String> tooMany) {
        /** Copies the lists. */
        public Mark {
            right = List.copyOf(right);
            missing = List.copyOf(missing);
            tooMany = List.copyOf(tooMany);
        }

        static Mark of(Wanted wanted, List<String> given) {
            return new Mark(
                    wanted.tags().stream().filter(given::contains).toList(),
                    wanted.tags().stream().filter(tag -> !given.contains(tag)).toList(),
                    given.stream()
                            .filter(tag -> !wanted.tags().contains(tag) && !wanted.isDisputed(tag))
                            .toList());
        }

        Score score() {
            return new Score(1, right.size(), tooMany.size(), missing.size());
        }

        /** How many tags are wrong. */
        public int mistakes() {
            return missing.size() + tooMany.size();
        }
    }

    /**
     * The province that a story was said to be about most.
     *
     * @param given empty: about none
     * @param right whether it is one of those that are wanted
     */
    public record First(Optional<String> given, boolean right) {}

    public StoryScore {
        marks = Collections.unmodifiableMap(new EnumMap<>(marks));
    }

    /** What a tagger got right and wrong. */
    public static StoryScore of(AnnotatedStory story, Tags tags) {
        Map<Subject, Mark> marks = new EnumMap<>(Subject.class);
        story.wanted().forEach((subject, wanted) -> marks.put(subject, Mark.of(wanted, given(subject, tags))));
        Optional<First> first = Optional.ofNullable(story.wanted().get(Subject.ABOUT))
                .map(Wanted::tags)
                .filter(about -> !about.isEmpty())
                .map(about -> first(about, given(Subject.ABOUT, tags)));
        return new StoryScore(marks, first);
    }

    private static First first(List<String> wanted, List<String> given) {
        Optional<String> foremost = given.stream().findFirst();
        return new First(foremost, foremost.filter(wanted::contains).isPresent());
    }

    private static List<String> given(Subject subject, Tags tags) {
        return switch (subject) {
            case PROVINCES ->
                tags.provinces().stream().map(StoryScore::code).distinct().toList();
            case ABOUT ->
                tags.provinces().stream()
                        .filter(ProvinceTag::about)
                        .map(StoryScore::code)
                        .distinct()
                        .toList();
            case AGENCIES ->
                tags.agencies().stream()
                        .map(tag -> Wanted.agency(tag.agency().code(), tag.role()))
                        .distinct()
                        .toList();
        };
    }

    private static String code(ProvinceTag tag) {
        return tag.province().code();
    }

    /** How much is wrong: a tag that is missing or too many, and the foremost province, each counts one. */
    public int mistakes() {
        return marks.values().stream().mapToInt(Mark::mistakes).sum()
                + (first.filter(each -> !each.right()).isPresent() ? 1 : 0);
    }
}
