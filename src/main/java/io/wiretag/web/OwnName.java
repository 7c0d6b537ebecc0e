package io.wiretag.web;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps pages of the web from a server of this machine that asks for no key: its author can give his own name the address 127.0.0.1
 * (DNS rebinding), so the name that a browser asked for has to be one of ours.
 */
public final class OwnName {
    private static final Set<String> OWN = Set.of("localhost", "127.0.0.1", "[::1]");

    private OwnName() {}

    /**
     * @param settings what the settings of the server are called, for the message: {@code ops}
     * @throws ProblemException unless it was asked for by a name of this machine
     */
    public static void require(Context ctx, String settings) {
        String host = ctx.header("Host");
        if (host == null || !OWN.contains(withoutPort(host))) {
            throw new Problem(
                            403,
                            "this page is for this machine: ask for it as localhost or 127.0.0.1. For other names set "
                                    + settings + ".host and " + settings + ".keys.file")
                    .asException();
        }
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d{1,5}$", "").toLowerCase(Locale.ROOT);
    }
}
