package io.wiretag.cli.corrections;

import io.wiretag.cli.options.Codes;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is said of the tags of an article. */
final class TagOptions {
    private static final Set<String> ROLES = Stream.<Enum<?>[]>of(AgencyRole.values(), BodyRole.values())
            .flatMap(Arrays::stream)
            .map(Enum::name)
            .collect(Collectors.toSet());

    @Option(
            names = "--add",
            split = ",",
            paramLabel = "TAG[:ROLE]",
            description =
                    "It has this tag: VN-HN, \"Hà Nội\", VNA:origin, MOFA:speaker. Without a role an agency is its origin, a"
                            + " public body is mentioned. May be repeated.")
    private final List<String> add = new ArrayList<>();

    @Option(
            names = "--remove",
            split = ",",
            paramLabel = "TAG[:ROLE]",
            description = "It has this tag not. Without a role, in none of those that it has now.")
    private final List<String> remove = new ArrayList<>();

    @Option(
            names = "--about",
            split = ",",
            paramLabel = "PROVINCE",
            description = "It is about this province, which it is also given where it has not the tag.")
    private final List<String> about = new ArrayList<>();

    @Option(
            names = "--not-about",
            split = ",",
            paramLabel = "PROVINCE",
            description = "It names this province in passing.")
    private final List<String> notAbout = new ArrayList<>();

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description =
                    "--add and --remove regard only names that read like this, in any case, wherever they stand. Default: the"
                            + " whole story.")
    private String text;

    private record Named(TagSubject subject, String code, String role) {}

    /**
     * All of it.
     *
     * @param seen the article as it is out
     * @throws IllegalArgumentException if nothing is said, or it names what there is not
     */
    List<CorrectedTag> changes(Gazetteer gazetteer, TaggedArticle seen) {
        if (text != null && add.isEmpty() && remove.isEmpty()) {
            throw new IllegalArgumentException(
                    "--text goes with --add or --remove: --about and --not-about are of the whole story");
        }
        Set<CorrectedTag> changes = new LinkedHashSet<>();
        remove.forEach(each -> removed(named(each, gazetteer), seen).forEach(changes::add));
        add.forEach(each -> changes.add(added(named(each, gazetteer))));
        Codes codes = new Codes(gazetteer);
        codes.provinces(about).forEach(code -> {
            if (seen.getProvinces().stream().noneMatch(tag -> tag.getCode().equals(code))) {
                changes.add(new CorrectedTag(CorrectionAction.add, TagSubject.province, code, null, null));
            }
            changes.add(new CorrectedTag(CorrectionAction.about, TagSubject.province, code, null, null));
        });
        codes.provinces(notAbout)
                .forEach(code -> changes.add(
                        new CorrectedTag(CorrectionAction.notAbout, TagSubject.province, code, null, null)));
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("what is wrong? Give --add, --remove, --about or --not-about");
        }
        return List.copyOf(changes);
    }

    private static Named named(String text, Gazetteer gazetteer) {
        int colon = text.lastIndexOf(':');
        boolean hasRole = colon > 0 && ROLES.contains(text.substring(colon + 1).strip());
        String role = hasRole ? text.substring(colon + 1).strip() : null;
        String code = new Codes(gazetteer).tag(hasRole ? text.substring(0, colon) : text);
        return new Named(subject(code, gazetteer), code, role);
    }

    private static TagSubject subject(String code, Gazetteer gazetteer) {
        if (gazetteer.province(code).isPresent()) {
            return TagSubject.province;
        }
        return gazetteer.agency(code).isPresent() ? TagSubject.agency : TagSubject.body;
    }

    private CorrectedTag added(Named tag) {
        String role = switch (tag.subject()) {
            case province, other -> tag.role();
            case agency -> tag.role() == null ? AgencyRole.origin.name() : tag.role();
            case body -> tag.role() == null ? BodyRole.mention.name() : tag.role();
        };
        return new CorrectedTag(CorrectionAction.add, tag.subject(), tag.code(), role, text);
    }

    /** An agency is said with each of its roles. */
    private Stream<CorrectedTag> removed(Named tag, TaggedArticle seen) {
        if (tag.subject() != TagSubject.agency || tag.role() != null) {
            return Stream.of(removed(tag, tag.role()));
        }
        List<String> roles = seen.getAgencies().stream()
                .filter(each -> each.getCode().equals(tag.code()))
                .map(each -> each.getRole().name())
                .toList();
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("--remove " + tag.code()
                    + ": the article has no tag of that agency, in any role: 'wiretag history' shows which it has");
        }
        return roles.stream().map(role -> removed(tag, role));
    }

    private CorrectedTag removed(Named tag, String role) {
        return new CorrectedTag(CorrectionAction.remove, tag.subject(), tag.code(), role, text);
    }
}
