package io.wiretag.tagging.gazetteer;

import io.wiretag.tagging.gazetteer.TagOverride.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The overrides that go by the uri of a story.
 *
 * <p>Looked up, not tried one after the other: a story costs the same with ten of them and with ten thousand.
 */
public final class UriOverrides {
    private static final char ANY_END = '*';

    private final Map<String, Map<Target, TagOverride>> byUri = new HashMap<>();
    private final Map<String, Map<Target, TagOverride>> byBeginning = new HashMap<>();
    private final int longestBeginning;

    /** Of several with the same pattern and target the last counts. */
    UriOverrides(List<TagOverride> overrides) {
        for (TagOverride override : overrides) {
            boolean exact = !hasAnyEnd(override.pattern());
            String beginning = beginning(override.pattern());
            (exact ? byUri : byBeginning)
                    .computeIfAbsent(beginning, b -> new HashMap<>())
                    .put(override.target(), override);
        }
        longestBeginning =
                byBeginning.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** What is decided for a story, at most one override for each tag: of several that fit the longest counts. */
    public Map<Target, TagOverride> of(String uri) {
        Map<Target, TagOverride> decided = new HashMap<>();
        for (int end = 1; end <= Math.min(longestBeginning, uri.length()); end++) {
            decided.putAll(byBeginning.getOrDefault(uri.substring(0, end), Map.of()));
        }
        decided.putAll(byUri.getOrDefault(uri, Map.of()));
        return decided;
    }

    /** The part of a uri that an override goes by. */
    public static String part(TagOverride override, String uri) {
        return hasAnyEnd(override.pattern()) ? beginning(override.pattern()) : uri;
    }

    private static boolean hasAnyEnd(String pattern) {
        return pattern.charAt(pattern.length() - 1) == ANY_END;
    }

    private static String beginning(String pattern) {
        return hasAnyEnd(pattern) ? pattern.substring(0, pattern.length() - 1) : pattern;
    }
}
