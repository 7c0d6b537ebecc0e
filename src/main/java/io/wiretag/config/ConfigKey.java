package io.wiretag.config;

/**
 * A key of the configuration, or a family of keys.
 *
 * @param name the key; ends in {@code *} where every key that begins so belongs to it
 * @param defaultValue in force when nobody says otherwise; empty: none
 * @param meaning one line for docs/configuration.md and for {@code wiretag config}
 */
record ConfigKey(String name, String defaultValue, String meaning) {
    boolean matches(String key) {
        return name.endsWith("*")
                ? key.startsWith(name.substring(0, name.length() - 1)) && key.length() > name.length() - 1
                : key.equals(name);
    }
}
