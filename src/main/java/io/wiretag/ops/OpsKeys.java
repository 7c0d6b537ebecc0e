package io.wiretag.ops;

import io.wiretag.access.ApiKeys;
import java.nio.file.Path;
import java.util.Map;

/** The keys of those who look at operations. Each may look and replay; whoever has the role of an editor may correct tags as well. */
public final class OpsKeys {
    private static final String ROLE = "role";
    private static final String EDITOR = "editor";

    private OpsKeys() {}

    /**
     * The keys of a file.
     *
     * @throws IllegalArgumentException if it cannot be used, or a line is wrong
     */
    public static ApiKeys of(Path file) {
        return ApiKeys.of(file, "wiretag serve key NAME", OpsKeys::requireRights);
    }

    /**
     * The rights of a role.
     *
     * @throws IllegalArgumentException if there is no such role
     */
    public static Map<String, String> ofRole(String role) {
        Map<String, String> rights = Map.of(ROLE, role);
        requireRights(rights);
        return rights;
    }

    private static void requireRights(Map<String, String> rights) {
        rights.forEach((right, value) -> {
            if (!right.equals(ROLE)) {
                throw new IllegalArgumentException("has the right " + right
                        + ", which keys of ops.keys.file do not have: role=editor is all there is");
            }
            if (!value.equals(EDITOR)) {
                throw new IllegalArgumentException(
                        "has the role '" + value + "', must be editor: whoever has none may look and replay");
            }
        });
    }

    static boolean isEditor(ApiKeys.Owner owner) {
        return EDITOR.equals(owner.rights().get(ROLE));
    }
}
