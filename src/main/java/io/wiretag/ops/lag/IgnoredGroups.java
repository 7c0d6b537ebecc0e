package io.wiretag.ops.lag;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Groups that nobody wants to hear of: tools that somebody tried once leave a group behind, which would be told to have stopped
 * until Kafka forgets it.
 *
 * @param patterns names of groups; {@code *} stands for any characters, none among them, and all else for itself
 * @param exceptions groups that are not ignored, whatever the patterns say
 */
public record IgnoredGroups(List<String> patterns, Set<String> exceptions) {
    /** Every group is of interest. */
    public static final IgnoredGroups NONE = new IgnoredGroups(List.of(), Set.of());

    /** Copies both. */
    public IgnoredGroups {
        patterns = List.copyOf(patterns);
        exceptions = Set.copyOf(exceptions);
    }

    /** The same, and these are not ignored either. */
    IgnoredGroups except(Collection<String> groups) {
        Set<String> all = new HashSet<>(exceptions);
        all.addAll(groups);
        return new IgnoredGroups(patterns, all);
    }

    boolean contains(String group) {
        return !exceptions.contains(group) && patterns.stream().anyMatch(pattern -> matches(pattern, group));
    }

    /** By hand, since a regular expression with many stars takes for ever on a name that somebody made for that. */
    private static boolean matches(String pattern, String group) {
        String[] parts = pattern.split("\\*", -1);
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return group.equals(pattern);
        }
        int end = group.length() - last.length();
        int at = parts[0].length();
        if (end < at || !group.startsWith(parts[0]) || !group.endsWith(last)) {
            return false;
        }
        // the first place of each part leaves the most room for those that follow
        for (String part : List.of(parts).subList(1, parts.length - 1)) {
            int found = group.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
