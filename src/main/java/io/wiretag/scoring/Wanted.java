package io.wiretag.scoring;

import io.wiretag.tagging.gazetteer.Role;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What tags are right.
 *
 * @param tags as {@link Subject} has them; of {@code ABOUT} in their order
 * @param optional such tags, or codes of agencies whatever their role, which readers may dispute: neither right nor wrong, unless they are wanted
 */
public record Wanted(List<String> tags, Set<String> optional) {
    /** Copies both; a tag counts once. */
    public Wanted {
        tags = List.copyOf(new LinkedHashSet<>(tags));
        // in their order, so that a line comes out as it went in
        optional = Collections.unmodifiableSet(new LinkedHashSet<>(optional));
    }

    /** Without any doubt. */
    public static Wanted of(List<String> tags) {
        return new Wanted(tags, Set.of());
    }

    /** The tag of an agency in a role: {@code VNA origin}. */
    public static String agency(String code, Role role) {
        return code + " " + role.name().toLowerCase(Locale.ROOT);
    }

    boolean isDisputed(String tag) {
        return !tags.contains(tag) && (optional.contains(tag) || optional.contains(code(tag)));
    }

    /** Without the role. */
    public static String code(String tag) {
        int blank = tag.indexOf(' ');
        return blank < 0 ? tag : tag.substring(0, blank);
    }
}
