package io.wiretag.delivery.http;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param name of his key
 * @param key what he showed; empty where none is asked for
 */
record Client(String name, Optional<String> key, KeyRights rights) {
    /** Leaves out the key. */
    @Override
    public String toString() {
        return "Client[" + name + "]";
    }
}
