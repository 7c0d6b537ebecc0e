package io.wiretag.delivery;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.BodyRole;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Units;
import java.util.Collection;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which articles somebody wants, answered by level: every version of an article of which any version ever passed is told, as
 * {@code publish} or {@code correct} when it passes, and as {@code retract} when it does not; a kill is told to whoever any
 * version passed. Who never had an article ignores what takes it back.
 *
 * <p>Within one criterion any of its values is enough; of several criteria each must hold. An empty one asks for nothing.
 *
 * @param provinces codes of the 63: {@code VN-HN}
 * @param units codes of the 34: {@code 01}
 * @param agencies codes with their roles: {@code VNA:origin}
 * @param about whether the story must be about one of the provinces or units, or about any if none is named
 * @param languages tags of BCP 47; {@code vi} is also the language of what says {@code vi-VN}
 */
public record ArticleFilter(
        Set<String> provinces, Set<String> units, Set<String> agencies, boolean about, Set<String> languages) {

    /** Lets everything pass. */
    public static final ArticleFilter ALL = new ArticleFilter(Set.of(), Set.of(), Set.of(), false, Set.of());

    private static final Set<String> SHORT_LANGUAGES = Set.of(Locale.getISOLanguages());
    /** Of three letters, of languages that BCP 47 writes with two; of the other ones, such as hmn, there are thousands. */
    private static final Set<String> HAVE_SHORT = SHORT_LANGUAGES.stream()
            .map(language -> new Locale(language).getISO3Language())
            .collect(Collectors.toUnmodifiableSet());

    /**
     * @throws IllegalArgumentException if a province, a unit, a role or a language is none; the message names it and says what it
     *     may be
     */
    public ArticleFilter {
        provinces.forEach(code -> require(
                Units.isProvince(code), "no province '" + code + "': give a code of ISO 3166-2:VN such as VN-HN"));
        units.forEach(code ->
                require(Units.isUnit(code), "no unit '" + code + "': give one of the 34 two-digit codes such as 01"));
        agencies.forEach(each -> require(
                isAgencyInRole(each),
                "no agency in a role '" + each
                        + "': give a code such as VNA, or with a role such as AFP:credit; roles are " + roles()));
        languages.forEach(
                tag -> require(isLanguage(tag), "no language '" + tag + "': give a tag such as vi, en or en-GB"));
        provinces = Set.copyOf(provinces);
        units = Set.copyOf(units);
        agencies = Set.copyOf(agencies);
        languages = languages.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isAgencyInRole(String each) {
        int colon = each.indexOf(':');
        return colon > 0 && roles().contains(each.substring(colon + 1));
    }

    private static List<String> roles() {
        return Stream.of(AgencyRole.values()).map(Enum::name).toList();
    }

    private static boolean isLanguage(String tag) {
        try {
            // Locale.forLanguageTag would take what begins well, and nothing would ever pass
            String language = new Locale.Builder().setLanguageTag(tag).build().getLanguage();
            return SHORT_LANGUAGES.contains(language) || language.length() == 3 && !HAVE_SHORT.contains(language);
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    /** An agency as somebody writes it: without a role that of origin is meant. */
    public static String agency(String written) {
        return written.contains(":") ? written : written + ":" + AgencyRole.origin;
    }

    /** Whether it lets everything pass. */
    public boolean isAll() {
        return equals(ALL);
    }

    /**
     * What a version is to somebody who asked for this; empty if it is nothing to him.
     *
     * @param version as it stands in {@code articles.tagged}
     */
    public Optional<Operation> operation(TaggedArticle version) {
        if (!mayHavePassed(version)) {
            return Optional.empty();
        }
        return switch (version.getOperation()) {
            case kill -> Optional.of(Operation.kill);
            case retract -> Optional.of(Operation.retract);
            case publish, correct -> Optional.of(passes(version) ? arrival(version) : Operation.retract);
        };
    }

    /** Whether it is new to him: where places tell that no earlier version came by, as far as anybody can know. */
    private Operation arrival(TaggedArticle version) {
        boolean isNew = version.getOperation() == Operation.publish
                || isNewAt(version, "by-province", provinces)
                || isNewAt(version, "by-unit", units)
                || isNewAt(version, "by-agency", origins());
        return isNew ? Operation.publish : Operation.correct;
    }

    private static boolean isNewAt(TaggedArticle version, String sink, Set<String> keys) {
        List<Operation> there = version.getDeliveries().stream()
                .filter(each -> each.getSink().equals(sink) && keys.contains(each.getKey()))
                .map(Delivery::getOperation)
                .toList();
        return !there.isEmpty() && there.stream().allMatch(Operation.publish::equals);
    }

    private Set<String> origins() {
        String suffix = ":" + AgencyRole.origin;
        return agencies.stream()
                .filter(each -> each.endsWith(suffix))
                .map(each -> each.substring(0, each.length() - suffix.length()))
                .collect(Collectors.toSet());
    }

    /** Whether the version itself is one of those asked for. */
    public boolean passes(TaggedArticle version) {
        List<ProvinceTag> places = version.getProvinces().stream()
                .filter(tag -> !about || tag.getAbout())
                .toList();
        boolean place = !about || !places.isEmpty();
        return place
                && isAny(provinces, places.stream().map(ProvinceTag::getCode))
                && isAny(units, places.stream().flatMap(tag -> Units.of(tag.getCode()).stream()))
                && isAny(agencies, agencies(version))
                && isInLanguage(Stream.ofNullable(version.getArticle().getLanguage()));
    }

    /** Whether this version or an earlier one may have been; what is not known may have been. */
    private boolean mayHavePassed(TaggedArticle version) {
        Reached reached = Optional.ofNullable(version.getReached()).orElseGet(() -> reachedBefore02(version));
        Collection<String> places =
                about && reached.getAboutProvinces() != null ? reached.getAboutProvinces() : reached.getProvinces();
        return (!about || !places.isEmpty())
                && isAny(provinces, places.stream())
                && isAny(units, places.stream().flatMap(code -> Units.of(code).stream()))
                && isAnyAgency(reached)
                && (reached.getLanguages() == null || isInLanguage(reached.getLanguages().stream()))
                && (reached.getCombinations() == null
                        || reached.getCombinations().stream().anyMatch(this::isOfOneVersion));
    }

    /** Whether places and agencies that are asked for come from one version, not one from this and one from that. */
    private boolean isOfOneVersion(List<String> codes) {
        boolean agency = isAny(agencies, codes.stream().map(ArticleFilter::agency))
                // of other roles it is not known which version had them
                || agencies.stream().anyMatch(each -> !each.endsWith(":" + AgencyRole.origin));
        return agency
                && isAny(provinces, codes.stream())
                && isAny(units, codes.stream().flatMap(code -> Units.of(code).stream()));
    }

    private boolean isAnyAgency(Reached reached) {
        if (isAny(agencies, reached.getAgencies().stream().map(ArticleFilter::agency))) {
            return true;
        }
        return reached.getOtherAgencies() == null
                ? agencies.stream().anyMatch(each -> !each.endsWith(":" + AgencyRole.origin))
                : isAny(agencies, reached.getOtherAgencies().stream());
    }

    /** Of a record of release 0.1.0, which tells where it went and nothing more. */
    private static Reached reachedBefore02(TaggedArticle version) {
        return Reached.newBuilder()
                .setProvinces(keys(
                        version, "by-province", version.getProvinces().stream().map(ProvinceTag::getCode)))
                .setAgencies(keys(
                        version,
                        "by-agency",
                        version.getAgencies().stream()
                                .filter(tag -> tag.getRole() == AgencyRole.origin)
                                .map(AgencyTag::getCode)))
                .build();
    }

    private static List<String> keys(TaggedArticle version, String sink, Stream<String> now) {
        Stream<String> ever = version.getDeliveries().stream()
                .filter(each -> each.getSink().equals(sink))
                .map(Delivery::getKey);
        return List.copyOf(Stream.concat(ever, now).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Agencies in their roles; a public body that has a key in {@code by-agency} counts like an agency of origin. */
    private static Stream<String> agencies(TaggedArticle version) {
        return Stream.concat(
                version.getAgencies().stream().map(ArticleFilter::inRole),
                version.getBodies().stream()
                        .filter(tag -> tag.getAbout() || tag.getRole() == BodyRole.speaker)
                        .map(tag -> agency(tag.getCode())));
    }

    private static String inRole(AgencyTag tag) {
        return tag.getCode() + ":" + tag.getRole();
    }

    private static boolean isAny(Set<String> wanted, Stream<String> there) {
        return wanted.isEmpty() || there.anyMatch(wanted::contains);
    }

    private boolean isInLanguage(Stream<String> there) {
        Predicate<String> isWanted = language -> languages.stream()
                .anyMatch(wanted -> language.regionMatches(true, 0, wanted, 0, wanted.length())
                        && (language.length() == wanted.length() || language.charAt(wanted.length()) == '-'));
        return languages.isEmpty() || there.filter(Objects::nonNull).anyMatch(isWanted);
    }
}
